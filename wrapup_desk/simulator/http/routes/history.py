"""The test's hand on the past: what is really wrong in it, its pace, someone else's codes."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from wrapup_desk.simulator.conversation import AppliedCode
from wrapup_desk.simulator.history import Flaw
from wrapup_desk.simulator.history_store import Analytics
from wrapup_desk.simulator.simulation import Simulation
from wrapup_desk.simulator.wire_basics import Json, iso


def history_routes(simulation: Simulation, analytics: Analytics) -> list[Route]:
    """``/simulator/history/…``: no Genesys Cloud has these."""

    async def truth(_request: Request) -> Response:
        return JSONResponse(_truth(analytics))

    async def pace(request: Request) -> Response:
        try:
            analytics.pace.update(await request.json())
        except (ValueError, TypeError) as problem:
            return JSONResponse({"error": str(problem)}, 400)
        return JSONResponse(vars(analytics.pace))

    async def code(request: Request) -> Response:
        """{"communication_id", "code_id", "user_id"?}: somebody codes the leg in Genesys itself."""
        wish: dict[str, Any] = await request.json()
        conversation = simulation.centre.conversation(request.path_params["id"])
        leg = conversation.leg_of(wish["communication_id"]) if conversation else None
        if conversation is None or leg is None:
            return JSONResponse({"error": "No such leg."}, 404)
        now = simulation.clock.now()
        user_id = wish.get("user_id", leg.user_id)
        applied = AppliedCode(wish["code_id"], "", (), now, user_id, "agent", "complete")
        simulation.centre.apply_code(conversation, leg, applied, now)
        return JSONResponse({"code_id": wish["code_id"]})

    return [
        Route("/simulator/history/truth", truth, methods=["GET"]),
        Route("/simulator/history/pace", pace, methods=["POST"]),
        Route("/simulator/history/conversations/{id}/code", code, methods=["POST"]),
    ]


def _truth(analytics: Analytics) -> Json:
    """How many legs there are, and each bad one with the code that would be right."""
    history = analytics.history
    bad = [
        {
            "conversation_id": past.id,
            "participant_id": past.participant_id(f"leg {place}"),
            "communication_id": past.communication_id(f"leg {place}"),
            "started_at": iso(past.started_at),
            "media": past.medium.name,
            "agent": leg.agent.name,
            "agent_id": leg.agent.id,
            "queue": leg.queue.name,
            "kind": leg.flaw.value,
            "code_id": leg.code_id,
            "right_code_id": leg.right_code_id,
        }
        for past in history.conversations
        for place, leg in enumerate(past.legs)
        if leg.flaw is not Flaw.NONE
    ]
    return {
        "legs": sum(len(past.legs) for past in history.conversations),
        "conversations": len(history.conversations),
        "bad": bad,
    }
