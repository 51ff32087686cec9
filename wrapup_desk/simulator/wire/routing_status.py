"""Says whether an agent is idle, interacting or not responding."""

from datetime import datetime

from wrapup_desk.simulator.wire.basics import Json, iso
from wrapup_desk.simulator.world.contact_centre import SimulatedCentre
from wrapup_desk.simulator.world.leg_life import LegState


def routing_status(centre: SimulatedCentre, user_id: str, now: datetime) -> Json:
    """models/routing_status.py, as the agent's legs imply it."""
    live = [leg for _, leg in centre.live_legs_of(user_id)]
    last = centre.last_leg_of(user_id)
    if live:
        # Ringing alone is not interacting yet
        is_talking = any(leg.state is not LegState.ALERTING for leg in live)
        status = "INTERACTING" if is_talking else "IDLE"
        since = min(leg.connected_at or leg.started_at for leg in live)
    else:
        status = "NOT_RESPONDING" if last and last.state is LegState.MISSED else "IDLE"
        since = last.completed_at if last and last.completed_at else now
    return {"userId": user_id, "status": status, "startTime": iso(since)}
