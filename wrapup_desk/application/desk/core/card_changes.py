"""What every change of a card leaves behind: suggestions, plan and lessons up to date."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from wrapup_desk.application.delivery.effects import ForgetDraft, KeepDraft
from wrapup_desk.application.delivery.outbox import Step
from wrapup_desk.application.desk.core.cards import foreign_code, leg_of
from wrapup_desk.application.desk.core.note_drafts import with_draft
from wrapup_desk.application.desk.core.selections import with_selection
from wrapup_desk.application.desk.core.turn import Turn
from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.application.desk.leg_notes import LegNotes
from wrapup_desk.application.suggestions.draft_effects import ForgetTalk
from wrapup_desk.application.suggestions.effects import CaseEffect, CloseCase, Learn, Rank
from wrapup_desk.domain.interaction import Leg, LegKey, Phase
from wrapup_desk.domain.modes import (
    HiddenReason,
    QueueRule,
    ScheduledSubmit,
    Suggestions,
    carried_on,
    draft_for,
    hidden_reason_of,
    plan_for,
    plan_for_selected,
)
from wrapup_desk.domain.notes.templates import without_gaps
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.domain.suggestion import Ranking
from wrapup_desk.domain.wrapup import LONGEST_OWN_NOTE, Decider, Decision, WrapupCode
from wrapup_desk.domain.wrapup_duty import owes_code


def new_card(turn: Turn, leg: Leg) -> InteractionCard:
    """Return the card of a leg that has none yet."""
    before = turn.rest.cards_before.get(leg.key)
    if before is None:
        arrivals = turn.rest.arrivals + 1
        turn.rest = replace(turn.rest, arrivals=arrivals)
        card = InteractionCard(leg=leg, arrived_order=arrivals)
    else:
        name = leg.customer_name or before.leg.customer_name
        named = replace(leg, customer_name=name)
        card = InteractionCard(leg=named, arrived_order=before.arrived_order)
        left = {key: one for key, one in turn.rest.cards_before.items() if key != leg.key}
        turn.rest = replace(turn.rest, cards_before=left)
    return _with_submission(turn, with_selection(turn, card))


def show_cards_before(turn: Turn, agent_id: str) -> None:
    """Show what was over on the desk before this one; of others' cards nothing is left."""
    own = [one for one in turn.rest.cards_before.values() if one.leg.agent_id == agent_id]
    for card in own:
        key = card.leg.key
        is_known = card.submission is None or key in turn.outbox.submissions
        if card.leg.phase.is_over and key not in turn.cards and is_known:
            turn.put_card(_with_submission(turn, replace(card, plan=None, selection=None)))
    # What is put away from now on does not come back with the next sign-in.
    left = {card.leg.key: card for card in own if not card.leg.phase.is_over}
    turn.rest = replace(turn.rest, cards_before=left)


def remove_card(turn: Turn, key: LegKey) -> None:
    """Take a card out of sight, and forget the customer's words."""
    turn.drop_card(key)
    notes = turn.notes.get(key)
    if notes is not None:
        turn.drop_notes(key)
        turn.do(CloseCase(key), ForgetTalk(key))
        if notes.draft is not None:
            turn.do(ForgetDraft(key))
    submission = turn.outbox.submissions.get(key)
    turn.take((turn.outbox.forgotten(key), ()))
    if submission is not None and key not in turn.outbox.submissions:
        turn.rest = replace(turn.rest, past={**turn.rest.past, key: submission})


def decide(
    turn: Turn,
    card: InteractionCard,
    code: WrapupCode,
    note: str,
    by: Decider,
    tags: tuple[str, ...] = (),
) -> None:
    """Take a decision: kept on disk, then sent."""
    key = card.leg.key
    suggestions = card.ranking.suggestions
    decision = Decision(
        code=code,
        note=note[:LONGEST_OWN_NOTE],
        decider=by,
        decided_at=turn.now,
        suggested_code_id=suggestions[0].code.id if suggestions else None,
        tags=tags,
    )
    if card.is_choosing_again:
        turn.put_card(replace(card, is_choosing_again=False))
    notes = turn.notes.get(key)
    if notes is not None and notes.draft is not None:
        turn.put_notes(key, replace(notes, draft=None))
        turn.do(ForgetDraft(key))
    is_current = turn.rest.is_current_at(turn.now)
    hold = timedelta(seconds=turn.rest.settings.undo_seconds if by is Decider.AGENT else 0)
    advance(
        turn,
        key,
        turn.outbox.decided(card.leg, decision, turn.now, is_leg_current=is_current, hold=hold),
    )
    # Last, so that the disk has the decision before it forgets what was selected.
    turn.drop_selection(key)


def advance(turn: Turn, key: LegKey, step: Step) -> None:
    """Take a change of the outbox, and show what it makes of the leg *key*."""
    before = turn.outbox
    turn.take(step)
    after = turn.outbox
    if after.submissions.get(key) is not before.submissions.get(key):
        show_submission(turn, key)
    elif after.stored.get(key) != before.stored.get(key) and (card := turn.cards.get(key)):
        turn.put_card(_with_submission(turn, card))


def show_submission(turn: Turn, key: LegKey, *, is_counted: bool = True) -> None:
    """Show what became of a decision; one without a card gets one while it is unfinished."""
    submission = turn.outbox.submissions.get(key)
    if submission is None:
        return
    if is_counted:
        turn.day = turn.day.with_submission(submission)
    card = turn.cards.get(key)
    if card is None:
        if submission.state.is_final:
            return
        card = new_card(turn, leg_of(submission))
    card = _with_submission(turn, card)
    turn.put_card(_planned(turn, card, turn.notes.get(key)))
    if card.leg.phase.is_over:
        learn_if_settled(turn, key)


