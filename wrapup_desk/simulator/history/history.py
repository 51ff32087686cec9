"""Invents a month of past conversations by seed, with bad codes in known places."""

import enum
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random

from wrapup_desk.simulator.history.ids import derived_id
from wrapup_desk.simulator.history.people import customer, past_agents
from wrapup_desk.simulator.world.leg_life import Prompt
from wrapup_desk.simulator.world.media import CALL, CALLBACK, EMAIL, MESSAGE, Medium
from wrapup_desk.simulator.world.organization import (
    DEFAULT_CODE_ID,
    TIMEOUT_CODE,
    Organization,
    Queue,
    User,
    stable_id,
)

BAD_SHARE = 0.03
SKIPPED_CODE = "ININ-WRAP-UP-SKIPPED"
DELETED_CODE = "ININ-WRAP-UP-DELETED"
OLD_CODE_IDS = tuple(stable_id("deleted code", name) for name in ("Fax sent", "Promo 2019"))
# The last past conversation is over this long before the simulator starts
_QUIET = timedelta(minutes=2)
_LONGEST = timedelta(minutes=30)
_LONGEST_TALK_S = 700.0
_TRANSFER_SHARE = 0.08
_DECOY_SHARE = 0.04
_MEDIA: tuple[Medium, ...] = (*[CALL] * 14, *[MESSAGE] * 3, *[EMAIL] * 2, CALLBACK)
# How busy each hour of a day and each day of a week is
_HOURS = (1, 1, 1, 1, 1, 2, 4, 10, 16, 20, 20, 18, 15, 17, 19, 19, 17, 13, 8, 6, 4, 3, 2, 1)
_WEEKDAYS = (12, 11, 10, 10, 11, 4, 2)


class PlantedFlaw(enum.Enum):
    """What is wrong with a leg's code; the truth that tests count by."""

    NONE = "none"
    MISSING = "missing"
    TIMED_OUT = "timed_out"
    SKIPPED = "skipped"
    DEFAULT = "default"
    DELETED = "deleted"
    WRONG = "wrong"


_FLAWS = (
    *[PlantedFlaw.MISSING] * 7, *[PlantedFlaw.TIMED_OUT] * 5, *[PlantedFlaw.SKIPPED] * 2, *[PlantedFlaw.DEFAULT] * 2,
    *[PlantedFlaw.DELETED] * 2, *[PlantedFlaw.WRONG] * 2,
)  # fmt: skip


class Decoy(enum.Enum):
    """What looks like a leg without a code and is none."""

    NONE = "none"
    MISSED_ALERT = "missed alert"
    NO_ANSWER = "customer not reached"
    DIRECT_CALL = "call without a queue"


@dataclass(frozen=True, slots=True)
class InventedLeg:
    """One agent's share of a past conversation; spans count from the conversation's start."""

    agent: User
    queue: Queue
    answered_s: float
    talk_s: float
    acw_s: float
    flaw: PlantedFlaw
    # What analytics shows; None for no code
    code_id: str | None
    right_code_id: str
    is_code_on_interact: bool = False


@dataclass(frozen=True, slots=True)
class InventedConversation:
    """One past conversation, small enough to keep a hundred thousand of them."""

    id: str
    medium: Medium
    started_at: datetime
    ended_at: datetime
    legs: tuple[InventedLeg, ...]
    decoy: Decoy
    customer_name: str
    address: str
    is_dialer: bool = False

    def participant_id(self, place: str) -> str:
        return derived_id(self.id, place)

    def communication_id(self, place: str) -> str:
        return derived_id(self.id, place, "communication")


@dataclass(frozen=True)
class HistoryOptions:
    """How much past there is: the command line's `--history…` options."""

    legs: int = 0
    days: int = 30
    seed: int = 0
    # Legs besides, in every shape that Genesys was seen to tell of
    month_legs: int = 0
    # When the past ends; None: now
    ends_at: datetime | None = None


class History:
    """The past conversations, oldest first."""

    def __init__(
        self, organization: Organization, options: HistoryOptions, started_at: datetime
    ) -> None:
        self.options = options
        self.agents = past_agents(organization.agents)
        self.conversations: list[InventedConversation] = []
        if options.legs > 0 and organization.queues:
            self.conversations = list(_invented(organization, options, self.agents, started_at))
        self._by_id = {one.id: one for one in self.conversations}
        self._starts = [one.started_at for one in self.conversations]
        # How long the longest of them lasted.
        self.longest = max(
            (one.ended_at - one.started_at for one in self.conversations), default=timedelta()
        )

    def find(self, conversation_id: str) -> InventedConversation | None:
        return self._by_id.get(conversation_id)

    def started_within(self, start: datetime, end: datetime) -> list[InventedConversation]:
        """Conversations that started from *start* up to and without *end*."""
        first = bisect_right(self._starts, start - timedelta(microseconds=1))
        last = bisect_right(self._starts, end - timedelta(microseconds=1))
        return self.conversations[first:last]


def _invented(
    organization: Organization, options: HistoryOptions, agents: Sequence[User], now: datetime
) -> Iterator[InventedConversation]:
    choice = Random(f"history {options.seed}")
    shapes = list(_shapes(options.legs, choice))
    starts = _start_times(len(shapes), options.days, now, choice)
    for number, (started_at, (flaws, decoy)) in enumerate(zip(starts, shapes, strict=True)):
        cast = _People(organization, agents, flaws, choice)
        yield _conversation(options.seed, number, started_at, decoy, cast)


