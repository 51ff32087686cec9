"""REST read of the organisation's settings for conversations (models/settings.py)."""

from starlette.responses import Response

from wrapup_desk.simulator.http.pipeline import Call, Operation, json_answer
from wrapup_desk.simulator.wire.errors import error_of_status

_CONVERSATIONS = ("conversations:readonly", "conversations")


async def conversation_settings(call: Call) -> Response:
    """GET /conversations/settings, or the refusal a switch asks for."""
    capabilities = call.simulation.capabilities
    if capabilities.settings_answer != 200:
        raise error_of_status(capabilities.settings_answer)
    return json_answer(
        {
            "communicationBasedACW": capabilities.communication_based_acw,
            "includeNonAgentConversationSummary": False,
            "allowCallbackQueueSelection": False,
            "callbacksInheritRoutingFromInboundCall": False,
            "completeAcwWhenAgentTransitionsOffline": False,
            "totalActiveCallback": False,
        }
    )


# To stand before `/conversations/{id}`, which would take "settings" for an id
OPERATIONS = [Operation("GET", "/conversations/settings", conversation_settings, _CONVERSATIONS)]
