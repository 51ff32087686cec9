"""What the contact centre tells about legs, their words, codes and predictions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from wrapup_desk.application.desk import notices
from wrapup_desk.application.desk.core.card_changes import (
    advance,
    inform,
    learn_if_settled,
    new_card,
    rank,
    refresh,
    remove_card,
    settle_selection,
)
from wrapup_desk.application.desk.core.cards import leg_of_selection, to_drop
from wrapup_desk.application.desk.core.note_drafts import forget_talk, note_summary, read_for_note
from wrapup_desk.application.desk.core.selections import note_end
from wrapup_desk.application.desk.core.turn import Turn
from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.application.desk.effects import (
    ReadCodes,
    ReadLeg,
    ReadPrediction,
    ReadWords,
    StopReadingLegs,
)
from wrapup_desk.application.desk.leg_notes import LegNotes, facts_of
from wrapup_desk.application.desk.messages import (
    CodesNotRead,
    CodesRead,
    LegRead,
    LegRecordsRead,
    PredictionRead,
    ReadMessage,
    WordsNotRead,
    WordsRead,
)
from wrapup_desk.application.suggestions.effects import (
    Hear,
    LearnFacts,
    NoteCodes,
    NotePredictions,
    NoteProposal,
    OpenCase,
)
from wrapup_desk.domain.codes.synonyms import with_synonyms
from wrapup_desk.domain.events import (
    CodesPredicted,
    ConversationChanged,
    PredictedCode,
    WordsHeard,
)
from wrapup_desk.domain.history.leg_records import EndedLeg, LegRecord, Selection
from wrapup_desk.domain.identifiers import codes_meant_by
from wrapup_desk.domain.interaction import Leg, LegKey, Phase
from wrapup_desk.domain.wrapup import WrapupCode

# A list of codes that was read longer ago is read again when it is about to be needed.
LIST_IS_NEW = timedelta(minutes=10)


def take_leg(turn: Turn, seen: Leg) -> None:
    """Record a snapshot of a leg."""
    key = seen.key
    card = turn.cards.get(key)
    if card is None and seen.phase.is_over:
        # Nothing to do for a leg that was over before it was first seen, or is out of sight, but
        # for what an earlier run knew to be selected.
        advance(turn, key, turn.outbox.observed(seen, turn.now))
        settle_selection(turn, seen)
        return
    before = card.leg.phase if card else None
    card = card or new_card(turn, seen)
    leg = card.leg.after(seen)
    turn.put_card(replace(card, leg=leg))
    _follow(turn, leg, before)
    advance(turn, key, turn.outbox.observed(leg, turn.now))
    refresh(turn, key)
    if leg.phase.is_over:
        if turn.cards[key].submission is None:
            note_end(turn, leg)
        settle_selection(turn, leg)
        forget_talk(turn, key)
    learn_if_settled(turn, key)
    for done in to_drop(turn.all_cards()):
        remove_card(turn, done)


def take_words(turn: Turn, event: WordsHeard) -> None:
    """Note what was said.

    What the customer says comes with the customer's own communication: it is heard on every
    leg of the conversation, and only what was said on another leg of ours is not. While the
    customer is back on a live leg, what they say is no longer about one that has ended.
    """
    cards = [
        card for card in turn.all_cards() if card.leg.key.conversation_id == event.conversation_id
    ]
    is_said_on_a_leg = event.communication_id in {card.leg.key.communication_id for card in cards}
    is_any_live = any(card.leg.phase.is_live for card in cards)
    for card in cards:
        key = card.leg.key
        is_heard = event.communication_id == key.communication_id or (
            not is_said_on_a_leg and (card.leg.phase.is_live or not is_any_live)
        )
        if is_heard and not card.leg.phase.is_over:
            inform(turn, Hear(key, event.utterances))
            read_for_note(turn, key, event.utterances)


def take_prediction(turn: Turn, event: CodesPredicted) -> None:
    """Record Genesys' own prediction."""
    for card in turn.all_cards():
        key = card.leg.key
        if key.conversation_id == event.conversation_id and (
            not event.communication_ids
            or card.leg.communication_ids & set(event.communication_ids)
        ):
            _take_summary(turn, key, event.codes, event.summary)


