"""The test's hand on the past: what is really wrong in it, its pace, someone else's codes."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from wrapup_desk.simulator.history.history import PlantedFlaw
from wrapup_desk.simulator.history.month_plan import truth_of
from wrapup_desk.simulator.history.store import AnalyticsStore
from wrapup_desk.simulator.platform.simulation import Simulation
from wrapup_desk.simulator.wire.basics import Json, iso
from wrapup_desk.simulator.world.conversation import AppliedCode


def history_routes(simulation: Simulation, analytics: AnalyticsStore) -> list[Route]:
    """`/simulator/history/…`: no Genesys Cloud has these."""

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
        fields: dict[str, Any] = await request.json()
        conversation = simulation.centre.conversation(request.path_params["id"])
        leg = conversation.leg_of(fields["communication_id"]) if conversation else None
        if conversation is None or leg is None:
            return JSONResponse({"error": "No such leg."}, 404)
        now = simulation.clock.now()
        user_id = fields.get("user_id", leg.user_id)
        applied = AppliedCode(fields["code_id"], "", (), now, user_id, "agent", "complete")
        simulation.centre.apply_code(conversation, leg, applied, now)
        return JSONResponse({"code_id": fields["code_id"]})

    return [
        Route("/simulator/history/truth", truth, methods=["GET"]),
        Route("/simulator/history/pace", pace, methods=["POST"]),
        Route("/simulator/history/conversations/{id}/code", code, methods=["POST"]),
    ]


def _truth(analytics: AnalyticsStore) -> Json:
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
        if leg.flaw is not PlantedFlaw.NONE
    ]
    return {
        "month": list(truth_of(analytics.month)),
        "legs": sum(len(past.legs) for past in history.conversations),
        "conversations": len(history.conversations),
        "bad": bad,
    }
