"""Plans a month in every shape Genesys was seen to tell of: what really happened, leg by leg.

The plan is the truth that searches are held against. It is made first; how analytics tells of it
is worked out from it, elsewhere.
"""

import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from wrapup_desk.simulator.history.history import OLD_CODE_IDS, SKIPPED_CODE, PlantedFlaw
from wrapup_desk.simulator.history.ids import derived_id
from wrapup_desk.simulator.history.people import customer
from wrapup_desk.simulator.world.leg_life import Prompt
from wrapup_desk.simulator.world.organization import (
    DEFAULT_CODE_ID,
    TIMEOUT_CODE,
    Organization,
    Queue,
    User,
)

# What goes wrong with a code, and how often in a hundred legs.
_FLAWS = (
    *[PlantedFlaw.MISSING] * 4, *[PlantedFlaw.TIMED_OUT] * 3, PlantedFlaw.SKIPPED,
    PlantedFlaw.DEFAULT, PlantedFlaw.DELETED, *[PlantedFlaw.NONE] * 90,
)  # fmt: skip


class Shape(enum.Enum):
    """How a conversation went."""

    CALL = "call"
    TRANSFER = "transferred call"
    THREAD = "thread that came back"
    LATE_THREAD = "thread begun weeks before"
    WORK_ALONE = "after-call work without talk"
    CALLBACK = "callback with redials"
    CONSULT = "call with a consult"
    WATCHED = "call that a supervisor listened to"
    DIRECT = "call without a queue"
    MISSED = "alert that nobody answered"


