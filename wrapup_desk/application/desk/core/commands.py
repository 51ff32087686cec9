"""What the agent may ask of a card, and what each command makes of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from wrapup_desk.application.desk import notices
from wrapup_desk.application.desk.core.card_changes import advance, decide, refresh, remove_card
from wrapup_desk.application.desk.core.leg_changes import read_codes_again
from wrapup_desk.application.desk.core.note_drafts import note_to_send
from wrapup_desk.application.desk.core.selections import keep_selection, put_ended
from wrapup_desk.application.desk.core.turn import Turn
from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.application.desk.messages import (
    CardCommand,
    ChooseAgain,
    ChooseCode,
    Dismiss,
    Hold,
    LeaveDraftOut,
    NoteSelection,
    Retry,
    Undo,
)
from wrapup_desk.domain.history.leg_records import ended_leg_of
from wrapup_desk.domain.interaction import LegKey, Phase
from wrapup_desk.domain.privacy.card_data import without_card_data
from wrapup_desk.domain.submission import Submission, SubmissionState
from wrapup_desk.domain.wrapup import MOST_TAGS, Decider, WrapupCode


def obey(turn: Turn, command: CardCommand) -> None:
    """Carry out a command of the agent, if the card is theirs."""
    card = turn.rest.card(command.communication_id)  # nothing has changed yet
    if card is None:
        return
    if isinstance(command, Dismiss):
        _dismiss(turn, card)
    elif _is_own(turn, card):
        _obey_owner(turn, card, command)
    else:
        turn.put_up(notices.choice_refused(notices.NOT_YOURS))


def _obey_owner(
    turn: Turn,
    card: InteractionCard,
    command: ChooseCode | NoteSelection | LeaveDraftOut | Undo | ChooseAgain | Hold | Retry,
) -> None:
    match command:
        case ChooseCode():
            _choose(turn, card, command)
        case NoteSelection():
            _select(turn, card, command)
        case LeaveDraftOut():
            turn.put_card(replace(card, leaves_draft_out=True))
            refresh(turn, card.leg.key)
        case Undo():
            _undo(turn, card)
        case ChooseAgain():
            _choose_again(turn, card, is_choosing_again=not card.is_choosing_again)
        case Hold():
            _hold(turn, card)
        case Retry():
            read_codes_again(turn, card)
            advance(turn, card.leg.key, turn.outbox.tried_again(card.leg.key))


def act_on_plans(turn: Turn, due_at: Mapping[LegKey, datetime]) -> None:
    """Carry out each plan whose time has come, by leg; no other one, whatever the clock says."""
    # Whatever is left is scheduled again: the clock may have gone back meanwhile.
    turn.rest = replace(turn.rest, plans_at={})
    for card in turn.all_cards():
        plan = card.plan
        if plan is None or plan.at > turn.now or due_at.get(card.leg.key) != plan.at:
            continue
        is_meant = card.selection is not None and plan.decider is Decider.AGENT
        tags = card.selection.tags if card.selection is not None and is_meant else ()
        note = _note_for(turn, card, plan.decider)
        decide(turn, card, plan.code, note, plan.decider, tags)


def _note_for(turn: Turn, card: InteractionCard, decider: Decider) -> str:
    """Return the note of a code that goes out by itself."""
    if decider is Decider.BACKEND and not (card.selection is not None and card.selection.note):
        theirs = card.leg.attributes.get(turn.rest.settings.backend_note_attribute, "")
        if theirs:
            return without_card_data(theirs)  # nobody looks at it before it is sent
    # What the agent typed goes with the code, whoever chose that.
    return note_to_send(card)


def _is_own(turn: Turn, card: InteractionCard) -> bool:
    """Whether the card is the signed-in agent's to decide about."""
    agent = turn.rest.agent
    return agent is not None and card.leg.agent_id == agent.id


def _choose(turn: Turn, card: InteractionCard, command: ChooseCode) -> None:
    if card.leg.phase in (Phase.ALERTING, Phase.MISSED):
        turn.put_up(notices.choice_refused(notices.NOT_ANSWERED))
        return
    code = next((each for each in card.codes if each.id == command.code_id), None)
    if code is None:
        has_none = card.codes_problem == notices.NO_CODES
        missing = notices.NO_CODES if has_none else notices.NOT_LOADED
        turn.put_up(notices.choice_refused(notices.NOT_VALID if card.codes else missing))
        return
    turn.take_down(notices.CHOICE)
    tags = tuple(topic.name for topic in _topics(turn, card, command) if topic.id != code.id)
    if _says_the_same(card.submission, code, command.note, tags):
        turn.drop_selection(card.leg.key)
        _choose_again(turn, turn.cards[card.leg.key], is_choosing_again=False)
        return
    decide(turn, card, code, command.note, Decider.AGENT, tags)


def _select(turn: Turn, card: InteractionCard, command: NoteSelection) -> None:
    if not card.needs_a_code or card.leg.phase.is_over:
        return
    code = next((each for each in card.codes if each.id == command.code_id), None)
    keep_selection(turn, card, code, command.note, _topics(turn, card, command))
    refresh(turn, card.leg.key)


def _topics(
    turn: Turn, card: InteractionCard, command: ChooseCode | NoteSelection
) -> tuple[WrapupCode, ...]:
    """Return the further topics that may go as tags, in the order they were chosen."""
    if not turn.rest.settings.further_topics:
        return ()
    by_id = {code.id: code for code in card.codes}
    ids = dict.fromkeys(command.topic_ids)
    return tuple(by_id[each] for each in ids if each in by_id)[:MOST_TAGS]


def _hold(turn: Turn, card: InteractionCard) -> None:
    if card.selected_code is not None:
        turn.put_card(replace(card, keeps_selection=True))
    else:
        turn.put_card(replace(card, is_on_hold=True))
    refresh(turn, card.leg.key)


def _dismiss(turn: Turn, card: InteractionCard) -> None:
    if not card.leg.phase.is_over:
        return
    key = card.leg.key
    if card.leg.phase is Phase.COMPLETED:
        known = turn.rest.ended.get(key) or ended_leg_of(card.leg, turn.now)
        put_ended(turn, replace(known, is_dismissed=True))
    remove_card(turn, key)


def _undo(turn: Turn, card: InteractionCard) -> None:
    key = card.leg.key
    if card.submission is None:
        return
    if turn.outbox.can_withdraw(key):
        note = card.submission.decision.note
        advance(turn, key, turn.outbox.withdrawn(key))
        if note and (undone := turn.cards.get(key)) is not None and undone.submission is None:
            # The code is not meant any more; what was typed is still there to be read.
            keep_selection(turn, undone, None, note)
    elif card.can_change:
        _choose_again(turn, card, is_choosing_again=True)
    else:
        turn.put_up(notices.undo_refused(card.submission.decision.code.name))


def _choose_again(turn: Turn, card: InteractionCard, *, is_choosing_again: bool) -> None:
    if card.is_choosing_again != is_choosing_again:
        turn.put_card(replace(card, is_choosing_again=is_choosing_again))
        refresh(turn, card.leg.key)


def _says_the_same(
    submission: Submission | None, code: WrapupCode, note: str, tags: tuple[str, ...]
) -> bool:
    """Whether this was chosen already and is on its way or there: a key pressed twice."""
    if submission is None:
        return False
    decision = submission.decision
    if (decision.code.id, decision.note, decision.tags) != (code.id, note, tags):
        return False
    return not submission.state.is_final or submission.state is SubmissionState.CONFIRMED
