"""Brings a past conversation back as a whole one, so that every REST route can serve it."""

from datetime import datetime, timedelta

from wrapup_desk.simulator.history.history import (
    SKIPPED_CODE,
    Decoy,
    InventedConversation,
    InventedLeg,
    PlantedFlaw,
)
from wrapup_desk.simulator.history.ids import derived_id
from wrapup_desk.simulator.history.texts import note_beside, tags_beside, turns
from wrapup_desk.simulator.world.conversation import (
    AppliedCode,
    Conversation,
    Participant,
    Prediction,
    Words,
)
from wrapup_desk.simulator.world.leg_life import LegState
from wrapup_desk.simulator.world.organization import Organization, User


def recalled(
    past: InventedConversation, organization: Organization, agents: list[User]
) -> Conversation:
    """The conversation as it stood when its last code was saved; words only where written."""
    whole = Conversation(
        id=past.id,
        medium=past.medium,
        started_at=past.started_at,
        ended_at=past.ended_at,
        is_dialer=past.is_dialer,
        subject="Your enquiry",
    )
    whole.participants.append(_customer(past))
    if past.decoy is not Decoy.NONE:
        whole.participants.extend(_decoys(past, agents))
    for place, leg in enumerate(past.legs):
        whole.participants.append(_agent(past, place, leg))
    if past.legs:
        whole.expected_code_id = past.legs[-1].right_code_id
        whole.predictions.extend(_predictions(past))
    if not past.medium.is_spoken:
        whole.words.extend(words_of(past, len(past.legs) - 1, organization))
    return whole


def words_of(past: InventedConversation, place: int, organization: Organization) -> list[Words]:
    """What was said on one leg."""
    leg = past.legs[place]
    moment = past.started_at + timedelta(seconds=leg.answered_s + 2)
    said = []
    for number, (speaker, text) in enumerate(turns(past.id, leg, organization)):
        owner = "customer" if speaker == "customer" else f"leg {place}"
        words_id = derived_id(past.id, f"words {place} {number}")
        said.append(Words(words_id, speaker, text, moment, past.participant_id(owner)))
        moment += timedelta(seconds=7)
    return said


def _predictions(past: InventedConversation) -> list[Prediction]:
    """Copilot was at work in every second conversation, and mostly right."""
    if int(past.id.replace("-", ""), 16) % 2:
        return []
    return [
        Prediction(
            derived_id(past.id, f"prediction {place}"),
            past.started_at + timedelta(seconds=leg.answered_s + leg.talk_s),
            "",
            ((leg.right_code_id, 0.81), (leg.queue.codes[-1].id, 0.12)),
            past.communication_id(f"leg {place}"),
        )
        for place, leg in enumerate(past.legs)
    ]


def _customer(past: InventedConversation) -> Participant:
    return Participant(
        id=past.participant_id("customer"),
        communication_id=past.communication_id("customer"),
        purpose="customer",
        name=past.customer_name,
        address=past.address,
        state=LegState.COMPLETE,
        started_at=past.started_at,
        connected_at=past.started_at,
        disconnected_at=past.ended_at,
        disconnect_type="endpoint",
        acw_state="notApplicable",
        attributes=_menu(past),
    )


def _menu(past: InventedConversation) -> dict[str, str]:
    """What the customer pressed in the menu: the place of the right code in the queue's list."""
    if not past.legs:
        return {}
    leg = past.legs[-1]
    places = {code.id: place for place, code in enumerate(leg.queue.codes, 1)}
    return {"ivr.choice": str(places[leg.right_code_id]), "ivr.caller": past.address}


def _agent(past: InventedConversation, place: int, leg: InventedLeg) -> Participant:
    answered_at = past.started_at + timedelta(seconds=leg.answered_s)
    hung_up_at = answered_at + timedelta(seconds=leg.talk_s)
    completed_at = hung_up_at + timedelta(seconds=leg.acw_s)
    has_acw = not leg.is_code_on_interact
    participant = Participant(
        id=past.participant_id(f"leg {place}"),
        communication_id=past.communication_id(f"leg {place}"),
        purpose="agent",
        name=leg.agent.name,
        address="",
        state=LegState.COMPLETE,
        started_at=answered_at - timedelta(seconds=5),
        user_id=leg.agent.id,
        queue=leg.queue,
        connected_at=answered_at,
        disconnected_at=hung_up_at,
        disconnect_type="transfer" if place < len(past.legs) - 1 else "peer",
        acw_state=_acw_state(leg),
        acw_started_at=hung_up_at if has_acw else None,
        acw_ended_at=completed_at if has_acw else None,
        completed_at=completed_at if has_acw else hung_up_at,
        completed_by="timeout" if leg.flaw is PlantedFlaw.TIMED_OUT else "agent",
    )
    if leg.code_id is not None:
        participant.codes.append(_applied(leg, participant.id, hung_up_at, completed_at))
    return participant


def _acw_state(leg: InventedLeg) -> str:
    if leg.is_code_on_interact:
        return "notApplicable"
    is_skipped = leg.code_id is None or leg.code_id == SKIPPED_CODE
    return "skipped" if is_skipped and leg.flaw is PlantedFlaw.SKIPPED else "complete"


def _applied(
    leg: InventedLeg, participant_id: str, hung_up_at: datetime, completed_at: datetime
) -> AppliedCode:
    is_system = leg.flaw in (PlantedFlaw.TIMED_OUT, PlantedFlaw.SKIPPED, PlantedFlaw.DEFAULT)
    at = hung_up_at - timedelta(seconds=3) if leg.is_code_on_interact else completed_at
    return AppliedCode(
        code_id=leg.code_id or "",
        notes="" if is_system else note_beside(participant_id),
        tags=() if is_system else tags_beside(participant_id),
        at=at,
        by_user_id=None if is_system else leg.agent.id,
        via="system" if is_system else "agent",
        while_state="connected" if leg.is_code_on_interact else "acw",
        duration_seconds=round(leg.acw_s),
        ended_at=at,
    )


def _decoys(past: InventedConversation, agents: list[User]) -> list[Participant]:
    agent = agents[past.started_at.minute % len(agents)]
    participant = Participant(
        id=past.participant_id("decoy"),
        communication_id=past.communication_id("decoy"),
        purpose="agent",
        name=agent.name,
        address="",
        state=LegState.COMPLETE,
        started_at=past.started_at + timedelta(seconds=4),
        user_id=agent.id,
        acw_state="notApplicable",
    )
    ended_at = past.started_at + timedelta(seconds=10)
    if past.decoy is Decoy.DIRECT_CALL:
        participant.connected_at, ended_at = ended_at, past.ended_at
    elif past.decoy is Decoy.NO_ANSWER:
        participant.initial_state, participant.direction = "dialing", "outbound"
    else:
        participant.state = LegState.MISSED
        participant.queue = past.legs[0].queue if past.legs else None
    participant.disconnected_at = participant.completed_at = ended_at
    participant.disconnect_type = (
        "transfer.noanswer" if past.decoy is Decoy.MISSED_ALERT else "endpoint"
    )
    return [participant]
