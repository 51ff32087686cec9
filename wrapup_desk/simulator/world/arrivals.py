"""Builds new conversations and legs, with ids that follow from a key and nothing else."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from wrapup_desk.simulator.world.conversation import Conversation, Participant
from wrapup_desk.simulator.world.leg_life import LegState
from wrapup_desk.simulator.world.media import EMAIL, Medium
from wrapup_desk.simulator.world.organization import Queue, User, stable_id


@dataclass(frozen=True)
class Arrival:
    """Who arrives where: all that is known before an agent is rung."""

    key: str
    medium: Medium
    queue: Queue | None
    customer_name: str = "Mobile Number, Australia"
    customer_address: str = "tel:+61491570006"
    direction: str = "inbound"
    subject: str = ""
    title: str = ""
    is_dialer: bool = False
    expected_code_id: str | None = None
    attributes: dict[str, str] = field(default_factory=dict)


def conversation_of(arrival: Arrival, now: datetime) -> Conversation:
    """The conversation with its customer, and the queue that holds them."""
    conversation_id = stable_id("conversation", arrival.key)
    customer = _participant(conversation_id, 0, _customer_purpose(arrival), arrival, now)
    customer.name, customer.address = arrival.customer_name, arrival.customer_address
    customer.attributes = dict(arrival.attributes)
    conversation = Conversation(
        id=conversation_id,
        medium=arrival.medium,
        started_at=now,
        participants=[customer],
        subject=arrival.subject or (arrival.title if arrival.medium is EMAIL else ""),
        is_dialer=arrival.is_dialer,
        expected_code_id=arrival.expected_code_id,
        title=arrival.title,
    )
    if arrival.queue is not None:
        acd = _participant(conversation_id, 1, "acd", arrival, now)
        acd.name, acd.address = arrival.queue.name, "tel:+61255500000"
        acd.peer_id = customer.communication_id
        acd.queue = arrival.queue
        customer.queue = arrival.queue
        conversation.participants.append(acd)
    return conversation


def leg_for(
    conversation: Conversation, agent: User, queue: Queue | None, now: datetime
) -> Participant:
    """A new alerting leg of *agent*; each attempt is a participant of its own."""
    number = len(conversation.participants)
    return Participant(
        id=stable_id(conversation.id, "participant", str(number)),
        communication_id=stable_id(conversation.id, "communication", str(number)),
        purpose="agent",
        name=agent.name,
        address=f"sip:{agent.email}",
        state=LegState.ALERTING,
        started_at=now,
        direction=conversation.customer.direction,
        user_id=agent.id,
        queue=queue,
        peer_id=conversation.customer.communication_id,
    )


def returning(
    conversation: Conversation, leg: Participant, queue: Queue | None, now: datetime
) -> Participant:
    """The participant of *leg* is rung again: another communication, the same id."""
    return replace(
        leg_for(conversation, User(leg.user_id or "", leg.name, ""), queue, now),
        id=leg.id,
        address=leg.address,
    )


def joining(
    conversation: Conversation, leg: Participant, user: User, role: str, now: datetime
) -> Participant:
    """Somebody who monitors, coaches or barges in on *leg*: no agent of any queue."""
    one = leg_for(conversation, user, None, now)
    one.purpose, one.joined_as, one.joined_participant_id = "user", role, leg.id
    return one


def _customer_purpose(arrival: Arrival) -> str:
    return "external" if arrival.direction == "outbound" else "customer"


def _participant(
    conversation_id: str, number: int, purpose: str, arrival: Arrival, now: datetime
) -> Participant:
    return Participant(
        id=stable_id(conversation_id, "participant", str(number)),
        communication_id=stable_id(conversation_id, "communication", str(number)),
        purpose=purpose,
        name="",
        address="",
        state=LegState.CONNECTED,
        started_at=now,
        direction=arrival.direction,
        initial_state="offering" if purpose == "acd" else "connected",
        connected_at=now,
    )