def refresh(turn: Turn, key: LegKey) -> None:
    """Bring a card's suggestions, plan and the code on record up to date."""
    card = turn.cards.get(key)
    if card is None:
        return
    notes, rule = turn.notes.get(key), turn.rule_for(card)
    ranking, hidden_reason = card.ranking, card.hidden_reason
    if not card.leg.phase.is_over:
        ranking, hidden_reason = _shown(rule, notes.ranking if notes else Ranking())
    card = replace(card, ranking=ranking, hidden_reason=hidden_reason)
    turn.put_card(_planned(turn, with_draft(turn, card, notes), notes))


def rank(turn: Turn, key: LegKey) -> None:
    """Have a card's codes ranked, where that may be done and shows."""
    card, notes = turn.cards.get(key), turn.notes.get(key)
    if card is None or notes is None or notes.is_paused or not turn.rest.is_recommender_ready:
        return
    if card.leg.phase.is_over or not card.codes:
        return
    if turn.rule_for(card).suggestions is not Suggestions.OFF:
        turn.do(Rank(key, has_ended=card.leg.phase is Phase.AFTER_CALL))


def inform(turn: Turn, effect: CaseEffect) -> None:
    """Tell the recommender about a leg, unless it failed on it; then rank the leg again."""
    notes = turn.notes.get(effect.key)
    if notes is not None and not notes.is_paused:
        turn.do(effect)
        rank(turn, effect.key)


def learn_if_settled(turn: Turn, key: LegKey) -> None:
    """Learn once the leg is over and the server has the code a person chose."""
    card = turn.cards.get(key)
    if card is None or not card.leg.phase.is_over or card.hidden_reason is HiddenReason.OFF:
        return
    submission = card.submission
    if submission is not None and submission.state is SubmissionState.CONFIRMED:
        decision = submission.decision
        _learn(turn, Learn(key, decision.code.id, decision.was_seen_by_a_person))
    elif card.code_on_record is not None:
        _learn(turn, Learn(key, card.code_on_record.id, was_looked_at=True))


def _learn(turn: Turn, lesson: Learn) -> None:
    notes = turn.notes.get(lesson.key)
    if notes is not None and not notes.is_paused and turn.rest.is_recommender_ready:
        # What was learnt already is not learnt twice: the service sees to that.
        turn.do(lesson)


def _with_submission(turn: Turn, card: InteractionCard) -> InteractionCard:
    submission = turn.outbox.submissions.get(card.leg.key)
    if submission is None or submission.is_undone:
        return replace(card, submission=None, is_saved=False)
    return replace(card, submission=submission, is_saved=turn.outbox.is_stored(submission))


def _shown(rule: QueueRule, ranking: Ranking) -> tuple[Ranking, HiddenReason]:
    """Return what may be shown and acted on; what may not is known to nobody but the measure."""
    if rule.suggestions is Suggestions.OFF:
        return Ranking(), HiddenReason.OFF
    hidden_reason = hidden_reason_of(rule, ranking)
    return (ranking if hidden_reason is HiddenReason.NONE else Ranking()), hidden_reason


def _planned(turn: Turn, card: InteractionCard, notes: LegNotes | None) -> InteractionCard:
    """Return *card* with the code on record, and what the program would send by itself."""
    assigned = card.leg.wrapup
    on_record = foreign_code(assigned, card.submission, card.codes) if assigned else None
    if on_record != card.code_on_record:
        card = replace(card, code_on_record=on_record)
    plan = _plan(turn, card, notes) if card.needs_a_code else None
    if plan is card.plan is None:
        return card
    return replace(card, plan=carried_on(card.plan, plan))


def _plan(turn: Turn, card: InteractionCard, notes: LegNotes | None) -> ScheduledSubmit | None:
    """Return what would be sent by itself: what the agent selected, before any suggestion."""
    rule, latency = turn.rule_for(card), turn.outbox.latency
    code = card.selected_code
    if code is not None:
        may_send = rule.sends_selected and not card.keeps_selection
        return plan_for_selected(card.leg, code, turn.now, latency) if may_send else None
    if card.is_on_hold or card.is_choosing_again:
        return None
    _keep_draft(turn, card, rule)
    proposal = notes.proposal if notes else None
    return plan_for(card.leg, rule, card.ranking, proposal, turn.now, latency)


def settle_selection(turn: Turn, leg: Leg) -> None:
    """Hand a code that was selected and never sent to the supervisors: its leg is over."""
    selection = turn.rest.selections.get(leg.key)
    if selection is None or not leg.phase.is_over:
        return
    has_code = leg.wrapup is not None and not leg.wrapup.is_system
    is_due = leg.phase is Phase.COMPLETED and not has_code and owes_code(leg)
    if selection.code is not None and is_due and not turn.outbox.is_decided(leg.key):
        decision = Decision(
            selection.code,
            without_gaps(selection.note),
            Decider.AGENT,
            selection.selected_at,
            tags=selection.tags,
        )
        advance(turn, leg.key, turn.outbox.meant(leg, decision))
    turn.drop_selection(leg.key)


def _keep_draft(turn: Turn, card: InteractionCard, rule: QueueRule) -> None:
    """Keep the best suggestion as a draft, where the queue asks for that."""
    key = card.leg.key
    draft, notes = draft_for(card.leg, rule, card.ranking), turn.notes.get(key)
    if draft is None or notes is None or notes.draft == draft or not turn.outbox.is_signed_in:
        return
    turn.put_notes(key, replace(notes, draft=draft))
    turn.do(KeepDraft(card.leg, draft))
