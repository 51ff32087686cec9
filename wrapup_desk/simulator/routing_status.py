"""Says whether an agent is idle, interacting or not responding."""

from datetime import datetime

from wrapup_desk.simulator.contact_centre import ContactCentre
from wrapup_desk.simulator.leg_life import TERMINAL, LegState
from wrapup_desk.simulator.wire_basics import Json, iso


def routing_status(centre: ContactCentre, user_id: str, now: datetime) -> Json:
    """models/routing_status.py, as the agent's legs imply it."""
    legs = [leg for _, leg in centre.legs_of(user_id)]
    live = [leg for leg in legs if leg.state not in TERMINAL]
    if live:
        # ringing alone is not interacting yet
        is_talking = any(leg.state is not LegState.ALERTING for leg in live)
        status = "INTERACTING" if is_talking else "IDLE"
        since = min(leg.connected_at or leg.started_at for leg in live)
    else:
        status = "NOT_RESPONDING" if legs and legs[-1].state is LegState.MISSED else "IDLE"
        since = max((leg.completed_at for leg in legs if leg.completed_at), default=now)
    return {"userId": user_id, "status": status, "startTime": iso(since)}
