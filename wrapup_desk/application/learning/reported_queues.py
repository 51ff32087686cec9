"""Reports per queue how suggestions did, for every kind of report there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wrapup_desk.application.learning.outcomes import Outcome, Seen, StoredOutcomes
from wrapup_desk.domain.recommender.trust.suggestion_report import (
    SuggestionReport,
    report_outcomes,
)


@dataclass(frozen=True, slots=True)
class ReportedQueue:
    """One queue: all its legs, and those whose person saw no suggestions."""

    name: str
    all: SuggestionReport
    unseen: SuggestionReport | None


def reported(kept: StoredOutcomes) -> tuple[ReportedQueue, ...]:
    """Return a report of each queue, the busiest first."""
    unseen = {report.queue_id: report for report in _reports(kept, _unseen(kept.outcomes))}
    return tuple(
        ReportedQueue(
            kept.queue_names.get(report.queue_id) or report.queue_id,
            report,
            unseen.get(report.queue_id),
        )
        for report in _reports(kept, kept.outcomes)
    )


def _reports(kept: StoredOutcomes, outcomes: Iterable[Outcome]) -> tuple[SuggestionReport, ...]:
    return report_outcomes((each.record for each in outcomes), kept.codes_by_queue)


def _unseen(outcomes: Iterable[Outcome]) -> list[Outcome]:
    return [each for each in outcomes if each.seen is not Seen.SHOWN]
