"""An outbox with the agent's view of the legs, for tests of the outbox."""

from __future__ import annotations

from tests.fakes import (
    BILLING,
    FakeClock,
    FakeContactCentre,
    InMemoryStore,
    a_decision,
    a_key,
    a_leg,
)
from wrapup_desk.application.background import Background
from wrapup_desk.application.outbox import Outbox
from wrapup_desk.domain.events import ContactCentreEvent, ConversationChanged
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.submission import Submission, SubmissionState
from wrapup_desk.domain.wrapup import WrapupCode


class Office:
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
        self.changes: list[Submission] = []
        self.troubles: list[str] = []
        self.background = background
        self.outbox = self.another()
        centre._publish = self.on_event

    def another(self) -> Outbox:
        return Outbox(
            self.centre,
            self.store,
            self.clock,
            self.background,
            self.changes.append,
            self.troubles.append,
        )

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


def a_dialer(office: Office) -> None:
    office.centre.put(a_leg(phase=Phase.AFTER_CALL, is_dialer=True))