def _shapes(legs: int, choice: Random) -> Iterator[tuple[list[PlantedFlaw], Decoy]]:
    """How many legs each conversation has, what is wrong with each, and whether it is a decoy."""
    bad = _bad_places(legs, choice)
    leg_number = 0
    while leg_number < legs:
        decoy = _decoy(choice)
        if decoy in (Decoy.NO_ANSWER, Decoy.DIRECT_CALL):
            # No leg that could be bad
            yield [], decoy
            continue
        wanted = 2 if choice.random() < _TRANSFER_SHARE else 1
        places = range(leg_number, min(leg_number + wanted, legs))
        leg_number = places.stop
        yield [bad.get(place, PlantedFlaw.NONE) for place in places], decoy


@dataclass(frozen=True)
class _People:
    organization: Organization
    agents: Sequence[User]
    flaws: Sequence[PlantedFlaw]
    choice: Random


def _bad_places(legs: int, choice: Random) -> dict[int, PlantedFlaw]:
    places = choice.sample(range(legs), round(legs * BAD_SHARE))
    return {place: _FLAWS[index % len(_FLAWS)] for index, place in enumerate(sorted(places))}


def _start_times(count: int, days: int, now: datetime, choice: Random) -> Iterator[datetime]:
    """Ascending start times, more of them in office hours."""
    # Whatever starts last is over by now
    last = now - _LONGEST - _QUIET
    hours = [last - timedelta(hours=back) for back in range(days * 24, 0, -1)]
    weights = [_HOURS[hour.hour] * _WEEKDAYS[hour.weekday()] for hour in hours]
    cumulated = list(accumulate(weights))
    for number in range(count):
        point = (number + choice.random()) / count * cumulated[-1]
        hour = bisect_right(cumulated, point)
        before = cumulated[hour - 1] if hour else 0
        yield hours[hour] + timedelta(hours=(point - before) / weights[hour])


def _decoy(choice: Random) -> Decoy:
    if choice.random() >= _DECOY_SHARE:
        return Decoy.NONE
    return choice.choice(
        (Decoy.MISSED_ALERT, Decoy.MISSED_ALERT, Decoy.NO_ANSWER, Decoy.DIRECT_CALL)
    )


def _conversation(
    seed: int, number: int, started_at: datetime, decoy: Decoy, cast: _People
) -> InventedConversation:
    choice = cast.choice
    medium = CALL if decoy is not Decoy.NONE else choice.choice(_MEDIA)
    legs: list[InventedLeg] = []
    offset_s = 12.0 + choice.random() * 60
    for flaw in cast.flaws:
        leg = _leg(cast, flaw, offset_s)
        legs.append(leg)
        offset_s += leg.talk_s + 8
    name, address = customer(choice)
    talk_s = legs[-1].answered_s + legs[-1].talk_s if legs else 45.0
    started_at = started_at.replace(microsecond=started_at.microsecond // 1000 * 1000)
    return InventedConversation(
        id=derived_id("past", str(seed), str(number)),
        medium=medium,
        started_at=started_at.astimezone(UTC),
        ended_at=started_at.astimezone(UTC) + timedelta(seconds=round(talk_s)),
        legs=tuple(legs),
        decoy=decoy,
        customer_name=name,
        address=address,
        is_dialer=medium is CALLBACK,
    )


def _leg(cast: _People, flaw: PlantedFlaw, answered_s: float) -> InventedLeg:
    choice = cast.choice
    queue = choice.choice(_queues_for(flaw, cast.organization))
    right = _popular(queue, choice)
    return InventedLeg(
        agent=choice.choice(cast.agents),
        queue=queue,
        answered_s=round(answered_s),
        talk_s=round(min(_LONGEST_TALK_S, choice.lognormvariate(5.2, 0.6))),
        acw_s=60.0 if flaw is PlantedFlaw.TIMED_OUT else round(2 + choice.expovariate(1 / 12)),
        flaw=flaw,
        code_id=_code_shown(flaw, queue, right, choice),
        right_code_id=right,
        is_code_on_interact=flaw is PlantedFlaw.NONE and choice.random() < 0.05,
    )


def _queues_for(flaw: PlantedFlaw, organization: Organization) -> Sequence[Queue]:
    """Where skipping is a choice of the agent's, it is no flaw."""
    if flaw is not PlantedFlaw.SKIPPED:
        return organization.queues
    demanding = [one for one in organization.queues if one.prompt is not Prompt.OPTIONAL]
    return demanding or organization.queues


def _popular(queue: Queue, choice: Random) -> str:
    """A code of the queue; the first ones are used most."""
    count = len(queue.codes)
    place = min(count - 1, int(choice.expovariate(3 / count)))
    return queue.codes[place].id


def _code_shown(flaw: PlantedFlaw, queue: Queue, right: str, choice: Random) -> str | None:
    if flaw is PlantedFlaw.MISSING:
        return None
    if flaw is PlantedFlaw.SKIPPED:
        return choice.choice((None, SKIPPED_CODE))
    if flaw is PlantedFlaw.DELETED:
        return choice.choice((*OLD_CODE_IDS, DELETED_CODE))
    if flaw is PlantedFlaw.WRONG:
        return choice.choice([code.id for code in queue.codes if code.id != right])
    return {PlantedFlaw.TIMED_OUT: TIMEOUT_CODE, PlantedFlaw.DEFAULT: DEFAULT_CODE_ID}.get(
        flaw, right
    )
