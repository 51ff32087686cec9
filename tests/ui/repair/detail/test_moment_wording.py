"""Tests the lines of "What happened", formed from their values."""

from datetime import timedelta

import pytest

from tests.domain.repair.examples import INVOICE, MORNING, leg
from tests.fakes import a_submission
from wrapup_desk.application.repair.leg_index import RepairRow
from wrapup_desk.application.repair.state import Moment, MomentKind
from wrapup_desk.domain.repair.correction import CorrectionState
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.ui.repair.moment_wording import moment_text, undelivered_text
from wrapup_desk.ui.repair.wording import exact_time


@pytest.mark.parametrize("kind", list(MomentKind))
def test_every_kind_of_moment_has_its_words(kind: MomentKind) -> None:
    text = moment_text(Moment(MORNING, kind))

    assert text
    assert "{" not in text


def test_a_moment_names_who_what_and_the_answer() -> None:
    decided = Moment(MORNING, MomentKind.CORRECTED, who="Robin", before="Timed out", code="Refund")
    came = Moment(
        MORNING, MomentKind.CAME_OF_IT, answer="Genesys refused: 409.", state=CorrectionState.KEPT
    )
    late = Moment(
        MORNING, MomentKind.NOT_DELIVERED, answer="409 {a}", state=SubmissionState.TOO_LATE
    )

    assert moment_text(decided) == "Robin decided: Timed out → Refund"
    assert moment_text(came) == "correction: Kept here only: Genesys refused: 409."
    assert moment_text(late) == ("code came too late, reported by the agent's desk: 409 {a}")


def test_an_undelivered_code_is_told_with_its_source_and_the_servers_reason() -> None:
    reported = a_submission(state=SubmissionState.REFUSED, reason="403 {not yours}")
    one = RepairRow(1, leg(1), None, "Billing", "", reported=reported)

    text = undelivered_text(one)

    assert text.startswith("Reported by the agent's desk: “")
    assert text.endswith("was refused. 403 {not yours}")


def test_nothing_is_told_once_the_code_is_on_record() -> None:
    code = a_submission().decision.code
    reported = a_submission(state=SubmissionState.REFUSED, reason="403")
    one = RepairRow(1, leg(1, code_id=code.id), None, "Billing", code.name, reported=reported)

    assert undelivered_text(one) == ""
    assert undelivered_text(RepairRow(1, leg(1, code_id=INVOICE.id), None, "Billing", "")) == ""


def test_a_correction_of_another_day_names_its_day() -> None:
    later = MORNING.astimezone() + timedelta(days=3)

    assert exact_time(later, MORNING) == f"{later.day} {later:%b} {later:%H:%M:%S}"
    assert exact_time(MORNING, MORNING) == f"{MORNING.astimezone():%H:%M:%S}"
