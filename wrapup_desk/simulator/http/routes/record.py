"""The simulator's own record of what really happened: the truth that tests count by."""

from wrapup_desk.simulator.http.routes.interactions import interaction_id_of
from wrapup_desk.simulator.platform.simulation import Simulation
from wrapup_desk.simulator.wire.basics import Json, iso
from wrapup_desk.simulator.world.conversation import AppliedCode, Conversation, Participant
from wrapup_desk.simulator.world.organization import Organization


def record_json(simulation: Simulation) -> Json:
    """Every leg of every agent, oldest first, with its codes and who ended it."""
    centre = simulation.centre
    return {
        "now": iso(simulation.clock.now()),
        "finished": simulation.is_finished,
        "legs": [
            leg_json(conversation, leg, simulation.organization)
            for conversation in centre.conversations.values()
            for leg in conversation.legs
        ],
        "requests": simulation.requests.as_json(),
        "events_published": simulation.sockets.published,
        "open_sockets": len(simulation.sockets.open_sockets),
        "capabilities": simulation.capabilities.as_json(),
        "faults": simulation.faults.as_json(),
    }


def leg_json(conversation: Conversation, leg: Participant, organization: Organization) -> Json:
    """One row of the record."""
    final = leg.final_code
    expected = conversation.expected_code_id
    return {
        "conversation_id": conversation.id,
        "participant_id": leg.id,
        "communication_id": leg.communication_id,
        "user_id": leg.user_id,
        "agent": leg.name,
        "media": conversation.medium.name,
        "title": conversation.title,
        "interaction_id": interaction_id_of(leg),
        "queue": leg.queue.name if leg.queue else None,
        "queue_id": leg.queue.id if leg.queue else None,
        "prompt": leg.prompt.on_queue if leg.prompt else None,
        "is_dialer": conversation.is_dialer,
        "state": leg.state.value,
        "acw_state": leg.acw_state,
        "alerted_at": iso(leg.started_at),
        "answered_at": iso(leg.connected_at),
        "hung_up_at": iso(leg.disconnected_at),
        "completed_at": iso(leg.completed_at),
        "completed_by": leg.completed_by,
        "expected_code_id": expected,
        "expected_code_name": organization.code_name(expected) if expected else None,
        "attributes": dict(leg.attributes),
        "codes": [_code_json(code, organization) for code in leg.codes],
        "final_code_id": final.code_id if final else None,
        "coded_before_complete": leg.was_coded_before_complete,
    }


def _code_json(code: AppliedCode, organization: Organization) -> Json:
    return {
        "code_id": code.code_id,
        "code_name": organization.code_name(code.code_id),
        "notes": code.notes,
        "tags": list(code.tags),
        "at": iso(code.at),
        "by_user_id": code.by_user_id,
        "via": code.via,
        "while": code.while_state,
        "provisional": code.is_provisional,
        "duration_seconds": code.duration_seconds,
    }
