from __future__ import annotations

from wrapup_desk.domain.recommender.trust.meant_labels import KEPT, SURE, MeantLabels

CODES = 4


def given(agreed: int, refused: int) -> MeantLabels:
    """Return what labels tell of which so many are the code that the names put first."""
    labels = MeantLabels()
    for number in range(agreed + refused):
        named = number % CODES
        labels.note(0.9, named, named if number < agreed else (named + 1) % CODES)
    return labels


def test_a_few_labels_against_the_names_are_believed() -> None:
    assert given(0, 5).are_meant


def test_labels_that_never_agree_with_plain_names_are_not_meant() -> None:
    assert not given(0, 6).are_meant
    assert not given(2, 20).are_meant


def test_one_code_all_day_is_right_now_and_then_by_chance_alone() -> None:
    labels = MeantLabels()
    for number in range(KEPT):
        labels.note(0.9, number % CODES, 0)

    assert not labels.are_meant


def test_a_queue_that_knows_but_one_code_is_no_sign_of_carelessness() -> None:
    labels = MeantLabels()
    for _ in range(KEPT):
        labels.note(0.9, 0, 0)

    assert labels.are_meant


def test_who_agrees_now_and_then_may_have_reasons() -> None:
    assert given(15, 20).are_meant


def test_where_names_tell_nothing_every_label_is_meant() -> None:
    labels = MeantLabels()
    for _ in range(100):
        labels.note(SURE - 0.01, 0, 1)

    assert labels.are_meant


def test_labels_that_are_meant_again_teach_again() -> None:
    labels = given(0, KEPT)

    for number in range(KEPT // 2):
        labels.note(0.9, number % CODES, number % CODES)

    assert labels.are_meant
