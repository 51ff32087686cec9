"""Checks the judge: each invariant that is broken on purpose is reported, and nothing else."""

from __future__ import annotations

from typing import Any

from tests.faults.ledger import Ledger, Verdict


def a_ledger(*codes: str) -> Ledger:
    """A leg on which these codes were decided, one after the other, and all were told as safe."""
    ledger = Ledger()
    for code in codes:
        ledger.note({"event": "decided", "id": "leg", "code": code})
        ledger.note({"event": "told", "id": "leg", "code": code, "state": "waiting"})
    return ledger


def a_row(*codes: str) -> dict[str, Any]:
    """The simulator's row of that leg, with these codes written on it."""
    written = [{"code_id": code, "via": "A"} for code in codes]
    return {
        "communication_id": "leg",
        "codes": written,
        "final_code_id": codes[-1] if codes else None,
    }


def stored(ledger: Ledger, state: str, code: str, reason: str = "") -> Ledger:
    ledger.note({"event": "row", "id": "leg", "state": state, "code": code, "reason": reason})
    return ledger


def judged(ledger: Ledger, row: dict[str, Any]) -> Verdict:
    return ledger.verdict([row])


def test_an_accepted_code_that_arrived_breaks_nothing() -> None:
    verdict = judged(stored(a_ledger("A"), "confirmed", "A"), a_row("A"))

    assert verdict.broken == {}
    assert (verdict.accepted, verdict.legs) == (1, 1)


def test_an_accepted_code_that_is_nowhere_is_lost() -> None:
    assert judged(a_ledger("A"), a_row()).broken == {"lost": 1}


def test_an_earlier_revision_on_the_server_is_a_loss_of_the_later_one() -> None:
    assert judged(a_ledger("A", "B"), a_row("A")).broken == {"lost": 1}


def test_a_refused_code_counts_as_listed_only_with_a_reason() -> None:
    without = judged(stored(a_ledger("A"), "refused", "A"), a_row())
    with_reason = judged(stored(a_ledger("A"), "refused", "A", "403"), a_row())

    assert without.broken == {"lost": 1}
    assert with_reason.broken == {}
    assert with_reason.listed == 1


def test_a_code_nobody_decided_is_reported() -> None:
    assert judged(a_ledger("A"), a_row("X", "A")).broken == {"never_decided": 1}


def test_writing_over_another_persons_later_choice_is_reported() -> None:
    ledger = a_ledger("A")
    ledger.enter_human("leg", "H")

    assert judged(ledger, a_row("H", "A")).broken == {"overwritten": 1}
    assert judged(ledger, a_row("A", "H")).broken == {}


def test_a_second_write_of_the_same_code_needs_a_fault_as_its_excuse() -> None:
    ledger = a_ledger("A")

    assert judged(ledger, a_row("A", "A")).broken == {"twice_without_fault": 1}

    ledger.enter_fault("leg")

    assert judged(ledger, a_row("A", "A")).broken == {}


def test_a_database_that_says_confirmed_while_the_server_disagrees_is_reported() -> None:
    ledger = stored(a_ledger("A", "B"), "confirmed", "A")

    assert judged(ledger, a_row("A", "B")).broken == {"disagreeing": 1}
