from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.recommender.talk_examples import (
    BILLING,
    CODES,
    SAYINGS,
    ask,
    case_of,
    ids,
    labelled_talks,
    probabilities,
    teach,
)
from wrapup_desk.domain.recommender.file.model_file import fingerprint, read_model, write_model
from wrapup_desk.domain.recommender.file.model_parts import FEWEST_SHARED
from wrapup_desk.domain.recommender.model_error import ModelError
from wrapup_desk.domain.recommender.recommender import StackRecommender
from wrapup_desk.domain.recommender.text.word_vectors import WordVectors
from wrapup_desk.domain.recommender.text.words import split_words

SALT = b"sixteen bytes..."
TAUGHT = teach(StackRecommender(salt=SALT), 130)
FILE = TAUGHT.export()


def test_a_loaded_model_ranks_like_the_one_that_was_written() -> None:
    loaded = StackRecommender.load(FILE)

    for said, _ in labelled_talks(24):
        before, after = ask(TAUGHT, said), ask(loaded, said)
        assert ids(after)[0] == ids(before)[0]
        assert probabilities(after) == pytest.approx(probabilities(before), abs=0.01)
        assert after.may_auto_submit == before.may_auto_submit


def said_as_drawn(draw: random.Random) -> tuple[list[str], str]:
    """Return a talk that is slow to come to its point, and its code."""
    code = draw.choice(CODES).id
    filler = ("hello there", "one moment", "yes", "so it is", "bye", "what about the dog")
    turns = draw.randint(6, 9)
    return [
        draw.choice(SAYINGS[code] if draw.random() < 0.3 else filler) for _ in range(turns)
    ], code


def taught_as_drawn(
    draw: random.Random, labels: int, vocabulary: WordVectors | None = None
) -> StackRecommender:
    """Return a model taught with such talks."""
    model = StackRecommender(vocabulary, salt=SALT)
    for _ in range(labels):
        said, code = said_as_drawn(draw)
        model.learn(case_of(model, said), code, was_looked_at=True)
    return model


def assert_rank_alike(
    one: StackRecommender, other: StackRecommender, said: list[str], apart: float
) -> None:
    """Check that no probability is more than *apart* at any moment of the talk, nor after it."""
    for turns in range(1, len(said) + 1):
        for has_ended in (False, True):
            first, second = (
                model.suggest(case_of(model, said[:turns]), has_ended=has_ended)
                for model in (one, other)
            )
            assert probabilities(second) == pytest.approx(probabilities(first), abs=apart)
            best, *rest = first.suggestions
            # Of two so near each other that rounding may tell them apart, either may stand first.
            if best.probability - rest[0].probability > 2 * apart:
                assert ids(second)[0] == best.code.id


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 1_000), labels=st.integers(0, 60))
def test_a_loaded_model_ranks_like_the_one_in_memory_at_every_moment_of_a_talk(
    seed: int, labels: int
) -> None:
    draw = random.Random(seed)
    model = taught_as_drawn(draw, labels)

    loaded = StackRecommender.load(model.export())

    assert_rank_alike(model, loaded, said_as_drawn(draw)[0], apart=0.002)


def test_a_model_taught_with_the_table_is_loaded_as_it_was(vocabulary: WordVectors) -> None:
    draw = random.Random(4711)
    model = taught_as_drawn(draw, 150, vocabulary)
    raw = model.export()

    loaded = StackRecommender.load(raw, vocabulary)

    assert loaded.export() == raw
    # Loading makes the inverses from all that is known; in memory they are up to a fifth behind.
    mine, again = (each.memory.experts.prototypes.spread for each in (model, loaded))
    mine.inverses = again.inverses
    for _ in range(5):
        assert_rank_alike(model, loaded, said_as_drawn(draw)[0], apart=0.002)


def test_a_published_model_ranks_like_its_original_while_a_talk_goes_on() -> None:
    draw = random.Random(4711)
    model = taught_as_drawn(draw, 120)

    published = StackRecommender.load(model.publish())

    for _ in range(5):
        assert_rank_alike(model, published, said_as_drawn(draw)[0], apart=0.005)


def test_a_loaded_model_is_written_again_just_the_same() -> None:
    assert StackRecommender.load(FILE).export() == FILE


def test_a_loaded_model_goes_on_learning() -> None:
    loaded = StackRecommender.load(FILE)

    teach(loaded, 8)

    assert loaded.labels == TAUGHT.labels + 8


def test_what_is_known_of_scatter_comes_back_from_the_file(vocabulary: WordVectors) -> None:
    taught = teach(StackRecommender(vocabulary, salt=SALT), 60)

    loaded = StackRecommender.load(taught.export(), vocabulary)

    spread, again = (model.memory.experts.prototypes.spread.scatter for model in (taught, loaded))
    assert spread.any()
    assert again == pytest.approx(spread, abs=0.002 * float(spread.max()))


def test_a_new_model_can_be_written_and_loaded() -> None:
    assert StackRecommender.load(StackRecommender().export()).labels == 0


def test_no_word_name_or_id_is_in_the_file() -> None:
    body = b"".join(part.tobytes() for part in read_model(FILE).values())

    for secret in (b"wallet", b"river", b"Refund", b"refund", b"billing", b"Billing"):
        assert secret not in body
        assert secret not in FILE


