"""Says whether a leg owes a wrap-up code: one rule, for live legs and for those of the past."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wrapup_desk.domain.interaction import Joined, Leg, Phase, Prompt

if TYPE_CHECKING:
    from wrapup_desk.domain.history.past_leg import PastLeg


@dataclass(frozen=True, slots=True)
class _Duty:
    """What bears on it."""

    prompt: Prompt
    is_in_after_call: bool
    has_had_after_call: bool
    # Joined another agent's conversation, and Genesys does not ask for a code.
    only_joined: bool
    is_skipped: bool
    is_requested: bool
    # A colleague's direct call: Genesys asks for nothing, before its end or after.
    is_direct: bool

    @property
    def is_owed(self) -> bool:
        if self.is_in_after_call:
            return True
        if self.only_joined:
            return self.has_had_after_call
        if self.prompt is Prompt.OPTIONAL and self.is_skipped:
            return False
        if self.prompt is Prompt.AGENT_REQUESTED:
            return self.is_requested or self.has_had_after_call
        return self.has_had_after_call or not self.is_direct


def owes_code(leg: Leg) -> bool:
    """Whether a code is due on *leg*; where the snapshot does not tell, it is."""
    if leg.is_coded_elsewhere:
        return False
    # No document tells whether a barge-in owes a code: Genesys' own word for it counts.
    has_to = leg.joined is Joined.BARGED_IN and leg.is_wrapup_required is True
    duty = _Duty(
        prompt=Prompt.UNKNOWN if has_to else leg.prompt,
        is_in_after_call=leg.phase is Phase.AFTER_CALL,
        has_had_after_call=leg.acw_started_at is not None,
        only_joined=leg.joined is not None and not has_to,
        is_skipped=leg.is_wrapup_skipped,
        is_requested=leg.is_acw_requested,
        is_direct=leg.is_wrapup_required is False and (leg.purpose == "user" or not leg.queue_id),
    )
    return duty.is_owed


def past_leg_owes_code(leg: PastLeg, prompt: Prompt) -> bool:
    """Whether a code was due on *leg*, by its queue's *prompt* as it is today.

    Analytics tells nothing of a request or of what was required: after-call work stands for the
    one, a missing queue for the other.
    """
    duty = _Duty(
        prompt=prompt,
        is_in_after_call=leg.is_in_after_call,
        has_had_after_call=leg.completed_at is not None,
        only_joined=leg.has_joined,
        is_skipped=leg.was_skipped,
        is_requested=False,
        is_direct=not leg.queue_id,
    )
    return duty.is_owed
