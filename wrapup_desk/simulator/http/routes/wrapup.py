"""REST writes: codes (A, B and C), attributes, after-call work, control of a leg."""

import asyncio
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from wrapup_desk.simulator.http.pipeline import Answer, Call, Operation, accepted, json_answer
from wrapup_desk.simulator.http.routes.conversations import find_participant
from wrapup_desk.simulator.platform.simulation import Simulation
from wrapup_desk.simulator.platform.wrapup_rules import WrapupRequest, Writer, applied, check
from wrapup_desk.simulator.wire.errors import ApiError, error_of_status
from wrapup_desk.simulator.world.capabilities import Capabilities
from wrapup_desk.simulator.world.conversation import AppliedCode, Conversation, Participant
from wrapup_desk.simulator.world.leg_life import TALKING, ImpossibleLegMove, LegState
from wrapup_desk.simulator.world.media import ALL_MEDIA, CALL, EMAIL, Medium

_WRITE = ("conversations",)
_PARTICIPANT = "/{conversation_id}/participants/{participant_id}"
_COMMUNICATION = _PARTICIPANT + "/communications/{communication_id}"
_MAY_WRAP_UP = ("conversation:participant:wrapup",)
_MAY_PATCH = (
    "conversation:participant:wrapup",
    "conversation:call:record",
    "conversation:communication:disconnect",
)
# models/media_participant_request.py
_PATCH_FIELDS = {
    "wrapup",
    "state",
    "recording",
    "muted",
    "confined",
    "held",
    "wrapupSkipped",
    "resumeTime",
}


def put_code(
    simulation: Simulation,
    found: tuple[Conversation, Participant],
    asked: WrapupRequest,
    writer: Writer,
) -> None:
    """Accept the code now and let it take effect a moment later, as 202 means.

    Raises:
        ApiError: The refusal, at once.
    """
    conversation, leg = found
    check(asked, leg, writer, simulation.organization, simulation.capabilities)
    code = applied(asked, leg, writer, simulation.clock.now())
    if code is None or not _is_kept(code, simulation.capabilities):
        return

    def take_effect() -> None:
        simulation.centre.apply_code(conversation, leg, code, simulation.clock.now())

    loop = asyncio.get_running_loop()
    due_s = simulation.next_application_s(leg.communication_id, loop.time())
    if due_s <= loop.time():
        take_effect()
    else:
        loop.call_at(due_s, take_effect)


def _is_kept(code: AppliedCode, capabilities: Capabilities) -> bool:
    if code.is_provisional and not capabilities.provisional_stored:
        return False
    return capabilities.accepted_takes_effect


def _write_a(medium: Medium) -> Answer:
    async def answer(call: Call) -> Response:
        found = find_participant(call, medium)
        asked = WrapupRequest.parsed(call.object_body())
        if call.simulation.capabilities.write_a != accepted().status_code:
            raise error_of_status(call.simulation.capabilities.write_a)
        put_code(call.simulation, found, asked, Writer(call.user, "A"))
        return accepted()

    return answer


def _write_b(medium: Medium | None) -> Answer:
    async def answer(call: Call) -> Response:
        # Documented for calls; the generic PATCH and e-mails do not list it
        if call.user is None and medium is CALL:
            raise ApiError("not.a.user")
        _patch_participant(call, find_participant(call, medium), Writer(call.user, "B"))
        return accepted()

    return answer


async def write_c(call: Call) -> Response:
    """PATCH on behalf of a user: calls only."""
    found = find_participant(call, CALL)
    if found[1].user_id != call.path("user_id"):
        raise ApiError("conversation.error.not.conversation.participant")
    user = call.user or call.simulation.organization.supervisor
    _patch_participant(call, found, Writer(user, "C"))
    return accepted()


async def attributes(call: Call) -> Response:
    """PATCH participant attributes; client credentials may."""
    conversation, participant = find_participant(call)
    values = call.object_body().get("attributes")
    if not isinstance(values, dict) or set(call.object_body()) != {"attributes"}:
        raise ApiError("bad.request")
    written = {str(name): str(value) for name, value in values.items()}
    call.simulation.centre.set_attributes(conversation, participant, written)
    return accepted()


