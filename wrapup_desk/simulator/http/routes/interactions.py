"""The dialect of the forum story: /api/v2/interactions with its WRAPUP action and its 409.

No Genesys document knows these paths (contract, section 0.1). They are spoken only with
`--dialect`, so that the adapter for such a gateway has a counterpart. What the story says
is kept: an interaction has an id of its own, a code can be set until the interaction is
COMPLETED or WRAPPED, and then the answer is 409.
"""

from starlette.responses import Response

from wrapup_desk.simulator.http.pipeline import Call, Operation, json_answer
from wrapup_desk.simulator.http.routes.wrapup import put_code
from wrapup_desk.simulator.platform.wrapup_rules import WrapupRequest, Writer
from wrapup_desk.simulator.wire.basics import Json, without_absent
from wrapup_desk.simulator.wire.errors import ApiError
from wrapup_desk.simulator.world import changes
from wrapup_desk.simulator.world.contact_centre import SimulatedCentre
from wrapup_desk.simulator.world.conversation import Conversation, Participant
from wrapup_desk.simulator.world.leg_life import TERMINAL, LegState
from wrapup_desk.simulator.world.organization import stable_id

# Participant attribute by which a client learns the interaction's own id
INTERACTION_ID_ATTRIBUTE = "interaction_id"
_ACTION_FIELDS = {"actionType", "wrapupCode", "wrapupDuration"}


def interaction_id_of(leg: Participant) -> str:
    """The id of one agent's leg in the dialect; not that of the conversation."""
    return stable_id("interaction", leg.communication_id)


def interaction_state(leg: Participant) -> str:
    """QUEUED until answered, ACTIVE until complete, then WRAPPED with a code or COMPLETED."""
    if leg.state is LegState.ALERTING:
        return "QUEUED"
    if leg.state not in TERMINAL:
        return "ACTIVE"
    return "WRAPPED" if leg.final_code else "COMPLETED"


class InteractionIds:
    """Listens to the contact centre and marks each leg with its interaction id."""

    def __init__(self, centre: SimulatedCentre) -> None:
        self._legs: dict[str, tuple[Conversation, Participant]] = {}
        centre.listen(self)

    def __call__(self, change: changes.Change) -> None:
        if isinstance(change, changes.LegAlerted):
            interaction_id = interaction_id_of(change.leg)
            change.leg.attributes[INTERACTION_ID_ATTRIBUTE] = interaction_id
            self._legs[interaction_id] = (change.conversation, change.leg)

    def operations(self) -> list[Operation]:
        """The two operations of the story."""
        return [
            Operation("GET", "/interactions/{interaction_id}", self._read),
            Operation("PATCH", "/interactions/{interaction_id}/actions", self._act),
        ]

    async def _read(self, call: Call) -> Response:
        return json_answer(_interaction_json(*self._found(call)))

    async def _act(self, call: Call) -> Response:
        conversation, leg = self._found(call)
        body = call.object_body()
        if body.get("actionType") != "WRAPUP" or set(body) - _ACTION_FIELDS:
            raise ApiError("bad.request")
        if leg.state in TERMINAL:
            state = interaction_state(leg)
            raise ApiError("conflict", message=f"The interaction is already {state}.")
        asked = {"code": body.get("wrapupCode"), "durationSeconds": body.get("wrapupDuration")}
        parsed = WrapupRequest.parsed(asked)
        put_code(call.simulation, (conversation, leg), parsed, Writer(call.user, "D"))
        return json_answer(_interaction_json(conversation, leg))

    def _found(self, call: Call) -> tuple[Conversation, Participant]:
        found = self._legs.get(call.path("interaction_id"))
        if found is None:
            # The conversation's id is not the interaction's: that is a 404, too
            raise ApiError("not.found")
        return found


def _interaction_json(conversation: Conversation, leg: Participant) -> Json:
    code = leg.final_code
    return without_absent(
        {
            "id": interaction_id_of(leg),
            "conversationId": conversation.id,
            "state": interaction_state(leg),
            "wrapupCode": code.code_id if code else None,
            "wrapupDuration": code.duration_seconds if code else None,
        }
    )
