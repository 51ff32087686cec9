"""Lists what the signed-in agent handled today: the codes, what waits, and what failed."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from statistics import median

from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.domain.history.leg_records import EndedLeg
from wrapup_desk.domain.interaction import LegKey, Media
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
    def needs_help(self) -> bool:
        """Whether somebody has to do something about it."""
        return self in (DayOutcome.REFUSED, DayOutcome.TOO_LATE, DayOutcome.NO_CODE)


@dataclass(frozen=True, slots=True)
class DayLine:
    """One interaction of the day.

    *customer* is known while its card is open, and never kept; *is_open* tells that there is a
    card to go to, where the code can still be changed as far as Genesys allows.
    """

    at: datetime
    key: LegKey
    media: Media
    queue_name: str
    outcome: DayOutcome
    code_name: str = ""
    note: str = field(default="", repr=False)
    customer: str = field(default="", repr=False)
    # Why it failed, in Genesys' words.
    reason: str = ""
    is_as_suggested: bool = False
    to_code_s: float | None = None
    is_open: bool = False


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
        words = text.casefold().split()
        return tuple(line for line in self.lines if all(word in _searched(line) for word in words))


def my_day(state: DeskState, now: datetime, zone: tzinfo | None = None) -> MyDay:
    """Return the day of the signed-in agent, by the days of *zone*; nobody else's."""
    if state.agent is None:
        return MyDay()
    today, agent_id = day_of(now, zone), state.agent.id
    lines = [
        line
        for line in (*_decided(state, agent_id), *_undecided(state, agent_id))
        if day_of(line.at, zone) == today
    ]
    return MyDay(tuple(sorted(lines, key=lambda line: line.at, reverse=True)))


_OUTCOMES = {
    SubmissionState.CONFIRMED: DayOutcome.CODED,
    SubmissionState.SUPERSEDED: DayOutcome.CHANGED,
    SubmissionState.REFUSED: DayOutcome.REFUSED,
    SubmissionState.TOO_LATE: DayOutcome.TOO_LATE,
}


def _decided(state: DeskState, agent_id: str) -> Iterator[DayLine]:
    for one in state.outbox.submissions.values():
        if one.agent_id != agent_id or one.is_undone:
            continue
        card = state.card(one.key.communication_id)
        decision = one.decision
        yield DayLine(
            at=decision.decided_at,
            key=one.key,
            media=one.media,
            queue_name=one.queue_name,
            outcome=_OUTCOMES.get(one.state, DayOutcome.WAITING),
            code_name=decision.all_topics,
            note=decision.note,
            customer=card.leg.customer_name if card is not None else "",
            reason=one.reason if one.state.has_failed else "",
            is_as_suggested=decision.is_as_suggested,
            to_code_s=_span_s(one),
            is_open=card is not None,
        )


def _span_s(one: Submission) -> float | None:
    done_at = one.confirmed_at or one.accepted_at
    if done_at is None or one.hung_up_at is None:
        return None
    return max(timedelta(), done_at - one.hung_up_at).total_seconds()


def _undecided(state: DeskState, agent_id: str) -> Iterator[DayLine]:
    for ended in state.ended.values():
        if ended.agent_id == agent_id and ended.key not in state.outbox.submissions:
            yield _ended_line(state, ended)


def _ended_line(state: DeskState, ended: EndedLeg) -> DayLine:
    card = state.card(ended.key.communication_id)
    return DayLine(
        at=ended.ended_at,
        key=ended.key,
        media=ended.media,
        queue_name=ended.queue_name,
        outcome=DayOutcome.ELSEWHERE if ended.code_id else DayOutcome.NO_CODE,
        note=ended.note,
        customer=card.leg.customer_name if card is not None else "",
        is_open=card is not None,
    )


def _searched(line: DayLine) -> str:
    parts = (line.customer, line.queue_name, line.code_name, line.note, *line.key)
    return " ".join(parts).casefold()
