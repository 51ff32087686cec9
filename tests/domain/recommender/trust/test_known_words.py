from __future__ import annotations

import random

import pytest

from wrapup_desk.domain.recommender.trust.known_words import (
    KEPT_PLACES,
    KnownWords,
    QueueLanguage,
    language_number,
)

ENGLISH, GERMAN = language_number("en"), language_number("de")
BILLING, SALES, GERMANS = (1, ENGLISH), (2, ENGLISH), (1, GERMAN)
USUAL = {BILLING: 0.98, SALES: 0.9, GERMANS: 0.4}


def talks(words: KnownWords, places: list[QueueLanguage], lost: float, count: int) -> list[bool]:
    """Note *count* talks of which a share of the words was *lost*; return when fewer are known."""
    chance, fewer = random.Random(len(words.by_place)), []
    for number in range(count):
        place = places[number % len(places)]
        words.note(place, chance.gauss(USUAL[place] - lost, 0.03))
        fewer.append(words.are_fewer(place))
    return fewer


@pytest.mark.parametrize("places", [[BILLING], [BILLING, SALES, GERMANS]])
def test_queues_and_languages_that_differ_in_what_is_known_are_no_loss(
    places: list[QueueLanguage],
) -> None:
    assert sum(talks(KnownWords(), places, 0.0, 1_000)) < 10


@pytest.mark.parametrize("places", [[BILLING], [BILLING, SALES]])
def test_words_that_get_lost_are_noticed_within_thirty_talks(places: list[QueueLanguage]) -> None:
    words = KnownWords()
    talks(words, places, 0.0, 400)

    assert all(talks(words, places, 0.05, 60)[30:])


def test_another_language_is_heard_as_well_as_before() -> None:
    words = KnownWords()
    talks(words, [BILLING, GERMANS], 0.0, 400)

    talks(words, [BILLING], 0.05, 50)

    assert words.are_fewer(BILLING)
    assert words.are_fewer(SALES)
    assert not words.are_fewer(GERMANS)


def test_what_stays_so_is_usual_in_the_end() -> None:
    words = KnownWords()
    talks(words, [BILLING], 0.0, 400)

    assert not any(talks(words, [BILLING], 0.05, 400)[200:])


def test_a_queue_that_nothing_is_known_of_says_nothing() -> None:
    words = KnownWords()
    for number in range(200):
        words.note((number, ENGLISH), 0.1 if number % 2 else 0.9)
        words.note((number, ENGLISH), None)

    assert not words.are_fewer(BILLING)


def test_no_more_queues_are_kept_than_a_model_may_have() -> None:
    words = KnownWords()
    for number in range(KEPT_PLACES + 3):
        words.note((number, ENGLISH), 0.9)

    assert len(words.by_place) == KEPT_PLACES
    assert (0, ENGLISH) not in words.by_place
