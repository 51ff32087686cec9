"""A conversation as the simulator keeps it: participants, their legs, words, codes."""

from dataclasses import dataclass, field
from datetime import datetime

from wrapup_desk.simulator.world.leg_life import LegState, Prompt
from wrapup_desk.simulator.world.media import CALL, Medium
from wrapup_desk.simulator.world.organization import Queue


@dataclass(frozen=True)
class AppliedCode:
    """One code that was put on a leg, with where it came from."""

    code_id: str
    notes: str
    tags: tuple[str, ...]
    at: datetime
    by_user_id: str | None
    # A per communication, B participant, C on behalf, D dialect, agent (its own UI), system
    via: str
    # State of the leg when it was accepted: connected, acw, complete
    while_state: str
    is_provisional: bool = False
    duration_seconds: int = 0
    ended_at: datetime | None = None


@dataclass
class FurtherCall:
    """A call beside the participant's own communication: a dial attempt, a consult."""

    id: str
    connected_at: datetime | None = None
    disconnected_at: datetime | None = None
    disconnect_type: str | None = None


@dataclass
class Participant:
    """One party's attempt at the conversation, with its communication and further calls."""

    id: str
    communication_id: str
    purpose: str
    name: str
    address: str
    state: LegState
    started_at: datetime
    direction: str = "inbound"
    user_id: str | None = None
    queue: Queue | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    initial_state: str = "alerting"
    alerting_timeout_ms: int = 8000
    peer_id: str | None = None
    consult_participant_id: str | None = None
    # How somebody joined another's leg: monitored, coached, barged; and whose
    joined_as: str = ""
    joined_participant_id: str | None = None
    parked_at: datetime | None = None
    is_parked: bool = False
    connected_at: datetime | None = None
    hold_started_at: datetime | None = None
    disconnected_at: datetime | None = None
    disconnect_type: str | None = None
    # NotApplicable for legs without after-call work; None while it is too early to say
    acw_state: str | None = None
    acw_started_at: datetime | None = None
    acw_ended_at: datetime | None = None
    acw_requested: bool = False
    completed_by: str | None = None
    completed_at: datetime | None = None
    codes: list[AppliedCode] = field(default_factory=list)
    further_calls: list[FurtherCall] = field(default_factory=list)

    @property
    def is_agent(self) -> bool:
        return self.purpose == "agent"

    @property
    def prompt(self) -> Prompt | None:
        return self.queue.prompt if self.queue else None

    @property
    def is_over(self) -> bool:
        """The leg is disconnected; after-call work may still be pending."""
        return self.disconnected_at is not None

    @property
    def final_code(self) -> AppliedCode | None:
        """The code the leg has now: the last that is not provisional."""
        return next((code for code in reversed(self.codes) if not code.is_provisional), None)

    @property
    def draft_code(self) -> AppliedCode | None:
        """The last provisional save, if no code came after it."""
        last = self.codes[-1] if self.codes else None
        return last if last and last.is_provisional else None

    @property
    def was_coded_before_complete(self) -> bool:
        """A real code was on the leg when it completed, or is while it has not."""
        end = self.completed_at
        return any(
            not code.is_provisional and code.via != "system" and (end is None or code.at <= end)
            for code in self.codes
        )


@dataclass(frozen=True)
class Words:
    """One turn of the talk; for messages and emails also one message."""

    id: str
    speaker: str
    text: str
    at: datetime
    participant_id: str


@dataclass(frozen=True)
class Prediction:
    """What the native Copilot predicted for the conversation."""

    id: str
    at: datetime
    text: str
    # (code id, score), best first
    codes: tuple[tuple[str, float], ...]
    communication_id: str


@dataclass
class Conversation:
    """All participants of one conversation, and what was said.

    A participant who had a thread several times is there once for each, all with the same id.
    """

    id: str
    medium: Medium
    started_at: datetime
    participants: list[Participant] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    predictions: list[Prediction] = field(default_factory=list)
    subject: str = ""
    is_dialer: bool = False
    ended_at: datetime | None = None
    # The code the script says is right; only the record shows it
    expected_code_id: str | None = None
    title: str = ""
    # The code is a communication's: of a callback the call's; else it is the participant's
    is_coded_by_communication: bool = False

    @property
    def customer(self) -> Participant:
        return next(one for one in self.participants if one.purpose in {"customer", "external"})

    @property
    def legs(self) -> list[Participant]:
        """The agents' participants, oldest first."""
        return [one for one in self.participants if one.is_agent]

    @property
    def parties(self) -> list[list[Participant]]:
        """Each participant with its sessions, oldest first."""
        by_id: dict[str, list[Participant]] = {}
        for one in self.participants:
            by_id.setdefault(one.id, []).append(one)
        return list(by_id.values())

    def participant(self, participant_id: str) -> Participant | None:
        """The participant as it is now."""
        newest_first = reversed(self.participants)
        return next((one for one in newest_first if one.id == participant_id), None)

    def has(self, medium: Medium) -> bool:
        """Whether it is of *medium*, or has calls beside it."""
        has_calls = any(one.further_calls for one in self.participants)
        return self.medium is medium or (medium is CALL and has_calls)

    def words_of(self, one: Participant) -> list[Words]:
        """What *one* wrote, in a thread that came back: in this session of it."""
        starts = [each.started_at for each in self.participants if each.id == one.id]
        until = min((start for start in starts if start > one.started_at), default=None)
        return [
            said
            for said in self.words
            if said.participant_id == one.id
            and (one.started_at == min(starts) or said.at >= one.started_at)
            and (until is None or said.at < until)
        ]

    def leg_of(self, communication_id: str) -> Participant | None:
        """Whose communication it is, a call beside the own one included."""
        for one in self.participants:
            if communication_id in (
                one.communication_id,
                *(call.id for call in one.further_calls),
            ):
                return one
        return None
