"""What is offered as a note: drafted of the talk or summed up by Copilot, and never kept."""

from __future__ import annotations

from dataclasses import replace

from wrapup_desk.application.desk.core.turn import Turn
from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.application.desk.leg_notes import LegNotes
from wrapup_desk.application.suggestions.draft_effects import DraftNote, ForgetTalk, ReadForNote
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.notes.note_draft import DraftedNote, DraftSource, NoteDraft, NoteDrafting
from wrapup_desk.domain.notes.templates import without_gaps
from wrapup_desk.domain.outside_text import several_lines
from wrapup_desk.domain.privacy.card_data import without_card_data
from wrapup_desk.domain.transcript import Utterance

# A summary that goes on for longer is no note any more.
LONGEST_SUMMARY = 1_000


def read_for_note(turn: Turn, key: LegKey, utterances: tuple[Utterance, ...]) -> None:
    """Have what was said read, and the note drafted anew."""
    if key in turn.notes:
        turn.do(ReadForNote(key, utterances))
        draft_anew(turn, key)


def draft_anew(turn: Turn, key: LegKey) -> None:
    """Have a leg's note drafted, where its queue wants that."""
    card = turn.cards.get(key)
    if card is None or card.leg.phase.is_over:
        return
    if turn.rule_for(card).notes is not NoteDrafting.OFF:
        turn.do(DraftNote(key))


def note_drafted(turn: Turn, key: LegKey, drafted: DraftedNote) -> bool:
    """Note what was drafted; return whether the leg is still in sight."""
    notes, card = turn.notes.get(key), turn.cards.get(key)
    if notes is None or card is None or card.leg.phase.is_over:
        return False
    turn.put_notes(key, replace(notes, drafted=drafted))
    return True


def note_summary(turn: Turn, key: LegKey, summary: str) -> bool:
    """Note Copilot's summary; return whether it is news."""
    notes, text = turn.notes.get(key), several_lines(summary.strip(), LONGEST_SUMMARY)
    if notes is None or not text or notes.summary == text:
        return False
    turn.put_notes(key, replace(notes, summary=text))
    return True


def forget_talk(turn: Turn, key: LegKey) -> None:
    """Forget what was said on a leg that is over, and what was made of it."""
    notes = turn.notes.get(key)
    turn.do(ForgetTalk(key))
    if notes is not None and (notes.summary or notes.drafted != DraftedNote()):
        turn.put_notes(key, replace(notes, summary="", drafted=DraftedNote()))


def with_draft(turn: Turn, card: InteractionCard, notes: LegNotes | None) -> InteractionCard:
    """Return *card* with the note that is offered on it by now."""
    is_over = card.leg.phase.is_over
    draft = None if notes is None or is_over else _draft(turn, card, notes)
    return card if draft == card.draft else replace(card, draft=draft)


def note_to_send(card: InteractionCard) -> str:
    """Return the note of a code that goes out by itself: the agent's own, or a draft that may."""
    if card.selection is not None and card.selection.note:
        return without_gaps(card.selection.note)
    draft = card.draft
    return draft.text if draft is not None and draft.goes_along else ""


def _draft(turn: Turn, card: InteractionCard, notes: LegNotes) -> NoteDraft | None:
    drafted, summary = notes.drafted, notes.summary
    if not summary and not drafted.text:
        return None
    drafting = turn.rule_for(card).notes
    if drafting is NoteDrafting.OFF:
        return None
    # What was sent without a note was sent so by the agent.
    is_open = not card.leaves_draft_out and not card.is_choosing_again
    return NoteDraft(
        without_card_data(summary) if summary else drafted.text,
        DraftSource.COPILOT if summary else DraftSource.TALK,
        goes_along=is_open and drafting is NoteDrafting.TAKEN,
        amount=drafted.amount,
        date=drafted.date,
    )
