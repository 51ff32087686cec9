from __future__ import annotations

from wrapup_desk.domain.recommender.trust.changed_places import KEPT_PAIRS, ChangedPlaces

REFUND, CARD, OTHER = range(3)
SURE = 0.94


def expected(first: int) -> dict[int, float]:
    """Return what a model that is sure of *first* says of the three codes."""
    return {code: SURE if code == first else (1 - SURE) / 2 for code in (REFUND, CARD, OTHER)}


def test_two_codes_that_are_taken_for_each_other_twice_each_have_changed_places() -> None:
    places = ChangedPlaces()

    found = [
        places.note(expected(first), chosen)
        for first, chosen in ((REFUND, CARD), (CARD, REFUND), (REFUND, CARD), (CARD, REFUND))
    ]

    assert found == [None, None, None, CARD]


def test_one_direction_alone_is_no_change_of_places_however_often() -> None:
    places = ChangedPlaces()

    assert {places.note(expected(REFUND), CARD) for _ in range(50)} == {None}
    assert places.note(expected(CARD), REFUND) is None
    assert places.note(expected(CARD), REFUND) == CARD


def test_each_label_that_agrees_takes_one_that_contradicts_back() -> None:
    places = ChangedPlaces()

    for _ in range(20):
        assert places.note(expected(REFUND), CARD) is None
        assert places.note(expected(REFUND), REFUND) is None
        assert places.note(expected(CARD), REFUND) is None
        assert places.note(expected(CARD), CARD) is None

    assert not places.leanings


def test_contradictions_of_a_model_that_is_not_sure_say_little() -> None:
    places = ChangedPlaces()
    torn = {REFUND: 0.5, CARD: 0.4, OTHER: 0.1}
    also = {REFUND: 0.4, CARD: 0.5, OTHER: 0.1}

    assert not any(places.note(each, chosen) for each, chosen in ((torn, 1), (also, 0)) * 10)


def test_slips_to_a_third_code_are_counted_for_their_own_pair() -> None:
    places = ChangedPlaces()

    for _ in range(3):
        places.note(expected(REFUND), CARD)
        places.note(expected(CARD), OTHER)

    assert sorted(places.leanings) == [(REFUND, CARD), (CARD, OTHER)]


def test_the_pair_of_which_nothing_was_heard_for_longest_is_forgotten() -> None:
    places = ChangedPlaces()

    for code in range(1, KEPT_PAIRS + 2):
        places.note({0: SURE, code: 1 - SURE}, code)

    assert len(places.leanings) == KEPT_PAIRS
    assert (0, 1) not in places.leanings
