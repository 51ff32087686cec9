"""A contact centre in one process without any line, for tests of its rules."""

from datetime import UTC, datetime, timedelta

from wrapup_desk.simulator.world import changes
from wrapup_desk.simulator.world.arrivals import Arrival, conversation_of, leg_for
from wrapup_desk.simulator.world.capabilities import Capabilities
from wrapup_desk.simulator.world.contact_centre import SimulatedCentre
from wrapup_desk.simulator.world.conversation import AppliedCode, Conversation, Participant
from wrapup_desk.simulator.world.leg_life import Prompt
from wrapup_desk.simulator.world.media import CALL, Medium
from wrapup_desk.simulator.world.organization import (
    Organization,
    Queue,
    agents,
    queue_with_codes,
    supervisor,
)

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def a_queue(prompt: Prompt = Prompt.MANDATORY_TIMEOUT) -> Queue:
    codes = [("Refund", "Money back"), ("Invoice explained", "")]
    return queue_with_codes("Billing", codes, prompt=prompt, timeout_ms=60_000)


class Centre:
    """The centre, its clock, and one leg at a time."""

    def __init__(self, prompt: Prompt = Prompt.MANDATORY_TIMEOUT) -> None:
        self.capabilities = Capabilities()
        other = queue_with_codes("Support", [("Reset", "")], prompt=prompt, timeout_ms=60_000)
        self.organization = Organization(agents(2), supervisor(), [a_queue(prompt), other])
        self.centre = SimulatedCentre(self.organization, self.capabilities)
        self.changes: list[changes.Change] = []
        self.centre.listen(self.changes.append)
        self.now = NOON
        self.count = 0

    @property
    def refund(self) -> str:
        return self.organization.queues[0].codes[0].id

    def later(self, seconds: float) -> datetime:
        self.now += timedelta(seconds=seconds)
        return self.now

    def alert(
        self, medium: Medium = CALL, agent: int = 0, queue: int | None = 0
    ) -> tuple[Conversation, Participant]:
        self.count += 1
        chosen = None if queue is None else self.organization.queues[queue]
        conversation = conversation_of(Arrival(str(self.count), medium, chosen), self.now)
        self.centre.open(conversation)
        leg = leg_for(conversation, self.organization.agents[agent], chosen, self.now)
        self.centre.alert(conversation, leg)
        return conversation, leg

    def answered(
        self, medium: Medium = CALL, agent: int = 0, queue: int | None = 0
    ) -> tuple[Conversation, Participant]:
        conversation, leg = self.alert(medium, agent, queue)
        self.centre.answer(conversation, leg, self.later(3))
        return conversation, leg

    def in_after_call_work(self) -> tuple[Conversation, Participant]:
        conversation, leg = self.answered()
        self.centre.hang_up(conversation, leg, self.later(60))
        return conversation, leg

    def code(self, code_id: str | None = None, *, is_provisional: bool = False) -> AppliedCode:
        return AppliedCode(
            code_id=code_id or self.refund,
            notes="",
            tags=(),
            at=self.now,
            by_user_id=self.organization.agents[0].id,
            via="A",
            while_state="acw",
            is_provisional=is_provisional,
            ended_at=self.now,
        )
