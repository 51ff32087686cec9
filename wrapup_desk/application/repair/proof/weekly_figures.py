"""Works out what a week's page says: the figures of its legs, beside the weeks before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from wrapup_desk.application.history.ports import Span
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.domain.cooperative import run_now
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.local_days import beginning_of
from wrapup_desk.domain.quality.estimate import NOTHING_SEEN, Estimate
from wrapup_desk.domain.quality.quality_figures import QualityFigures, quality_of
from wrapup_desk.domain.quality.sample import Review, Verdict
from wrapup_desk.domain.repair.repair_reports import LocalDays, RepairReports, report_on

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class WeeklyFigures:
    """The week from *monday* on, and what the weeks before it show as well.

    *reports* are of the week alone; *quality* is of all weeks read, since a week has too few legs
    of one agent to say anything.
    """

    monday: date
    weeks_read: int
    legs: LegIndex
    reports: RepairReports
    quality: QualityFigures
    reviewed: Estimate = NOTHING_SEEN

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)


def last_whole_week(now: datetime, zone: tzinfo | None) -> date:
    """Return the Monday of the last week that is over, by the days of *zone*."""
    today = now.astimezone(zone).date()
    return today - timedelta(days=today.weekday()) - _WEEK


def span_of_weeks(monday: date, weeks: int, zone: tzinfo | None) -> Span:
    """Return from when to when to read for the week of *monday* and those before it."""
    first = monday - (weeks - 1) * _WEEK
    return Span(beginning_of(first, zone), beginning_of(monday + _WEEK, zone))


def weekly_figures(
    legs: LegIndex,
    monday: date,
    weeks: int,
    zone: tzinfo | None,
    reviews: Mapping[LegKey, Review],
) -> WeeklyFigures:
    """Return the figures of *legs*, as they were read for `span_of_weeks`."""
    table, directory, days = legs.table, legs.directory, LocalDays(zone)
    week = [
        row
        for row in range(len(table))
        if monday <= days.day_of(table.started_ms[row]) < monday + _WEEK
    ]
    suggested = dict(legs.suggested_code_ids)
    reports = report_on(table, week, directory, zone, suggested, legs.origins)
    everything = range(len(table))
    quality = run_now(quality_of(table, everything, directory, zone, legs.origins, reviews))
    judged = [
        reviews[key]
        for row in everything
        if (key := table.key(row)) in reviews and reviews[key].verdict is not Verdict.UNSURE
    ]
    wrong = sum(each.verdict is Verdict.WRONG for each in judged)
    return WeeklyFigures(monday, weeks, legs, reports, quality, Estimate(wrong, len(judged)))