def take_resync(
    turn: Turn, conversations: Iterable[ConversationChanged], unread: Sequence[str] = ()
) -> None:
    """Note what is listed after a gap, tell what cannot be read, and find out about the rest."""
    turn.take_down(notices.UNREADABLE)
    if unread:
        turn.put_up(notices.not_readable(unread))
    turn.rest = replace(turn.rest, is_current=True)
    legs = [leg for conversation in conversations for leg in conversation.legs]
    for leg in legs:
        take_leg(turn, leg)
    listed = {leg.key for leg in legs}
    turn.do(StopReadingLegs())
    for card in turn.all_cards():
        if card.leg.key not in listed and not card.leg.phase.is_over:
            turn.do(ReadLeg(card.leg))
        read_codes_again(turn, card)
    for key, selection in turn.rest.selections.items():
        # Selected by an earlier run, and gone from the list: how did it end?
        if key not in listed and key not in turn.cards and _is_own(turn, selection):
            turn.do(ReadLeg(leg_of_selection(selection)))
    turn.take(turn.outbox.line_is_back())


def read_codes_again(turn: Turn, card: InteractionCard) -> None:
    """Try again to read the codes of a leg, if there are none."""
    if card.codes_problem:
        turn.put_card(replace(card, codes_problem=""))
        turn.do(ReadCodes(card.leg))


def read_codes_anew(turn: Turn, key: LegKey) -> None:
    """Read the codes of a leg whose code was refused: the list may be old."""
    card = turn.cards.get(key)
    if card is not None and not card.leg.phase.is_over:
        turn.do(ReadCodes(card.leg, anew=True))


def take_read(turn: Turn, message: ReadMessage) -> None:
    """Note what was read of a leg that is still in sight."""
    match message:
        case CodesRead() | CodesNotRead():
            _take_codes(turn, message)
        case WordsRead(key, utterances):
            inform(turn, Hear(key, utterances))
            read_for_note(turn, key, utterances)
        case WordsNotRead(key, message_ids):
            if (notes := turn.notes.get(key)) is not None:
                unread = notes.read_message_ids - set(message_ids)
                turn.put_notes(key, replace(notes, read_message_ids=unread))
        case PredictionRead(key, codes, summary):
            _take_summary(turn, key, codes, summary)
        case LegRead():
            _take_unlisted(turn, message)
        case LegRecordsRead(records):
            _take_records(turn, records)


def _follow(turn: Turn, leg: Leg, before: Phase | None) -> None:
    """Do what a move of a leg asks for."""
    if leg.phase.is_over:
        turn.day = turn.day.with_completed(leg)
    elif turn.notes.get(leg.key) is None:
        _open(turn, leg)
    notes = turn.notes.get(leg.key)
    if notes is None:
        return
    _take_facts(turn, leg, notes)
    note_proposal(turn, leg.key)
    _read_new_words(turn, leg)
    has_ended_now = leg.phase is Phase.AFTER_CALL and before is not Phase.AFTER_CALL
    if has_ended_now and leg.connected_at and turn.now - leg.connected_at > LIST_IS_NEW:
        turn.do(ReadCodes(leg))
    if has_ended_now and not notes.has_predictions:
        turn.do(ReadPrediction(leg))
    if before is not None and before is not leg.phase:
        rank(turn, leg.key)


def _open(turn: Turn, leg: Leg) -> None:
    """Start with a leg: read its codes, and inform the recommender."""
    facts = facts_of(leg, turn.rest.settings)
    turn.put_notes(leg.key, LegNotes(facts))
    turn.do(OpenCase(leg.key, facts), ReadCodes(leg))


def _take_facts(turn: Turn, leg: Leg, notes: LegNotes) -> None:
    facts = facts_of(leg, turn.rest.settings)
    if facts != notes.facts:
        turn.put_notes(leg.key, replace(notes, facts=facts))
        inform(turn, LearnFacts(leg.key, facts))


def note_proposal(turn: Turn, key: LegKey) -> None:
    """Record the code the customer's backend proposes, once the leg's codes are known.

    A name that several codes have is told and not guessed; a code that is gone is taken back.
    """
    card, notes = turn.cards.get(key), turn.notes.get(key)
    if card is None or notes is None:
        return
    wanted = card.leg.attributes.get(turn.rest.settings.backend_code_attribute, "").strip()
    meant = codes_meant_by(wanted, card.codes)
    if len(meant) > 1 and wanted != notes.unclear_proposal:
        turn.put_notes(key, replace(notes, unclear_proposal=wanted))
        notes = turn.notes[key]
        turn.put_up(notices.proposal_unclear(meant[0].name, len(meant)))
    code = meant[0] if len(meant) == 1 else None
    before = notes.proposal
    if not meant and before is not None and any(each.id == before.id for each in card.codes):
        return  # what was proposed once stands until its code is gone
    if code != notes.proposal:
        turn.put_notes(key, replace(notes, proposal=code))
        inform(turn, NoteProposal(key, code.id if code is not None else ""))


