"""Carries out what the outbox wants done: stores, starts and revises deliveries, reads the disk."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.ports import Clock, ContactCentre, StoreError, SubmissionStore
from wrapup_desk.application.base.recent import recent
from wrapup_desk.application.delivery.drafts import Drafts
from wrapup_desk.application.delivery.effects import (
    DeliveryEffect,
    ForgetDraft,
    HaltDelivery,
    KeepDraft,
    ReadOutbox,
    RestartDelivery,
    ReviseDelivery,
    ShowLegToDelivery,
    StartDelivery,
    StopDeliveries,
    StoreSubmission,
    WakeDeliveries,
)
from wrapup_desk.application.delivery.messages import (
    DeliveryChanged,
    DeliveryDue,
    DeliveryEnded,
    DeliveryFailed,
    DeliveryMessage,
    HeadStartOver,
    OutboxRead,
    OutboxUnreadable,
)
from wrapup_desk.application.delivery.send_gate import SendGate
from wrapup_desk.application.delivery.submission_delivery import SubmissionDelivery
from wrapup_desk.application.delivery.submission_writer import SubmissionWriter
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.submission import Submission

log = logging.getLogger(__name__)

RESTART_AFTER_S = 5.0
# A disk that is well has a decision by then. One that takes longer is not waited for: what it has
# not yet written when the power goes is lost with or without waiting, and Complete waits for nobody.
HEAD_START_S = 0.01
# The same where the disk has an earlier decision of the leg that is not finished: after a kill
# that one would be sent again, over the later one.
LATER_HEAD_START_S = 1.0
# How far back the last revision of a leg is looked up: longer than any conversation is kept open.
KNOWN_FOR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class _UnderWay:
    """A delivery and the task that runs it."""

    delivery: SubmissionDelivery
    task: asyncio.Task[None]


class DeliveryService:
    """The deliveries of all legs; what comes of them is sent as messages.

    Args:
        centre: the line to the contact centre.
        store: where submissions survive.
        clock: the machine's clocks.
        background: owner of the tasks; the others wait from a decision until its request leaves.
        tell: receives what became of each effect.
    """

    def __init__(
        self,
        centre: ContactCentre,
        store: SubmissionStore,
        clock: Clock,
        background: Background,
        tell: Callable[[DeliveryMessage], None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._background = background
        self._tell = tell
        self._gate = SendGate(centre, clock)
        self._drafts = Drafts(centre, background)
        self._writer = SubmissionWriter(store, clock, background, tell)
        self._random = Random()
        self._under_way: dict[LegKey, _UnderWay] = {}

    def perform(self, effect: DeliveryEffect) -> None:
        """Carry out *effect*; what takes time is begun."""
        match effect:
            case StoreSubmission():
                self._begin_storing(effect)
            case StartDelivery():
                self._begin_delivery(effect)
            case ReviseDelivery() | HaltDelivery() | ShowLegToDelivery():
                self._tell_delivery(effect)
            case StopDeliveries():
                self._stop_deliveries()
            case WakeDeliveries():
                for each in self._under_way.values():
                    each.delivery.hurry()
            case _:
                self._perform_rest(effect)

    async def begin(self) -> None:
        """Find out whether the disk works, then read what earlier runs left."""
        await self._writer.begin()
        await self._read_outbox()

    async def flush(self) -> None:
        """Bring to disk what is still owed to it."""
        await self._writer.flush()

    # What deliveries tell

    def keep(self, submission: Submission) -> None:
        self._tell(DeliveryChanged(submission, must_survive=True, latency=self._gate.latency))

    def show(self, submission: Submission) -> None:
        self._tell(DeliveryChanged(submission, must_survive=False, latency=self._gate.latency))

    # The effects

    def _perform_rest(
        self, effect: RestartDelivery | KeepDraft | ForgetDraft | ReadOutbox
    ) -> None:
        match effect:
            case RestartDelivery(key):
                name = f"restart {key.communication_id}"
                self._background.start(self._restart_later(key), name)
            case KeepDraft(leg, code):
                self._drafts.keep(leg, code)
            case ForgetDraft(key):
                self._drafts.forget(key)
            case ReadOutbox():
                self._background.start(self.begin(), "restore what earlier runs left")

    def _begin_storing(self, effect: StoreSubmission) -> None:
        storing = self._writer.keep(effect.submission)  # begun before the head start is
        if effect.has_head_start:
            name = f"head start of {effect.submission.key.communication_id}"
            waiting = self._background.start(self._head_start(effect), name)
            storing.add_done_callback(lambda _: waiting.cancel())
            self._background.hold_back()
            waiting.add_done_callback(lambda _: self._background.go_on_soon())

    async def _head_start(self, effect: StoreSubmission) -> None:
        submission = effect.submission
        is_later = effect.replaces_unfinished
        await self._clock.sleep(LATER_HEAD_START_S if is_later else HEAD_START_S)
        self._tell(HeadStartOver(submission.key, submission.revision))

    def _begin_delivery(self, effect: StartDelivery) -> None:
        key = effect.submission.key
        delivery = SubmissionDelivery(
            self._gate, self, self._clock, self._random, effect.submission, effect.leg
        )
        name = f"deliver {key.communication_id}"
        task = self._background.start(self._deliver(key, delivery), name)
        self._under_way[key] = _UnderWay(delivery, task)

    async def _deliver(self, key: LegKey, delivery: SubmissionDelivery) -> None:
        try:
            await delivery.run()
        except Exception:
            self._end(key, delivery, DeliveryFailed(key))
            raise
        self._end(key, delivery, DeliveryEnded(key))

    def _end(
        self, key: LegKey, delivery: SubmissionDelivery, message: DeliveryEnded | DeliveryFailed
    ) -> None:
        # One that was stopped has no say any more: another may have taken its place.
        known = self._under_way.get(key)
        if known is not None and known.delivery is delivery:
            del self._under_way[key]
            self._tell(message)

    def _tell_delivery(self, effect: ReviseDelivery | HaltDelivery | ShowLegToDelivery) -> None:
        match effect:
            case ReviseDelivery(submission):
                if (known := self._under_way.get(submission.key)) is not None:
                    known.delivery.revise(submission)
            case HaltDelivery(key):
                if (known := self._under_way.get(key)) is not None:
                    known.delivery.halt()
            case ShowLegToDelivery(leg):
                if (known := self._under_way.get(leg.key)) is not None:
                    known.delivery.observe(leg)

    def _stop_deliveries(self) -> None:
        for each in self._under_way.values():
            each.task.cancel()
        self._under_way.clear()

    async def _restart_later(self, key: LegKey) -> None:
        await self._clock.sleep(RESTART_AFTER_S)
        self._tell(DeliveryDue(key))

    async def _read_outbox(self) -> None:
        try:
            known = await recent(self._store, self._clock.now(), KNOWN_FOR)
            unfinished = await self._store.unfinished()
        except StoreError as error:
            self._tell(OutboxUnreadable(str(error)))
        else:
            self._tell(OutboxRead(known, unfinished))
