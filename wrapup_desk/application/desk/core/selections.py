"""What the agent selected and did not send yet: kept, taken back, and handed on as meant."""

from __future__ import annotations

from dataclasses import replace

from wrapup_desk.application.desk.core.turn import Turn
from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.application.desk.effects import StoreRecord
from wrapup_desk.domain.history.leg_records import EndedLeg, ended_leg_of, selection_of
from wrapup_desk.domain.interaction import Leg, Phase
from wrapup_desk.domain.wrapup import WrapupCode
from wrapup_desk.domain.wrapup_duty import owes_code


def keep_selection(
    turn: Turn,
    card: InteractionCard,
    code: WrapupCode | None,
    note: str,
    topics: tuple[WrapupCode, ...] = (),
) -> None:
    """Keep what the agent has selected by now."""
    known = card.selection
    says_nothing = topics == card.topics_decided and _says_nothing(card, code, note)
    if (known.code, known.note, known.topics) == (code, note, topics) if known else says_nothing:
        return
    if says_nothing:
        turn.drop_selection(card.leg.key)
        return
    over = card.submission.decision.decided_at if card.submission is not None else None
    selection = selection_of(card.leg, code, note, turn.now, topics, over)
    is_another = known is None or known.code != code
    card = replace(
        card,
        selection=selection,
        keeps_selection=card.keeps_selection and not is_another,
    )
    turn.put_card(card)
    turn.rest = replace(turn.rest, selections={**turn.rest.selections, card.leg.key: selection})
    turn.do(StoreRecord(selection))


def drop_decided_selections(turn: Turn) -> None:
    """Forget what was decided for: a run that was killed had no time to forget it after the send."""
    for key, selection in tuple(turn.rest.selections.items()):
        submission = turn.outbox.submissions.get(key)
        if submission is None or submission.is_undone:
            continue
        # No clock tells which came first: it may stand still between the two, or be put back.
        is_over_it = selection.over == submission.decision.decided_at
        if not is_over_it and selection.selected_at <= submission.decision.decided_at:
            turn.drop_selection(key)


def with_selection(turn: Turn, card: InteractionCard) -> InteractionCard:
    """Return *card* with what an earlier run of the program knew to be selected."""
    selection = turn.rest.selections.get(card.leg.key)
    if selection is None or selection.agent_id != card.leg.agent_id:
        return card
    return replace(card, selection=selection)


def note_end(turn: Turn, leg: Leg) -> None:
    """Keep how *leg* ended without a decision, so that the day's figures survive a restart."""
    if leg.phase is not Phase.COMPLETED:
        return
    selection = turn.rest.selections.get(leg.key)
    ended = ended_leg_of(leg, turn.now, selection.note if selection else "")
    known = turn.rest.ended.get(leg.key)
    is_news = known is None or known.code_id != ended.code_id
    if is_news and (ended.code_id or owes_code(leg)):
        put_ended(turn, ended)


def put_ended(turn: Turn, ended: EndedLeg) -> None:
    """Keep a record of a leg that has ended."""
    turn.rest = replace(turn.rest, ended={**turn.rest.ended, ended.key: ended})
    turn.do(StoreRecord(ended))


def _says_nothing(card: InteractionCard, code: WrapupCode | None, note: str) -> bool:
    """Whether nothing but what is on record is selected."""
    said_before = card.submission.decision.note if card.submission is not None else ""
    return code is None and note == said_before
