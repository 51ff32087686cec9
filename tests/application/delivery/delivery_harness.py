"""A delivery on its way in a small world, for tests of the delivery."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from tests.fakes import (
    NOON,
    REFUND,
    FakeClock,
    FakeContactCentre,
    a_decision,
    a_leg,
    a_submission,
    settle,
)
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.delivery.send_gate import SendGate
from wrapup_desk.application.delivery.submission_delivery import SubmissionDelivery
from wrapup_desk.domain.events import ContactCentreEvent, ConversationChanged
from wrapup_desk.domain.interaction import Leg, Phase
from wrapup_desk.domain.submission import Submission, SubmissionState
from wrapup_desk.domain.wrapup import AssignedCode

OTHER = AssignedCode("another-persons-code")


class NoJitter(Random):
    """Always waits the longest."""

    def uniform(self, a: float, b: float) -> float:
        return b


class FakeSink:
    """Implements `SubmissionSink`; remembers what was shown and what was kept."""

    def __init__(self) -> None:
        self.shown: list[Submission] = []
        self.kept: list[Submission] = []

    def keep(self, submission: Submission) -> None:
        self.shown.append(submission)
        self.kept.append(submission)

    def show(self, submission: Submission) -> None:
        self.shown.append(submission)

    @property
    def now(self) -> Submission:
        return self.shown[-1]

    @property
    def states(self) -> list[SubmissionState]:
        return [each.state for each in self.shown]


class DeliveryHarness:
    """A delivery on its way in a small world."""

    def __init__(
        self, clock: FakeClock, centre: FakeContactCentre, background: Background
    ) -> None:
        self.clock = clock
        self.centre = centre
        self.background = background
        self.gate = SendGate(centre, clock)
        self.sink = FakeSink()
        self.delivery: SubmissionDelivery

    def set_out(
        self, submission: Submission | None = None, *, leg: Leg | None = None, is_live: bool = True
    ) -> None:
        submission = submission or a_submission()
        if submission.key not in self.centre.legs:
            self.centre.put(leg or a_leg(phase=Phase.AFTER_CALL))
        seen = self.centre.legs[submission.key] if is_live else None
        self.delivery = SubmissionDelivery(
            self.gate, self.sink, self.clock, NoJitter(), submission, seen
        )
        if is_live:
            self.centre._publish = self.on_event
        self.background.start(self.delivery.run(), "delivery")

    def on_event(self, event: ContactCentreEvent) -> None:
        assert isinstance(event, ConversationChanged)
        for leg in event.legs:
            self.delivery.observe(leg)

    async def times_of_reads(self, until_s: int) -> list[int]:
        """Let time pass, and return in which second each read was made."""
        await settle()
        times_s = [0] * len(self.centre.reads)
        for second in range(1, until_s + 1):
            await self.clock.advance(1)
            times_s += [second] * (len(self.centre.reads) - len(times_s))
        return times_s

    @property
    def codes_written(self) -> list[str]:
        return [write.code_id for write in self.centre.writes]


def dialer() -> Submission:
    return a_submission(not_before_at=NOON + timedelta(seconds=5))


def second_decision(first: Submission) -> Submission:
    return first.revised(a_decision(REFUND))
