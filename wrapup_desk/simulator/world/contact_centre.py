"""The contact centre's whole state and the moves that change it; pure, the time passed in."""

from collections.abc import Callable
from datetime import datetime

from wrapup_desk.simulator.world import changes
from wrapup_desk.simulator.world.arrivals import returning
from wrapup_desk.simulator.world.capabilities import Capabilities
from wrapup_desk.simulator.world.conversation import (
    AppliedCode,
    Conversation,
    FurtherCall,
    Participant,
    Words,
)
from wrapup_desk.simulator.world.leg_life import (
    TALKING,
    TERMINAL,
    Happening,
    ImpossibleLegMove,
    LegState,
    may_complete,
    next_state,
    state_after_code,
    state_after_hang_up,
)
from wrapup_desk.simulator.world.organization import TIMEOUT_CODE, Organization, stable_id

Listener = Callable[[changes.Change], None]
Found = tuple[Conversation, Participant]


class SimulatedCentre:
    """Keeps every conversation, and tells its listeners of each change."""

    def __init__(self, organization: Organization, capabilities: Capabilities) -> None:
        self.organization = organization
        self.capabilities = capabilities
        self.conversations: dict[str, Conversation] = {}
        # Finds what is no longer among the conversations, such as a month ago's
        self.recall: Callable[[str], Conversation | None] = lambda _: None
        self._listeners: list[Listener] = []
        self._by_communication: dict[str, Found] = {}
        self._by_user: dict[str, list[Found]] = {}
        # Those that are not complete yet, so that a long day does not slow the rest down
        self._live_by_user: dict[str, list[Found]] = {}

    def listen(self, listener: Listener) -> None:
        """Call *listener* with each change from now on."""
        self._listeners.append(listener)

    # --- looking up ---------------------------------------------------------------------

    def conversation(self, conversation_id: str) -> Conversation | None:
        """The conversation; one of the past is kept from now on, as it may change again."""
        found = self.conversations.get(conversation_id)
        if found is None and (found := self.recall(conversation_id)) is not None:
            self.conversations[conversation_id] = found
        return found

    def find_leg(self, communication_id: str) -> Found | None:
        return self._by_communication.get(communication_id)

    def last_leg_of(self, user_id: str) -> Participant | None:
        legs = self._by_user.get(user_id)
        return legs[-1][1] if legs else None

    def live_legs_of(self, user_id: str) -> list[Found]:
        """The agent's legs that are not complete, oldest first."""
        live = self._live_by_user.get(user_id, [])
        live[:] = [found for found in live if found[1].state not in TERMINAL]
        return live

    def active_conversations(self, user_id: str) -> list[Conversation]:
        """What `GET /conversations` lists for the user."""
        listed = {
            conversation.id: conversation
            for conversation, leg in self.live_legs_of(user_id)
            if (
                not leg.is_over and (self.capabilities.active_list_has_parked or not leg.is_parked)
            )
            or (leg.acw_state == "pending" and self.capabilities.active_list_has_acw)
        }
        return list(listed.values())

    def busy_legs(self, user_id: str) -> int:
        return len(self.live_legs_of(user_id))

    # --- the life of a leg ----------------------------------------------------------------

    def open(self, conversation: Conversation) -> None:
        """A customer has arrived."""
        conversation.is_coded_by_communication = self.capabilities.communication_based_acw
        self.conversations[conversation.id] = conversation
        self._changed(conversation)

    def alert(self, conversation: Conversation, leg: Participant) -> None:
        """Ring an agent."""
        leg.attributes = dict(conversation.customer.attributes)
        conversation.participants.append(leg)
        found = (conversation, leg)
        self._by_communication[leg.communication_id] = found
        for index in (self._by_user, self._live_by_user):
            index.setdefault(leg.user_id or "", []).append(found)
        self._tell(changes.LegAlerted(conversation, leg))
        self._changed(conversation)
        self._routing_changed(leg)

    def answer(self, conversation: Conversation, leg: Participant, now: datetime) -> None:
        leg.state = next_state(leg.state, Happening.ANSWERED)
        leg.connected_at = now
        for other in conversation.participants:
            if other.purpose == "acd" and not other.is_over:
                _disconnect(other, "transfer", now)
        self._tell(changes.LegStarted(conversation, leg))
        self._changed(conversation)
        self._routing_changed(leg)

    def join(self, conversation: Conversation, one: Participant, now: datetime) -> None:
        """Somebody listens in on a leg or barges in: they are connected without an alert."""
        self.alert(conversation, one)
        self.answer(conversation, one, now)

    def park(self, conversation: Conversation, leg: Participant, now: datetime) -> None:
        """Put a mail or message aside; *resume* is `retrieve`."""
        leg.is_parked, leg.parked_at = True, now
        self.hold(conversation, leg, now)

    def come_back(self, conversation: Conversation, leg: Participant, now: datetime) -> None:
        """The customer of a thread that is over writes again, and gets the same agent.

        Raises:
            ImpossibleLegMove: The leg is not over, or no thread.
        """
        if not leg.is_over or conversation.medium.is_spoken:
            raise ImpossibleLegMove(leg.state, Happening.ANSWERED)
        customer = conversation.customer
        customer.state, customer.acw_state = LegState.CONNECTED, None
        customer.disconnected_at = customer.disconnect_type = conversation.ended_at = None
        self.alert(conversation, returning(conversation, leg, leg.queue, now))

    def miss(self, conversation: Conversation, leg: Participant, now: datetime) -> None:
        """The alert ran out; the leg stays among the participants without a connect time."""
        leg.state = next_state(leg.state, Happening.MISSED)
        _disconnect(leg, "transfer.noanswer", now)
        leg.completed_at, leg.completed_by = now, "missed"
        self._changed(conversation)
        self._tell(changes.LegCompleted(conversation, leg))
        self._routing_changed(leg)

    def hold(self, conversation: Conversation, leg: Participant, now: datetime) -> None:
        leg.state = next_state(leg.state, Happening.HELD)
        leg.hold_started_at = now
        self._changed(conversation)

    def retrieve(self, conversation: Conversation, leg: Participant) -> None:
        leg.state = next_state(leg.state, Happening.RETRIEVED)
        leg.hold_started_at = None
        leg.is_parked = False
        self._changed(conversation)

    def hang_up(
        self,
        conversation: Conversation,
        leg: Participant,
        now: datetime,
        disconnect_type: str = "peer",
    ) -> None:
        """End the agent's leg; the customer leaves too unless another agent is on."""
        if leg.state is LegState.ALERTING:
            self.miss(conversation, leg, now)
            return
        if leg.state not in TALKING:
            raise ImpossibleLegMove(leg.state, Happening.HUNG_UP)
        _disconnect(leg, disconnect_type, now)
        _end_further_calls(leg, now)
        self._begin_after_call_work(leg, now)
        if not _has_live_leg(conversation):
            self._everyone_leaves(conversation, now)
        self._tell(changes.LegDisconnected(conversation, leg))
        self._changed(conversation)
        if leg.state is LegState.COMPLETE:
            self._tell(changes.LegCompleted(conversation, leg))
        self._routing_changed(leg)

    def complete(self, conversation: Conversation, leg: Participant, now: datetime) -> bool:
        """The agent clicks Complete (Done); returns whether it was honoured."""
        next_state(leg.state, Happening.COMPLETED)
        has_code = leg.final_code is not None
        needs_code = self.capabilities.mandatory_complete_needs_code
        if not may_complete(leg.prompt, has_code=has_code, needs_code=needs_code):
            return False
        if not has_code and self.capabilities.skipped_code:
            self._put_system_code(leg, self.capabilities.skipped_code, now)
            leg.acw_state = "skipped"
        self._finish(conversation, leg, now, "agent")
        return True

    def time_out(self, conversation: Conversation, leg: Participant, now: datetime) -> None:
        """After-call work ran out; without a code the system assigns its own."""
        next_state(leg.state, Happening.TIMED_OUT)
        if leg.final_code is None:
            self._put_system_code(leg, TIMEOUT_CODE, now)
            self._tell(changes.CodeApplied(conversation, leg))
        self._finish(conversation, leg, now, "timeout")

    def apply_code(
        self, conversation: Conversation, leg: Participant, code: AppliedCode, now: datetime
    ) -> None:
        """Put an accepted code on the leg; in after-call work it may free the agent."""
        leg.codes.append(code)
        if code.is_provisional:
            return
        ends_acw = self.capabilities.code_ends_acw
        after = state_after_code(leg.state, leg.prompt, ends_acw=ends_acw)
        self._tell(changes.CodeApplied(conversation, leg))
        if leg.state is LegState.AFTER_CALL_WORK and after is LegState.COMPLETE:
            self._finish(conversation, leg, now, "code")
        else:
            self._changed(conversation)

    def dial(
        self, conversation: Conversation, leg: Participant, now: datetime, *, is_busy: bool
    ) -> None:
        """Add a call to a connected leg: an attempt that comes to nothing, or one that is on."""
        if leg.state not in TALKING:
            raise ImpossibleLegMove(leg.state, Happening.RETRIEVED)
        call_id = stable_id(leg.communication_id, f"call {len(leg.further_calls)}")
        call = FurtherCall(call_id, connected_at=None if is_busy else now)
        if is_busy:
            call.disconnected_at, call.disconnect_type = now, "error"
        leg.further_calls.append(call)
        self._changed(conversation)

    def end_further_calls(
        self, conversation: Conversation, leg: Participant, now: datetime
    ) -> None:
        """End what was dialled; the leg's own communication goes on."""
        _end_further_calls(leg, now)
        self._changed(conversation)

    # --- the rest ---------------------------------------------------------------------------

    def request_after_call_work(
        self, conversation: Conversation, leg: Participant, *, required: bool
    ) -> None:
        leg.acw_requested = required
        self._changed(conversation)

    def set_attributes(
        self, conversation: Conversation, participant: Participant, attributes: dict[str, str]
    ) -> None:
        """Merge *attributes*; an empty value deletes, as the public API does."""
        for name, value in attributes.items():
            if value:
                participant.attributes[name] = value
            else:
                participant.attributes.pop(name, None)
        self._changed(conversation)

    def speak(self, conversation: Conversation, words: Words, *, is_final: bool = True) -> None:
        """Say one turn; a written one also becomes a message of the snapshot."""
        if is_final:
            conversation.words.append(words)
        self._tell(changes.WordsSpoken(conversation, words, is_final))
        if is_final and not conversation.medium.is_spoken:
            self._changed(conversation)

    def predict(self, change: changes.CodesPredicted) -> None:
        """The native Copilot has a summary."""
        change.conversation.predictions.append(change.prediction)
        self._tell(change)

    def _begin_after_call_work(self, leg: Participant, now: datetime) -> None:
        leg.state = state_after_hang_up(leg.prompt, requested=leg.acw_requested)
        skips = self.capabilities.code_while_connected_skips_acw and leg.final_code is not None
        if leg.state is LegState.COMPLETE or skips:
            leg.state = LegState.COMPLETE
            leg.acw_state = "notApplicable"
            leg.completed_at, leg.completed_by = now, "no after-call work"
            return
        leg.acw_state, leg.acw_started_at = "pending", now

    def _finish(
        self, conversation: Conversation, leg: Participant, now: datetime, by: str
    ) -> None:
        leg.state = LegState.COMPLETE
        if leg.acw_state != "skipped":
            leg.acw_state = "complete" if leg.final_code else "skipped"
        leg.acw_ended_at = leg.completed_at = now
        leg.completed_by = by
        self._changed(conversation)
        self._tell(changes.LegCompleted(conversation, leg))
        self._routing_changed(leg)

    def _everyone_leaves(self, conversation: Conversation, now: datetime) -> None:
        conversation.ended_at = now
        for other in conversation.participants:
            if other.disconnected_at is None and not other.is_agent:
                _disconnect(other, "endpoint", now)
                self._tell(changes.LegDisconnected(conversation, other))

    def _put_system_code(self, leg: Participant, code_id: str, now: datetime) -> None:
        started = leg.acw_started_at or now
        seconds = int((now - started).total_seconds())
        leg.codes.append(
            AppliedCode(
                code_id=code_id,
                notes="",
                tags=(),
                at=now,
                by_user_id=None,
                via="system",
                while_state=leg.state.value,
                duration_seconds=seconds,
                ended_at=now,
            )
        )

    def _routing_changed(self, leg: Participant) -> None:
        if leg.user_id:
            self._tell(changes.RoutingStatusChanged(leg.user_id))

    def _changed(self, conversation: Conversation) -> None:
        self._tell(changes.ConversationChanged(conversation))

    def _tell(self, change: changes.Change) -> None:
        for listener in self._listeners:
            listener(change)


def _disconnect(participant: Participant, disconnect_type: str, now: datetime) -> None:
    participant.disconnected_at = now
    participant.disconnect_type = disconnect_type
    participant.hold_started_at = None
    if not participant.is_agent:
        participant.state = LegState.COMPLETE
        participant.acw_state = "notApplicable"


def _end_further_calls(leg: Participant, now: datetime) -> None:
    for call in leg.further_calls:
        if call.disconnected_at is None:
            call.disconnected_at, call.disconnect_type = now, "peer"


def _has_live_leg(conversation: Conversation) -> bool:
    return any(not leg.is_over for leg in conversation.legs)