def _read_new_words(turn: Turn, leg: Leg) -> None:
    notes = turn.notes.get(leg.key)
    if notes is None:
        return
    unread = tuple(each for each in leg.message_ids if each not in notes.read_message_ids)
    if unread:
        known = notes.read_message_ids.union(unread)
        turn.put_notes(leg.key, replace(notes, read_message_ids=known))
        turn.do(ReadWords(leg, unread))


def _take_summary(turn: Turn, key: LegKey, codes: tuple[PredictedCode, ...], summary: str) -> None:
    if codes or not summary:
        _note_predictions(turn, key, codes)
    if note_summary(turn, key, summary):
        refresh(turn, key)


def _note_predictions(turn: Turn, key: LegKey, codes: tuple[PredictedCode, ...]) -> None:
    notes = turn.notes.get(key)
    if notes is not None:
        turn.put_notes(key, replace(notes, has_predictions=bool(codes)))
        inform(turn, NotePredictions(key, codes))


def _take_codes(turn: Turn, message: CodesRead | CodesNotRead) -> None:
    key = message.key
    card = turn.cards.get(key)
    if card is None or turn.notes.get(key) is None:
        return
    if isinstance(message, CodesNotRead):
        # A list that was read before is better than none, and is offered on.
        if not card.codes:
            turn.put_card(replace(card, codes_problem=message.problem))
        return
    codes = with_synonyms(message.codes, turn.rest.settings.code_synonyms)
    _use_codes(turn, card, codes)
    queue_id = card.leg.queue_id
    for other in turn.all_cards():
        # A queue has one list: what is new on one card, or gone, is so on the others.
        is_open = not other.leg.phase.is_over and other.leg.queue_id == queue_id
        if queue_id and is_open and other.codes and other.codes != codes:
            _use_codes(turn, other, codes)


def _use_codes(turn: Turn, card: InteractionCard, codes: tuple[WrapupCode, ...]) -> None:
    key = card.leg.key
    notes = turn.notes.get(key)
    if notes is None:
        return
    problem = "" if codes else notices.NO_CODES
    if (codes, problem) == (card.codes, card.codes_problem):
        return
    settings = turn.rest.settings
    turn.put_card(
        replace(
            card,
            codes=codes,
            codes_problem=problem,
            separators=settings.code_separators,
            takes_topics=settings.further_topics,
        )
    )
    ids = {code.id for code in codes}
    ranking = notes.ranking
    left = tuple(each for each in ranking.suggestions if each.code.id in ids)
    if len(left) < len(ranking.suggestions):
        # Until all is ranked anew, nothing that is gone is offered, and nothing sent by itself.
        ranking = replace(ranking, suggestions=left, is_clear=False, may_auto_submit=False)
        turn.put_notes(key, replace(notes, ranking=ranking))
    inform(turn, NoteCodes(key, codes))
    note_proposal(turn, key)
    refresh(turn, key)


def _is_own(turn: Turn, selection: Selection) -> bool:
    agent = turn.rest.agent
    return agent is not None and selection.agent_id == agent.id


def _take_records(turn: Turn, records: tuple[LegRecord, ...]) -> None:
    """Take what earlier runs left; what was noted meanwhile is newer."""
    selections = {each.key: each for each in records if isinstance(each, Selection)}
    ended = {each.key: each for each in records if isinstance(each, EndedLeg)}
    turn.rest = replace(
        turn.rest,
        selections={**selections, **turn.rest.selections},
        ended={**ended, **turn.rest.ended},
    )


def _take_unlisted(turn: Turn, message: LegRead) -> None:
    for seen in message.legs:
        take_leg(turn, seen)
    if any(seen.key == message.key for seen in message.legs):
        return
    card = turn.cards.get(message.key)
    selection = turn.rest.selections.get(message.key)
    if card is None and selection is not None:
        settle_selection(turn, replace(leg_of_selection(selection), phase=Phase.COMPLETED))
    if card is not None and card.submission is None and _is_part_of_another(message):
        remove_card(turn, message.key)
    elif card is not None:
        # Genesys has forgotten the leg: whatever it was, it is over.
        is_answered = card.leg.phase is not Phase.ALERTING
        over = Phase.COMPLETED if is_answered else Phase.MISSED
        take_leg(turn, replace(card.leg, phase=over))


def _is_part_of_another(message: LegRead) -> bool:
    """Whether the leg is on another card now: what one code counts for has changed."""
    communication_id = message.key.communication_id
    return any(
        seen.key != message.key and communication_id in seen.communication_ids
        for seen in message.legs
    )
