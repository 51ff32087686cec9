"""What analytics knows, with its lag: past and live conversations, selections, jobs."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from wrapup_desk.simulator.history.details import analytics_conversation
from wrapup_desk.simulator.history.filters import Interval, QueryFilters
from wrapup_desk.simulator.history.history import History, InventedConversation
from wrapup_desk.simulator.history.month_plan import (
    MonthOptions,
    PlannedConversation,
    planned_month,
)
from wrapup_desk.simulator.history.month_rows import row_of
from wrapup_desk.simulator.history.recall import recalled
from wrapup_desk.simulator.history.shapes import older_copy, untidied
from wrapup_desk.simulator.wire.basics import Json
from wrapup_desk.simulator.world.contact_centre import SimulatedCentre
from wrapup_desk.simulator.world.conversation import Conversation
from wrapup_desk.simulator.world.organization import stable_id

# So that a large query does not keep heartbeats waiting
_BREATHE_EVERY = 200
_MOST_SELECTIONS = 4


@dataclass
class AnalyticsPace:
    """How far analytics is behind; `POST /simulator/history/pace` changes it."""

    # From a change to its being seen by queries, and by the job's data lake
    lag_s: float = 5.0
    lake_lag_s: float = 3600.0
    job_ms: int = 300
    # One result in so many comes twice, as pages shift under a reader; 0 for none
    duplicate_every: int = 97
    # Rows a page of a query lacks of what was asked for: "pages may contain fewer than requested"
    page_lacks: int = 0
    # Rows that are counted in `totalHits` and never listed
    rows_withheld: int = 0
    # The page of a job's results whose cursor is expired, or the one whose cursor stays; 0 for none
    cursor_expires_at: int = 0
    cursor_stays_at: int = 0
    # Whether jobs stay in the queue
    is_job_stuck: int = 0
    # Whether rows come out of order, in other letter case, without ends, and in old copies
    is_untidy: int = 0
    # Agents come with an id and mostly without `participantName`, as observed
    are_agents_named: int = 0

    def update(self, fields: Mapping[str, Any]) -> None:
        """Change what *fields* names.

        Raises:
            ValueError: It names something else.
        """
        for name, value in fields.items():
            if name not in self.__dataclass_fields__:
                raise ValueError(f"No pace {name!r}. Known: {sorted(self.__dataclass_fields__)}.")
            setattr(
                self, name, int(value) if isinstance(getattr(self, name), int) else float(value)
            )


@dataclass
class Job:
    """One asynchronous details query."""

    id: str
    submitted_at: datetime
    data_until: datetime
    state: str = "QUEUED"
    completed_at: datetime | None = None
    rows: list[bytes] | None = None


class AnalyticsStore:
    """Answers questions about the past, as slowly as Genesys' analytics does."""

    def __init__(
        self,
        history: History,
        centre: SimulatedCentre,
        now: Callable[[], datetime],
        *,
        by_communication: bool = False,
    ) -> None:
        self.history = history
        self.pace = AnalyticsPace()
        self.jobs: dict[str, Job] = {}
        self._centre = centre
        self._now = now
        self._selections: dict[str, list[bytes]] = {}
        options = history.options
        month = MonthOptions(
            options.month_legs, options.days, options.seed, by_communication=by_communication
        )
        ends_at = options.ends_at or now() - timedelta(minutes=10)
        self.month = planned_month(centre.organization, history.agents, month, ends_at)
        self._planned = {one.id: one for one in self.month}

    @property
    def as_of(self) -> datetime:
        return self._now() - timedelta(seconds=self.pace.lag_s)

    @property
    def lake_until(self) -> datetime:
        return self._now() - timedelta(seconds=self.pace.lake_lag_s)

    def recall(self, conversation_id: str) -> Conversation | None:
        """A past conversation as a whole one, which writes can change."""
        past = self.history.find(conversation_id)
        return None if past is None else self._whole(past)

    def one(self, conversation_id: str) -> Json | None:
        """`GET /analytics/conversations/{id}/details`."""
        as_of = self.as_of
        if (planned := self._planned.get(conversation_id)) is not None:
            return row_of(planned, as_of)
        conversation = self._centre.conversation(conversation_id)
        if conversation is None or conversation.started_at > as_of:
            return None
        return self._shown(conversation, as_of, with_attributes=True)

    def _shown(
        self, conversation: Conversation, as_of: datetime, *, with_attributes: bool
    ) -> Json:
        found = analytics_conversation(conversation, as_of, with_attributes=with_attributes)
        if not self.pace.are_agents_named:
            for one in found["participants"]:
                if one["purpose"] == "agent":
                    one.pop("participantName", None)
        return found

    async def select(self, body: Mapping[str, Any], *, is_first_page: bool) -> list[bytes]:
        """Every result of a query as JSON; later pages are of the selection of the first."""
        key = json.dumps({**body, "paging": None}, sort_keys=True)
        if is_first_page or key not in self._selections:
            interval = Interval.parsed(body.get("interval"))
            found = await self.rows(interval, QueryFilters(body), self.as_of, by_start_of_day=True)
            if body.get("order") == "desc":
                found.reverse()
            self._selections.pop(key, None)
            self._selections[key] = found
            while len(self._selections) > _MOST_SELECTIONS:
                del self._selections[next(iter(self._selections))]
        return self._selections[key]

    async def rows(
        self, interval: Interval, filters: QueryFilters, as_of: datetime, *, by_start_of_day: bool
    ) -> list[bytes]:
        """Conversations active in *interval*, as they were known at *as_of*, oldest first.

        With *by_start_of_day*, only those that "started on a day touched by the interval".
        """
        with_attributes = not by_start_of_day
        rows: list[bytes] = []
        for number, conversation in enumerate(self._active(interval, by_start_of_day)):
            if number % _BREATHE_EVERY == 0:
                await asyncio.sleep(0)
            if isinstance(conversation, InventedConversation):
                conversation = self._whole(conversation)
            if conversation.started_at > as_of:
                continue
            if isinstance(conversation, PlannedConversation):
                found = row_of(conversation, as_of)
            else:
                found = self._shown(conversation, as_of, with_attributes=with_attributes)
            if filters.is_empty or filters.keep(found):
                rows.extend(self._written(found))
                if self.pace.duplicate_every and len(rows) % self.pace.duplicate_every == 0:
                    rows.append(rows[-1])
        return rows

    def _written(self, found: Json) -> list[bytes]:
        """One row, or with untidy rows sometimes an older copy behind it."""
        if not self.pace.is_untidy:
            return [json.dumps(found).encode()]
        choice = Random(found["conversationId"])
        copies = [untidied(found, choice)]
        if choice.random() < 0.05:
            copies.append(older_copy(found))
        return [json.dumps(each).encode() for each in copies]

    async def run(self, job: Job, interval: Interval, body: Mapping[str, Any]) -> None:
        """Do a job's work; its data ends where the lake ends."""
        await asyncio.sleep(self.pace.job_ms / 2000)
        if self.pace.is_job_stuck:
            return
        job.state = "PENDING"
        end = min(interval.end, job.data_until)
        rows: list[bytes] = []
        if interval.start < end:
            by_day = bool(body.get("startOfDayIntervalMatching"))
            part = Interval(interval.start, end)
            rows = await self.rows(
                part, QueryFilters(body), job.data_until, by_start_of_day=by_day
            )
        await asyncio.sleep(self.pace.job_ms / 2000)
        job.rows, job.state, job.completed_at = rows, "FULFILLED", self._now()

    def new_job(self) -> Job:
        job = Job(stable_id("job", str(len(self.jobs))), self._now(), self.lake_until)
        self.jobs[job.id] = job
        return job

    def _active(
        self,
        interval: Interval,
        by_start_of_day: bool,  # noqa: FBT001 - passed on by one caller
    ) -> list[InventedConversation | PlannedConversation | Conversation]:
        # A job's results had activity in the interval, whenever they began.
        longest = timedelta() if by_start_of_day else self.history.longest
        first = interval.first_day - longest
        past = self.history.started_within(first, min(interval.end, interval.after_last_day))
        touched = self._centre.conversations
        found: list[InventedConversation | PlannedConversation | Conversation] = [
            touched.get(one.id, one) for one in past if one.ended_at >= interval.start
        ]
        found += [
            one
            for one in touched.values()
            if self.history.find(one.id) is None
            and (first <= one.started_at or not by_start_of_day)
            and one.started_at < interval.end
            and (one.ended_at is None or one.ended_at >= interval.start)
        ]
        found += [
            one
            for one in self.month
            if one.started_at < interval.end
            and one.ended_at >= interval.start
            and (one.started_at >= interval.first_day or not by_start_of_day)
        ]
        return sorted(found, key=lambda one: one.started_at)

    def _whole(self, past: InventedConversation) -> Conversation:
        return recalled(past, self._centre.organization, self.history.agents)