def test_what_few_conversations_held_is_not_published(vocabulary: WordVectors) -> None:
    name = "kowalczyk"
    model = teach(StackRecommender(vocabulary, salt=SALT), 40)
    for _ in range(FEWEST_SHARED - 1):
        model.learn(case_of(model, [f"this is {name}"]), "card", was_looked_at=True)
    own, others = model.export(), model.publish()

    assert met_in(own, model, name) == FEWEST_SHARED - 1
    assert has_weights(own, model, name)
    assert met_in(others, model, name) == 0
    assert not has_weights(others, model, name)

    model.learn(case_of(model, [f"this is {name}"]), "card", was_looked_at=True)

    assert met_in(model.publish(), model, name) == FEWEST_SHARED
    assert has_weights(model.publish(), model, name)


def test_a_published_model_knows_no_single_customer() -> None:
    model = StackRecommender(salt=SALT)
    teach(model, 8, replace(BILLING, customer_key="someone"))

    assert len(read_model(model.export())["customers/keys"]) == 1
    assert len(read_model(model.publish())["customers/keys"]) == 0


def test_a_published_model_ranks_first_what_its_original_does() -> None:
    published = StackRecommender.load(TAUGHT.publish())

    for said, _ in labelled_talks(24):
        assert ids(ask(published, said))[0] == ids(ask(TAUGHT, said))[0]


def bucket_of(model: StackRecommender, word: str) -> int:
    (bucket, *_) = model.memory.hasher.words(split_words(word), is_agent=False)
    return bucket


def met_in(raw: bytes, model: StackRecommender, word: str) -> int:
    """Return how many conversations the file says the word's bucket was met in."""
    parts = read_model(raw)
    at = np.flatnonzero(parts["usual/buckets"] == bucket_of(model, word))
    return int(parts["usual/met in"][at].sum())


def has_weights(raw: bytes, model: StackRecommender, word: str) -> bool:
    parts = read_model(raw)
    rows = np.concatenate([parts["whole/rows"], parts["beginnings/rows"]])
    return bucket_of(model, word) in rows


def test_models_with_other_salts_use_other_buckets() -> None:
    other = teach(StackRecommender(salt=b"another salt"), 8)
    mine = teach(StackRecommender(salt=SALT), 8)

    shared = set(other.memory.experts.whole.touched()) & set(mine.memory.experts.whole.touched())

    # Only the dimensions of the meaning stand at the same place in every model.
    assert len(shared) < len(mine.memory.experts.whole.touched()) / 4


@settings(max_examples=150)
@given(st.integers(0, len(FILE) - 1), st.integers(1, 255))
def test_one_changed_byte_is_noticed(place: int, change: int) -> None:
    damaged = bytearray(FILE)
    damaged[place] ^= change

    with pytest.raises(ModelError):
        StackRecommender.load(bytes(damaged))


@settings(max_examples=50)
@given(st.integers(0, len(FILE) - 1))
def test_a_cut_off_file_is_noticed(length: int) -> None:
    with pytest.raises(ModelError):
        StackRecommender.load(FILE[:length])


@given(st.binary(max_size=200).filter(lambda raw: not raw.startswith(FILE[:16])))
def test_anything_else_is_no_model(raw: bytes) -> None:
    with pytest.raises(ModelError, match="not a WrapUp Desk model"):
        StackRecommender.load(raw)


def test_an_older_version_says_what_to_do() -> None:
    older = FILE[:16] + (1).to_bytes(2, "little") + FILE[18:]

    with pytest.raises(ModelError, match=r"version 1;.*Build the model again"):
        StackRecommender.load(older)


def test_a_newer_version_says_what_to_do() -> None:
    newer = FILE[:16] + (99).to_bytes(2, "little") + FILE[18:]

    with pytest.raises(ModelError, match=r"version 99.*Update the program"):
        StackRecommender.load(newer)


@pytest.mark.parametrize(
    "missing", ["salt", "codes", "whole/rows", "final/weights", "shares/total"]
)
def test_a_model_with_a_part_missing_is_refused(missing: str) -> None:
    parts = read_model(FILE)
    del parts[missing]

    with pytest.raises(ModelError):
        StackRecommender.load(write_model(parts))


def test_parts_that_do_not_fit_are_refused() -> None:
    parts = read_model(FILE) | {"whole/weights": np.zeros((3, 2), np.int16)}

    with pytest.raises(ModelError):
        StackRecommender.load(write_model(parts))


def test_a_model_taught_with_the_table_is_not_read_with_another(vocabulary: WordVectors) -> None:
    raw = StackRecommender(vocabulary).export()
    parts = read_model(raw) | {"table": np.array([1], np.uint64)}

    assert StackRecommender.load(raw, vocabulary).labels == 0
    with pytest.raises(ModelError, match="language table"):
        StackRecommender.load(write_model(parts), vocabulary)


def test_a_model_taught_with_the_table_is_refused_without_it(vocabulary: WordVectors) -> None:
    with pytest.raises(ModelError, match="Install the same version"):
        StackRecommender.load(StackRecommender(vocabulary).export())


def test_a_model_taught_without_a_table_serves_with_one(vocabulary: WordVectors) -> None:
    loaded = StackRecommender.load(FILE, vocabulary)

    ranking = ask(loaded, ["my wallet fell into the river", "the river took it"])

    assert ids(ranking)[0] == "card"


def test_the_checksum_is_that_of_the_file() -> None:
    assert fingerprint(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
