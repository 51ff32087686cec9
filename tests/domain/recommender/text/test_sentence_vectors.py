from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.recommender.text.sentence_vectors import SentenceVectors

VECTORS = np.eye(3, 4, dtype=np.float32)


def test_what_is_not_known_is_wanted_once_and_the_latest_first() -> None:
    sentences = SentenceVectors(4, 7)

    for text in ("first", "second", "first"):
        assert sentences.of(text) is None

    assert sentences.take_wanted(5) == ["second", "first"]
    assert not sentences.has_wanted


def test_what_was_encoded_is_known_from_then_on() -> None:
    sentences = SentenceVectors(4, 7)
    sentences.of("hello")

    sentences.put(["hello"], VECTORS[:1])

    found = sentences.of("hello")
    assert found is not None
    assert found.tolist() == VECTORS[0].tolist()
    assert not sentences.has_wanted


def test_words_are_not_kept_once_they_are_encoded() -> None:
    sentences = SentenceVectors(4, 7)
    sentences.of("my name is Jane")

    sentences.put(sentences.take_wanted(1), VECTORS[:1])

    assert "Jane" not in repr(vars(sentences))


def test_where_nobody_encodes_the_oldest_are_given_up() -> None:
    sentences = SentenceVectors(4, 7)

    for number in range(2_500):
        sentences.of(str(number))

    assert len(sentences.take_wanted(10_000)) == 2_000


def test_after_giving_up_every_sentence_says_nothing_and_none_is_wanted() -> None:
    sentences = SentenceVectors(4, 7)
    sentences.of("hello")

    sentences.give_up()

    found = sentences.of("hello")
    assert found is not None
    assert not found.any()
    assert not sentences.has_wanted


def test_one_that_encodes_at_once_wants_nothing() -> None:
    asked: list[str] = []

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        asked.extend(texts)
        return VECTORS[: len(texts)]

    sentences = SentenceVectors(4, 7, encode)

    assert sentences.of("hello") is not None
    assert sentences.of("hello") is not None
    assert asked == ["hello"]


def test_half_an_emoji_is_a_sentence_like_any_other() -> None:
    assert SentenceVectors(4, 7).of("\ud83d") is None
