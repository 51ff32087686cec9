"""How a card comes to be: its order, the code chosen elsewhere, and survivors of a restart."""

from __future__ import annotations

from collections.abc import Iterable

from wrapup_desk.application.desk.desk_state import InteractionCard, in_order
from wrapup_desk.domain.history.leg_records import EndedLeg, Selection
from wrapup_desk.domain.interaction import Leg, LegKey, Phase
from wrapup_desk.domain.submission import Submission, SubmissionState
from wrapup_desk.domain.wrapup import AssignedCode, WrapupCode

# Done cards stay in sight for the last few interactions; what needs a fix stays longer.
MOST_DONE_CARDS = 5


def to_drop(cards: Iterable[InteractionCard]) -> list[LegKey]:
    """Return the done cards there is no room for; a decision that did not arrive stays."""
    done = [card for card in cards if card.leg.phase.is_over and _is_settled(card)]
    return [card.leg.key for card in in_order(done)[:-MOST_DONE_CARDS]]


def foreign_code(
    assigned: AssignedCode | None, submission: Submission | None, codes: tuple[WrapupCode, ...]
) -> WrapupCode | None:
    """Return the code a person chose elsewhere, if that is what is on record."""
    if assigned is None or assigned.is_system or assigned.is_provisional:
        return None
    assigned_id = assigned.code_id
    if submission is not None:
        if submission.state is not SubmissionState.SUPERSEDED:
            return None
        assigned_id = submission.other_code_id or assigned_id
    for code in codes:
        if code.id == assigned_id:
            return code
    return WrapupCode(assigned_id, assigned_id)


def leg_of(submission: Submission) -> Leg:
    """Return a stand-in for the leg of a submission that an earlier run left behind.

    Connected is the earliest phase a decided leg can be in, so whatever is seen next fits.
    """
    is_over = submission.state is SubmissionState.TOO_LATE
    return Leg(
        key=submission.key,
        agent_id=submission.agent_id,
        media=submission.media,
        phase=Phase.COMPLETED if is_over else Phase.CONNECTED,
        queue_name=submission.queue_name,
        disconnected_at=submission.hung_up_at,
    )


def leg_of_selection(selection: Selection) -> Leg:
    """Return a stand-in for the leg of what an earlier run knew to be selected."""
    return Leg(
        key=selection.key,
        agent_id=selection.agent_id,
        media=selection.media,
        phase=Phase.CONNECTED,
        queue_name=selection.queue_name,
    )


def leg_of_ended(ended: EndedLeg) -> Leg:
    """Return a stand-in for a leg that ended in an earlier run."""
    return Leg(
        key=ended.key,
        agent_id=ended.agent_id,
        media=ended.media,
        phase=Phase.COMPLETED,
        queue_name=ended.queue_name,
        disconnected_at=ended.disconnected_at,
    )


def _is_settled(card: InteractionCard) -> bool:
    """Whether nobody has to look at the card any more: nothing was decided, or it arrived."""
    if card.submission is None:
        return True
    return card.submission.state in (SubmissionState.CONFIRMED, SubmissionState.SUPERSEDED)
