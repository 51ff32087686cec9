"""Decides what each message makes of the desk, and what has to be done: no I/O, no waiting.

`handle` is a pure function. The runtime performs the effects in the order of their worth: store,
deliver, read, rank, learn; what comes of them is a message again, failure included.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from wrapup_desk.application.base.effect_failed import EffectFailed
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.delivery.effects import ReadOutbox, StoreSubmission
from wrapup_desk.application.delivery.messages import (
    DeliveryChanged,
    DeliveryMessage,
    HeadStartOver,
    OutboxRead,
    OutboxUnreadable,
    StoreFailed,
    StoreWorks,
)
from wrapup_desk.application.desk import notices
from wrapup_desk.application.desk.core.card_changes import (
    advance,
    learn_if_settled,
    rank,
    refresh,
    show_submission,
)
from wrapup_desk.application.desk.core.commands import act_on_plans, obey
from wrapup_desk.application.desk.core.leg_changes import (
    read_codes_anew,
    take_leg,
    take_prediction,
    take_read,
    take_resync,
    take_words,
)
from wrapup_desk.application.desk.core.note_drafts import draft_anew, note_drafted
from wrapup_desk.application.desk.core.selections import drop_decided_selections
from wrapup_desk.application.desk.core.session import take_line, take_session
from wrapup_desk.application.desk.core.turn import Turn
from wrapup_desk.application.desk.day_stats import DayStats
from wrapup_desk.application.desk.desk_state import DeskState, with_settings
from wrapup_desk.application.desk.effects import DeskEffect, ForgetOldSubmissions, ReadPastDays
from wrapup_desk.application.desk.messages import (
    Beat,
    CardCommand,
    DayBegan,
    DeskMessage,
    LearnSettled,
    LookBack,
    PastDaysRead,
    PlanDue,
    ProgramMessage,
    PutUpNotice,
    ReadMessage,
    RecommenderLoaded,
    SessionMessage,
    TakeDownNotice,
    Tick,
    TimeMessage,
    UseSettings,
)
from wrapup_desk.application.suggestions.draft_effects import DraftEffect
from wrapup_desk.application.suggestions.effects import KeepModel, SuggestionEffect
from wrapup_desk.application.suggestions.messages import Learnt, NoteDrafted, Ranked
from wrapup_desk.domain.events import (
    CodesPredicted,
    ContactCentreEvent,
    ConversationChanged,
    Resynced,
    WordsHeard,
)
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.submission import RefusalKind, Submission
from wrapup_desk.domain.suggestion import Ranking


def handle(
    message: DeskMessage, state: DeskState, now: datetime
) -> tuple[DeskState, Sequence[DeskEffect]]:
    """Return what *message* makes of *state* at *now* (server's clock), and what is to be done."""
    turn = Turn(state, now)
    if (midnight := turn.day.ends_at) is not None and midnight <= now:
        # Whatever tells of it first, by midnight or after a sleep past it: the tick is minutes apart.
        turn.day = _counted_since(turn, midnight)
    if isinstance(message, CardCommand):
        obey(turn, message)
    elif isinstance(message, DeliveryMessage):
        _take_delivery(turn, message)
    elif isinstance(message, ReadMessage):
        take_read(turn, message)
    elif isinstance(message, Ranked | Learnt | NoteDrafted | EffectFailed):
        _take_suggesting(turn, message)
    else:
        _take_rest(turn, message)
    return turn.result()


def _take_rest(
    turn: Turn, message: SessionMessage | ProgramMessage | TimeMessage | ContactCentreEvent
) -> None:
    if isinstance(message, SessionMessage):
        take_session(turn, message)
    elif isinstance(message, ProgramMessage):
        _take_program(turn, message)
    elif isinstance(message, TimeMessage):
        _take_time(turn, message)
    else:
        _take_event(turn, message)


def _take_event(turn: Turn, event: ContactCentreEvent) -> None:
    match event:
        case ConversationChanged(legs=legs):
            for leg in legs:
                take_leg(turn, leg)
        case WordsHeard():
            take_words(turn, event)
        case CodesPredicted():
            take_prediction(turn, event)
        case Resynced(conversations, unread):
            take_resync(turn, conversations, unread)
        case _:
            take_line(turn, event)


def _take_delivery(turn: Turn, message: DeliveryMessage) -> None:
    match message:
        case OutboxRead():
            _take_outbox(turn, message)
        case OutboxUnreadable(problem):
            turn.take((replace(turn.outbox, has_restored=False), ()))
            turn.put_up(notices.not_restored(problem))
        case StoreWorks():
            turn.take_down(notices.NOT_SAVED)
            if turn.outbox.has_restored:
                turn.take_down(notices.NOT_RESTORED)
            else:
                turn.do(ReadOutbox())
        case DeliveryChanged(submission):
            _take_progress(turn, message, submission)
        case StoreFailed(problem, key, _):
            turn.put_up(notices.not_saved(problem))
            if key is not None:
                advance(turn, key, turn.outbox.after(message))
        case _:
            advance(turn, message.key, turn.outbox.after(message))


def _take_progress(turn: Turn, message: DeliveryChanged, submission: Submission) -> None:
    key = submission.key
    before = turn.outbox.submissions.get(key)
    advance(turn, key, turn.outbox.after(message))
    was_refused = before is not None and before.refusal is RefusalKind.FINAL
    if submission.refusal is RefusalKind.FINAL and not was_refused:
        # It may be the code that Genesys refuses: then the list is old.
        read_codes_anew(turn, key)


def _take_outbox(turn: Turn, read: OutboxRead) -> None:
    """Show what earlier runs left, and count what was decided today."""
    decided = turn.outbox.submissions.keys()
    turn.take(turn.outbox.restored(read))
    day = turn.day
    for key in [each.key for each in read.known]:
        submission = turn.outbox.submissions[key]
        if day.began_at is not None and submission.decision.decided_at >= day.began_at:
            day = day.with_submission(submission)
    turn.day = day
    drop_decided_selections(turn)
    for submission in read.unfinished:
        if submission.key not in decided:
            show_submission(turn, submission.key, is_counted=False)
    turn.take_down(notices.NOT_RESTORED)


def _take_suggesting(
    turn: Turn,
    message: (
        Ranked
        | Learnt
        | NoteDrafted
        | EffectFailed[DeskEffect]
        | EffectFailed[SuggestionEffect]
        | EffectFailed[DraftEffect]
    ),
) -> None:
    match message:
        case Ranked(rankings):
            for key, ranking in rankings.items():
                _take_ranking(turn, key, ranking)
        case Learnt():
            # What was learnt may bear on every leg that is still open.
            for card in turn.all_cards():
                rank(turn, card.leg.key)
        case NoteDrafted(key, note):
            if note_drafted(turn, key, note):
                refresh(turn, key)
        case EffectFailed(effect):
            _take_failure(turn, effect)


def _take_ranking(turn: Turn, key: LegKey, ranking: Ranking) -> None:
    notes = turn.notes.get(key)
    if notes is not None and not notes.is_paused:
        turn.put_notes(key, replace(notes, ranking=ranking))
        refresh(turn, key)


def _take_failure(turn: Turn, effect: DeskEffect) -> None:
    """A part of the program failed: go on without it, and say so."""
    if isinstance(effect, StoreSubmission):
        key, revision = effect.submission.key, effect.submission.revision
        advance(turn, key, turn.outbox.after(HeadStartOver(key, revision)))
    elif isinstance(effect, SuggestionEffect) and not isinstance(effect, KeepModel):
        notes = turn.notes.get(effect.key)
        if notes is not None and not notes.is_paused:
            paused = replace(notes, ranking=Ranking(), is_paused=True)
            turn.put_notes(effect.key, paused)
            refresh(turn, effect.key)
            turn.put_up(notices.suggestions_paused())
    elif isinstance(effect, DraftEffect):
        turn.put_up(notices.notes_not_drafted())


def _take_program(turn: Turn, message: ProgramMessage) -> None:
    match message:
        case PutUpNotice(notice):
            turn.put_up(notice)
        case TakeDownNotice(key):
            turn.take_down(key)
        case UseSettings(settings):
            _use_settings(turn, settings)
        case RecommenderLoaded():
            _use_recommender(turn)
        case LearnSettled():
            for card in turn.all_cards():
                learn_if_settled(turn, card.leg.key)
        case Beat(is_awake):
            turn.rest = replace(turn.rest, is_awake=is_awake, beat_at=turn.now)


def _take_past(turn: Turn, submissions: Sequence[Submission]) -> None:
    """Keep at hand what the signed-in agent decided; what is known already is newer."""
    agent = turn.rest.agent
    if agent is not None:
        past = {each.key: each for each in submissions if each.agent_id == agent.id}
        turn.rest = replace(turn.rest, past={**past, **turn.rest.past})


def _take_time(turn: Turn, message: TimeMessage) -> None:
    match message:
        case PlanDue(at):
            act_on_plans(turn, at)
        case DayBegan(day, ends_at, cards):
            turn.day = replace(turn.day, began_at=day, ends_at=ends_at)
            before = {card.leg.key: card for card in cards}
            arrivals = max((card.arrived_order for card in cards), default=0)
            turn.rest = replace(turn.rest, cards_before=before, arrivals=arrivals)
        case Tick():
            _take_tick(turn, message)
        case LookBack():
            turn.do(ReadPastDays(turn.now - turn.rest.settings.keep))
        case PastDaysRead(submissions):
            _take_past(turn, submissions)
        case _:
            assert_never(message)


def _use_settings(turn: Turn, settings: Settings) -> None:
    turn.rest = with_settings(turn.rest, settings)
    for card in turn.all_cards():
        refresh(turn, card.leg.key)
        rank(turn, card.leg.key)
        draft_anew(turn, card.leg.key)


def _use_recommender(turn: Turn) -> None:
    """Another recommender is another chance for what the one before failed on."""
    for key, notes in tuple(turn.notes.items()):
        if notes.is_paused:
            turn.put_notes(key, replace(notes, is_paused=False))
    turn.rest = replace(turn.rest, is_recommender_ready=True)
    for card in turn.all_cards():
        rank(turn, card.leg.key)


def _take_tick(turn: Turn, tick: Tick) -> None:
    turn.do(KeepModel())
    if turn.day.began_at != tick.day:
        turn.day = _counted_since(turn, tick.day)
    turn.day = replace(turn.day, ends_at=tick.ends_at)
    # Before the server has told the time, a wrong clock here would have forgotten all there is.
    if turn.rest.swept_on != tick.day and turn.rest.is_current_at(turn.now):
        oldest = turn.now - turn.rest.settings.keep
        past, ended = turn.rest.past.items(), turn.rest.ended.items()
        turn.rest = replace(
            turn.rest,
            swept_on=tick.day,
            past={key: each for key, each in past if each.decision.decided_at >= oldest},
            ended={key: each for key, each in ended if each.ended_at >= oldest},
        )
        for one in tuple(turn.outbox.submissions.values()):
            if one.decision.decided_at < oldest and one.key not in turn.cards:
                turn.outbox = turn.outbox.forgotten(one.key)
        turn.do(ForgetOldSubmissions(oldest))


def _counted_since(turn: Turn, began_at: datetime) -> DayStats:
    """Return the figures of another day: the next, or this one once a clock was set right."""
    day, agent = DayStats(began_at), turn.rest.agent
    for one in (*turn.rest.past.values(), *turn.outbox.submissions.values()):
        if one.decision.decided_at >= began_at and (agent is None or one.agent_id == agent.id):
            day = day.with_submission(one)
    for ended in turn.rest.ended.values():
        if ended.ended_at >= began_at and (agent is None or ended.agent_id == agent.id):
            day = day.with_ended(ended)
    return day
