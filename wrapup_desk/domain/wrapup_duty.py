"""Says whether a leg owes a wrap-up code, from what its last snapshot shows."""

from __future__ import annotations

from wrapup_desk.domain.interaction import Joined, Leg, Phase, Prompt


def owes_code(leg: Leg) -> bool:
    """Whether a code is due on *leg*; where the snapshot does not tell, it is."""
    if leg.is_coded_elsewhere:
        return False
    if leg.phase is Phase.AFTER_CALL:
        return True
    has_had_after_call_work = leg.acw_started_at is not None
    if leg.joined is not None:
        # No document tells whether a barge-in owes a code: Genesys' own word for it counts.
        has_to = leg.joined is Joined.BARGED_IN and leg.is_wrapup_required is True
        return has_to or has_had_after_call_work
    if leg.prompt is Prompt.OPTIONAL and leg.is_wrapup_skipped:
        return False
    if leg.prompt is Prompt.AGENT_REQUESTED:
        return leg.is_acw_requested or has_had_after_call_work
    if leg.is_wrapup_required is False and (leg.purpose == "user" or not leg.queue_id):
        # A colleague's direct call: Genesys asks for nothing, before its end or after.
        return has_had_after_call_work
    return True