_SHAPES = (
    *[Shape.CALL] * 10, Shape.TRANSFER, Shape.TRANSFER, Shape.THREAD, Shape.LATE_THREAD,
    Shape.WORK_ALONE, Shape.CALLBACK, Shape.CONSULT, Shape.WATCHED, Shape.DIRECT, Shape.MISSED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """A session of an agent's that owes no code of its own: a busy dial, a consult, listening in."""

    participant: str
    session: str
    agent: User
    medium: str
    kind: str  # its segments' type
    begun_at: datetime
    ended_at: datetime
    # None where a colleague was rung up directly.
    queue: Queue | None = None
    # Whose conversation it joined: the participant.
    joined: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedLeg:
    """What owes one code: whose it is, when it was, and the code on record (None: none)."""

    participant: str
    session: str
    agent: User
    queue: Queue
    medium: str
    answered_at: datetime | None
    hung_up_at: datetime | None
    work_from: datetime | None
    work_until: datetime | None
    flaw: PlantedFlaw
    code_id: str | None

    @property
    def owes_code(self) -> bool:
        """Whether Genesys wanted a code of the agent, by the help pages on after-call work."""
        if self.queue.prompt is Prompt.OPTIONAL:
            return self.flaw is not PlantedFlaw.SKIPPED
        if self.queue.prompt is Prompt.AGENT_REQUESTED:
            return self.work_from is not None
        return True

    @property
    def is_shown(self) -> bool:
        """Whether it is one of the legs of which a share has a code."""
        return self.owes_code or self.flaw in (PlantedFlaw.NONE, PlantedFlaw.DELETED)

    @property
    def ended_at(self) -> datetime:
        """When the agent's part ended: the talk, else the work."""
        ended_at = self.hung_up_at or self.work_until
        assert ended_at is not None
        return ended_at


@dataclass(frozen=True, slots=True)
class PlannedConversation:
    """One conversation of the month."""

    id: str
    shape: Shape
    started_at: datetime
    ended_at: datetime
    customer_name: str
    address: str
    legs: tuple[PlannedLeg, ...] = ()
    parts: tuple[PlannedPart, ...] = field(default=(), repr=False)

    def participant_id(self, participant: str) -> str:
        return derived_id(self.id, participant)

    def session_id(self, participant: str, session: str) -> str:
        return derived_id(self.id, participant, session)


@dataclass(frozen=True, slots=True)
class MonthOptions:
    """How large a month is, and what one code counts for in it."""

    legs: int
    days: int
    seed: int
    # One code for the call alone, instead of for the callback with its calls.
    by_communication: bool = False


def planned_month(
    organization: Organization, agents: list[User], options: MonthOptions, end: datetime
) -> list[PlannedConversation]:
    """Return conversations whose legs all ended within the days before *end*."""
    legs, days, seed = options.legs, options.days, options.seed
    choice = Random(f"month {seed}")
    planner = _Planner(organization, agents, choice, by_communication=options.by_communication)
    end = end.astimezone(UTC)
    begin = end - timedelta(days=days)
    found: list[PlannedConversation] = []
    count = 0
    while count < legs:
        shape = choice.choice(_SHAPES) if legs - count > 6 else Shape.CALL
        # No leg ends later than a week after its conversation's first.
        moment = begin + choice.random() * (end - begin - timedelta(hours=3))
        moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
        planned = planner.plan(derived_id("month", str(seed), str(len(found))), shape, moment, end)
        count += len(planned.legs)
        found.append(planned)
    return sorted(found, key=lambda one: one.started_at)


class _Planner:
    """Makes up one conversation after the other."""

    def __init__(
        self,
        organization: Organization,
        agents: list[User],
        choice: Random,
        *,
        by_communication: bool,
    ) -> None:
        self._by_communication = by_communication
        self._queues = organization.queues
        self._agents = agents
        self._choice = choice
        self._shapes: dict[Shape, Callable[[datetime, datetime], _Draft]] = {
            Shape.CALL: self._call,
            Shape.TRANSFER: self._transfer,
            Shape.THREAD: self._thread,
            Shape.LATE_THREAD: self._thread,
            Shape.WORK_ALONE: self._work_alone,
            Shape.CALLBACK: self._callback,
            Shape.CONSULT: self._consult,
            Shape.WATCHED: self._watched,
            Shape.DIRECT: self._direct,
            Shape.MISSED: self._missed,
        }

    def plan(
        self, conversation_id: str, shape: Shape, moment: datetime, end: datetime
    ) -> PlannedConversation:
        legs, parts = self._shapes[shape](moment, end)
        name, address = customer(self._choice)
        ended_at = max(
            [one.hung_up_at for one in legs if one.hung_up_at] + [one.ended_at for one in parts]
        )
        before = timedelta(seconds=self._choice.randrange(10, 90))
        if shape is Shape.LATE_THREAD:
            before = timedelta(days=self._choice.uniform(0.5, 35))
            before -= before % timedelta(milliseconds=1)
        return PlannedConversation(
            conversation_id, shape, moment - before, ended_at, name, address, tuple(legs),
            tuple(parts),
        )  # fmt: skip

    def _seconds(self, least: int, most: int) -> timedelta:
        return timedelta(milliseconds=self._choice.randrange(least * 1000, most * 1000))

    def _leg(
        self,
        answered_at: datetime,
        participant: str = "agent",
        session: str = "session",
        medium: str = "voice",
        agent: User | None = None,
        queue: Queue | None = None,
    ) -> PlannedLeg:
        hung_up_at = answered_at + self._seconds(20, 900)
        agent = agent or self._choice.choice(self._agents)
        queue = queue or self._choice.choice(self._queues)
        flaw = self._choice.choice(_FLAWS)
        code_id = self._code(flaw, queue)
        # Coded while talking: no after-call work at all.
        has_work = self._choice.random() > 0.05
        if queue.prompt is Prompt.AGENT_REQUESTED:
            has_work = self._choice.random() > 0.5
        elif code_id is None:
            has_work = True
        return PlannedLeg(
            participant, session, agent, queue, medium, answered_at, hung_up_at,
            hung_up_at if has_work else None,
            hung_up_at + self._seconds(1, 90) if has_work else None, flaw, code_id,
        )  # fmt: skip

    def _code(self, flaw: PlantedFlaw, queue: Queue) -> str | None:
        match flaw:
            case PlantedFlaw.MISSING | PlantedFlaw.SKIPPED if self._choice.random() < 0.6 or (
                flaw is PlantedFlaw.MISSING
            ):
                return None
            case PlantedFlaw.SKIPPED:
                return SKIPPED_CODE
            case PlantedFlaw.TIMED_OUT:
                return TIMEOUT_CODE
            case PlantedFlaw.DEFAULT:
                return DEFAULT_CODE_ID
            case PlantedFlaw.DELETED:
                return self._choice.choice(OLD_CODE_IDS)
        return self._choice.choice(queue.codes).id

    # The shapes

    def _call(self, moment: datetime, _end: datetime) -> "_Draft":
        medium = self._choice.choice(("voice", "voice", "voice", "message", "email"))
        return [self._leg(moment, medium=medium)], []

    def _transfer(self, moment: datetime, _end: datetime) -> "_Draft":
        first = self._leg(moment, "first")
        again = self._choice.random() < 0.2
        # The same agent may get it back: a participant of its own, as each alert is.
        agent = first.agent if again else None
        second = self._leg(first.ended_at + self._seconds(2, 40), "second", agent=agent)
        return [first, second], []

    def _thread(self, moment: datetime, end: datetime) -> "_Draft":
        """One participant, up to six sessions in two queues, minutes or a day apart."""
        agent = self._choice.choice(self._agents)
        queues = self._choice.sample(self._queues, min(2, len(self._queues)))
        legs: list[PlannedLeg] = []
        answered_at = moment
        for number in range(self._choice.randrange(1, 7)):
            queue = self._choice.choice(queues)
            leg = self._leg(answered_at, "agent", f"session {number}", "message", agent, queue)
            if leg.ended_at > end - timedelta(minutes=5):
                break
            legs.append(leg)
            is_long = self._choice.random() < 0.3
            answered_at = leg.ended_at + self._seconds(120, 90_000 if is_long else 900)
        return legs, []

    def _work_alone(self, moment: datetime, _end: datetime) -> "_Draft":
        """The first agent never talked and had after-call work all the same; the second did."""
        template = self._leg(moment)
        worked = PlannedLeg(
            "first", "first", template.agent, template.queue, "voice", None, None,
            moment, moment + self._seconds(5, 60), template.flaw, template.code_id,
        )  # fmt: skip
        return [worked, self._leg(moment + self._seconds(5, 30), "second")], []

    def _callback(self, moment: datetime, _end: datetime) -> "_Draft":
        """Busy dials, a call that got through, one code: on the callback or on the call."""
        of_call = self._by_communication
        leg = self._leg(
            moment,
            session="call" if of_call else "callback",
            medium="voice" if of_call else "callback",
        )
        begun_at, parts = moment - timedelta(minutes=4), []
        for number in range(self._choice.randrange(3)):
            ended_at = begun_at + self._seconds(5, 40)
            parts.append(
                PlannedPart("agent", f"busy {number}", leg.agent, "voice", "dialing", begun_at, ended_at, leg.queue)
            )  # fmt: skip
            begun_at = ended_at + self._seconds(5, 20)
        assert leg.answered_at is not None
        session, medium = ("callback", "callback") if of_call else ("call", "voice")
        parts.append(
            PlannedPart("agent", session, leg.agent, medium, "interact", leg.answered_at, leg.ended_at, leg.queue)
        )  # fmt: skip
        return [leg], parts

    def _consult(self, moment: datetime, _end: datetime) -> "_Draft":
        leg = self._leg(moment)
        begun_at = moment + timedelta(seconds=5)
        ended_at = min(begun_at + self._seconds(5, 60), leg.ended_at)
        colleague = self._choice.choice(self._agents)
        return [leg], [
            PlannedPart(
                "agent",
                "consult",
                leg.agent,
                "voice",
                "interact",
                begun_at,
                ended_at,
                leg.queue if self._choice.random() < 0.5 else None,
            ),
            PlannedPart("colleague", "asked", colleague, "voice", "interact", begun_at, ended_at),
        ]

    def _watched(self, moment: datetime, _end: datetime) -> "_Draft":
        leg = self._leg(moment)
        kind = self._choice.choice(("monitoring", "coaching", "barging", "interact"))
        watcher = self._choice.choice(self._agents)
        until = leg.ended_at
        return [leg], [
            PlannedPart(
                "watcher", "watching", watcher, "voice", kind, moment, until, leg.queue, "agent"
            )
        ]

    def _direct(self, moment: datetime, _end: datetime) -> "_Draft":
        agent = self._choice.choice(self._agents)
        until = moment + self._seconds(5, 300)
        return [], [PlannedPart("agent", "session", agent, "voice", "interact", moment, until)]

    def _missed(self, moment: datetime, _end: datetime) -> "_Draft":
        leg = self._leg(moment + timedelta(seconds=30), "second")
        agent = self._choice.choice(self._agents)
        until = moment + timedelta(seconds=8)
        return [leg], [
            PlannedPart("first", "first", agent, "voice", "alert", moment, until, leg.queue)
        ]


_Draft = tuple[list[PlannedLeg], list[PlannedPart]]


def truth_of(month: list[PlannedConversation]) -> Iterator[dict[str, object]]:
    """What is really there, leg by leg, for whoever counts what a search missed or invented."""
    for one in month:
        for leg in one.legs:
            yield {
                "conversation_id": one.id,
                "participant_id": one.participant_id(leg.participant),
                # A callback is one leg with its calls, and may be known by any of them.
                "communication_ids": [
                    one.session_id(leg.participant, each)
                    for each in (leg.session, *(["call"] if leg.medium == "callback" else []))
                ],
                "shape": one.shape.value,
                "agent_id": leg.agent.id,
                "agent": leg.agent.name,
                "queue_id": leg.queue.id,
                "answered_at": leg.answered_at.isoformat() if leg.answered_at else None,
                "ended_at": leg.ended_at.isoformat(),
                "kind": leg.flaw.value if leg.owes_code else PlantedFlaw.NONE.value,
                "is_shown": leg.is_shown,
                "code_id": leg.code_id,
                "is_agents_code": leg.flaw is PlantedFlaw.NONE,
            }
