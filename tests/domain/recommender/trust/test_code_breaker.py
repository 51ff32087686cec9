from __future__ import annotations

from wrapup_desk.domain.recommender.trust.code_breaker import (
    KEPT_RECORDS,
    MOST_UNSEEN,
    NO_RUNNER_UP,
    CodeBreakers,
)

REFUND, CARD, OTHER, LIMIT = range(4)


def contradicted(times: int, by: int = CARD) -> CodeBreakers:
    breakers = CodeBreakers()
    for _ in range(times):
        breakers.note(REFUND, OTHER, by, 0.9)
    return breakers


def test_two_contradictions_of_five_stop_a_code_and_only_that_one() -> None:
    breakers = contradicted(2)

    assert breakers.is_open(REFUND, OTHER)
    assert breakers.is_open(REFUND, LIMIT)
    assert not breakers.is_open(CARD, OTHER)
    assert breakers.contradictions(REFUND, OTHER) == 2


def test_slips_to_two_codes_do_not_stop_a_code_and_to_three_do() -> None:
    breakers = contradicted(1, by=CARD)

    breakers.note(REFUND, OTHER, LIMIT, 0.9)
    was_open = breakers.is_open(REFUND, OTHER)
    breakers.note(REFUND, OTHER, OTHER, 0.9)

    assert not was_open
    assert breakers.is_open(REFUND, OTHER)


def test_once_the_code_is_confirmed_after_a_slip_it_is_sent_again() -> None:
    breakers = contradicted(1)

    breakers.note(REFUND, OTHER, REFUND, 0.9)

    assert not breakers.asks(REFUND, OTHER, 0.0)


def test_one_contradiction_asks_in_half_of_the_cases() -> None:
    breakers = contradicted(1)

    assert not breakers.is_open(REFUND, OTHER)
    assert breakers.asks(REFUND, OTHER, 0.4)
    assert not breakers.asks(REFUND, OTHER, 0.6)


def test_a_code_that_is_right_again_is_sent_again() -> None:
    breakers = contradicted(2)

    for _ in range(4):
        breakers.note(REFUND, OTHER, REFUND, 0.6)

    assert not breakers.is_open(REFUND, OTHER)


def test_a_suggestion_that_was_not_sure_may_be_wrong() -> None:
    breakers = CodeBreakers()

    for _ in range(5):
        breakers.note(REFUND, OTHER, CARD, 0.5)

    assert not breakers.is_open(REFUND, OTHER)


def test_a_confused_pair_stays_stopped_while_the_code_is_right_beside_others() -> None:
    breakers = contradicted(2)

    for _ in range(5):
        breakers.note(REFUND, LIMIT, REFUND, 0.9)

    assert breakers.is_open(REFUND, OTHER)
    assert not breakers.is_open(REFUND, LIMIT)


def test_the_same_choice_against_the_same_suggestion_is_no_slip() -> None:
    breakers = contradicted(1)

    assert breakers.is_repeated(REFUND, CARD)
    assert not breakers.is_repeated(REFUND, OTHER)
    assert not breakers.is_repeated(REFUND, REFUND)


def test_what_was_not_suggested_for_longest_is_forgotten() -> None:
    breakers = contradicted(2)

    for code in range(10, 10 + KEPT_RECORDS):
        breakers.note(code, NO_RUNNER_UP, code, 0.9)

    assert len(breakers.records) == KEPT_RECORDS
    assert not breakers.is_open(REFUND, OTHER)


def test_what_is_sent_alone_is_shown_to_a_person_now_and_then() -> None:
    breakers = CodeBreakers()

    for _ in range(MOST_UNSEEN - 1):
        breakers.note_unseen(REFUND)
    asked_before = breakers.asks(REFUND, OTHER, 0.99)
    breakers.note_unseen(REFUND)
    asked = breakers.asks(REFUND, OTHER, 0.99), breakers.asks(CARD, OTHER, 0.99)
    breakers.note(REFUND, OTHER, REFUND, 0.7)

    assert (asked_before, asked) == (False, (True, False))
    assert not breakers.asks(REFUND, OTHER, 0.0)


def test_the_code_that_was_chosen_instead_is_asked_for_too_until_it_is_confirmed() -> None:
    breakers = contradicted(1, by=CARD)

    is_asked = breakers.asks(CARD, OTHER, 0.4), breakers.asks(CARD, OTHER, 0.6)
    breakers.note(CARD, OTHER, CARD, 0.9)

    assert is_asked == (True, False)
    assert not breakers.asks(CARD, OTHER, 0.0)
    assert not breakers.asks(LIMIT, OTHER, 0.0)
