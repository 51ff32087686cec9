"""An outbox with what carries out its effects, for tests of the outbox."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from tests.fakes import (
    BILLING,
    FakeClock,
    FakeContactCentre,
    InMemoryStore,
    a_decision,
    a_key,
    a_leg,
)
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.runtime import Runtime
from wrapup_desk.application.base.waiting import event_or_timeout
from wrapup_desk.application.delivery.delivery_service import DeliveryService
from wrapup_desk.application.delivery.effects import DeliveryEffect, ReadOutbox
from wrapup_desk.application.delivery.messages import (
    DeliveryMessage,
    OutboxRead,
    OutboxUnreadable,
    StoreFailed,
    StoreWorks,
)
from wrapup_desk.application.delivery.outbox import Outbox, Step
from wrapup_desk.domain.events import ContactCentreEvent, ConversationChanged
from wrapup_desk.domain.interaction import Leg, LegKey, Phase
from wrapup_desk.domain.submission import Submission, SubmissionState
from wrapup_desk.domain.wrapup import Decision, WrapupCode

Change = Callable[[Outbox, datetime], Step]


class RunningOutbox:
    """The outbox at work without the rest of the desk: each change is a message of its runtime."""

    def __init__(
        self,
        centre: FakeContactCentre,
        store: InMemoryStore,
        clock: FakeClock,
        background: Background,
    ) -> None:
        self._clock = clock
        self._centre = centre
        self.changes: list[Submission] = []
        self.troubles: list[str] = []
        self._runtime: Runtime[Outbox, Change, DeliveryEffect] = Runtime(
            Outbox(), _handle, self._perform, _fail, centre.server_now, background
        )
        self._service = DeliveryService(centre, store, clock, background, self.take)
        self._known: dict[LegKey, Submission] = {}
        self._runtime.listen(self._note_changes)

    @property
    def value(self) -> Outbox:
        return self._runtime.state

    @property
    def waiting_count(self) -> int:
        return self.value.counts()[0]

    @property
    def count_of_others(self) -> int:
        return self.value.count_of_others

    @property
    def latency(self) -> timedelta:
        return self.value.latency

    def submission(self, key: LegKey) -> Submission | None:
        return self.value.submissions.get(key)

    def decide(self, leg: Leg, decision: Decision, *, is_leg_current: bool) -> Submission:
        self._do(lambda box, now: box.decided(leg, decision, now, is_leg_current=is_leg_current))
        return self.value.submissions[leg.key]

    def withdraw(self, key: LegKey) -> bool:
        if not self.value.can_withdraw(key):
            return False
        self._do(lambda box, now: box.withdrawn(key))
        return True

    def retry(self, key: LegKey) -> None:
        self._do(lambda box, now: box.tried_again(key))

    def observe(self, leg: Leg) -> None:
        self._do(lambda box, now: box.observed(leg, now))

    def forget(self, key: LegKey) -> None:
        self._do(lambda box, now: (box.forgotten(key), ()))

    def line_is_back(self) -> None:
        self._do(lambda box, now: box.line_is_back())

    def sign_in_as(self, agent_id: str) -> None:
        self._do(lambda box, now: box.signed_in(agent_id))

    def sign_out(self) -> None:
        self._do(lambda box, now: box.signed_out())

    async def restore(self) -> None:
        await self._service.begin()

    async def drain(self, seconds: float) -> None:
        """End as the desk does: see `Desk.stop`."""
        changed = asyncio.Event()
        self._runtime.listen(lambda _: changed.set())
        await self._service.flush()
        give_up_at_s = self._clock.monotonic() + seconds
        while self.value.is_busy and (left_s := give_up_at_s - self._clock.monotonic()) > 0:
            changed.clear()
            await event_or_timeout(changed, self._clock, left_s)
        await self._service.flush()

    def take(self, message: DeliveryMessage) -> None:
        match message:
            case OutboxRead():
                self._do(lambda box, now: box.restored(message))
            case StoreWorks():
                self.troubles.append("")
            case OutboxUnreadable(problem):
                self.troubles.append(problem)
            case _:
                if isinstance(message, StoreFailed):
                    self.troubles.append(message.problem)
                self._do(lambda box, now: box.after(message))

    def _do(self, change: Change) -> None:
        self._runtime.dispatch(change)

    def _perform(self, effect: DeliveryEffect) -> None:
        assert not isinstance(effect, ReadOutbox)
        self._service.perform(effect)

    def _note_changes(self, outbox: Outbox) -> None:
        for key, submission in outbox.submissions.items():
            if self._known.get(key) is not submission:
                self._known[key] = submission
                self.changes.append(submission)


class OutboxHarness:
    """An outbox, with the agent's view of the legs and what the agent was told."""

    def __init__(
        self,
        clock: FakeClock,
        centre: FakeContactCentre,
        store: InMemoryStore,
        background: Background,
    ) -> None:
        self.clock = clock
        self.centre = centre
        self.store = store
        self.background = background
        self.outbox = self.another()
        centre._publish = self.on_event

    @property
    def changes(self) -> list[Submission]:
        return self.outbox.changes

    @property
    def troubles(self) -> list[str]:
        return self.outbox.troubles

    def another(self) -> RunningOutbox:
        return RunningOutbox(self.centre, self.store, self.clock, self.background)

    def on_event(self, event: ContactCentreEvent) -> None:
        assert isinstance(event, ConversationChanged)
        for leg in event.legs:
            self.outbox.observe(leg)

    def decide(
        self, code: WrapupCode = BILLING, note: str = "", *, is_live: bool = True, number: int = 1
    ) -> Submission:
        leg = self.centre.legs.get(a_key(number)) or a_leg(number, Phase.AFTER_CALL)
        self.centre.legs.setdefault(leg.key, leg)
        return self.outbox.decide(leg, a_decision(code, note), is_leg_current=is_live)

    @property
    def codes_written(self) -> list[str]:
        return [write.code_id for write in self.centre.writes]

    def state(self, number: int = 1) -> SubmissionState:
        submission = self.outbox.submission(a_key(number))
        assert submission is not None
        return submission.state


def a_dialer(office: OutboxHarness) -> None:
    office.centre.put(a_leg(phase=Phase.AFTER_CALL, is_dialer=True))


def _handle(change: Change, outbox: Outbox, now: datetime) -> Step:
    return change(outbox, now)


def _fail(effect: DeliveryEffect, error: Exception) -> Change:
    raise AssertionError(f"{effect} failed") from error
