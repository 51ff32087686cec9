"""Tests who is said to have chosen a code, and that reports never mix them."""

from datetime import UTC
from typing import Any

import pytest

from tests.domain.repair.examples import (
    DIRECTORY,
    INVOICE,
    MORNING,
    REFUND,
    RESET,
    correction,
    leg,
)
from wrapup_desk.domain.repair.code_issue import issue_of
from wrapup_desk.domain.repair.code_origin import ChosenBy, CodeOrigin, origin_of
from wrapup_desk.domain.repair.correction import Correction, CorrectionState
from wrapup_desk.domain.repair.leg_table import LegTable
from wrapup_desk.domain.repair.repair_reports import Share, report_on
from wrapup_desk.domain.wrapup import TIMEOUT_CODE_ID, Decider, Decision

DONE = CorrectionState.CONFIRMED


def done(before: str, **changes: Any) -> Correction:
    facts = {"from_code_id": before, "first_code_id": before, "state": DONE, **changes}
    return correction(1, **facts)


@pytest.mark.parametrize(
    ("code_id", "latest", "origin"),
    [
        ("", None, (ChosenBy.NOBODY, "")),
        (TIMEOUT_CODE_ID, None, (ChosenBy.NOBODY, TIMEOUT_CODE_ID)),
        (INVOICE.id, None, (ChosenBy.AGENT, INVOICE.id)),
        (REFUND.id, done(""), (ChosenBy.SUPERVISOR, "")),
        (REFUND.id, done(INVOICE.id), (ChosenBy.SUPERVISOR, INVOICE.id)),
        # Corrected twice: the first code is still the agent's.
        (
            REFUND.id,
            done(RESET.id, first_code_id=INVOICE.id),
            (ChosenBy.SUPERVISOR, INVOICE.id),
        ),
        # Undone: the agent's code is back, and theirs.
        (REFUND.id, done(INVOICE.id, first_code_id=REFUND.id), (ChosenBy.AGENT, REFUND.id)),
        # Genesys refused: nothing has changed.
        ("", done("", state=CorrectionState.KEPT), (ChosenBy.NOBODY, "")),
        # Another hand changed it since.
        (RESET.id, done(INVOICE.id), (ChosenBy.AGENT, RESET.id)),
    ],
)
def test_who_chose_follows_from_the_record_and_the_newest_correction(
    code_id: str, latest: Correction | None, origin: tuple[ChosenBy, str]
) -> None:
    assert origin_of(code_id, latest) == CodeOrigin(*origin)


@pytest.mark.parametrize("decider", list(Decider))
def test_what_the_agents_desk_told_names_who_decided(decider: Decider) -> None:
    expected = {
        Decider.AGENT: ChosenBy.AGENT,
        Decider.BACKEND: ChosenBy.RULE,
        Decider.SUPERVISOR: ChosenBy.SUPERVISOR,
    }.get(decider, ChosenBy.PROGRAM)

    told = Decision(INVOICE, "", decider, MORNING)

    assert origin_of(INVOICE.id, None, told).chooser is expected


def test_applying_suggestions_makes_no_agent_agree_with_them() -> None:
    table = LegTable()
    for number in range(1, 6):
        made = leg(number, code_id=REFUND.id)
        table.put(made, issue_of(made, DIRECTORY))
    suggested = dict.fromkeys(range(5), REFUND.id)
    origins = {
        0: CodeOrigin(ChosenBy.SUPERVISOR, ""),
        1: CodeOrigin(ChosenBy.SUPERVISOR, INVOICE.id),
        2: CodeOrigin(ChosenBy.PROGRAM, REFUND.id),
        3: CodeOrigin(ChosenBy.RULE, REFUND.id),
    }

    report = report_on(table, range(5), DIRECTORY, UTC, suggested, origins)

    # Row 4 is the agent's own; on row 1 they had chosen another.
    assert report.agreement == Share("agreed with the suggestion", 1, 2)
    assert report.missing_by_queue == (Share("Billing", 1, 5),), "row 0 had none when they left"
    assert report.time_to_code.count == 2
    assert report.chosen_by == {
        ChosenBy.AGENT: 1,
        ChosenBy.RULE: 1,
        ChosenBy.PROGRAM: 1,
        ChosenBy.SUPERVISOR: 2,
    }


def test_deleted_codes_are_told_apart() -> None:
    names = {DIRECTORY.code_name(f"{number}a1b2c3d-0000") for number in range(3)}

    assert names == {f"Deleted code {number}a1b2c3d" for number in range(3)}
