"""Says from one snapshot in which phase of its life a leg is.

A leg's phase follows the communication's own state first, then its after-call work, then the
participant's times. `wrapupRequired` alone decides nothing: recorded legs of queues with optional
wrap-up carry it too.
"""

from __future__ import annotations

from wrapup_desk.adapters.genesys.http.decoding import WireCommunication, WireParticipant, instant
from wrapup_desk.domain.interaction import Joined, Phase, Prompt

_OVER = frozenset({"disconnected", "terminated"})
_ALERTING = frozenset({"alerting", "dialing", "contacting", "offering", "scheduled"})
# An email on its way out is still the agent's.
_LIVE = frozenset({"connected", "transmitting", "uploading", "converting"})
_ACW_DONE = frozenset({"complete", "skipped", "notapplicable"})
_PROMPTS = {prompt.value.lower(): prompt for prompt in Prompt}
# How queues name the same settings (`Queue.acwSettings`), should one be passed through.
_PROMPTS |= {
    "mandatory_timeout": Prompt.TIMEOUT,
    "mandatory_forced_timeout": Prompt.FORCED_TIMEOUT,
    "agent_requested": Prompt.AGENT_REQUESTED,
}


def phase_of(mine: WireParticipant, communication: WireCommunication) -> Phase:
    """Return where the agent's *communication* of the participant *mine* stands."""
    state = lowered(communication.state)
    if state in _ALERTING and not mine.end_time:
        return Phase.ALERTING
    if state == "parked" or (state == "connected" and communication.held):
        return Phase.HELD
    if state in _LIVE:
        return Phase.CONNECTED
    if state not in _OVER and not _has_ended(mine, communication):
        # "none", or a state added later: the times tell.
        return Phase.CONNECTED if _was_answered(mine, communication) else Phase.ALERTING
    if not _was_answered(mine, communication):
        return Phase.MISSED
    return _phase_after_the_end(mine, communication)


def _phase_after_the_end(mine: WireParticipant, communication: WireCommunication) -> Phase:
    after_call_work = acw_state(communication)
    if after_call_work in _ACW_DONE:
        return Phase.COMPLETED
    if mine.end_acw_time and not _started_again(mine, communication):
        return Phase.COMPLETED
    if after_call_work == "pending" or mine.start_acw_time:
        return Phase.AFTER_CALL
    return Phase.AFTER_CALL if _acw_is_due(mine, communication) else Phase.COMPLETED


def _acw_is_due(mine: WireParticipant, communication: WireCommunication) -> bool:
    """Whether after-call work will come although this snapshot does not show it yet.

    "Completed" cannot be taken back, so the snapshot between hang-up and the start of the
    after-call work must not be read as the end.
    """
    prompt = prompt_of(mine)
    if mine.wrapup_skipped:
        return False
    if prompt is Prompt.AGENT_REQUESTED:
        return bool(communication.after_call_work_required)
    return prompt is not Prompt.UNKNOWN and bool(mine.wrapup_required)


def _started_again(mine: WireParticipant, communication: WireCommunication) -> bool:
    acw = communication.after_call_work
    started, ended = instant(acw.start_time if acw else None), instant(mine.end_acw_time)
    return bool(started and ended and started > ended and acw_state(communication) == "pending")


def _was_answered(mine: WireParticipant, communication: WireCommunication) -> bool:
    if communication.connected_time or mine.connected_time or mine.start_acw_time:
        return True
    has_code = bool(communication.wrapup and communication.wrapup.code)
    return has_code or acw_state(communication) in ("pending", "complete")


def _has_ended(mine: WireParticipant, communication: WireCommunication) -> bool:
    return bool(mine.end_time or communication.disconnected_time)


def prompt_of(mine: WireParticipant) -> Prompt:
    """Return the queue's after-call-work setting; UNKNOWN for one added later."""
    return _PROMPTS.get(lowered(mine.wrapup_prompt), Prompt.UNKNOWN)


def joined_as(mine: WireParticipant) -> Joined | None:
    """Return how *mine* came to be on another agent's interaction; None for one's own."""
    if mine.barged_participant_id:
        return Joined.BARGED_IN
    if mine.coached_participant_id:
        return Joined.COACHING
    return Joined.MONITORING if mine.monitored_participant_id else None


def acw_state(communication: WireCommunication) -> str:
    """Return the state of the after-call work; "" where the snapshot has none."""
    return lowered(communication.after_call_work.state if communication.after_call_work else None)


def lowered(value: str | None) -> str:
    """Return *value* in lower case: for the same value, events and REST differ in it."""
    return (value or "").lower()
