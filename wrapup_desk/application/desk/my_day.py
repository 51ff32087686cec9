"""Lists what the signed-in agent handled on the days that are kept, and what became of it."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo
from statistics import median

from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.domain.codes.names import names_of
from wrapup_desk.domain.codes.separators import NOT_DIVIDED
from wrapup_desk.domain.interaction import LegKey, Media, Phase
from wrapup_desk.domain.language.folding import folded
from wrapup_desk.domain.local_days import day_of
from wrapup_desk.domain.submission import Submission, SubmissionState


class DayOutcome(enum.Enum):
    """What became of an interaction's code."""

    CODED = "coded"
    WAITING = "waiting"  # decided, not confirmed by Genesys yet
    CHANGED = "changed"  # somebody chose another code since
    ELSEWHERE = "elsewhere"  # coded without this desk, such as in Genesys' own window
    REFUSED = "refused"
    TOO_LATE = "too late"
    NO_CODE = "no code"  # it ended without a decision, though one was due

    @property
    def is_waiting(self) -> bool:
        """Whether it is decided, and not known to have arrived."""
        return self is DayOutcome.WAITING

    @property
    def needs_help(self) -> bool:
        """Whether somebody has to do something about it."""
        return self in (DayOutcome.REFUSED, DayOutcome.TOO_LATE, DayOutcome.NO_CODE)


@dataclass(frozen=True, slots=True)
class DayLine:
    """One interaction of the day.

    Attributes:
        customer: known while its card is open, and never kept.
        reason: why it failed, in Genesys' words.
        is_open: whether there is a card to go to.
        can_change: whether Genesys still takes another code from the agent: until they complete.
        change_until: when the after-call work runs out, which ends that; None without a limit.
    """

    at: datetime
    key: LegKey
    media: Media
    queue_name: str
    outcome: DayOutcome
    code_name: str = ""
    note: str = field(default="", repr=False)
    customer: str = field(default="", repr=False)
    reason: str = ""
    is_as_suggested: bool = False
    to_code_s: float | None = None
    is_open: bool = False
    can_change: bool = False
    change_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class MyDay:
    """The lines, the newest first, and their figures."""

    lines: tuple[DayLine, ...] = ()

    def count(self, *outcomes: DayOutcome) -> int:
        return sum(line.outcome in outcomes for line in self.lines)

    @property
    def as_suggested(self) -> int:
        """How many were coded by the first suggestion."""
        return sum(line.is_as_suggested for line in self.lines if line.outcome is DayOutcome.CODED)

    @property
    def median_to_code_s(self) -> float | None:
        """The usual time from the end of the conversation to the code, in seconds."""
        spans = [line.to_code_s for line in self.lines if line.to_code_s is not None]
        return median(spans) if spans else None

    def found(self, text: str) -> tuple[DayLine, ...]:
        """Return the lines that have each word of *text* somewhere."""
        words = folded(text).split()
        return tuple(line for line in self.lines if all(word in _searched(line) for word in words))


@dataclass(frozen=True, slots=True)
class KeptDays:
    """All that is kept of the signed-in agent, the newest first, and by which zone days count."""

    lines: tuple[DayLine, ...] = ()
    zone: tzinfo | None = None

    @property
    def days(self) -> Mapping[date, int]:
        """The days on which something was handled, the last first, with how much it was."""
        counts: dict[date, int] = {}
        for line in self.lines:
            day = day_of(line.at, self.zone)
            counts[day] = counts.get(day, 0) + 1
        return counts

    def of(self, day: date | None) -> MyDay:
        """Return one day, or all of them for None."""
        if day is None:
            return MyDay(self.lines)
        return MyDay(tuple(line for line in self.lines if day_of(line.at, self.zone) == day))


def kept_days(state: DeskState, zone: tzinfo | None = None) -> KeptDays:
    """Return the days of the signed-in agent, by the days of *zone*; nobody else's."""
    if state.agent is None:
        return KeptDays((), zone)
    agent_id = state.agent.id
    lines = (*_decided(state, agent_id), *_undecided(state, agent_id))
    return KeptDays(tuple(sorted(lines, key=lambda line: line.at, reverse=True)), zone)


def my_day(state: DeskState, now: datetime, zone: tzinfo | None = None) -> MyDay:
    """Return the day of the signed-in agent, by the days of *zone*; nobody else's."""
    return kept_days(state, zone).of(day_of(now, zone))


_OUTCOMES = {
    SubmissionState.CONFIRMED: DayOutcome.CODED,
    SubmissionState.SUPERSEDED: DayOutcome.CHANGED,
    SubmissionState.REFUSED: DayOutcome.REFUSED,
    SubmissionState.TOO_LATE: DayOutcome.TOO_LATE,
}


def _decisions(state: DeskState) -> Mapping[LegKey, Submission]:
    """Return all decisions that stand: of what was undone, only how the leg ended is told."""
    known = {**state.past, **state.outbox.submissions}
    return {key: one for key, one in known.items() if not one.is_undone}


def _decided(state: DeskState, agent_id: str) -> Iterator[DayLine]:
    mine = [one for one in _decisions(state).values() if one.agent_id == agent_id]
    # Two codes may have the same name: what they differ in stands behind it.
    codes = {one.decision.code.id: one.decision.code for one in mine}
    marks = names_of(tuple(codes.values()), (NOT_DIVIDED,)).by_id
    for one in mine:
        decision = one.decision
        mark = marks[decision.code.id].mark
        line = DayLine(
            at=decision.decided_at,
            key=one.key,
            media=one.media,
            queue_name=one.queue_name,
            outcome=_OUTCOMES.get(one.state, DayOutcome.WAITING),
            code_name=f"{decision.all_topics} ({mark})" if mark else decision.all_topics,
            note=decision.note,
            reason=one.reason if one.state.has_failed else "",
            is_as_suggested=decision.is_as_suggested,
            to_code_s=_span_s(one),
        )
        yield _with_card(line, state)


def _span_s(one: Submission) -> float | None:
    done_at = one.confirmed_at or one.accepted_at
    if done_at is None or one.hung_up_at is None:
        return None
    return max(timedelta(), done_at - one.hung_up_at).total_seconds()


def _undecided(state: DeskState, agent_id: str) -> Iterator[DayLine]:
    decided = _decisions(state)
    for ended in state.ended.values():
        if ended.agent_id == agent_id and ended.key not in decided:
            line = DayLine(
                at=ended.ended_at,
                key=ended.key,
                media=ended.media,
                queue_name=ended.queue_name,
                outcome=DayOutcome.ELSEWHERE if ended.code_id else DayOutcome.NO_CODE,
                note=ended.note,
            )
            yield _with_card(line, state)


def _with_card(line: DayLine, state: DeskState) -> DayLine:
    """Add what is known only while the interaction has a card."""
    card = state.card(line.key.communication_id)
    if card is None:
        return line
    is_after_call = card.leg.phase is Phase.AFTER_CALL
    return replace(
        line,
        customer=card.leg.customer_name,
        is_open=True,
        can_change=card.can_change,
        change_until=card.leg.deadline_at if is_after_call else None,
    )


def _searched(line: DayLine) -> str:
    parts = (line.customer, line.queue_name, line.code_name, line.note, *line.key)
    return folded(" ".join(parts))
