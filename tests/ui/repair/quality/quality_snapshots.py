"""Makes the snapshots of a review, and of the figures of agents and code lists."""

from __future__ import annotations

from datetime import UTC, timedelta

from tests.ui.repair.snapshots import CODES, DIRECTORY, NOW, ROBIN, focus, leg, state
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.application.repair.state import RepairState, SampleView
from wrapup_desk.domain.cooperative import run_now
from wrapup_desk.domain.quality.quality_figures import QualityFigures, quality_of
from wrapup_desk.domain.quality.sample import (
    Review,
    SampleRequest,
    Stratum,
    Verdict,
    drawing,
    result_of,
)
from wrapup_desk.domain.repair.repair_reports import report_on

_OTHER, _REFUND = CODES["Other"], CODES["Duplicate charge refunded"]
_VERDICTS = (*[Verdict.RIGHT] * 6, Verdict.WRONG, Verdict.UNSURE)


def coded_index(count: int = 240) -> LegIndex:
    """Return legs of four weeks, of which most have a code."""
    made = LegIndex(DIRECTORY)
    for number in range(count):
        code_id = "" if number % 7 == 0 else (_OTHER, _REFUND)[number % 2].id
        ended = NOW - timedelta(days=number % 28, minutes=number)
        made.put(leg(number, code_id=code_id, started_at=ended, hung_up_at=ended))
    return made


def reviews_of(made: LegIndex, rows: tuple[int, ...]) -> dict[int, Review]:
    """Return verdicts on *rows*, by row."""
    return {
        row: Review(
            made.table.key(row),
            made.table.code_id(row),
            _VERDICTS[place % len(_VERDICTS)],
            NOW,
            ROBIN,
            _REFUND.id,
        )
        for place, row in enumerate(rows)
    }


def reviewing(done: int = 17) -> RepairState:
    """Return a sample of 50 by queue of which *done* are reviewed."""
    made = coded_index()
    request = SampleRequest(25, 202648, Stratum.QUEUE)
    sample = run_now(drawing(made.table, range(len(made)), request, {}))
    reviews = reviews_of(made, sample.rows[:done])
    view = SampleView(sample, reviews, result_of(sample, reviews))
    row = view.next_row if view.next_row is not None else sample.rows[-1]
    return state(made, sample=view, rows=sample.rows, focus=focus(made, row))


def quality() -> tuple[LegIndex, QualityFigures]:
    """Return legs and what they say of agents and the code list."""
    made = coded_index()
    verdicts = reviews_of(made, tuple(range(0, len(made), 3)))
    by_key = {review.key: review for review in verdicts.values()}
    rows = range(len(made))
    return made, run_now(quality_of(made.table, rows, DIRECTORY, UTC, {}, by_key))


def gallery() -> dict[str, RepairState]:
    """Return every state by the name of its picture."""
    made, figures = quality()
    rows = range(len(made))
    reports = report_on(made.table, rows, DIRECTORY, UTC, {})
    return {
        "61-repair-review": reviewing(),
        "62-repair-reviewed": reviewing(50),
        "63-repair-quality": state(made, reports=reports, quality=figures),
    }