async def after_call_work(call: Call) -> Response:
    """Ask for after-call work; "can only be updated for connected communications"."""
    conversation, leg = find_participant(call)
    required = call.object_body().get("afterCallWorkRequired")
    if not isinstance(required, bool):
        raise ApiError("invalid.value", {"value": str(required), "field": "afterCallWorkRequired"})
    if leg.state not in TALKING:
        raise ApiError("conversation.error.call.disconnected")
    call.simulation.centre.request_after_call_work(conversation, leg, required=required)
    return json_answer({"afterCallWorkRequired": required})


def _patch_communication(medium: Medium) -> Answer:
    async def answer(call: Call) -> Response:
        # "This endpoint does not update wrapup."
        conversation, leg = find_participant(call, medium)
        _control(call, conversation, leg, {**call.object_body(), "wrapup": None})
        return json_answer({})

    return answer


def _patch_participant(
    call: Call, found: tuple[Conversation, Participant], writer: Writer
) -> None:
    """Each property present tries its action, the code first."""
    body = call.object_body()
    if set(body) - _PATCH_FIELDS:
        raise ApiError("bad.request")
    if body.get("wrapup") is not None:
        if not isinstance(body["wrapup"], dict):
            raise ApiError("bad.request")
        put_code(call.simulation, found, WrapupRequest.parsed(body["wrapup"]), writer)
    _control(call, *found, body)


def _control(
    call: Call, conversation: Conversation, leg: Participant, body: Mapping[str, Any]
) -> None:
    try:
        _change_state(call.simulation, conversation, leg, body)
        _change_hold(call.simulation, conversation, leg, body)
        if body.get("wrapupSkipped"):
            _skip(call.simulation, conversation, leg)
    except ImpossibleLegMove:
        raise ApiError("conversation.error.call.disconnected") from None


def _change_state(
    simulation: Simulation, conversation: Conversation, leg: Participant, body: Mapping[str, Any]
) -> None:
    state = str(body.get("state") or "").lower()
    now = simulation.clock.now()
    if state == "connected" and leg.state is LegState.ALERTING:
        simulation.centre.answer(conversation, leg, now)
    elif state == "disconnected":
        simulation.centre.hang_up(conversation, leg, now, "client")
    elif state not in {"", "connected"}:
        raise ApiError("invalid.value", {"value": state, "field": "state"})


def _change_hold(
    simulation: Simulation, conversation: Conversation, leg: Participant, body: Mapping[str, Any]
) -> None:
    held = body.get("held")
    if held is True:
        simulation.centre.hold(conversation, leg, simulation.clock.now())
    elif held is False and leg.state is LegState.HELD:
        simulation.centre.retrieve(conversation, leg)


def _skip(simulation: Simulation, conversation: Conversation, leg: Participant) -> None:
    if not simulation.centre.complete(conversation, leg, simulation.clock.now()):
        raise ApiError("conversation.error.wrapup.cannot.skip")


def _operations() -> list[Operation]:
    listed = [
        Operation(
            "PATCH",
            f"/conversations/aftercallwork{_COMMUNICATION}",
            after_call_work,
            _WRITE,
            _MAY_WRAP_UP,
        ),
        Operation(
            "PATCH",
            f"/conversations/calls{_PARTICIPANT}/user/{{user_id}}",
            write_c,
            _WRITE,
            (*_MAY_PATCH, "conversation:agentlessCall:add"),
        ),
        Operation("PATCH", f"/conversations{_PARTICIPANT}/attributes", attributes, _WRITE),
        Operation("PATCH", f"/conversations{_PARTICIPANT}", _write_b(None), _WRITE, _MAY_PATCH),
    ]
    for medium in ALL_MEDIA:
        base = f"/conversations/{medium.path}"
        if medium.has_communication_wrapup:
            path = f"{base}{_COMMUNICATION}/wrapup"
            listed.append(Operation("POST", path, _write_a(medium), _WRITE, _MAY_WRAP_UP))
        if medium.has_participant_patch:
            park = ("conversation:email:park",) if medium is EMAIL else ()
            path, rights = f"{base}{_PARTICIPANT}", (*_MAY_PATCH, *park)
            listed.append(Operation("PATCH", path, _write_b(medium), _WRITE, rights))
        if medium.has_conversation_read:
            path = f"{base}{_COMMUNICATION}"
            listed.append(Operation("PATCH", path, _patch_communication(medium), _WRITE))
    return listed


OPERATIONS = _operations()
