"""Writes a week's figures as a page a scheduler can mail: `wrapup-desk report --week`."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from wrapup_desk.adapters.base import daemon_threads
from wrapup_desk.adapters.files.chosen_file import ChosenFile
from wrapup_desk.adapters.files.weekly_page import weekly_page
from wrapup_desk.adapters.learning.outcome_reader import read_together
from wrapup_desk.application.history.ports import Span
from wrapup_desk.application.learning.reported_queues import ReportedQueue, reported
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.application.repair.messages import RepairMessage
from wrapup_desk.application.repair.proof.sampler import read_reviews
from wrapup_desk.application.repair.proof.weekly_figures import (
    WeeklyFigures,
    last_whole_week,
    span_of_weeks,
    weekly_figures,
)
from wrapup_desk.application.repair.tasks.leg_search import LegSearch
from wrapup_desk.domain.language.conventions import day
from wrapup_desk.domain.language.texts import tr_n
from wrapup_desk.main.apps.repair_session import RepairSession, SessionRequest, open_repair_session


@dataclass(frozen=True, slots=True)
class WeeklyOptions:
    """What the command line asked for; *weeks* counts the week itself."""

    session: SessionRequest
    out: Path
    weeks: int = 4
    names_agents: bool = True
    # Where desks keep how their suggestions did.
    suggestions: tuple[Path, ...] = ()
    # Which program, and which version of it, writes the page.
    made_by: str = "WrapUp Desk"


def run_weekly(options: WeeklyOptions) -> int:
    """Write the page of the last week that is over; 0 when it is there.

    Raises:
        SettingsError, ContactCentreError, StoreError: why there is none.
    """
    return daemon_threads.run(_weekly(options))


async def _weekly(options: WeeklyOptions) -> int:
    await ChosenFile().try_place(options.out)
    async with open_repair_session(options.session) as session:
        figures, shortfall = await _figures(options, session)
    suggested = _suggested(options.suggestions, figures)
    page = weekly_page(
        figures, options.made_by, suggested=suggested, names_agents=options.names_agents
    )
    await ChosenFile().write(options.out, page)
    if shortfall:
        sys.stderr.write(f"wrapup-desk: {shortfall}\n")
    count = figures.reports.legs_count
    first, last = (day(each, has_year=True) for each in (figures.monday, figures.sunday))
    sys.stdout.write(
        tr_n(
            "1 interaction of {week} is in {path}\n",
            "{count} interactions of {week} are in {path}\n",
            count,
            week=f"{first} \N{EN DASH} {last}",
            path=options.out,
        )
    )
    return 0


async def _figures(options: WeeklyOptions, session: RepairSession) -> tuple[WeeklyFigures, str]:
    zone = None  # this computer's, by its rules on each date
    monday = last_whole_week(session.past.server_now(), zone)
    span: Span = span_of_weeks(monday, options.weeks, zone)
    legs = LegIndex(names_agents=options.names_agents)
    legs.note_corrections(await session.ledger.latest(span.start_at - timedelta(days=1)))
    search = LegSearch(session.past, session.clock, _quiet)
    shortfall = await search.find_into(legs, span, ())
    reviews = await read_reviews(session.ledger)
    return weekly_figures(legs, monday, options.weeks, zone, reviews), shortfall


def _suggested(paths: tuple[Path, ...], figures: WeeklyFigures) -> tuple[ReportedQueue, ...]:
    """Return how suggestions did in the week itself; nothing where no desk keeps any."""
    week = span_of_weeks(figures.monday, 1, None)
    kept = read_together([path for path in paths if path.is_file()], week.start_at)
    of_week = tuple(each for each in kept.outcomes if each.at < week.end_at)
    return reported(replace(kept, outcomes=of_week))


def _quiet(_message: RepairMessage) -> None:
    """A scheduler reads no progress."""
