"""Given this state and this news, then these effects: codes, words, ranking, lessons, plans."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from msgspec import structs

from tests.application.desk.core.states import (
    a_desk,
    a_desk_with_a_call,
    after,
    seen,
    the_card,
)
from tests.application.desk.core.states import effects_of as all_effects_of
from tests.examples import BILLING, CODES, NOON, REFUND, a_key, a_leg
from wrapup_desk.application.base.effect_failed import EffectFailed
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.delivery.effects import ForgetDraft, KeepDraft, StoreSubmission
from wrapup_desk.application.delivery.messages import DeliveryChanged, SubmissionStored
from wrapup_desk.application.desk import notices
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.application.desk.effects import (
    DeskEffect,
    ForgetOldSubmissions,
    ReadCodes,
    ReadLeg,
    ReadPrediction,
    ReadWords,
    SchedulePlans,
    StopReadingLegs,
)
from wrapup_desk.application.desk.messages import (
    ChooseCode,
    CodesNotRead,
    CodesRead,
    DeskMessage,
    Hold,
    LegRead,
    PlanDue,
    PredictionRead,
    RecommenderLoaded,
    Retry,
    SayGoodbye,
    Tick,
    UseSettings,
    WordsNotRead,
    WordsRead,
)
from wrapup_desk.application.suggestions.draft_effects import DraftEffect
from wrapup_desk.application.suggestions.effects import (
    CloseCase,
    Hear,
    KeepModel,
    Learn,
    LearnFacts,
    NoteCodes,
    NotePredictions,
    NoteProposal,
    OpenCase,
    Rank,
    SuggestionEffect,
)
from wrapup_desk.application.suggestions.messages import Learnt, Ranked
from wrapup_desk.domain.events import (
    CodesPredicted,
    ConversationChanged,
    PredictedCode,
    Resynced,
    WordsHeard,
)
from wrapup_desk.domain.interaction import LegPart, Media, Phase
from wrapup_desk.domain.modes import HiddenReason, Mode, QueueRule, Suggestions
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.domain.suggestion import Ranking, Source, Suggestion
from wrapup_desk.domain.transcript import Speaker, Utterance
from wrapup_desk.domain.wrapup import AssignedCode, Decider

SURE = Ranking((Suggestion(REFUND, 0.99, Source.MODEL),), is_clear=True, may_auto_submit=True)
SAID = (Utterance("1", Speaker.CUSTOMER, "my secret"),)
HEARD = WordsHeard("conversation-1", "communication-1", SAID)
RANK = Rank(a_key(), has_ended=False)
PREDICTED = (PredictedCode(REFUND.id, 0.8),)


def effects_of(state: DeskState, message: DeskMessage, at: datetime = NOON) -> list[DeskEffect]:
    """What is to be done of *message*, but for what notes are drafted by."""
    effects = all_effects_of(state, message, at)
    return [each for each in effects if not isinstance(each, DraftEffect)]


def kinds(effects: object) -> list[type]:
    assert isinstance(effects, list)
    return [type(each) for each in effects]


def rules(
    mode: Mode = Mode.SUGGEST,
    suggestions: Suggestions = Suggestions.SHOWN,
    *,
    early_as_draft: bool = False,
) -> Settings:
    rule = QueueRule(mode, suggestions=suggestions, early_as_draft=early_as_draft)
    return Settings(queues={"Support": rule})


def test_a_new_interaction_is_opened_and_its_codes_are_read() -> None:
    assert kinds(effects_of(a_desk(), seen(a_leg()))) == [OpenCase, ReadCodes]


def test_codes_are_told_and_the_leg_is_ranked() -> None:
    state = after(a_desk(), seen(a_leg()))

    assert effects_of(state, CodesRead(a_key(), CODES)) == [NoteCodes(a_key(), CODES), RANK]
    assert the_card(after(state, CodesRead(a_key(), CODES))).codes == CODES


def test_codes_that_could_not_be_read_are_read_again_when_asked() -> None:
    state = after(a_desk(), seen(a_leg()), CodesNotRead(a_key(), "no network"))
    assert the_card(state).codes_problem == "no network"

    assert effects_of(state, Retry("communication-1")) == [ReadCodes(a_leg())]
    assert the_card(after(state, Retry("communication-1"))).codes_problem == ""


def test_words_are_passed_on_ranked_and_not_kept() -> None:
    state = a_desk_with_a_call(Phase.CONNECTED)

    assert effects_of(state, HEARD) == [Hear(a_key(), SAID), RANK]
    assert after(state, HEARD) == state
    assert "secret" not in repr(effects_of(state, HEARD))


def test_while_the_customer_is_back_what_they_say_is_not_about_the_leg_before() -> None:
    ended = a_leg(phase=Phase.AFTER_CALL)
    back = a_leg(key=a_key()._replace(communication_id="communication-9"))
    state = after(a_desk(), seen(ended))
    last_words = effects_of(state, structs.replace(HEARD, communication_id="the customer's"))
    state = after(state, ConversationChanged("conversation-1", (ended, back)))
    new_words = effects_of(state, structs.replace(HEARD, communication_id="the customer's"))

    assert [each.key for each in last_words if isinstance(each, Hear)] == [ended.key]
    assert [each.key for each in new_words if isinstance(each, Hear)] == [back.key]


def test_nothing_is_ranked_before_the_recommender_is_there_and_all_once_it_is() -> None:
    state = after(
        replace(a_desk(), is_recommender_ready=False), seen(a_leg()), CodesRead(a_key(), CODES)
    )

    assert effects_of(state, HEARD) == [Hear(a_key(), SAID)]
    assert effects_of(state, RecommenderLoaded()) == [RANK]


def test_a_submission_that_changes_ranks_nothing() -> None:
    state = a_desk_with_a_call()
    choose = ChooseCode("communication-1", BILLING.id)
    assert kinds(effects_of(state, choose)) == [StoreSubmission]

    chosen = after(state, choose, SubmissionStored(a_key(), 1))
    for each in SubmissionState:
        submission = replace(chosen.outbox.submissions[a_key()], state=each)
        message = DeliveryChanged(submission, must_survive=False, latency=timedelta(0))
        assert effects_of(chosen, message) == []


def test_a_snapshot_that_says_nothing_new_ranks_nothing() -> None:
    state = a_desk_with_a_call(Phase.CONNECTED)

    assert effects_of(state, seen(a_leg())) == []


def test_a_hang_up_is_told_ranked_as_ended_and_the_prediction_read() -> None:
    state = a_desk_with_a_call(Phase.CONNECTED)
    ended = a_leg(phase=Phase.AFTER_CALL, disconnected_at=NOON)
    effects = effects_of(state, seen(ended))

    assert set(kinds(effects)) == {LearnFacts, ReadPrediction, Rank}
    assert Rank(a_key(), has_ended=True) in effects


def test_a_prediction_that_came_is_told_and_not_read() -> None:
    state = a_desk_with_a_call(Phase.CONNECTED)
    event = CodesPredicted("conversation-1", (), PREDICTED)
    assert effects_of(state, event) == [NotePredictions(a_key(), PREDICTED), RANK]
    assert effects_of(state, PredictionRead(a_key(), PREDICTED)) == effects_of(state, event)

    ended = seen(a_leg(phase=Phase.AFTER_CALL))
    assert ReadPrediction not in kinds(effects_of(after(state, event), ended))


def test_written_words_are_read_once_and_again_if_that_failed() -> None:
    state = a_desk_with_a_call(Phase.CONNECTED)
    leg = a_leg(message_ids=("m1",))
    assert effects_of(state, seen(leg)) == [ReadWords(leg, ("m1",))]

    state = after(state, seen(leg))
    assert effects_of(state, seen(leg)) == []
    assert effects_of(state, WordsRead(a_key(), SAID)) == [Hear(a_key(), SAID), RANK]
    failed = after(state, WordsNotRead(a_key(), ("m1",)))
    assert effects_of(failed, seen(leg)) == [ReadWords(leg, ("m1",))]


def test_a_backends_proposal_is_told_once() -> None:
    state = a_desk_with_a_call(Phase.CONNECTED)
    leg = a_leg(attributes={"wrapup_code": "Refund"})

    assert effects_of(state, seen(leg)) == [NoteProposal(a_key(), REFUND.id), RANK]
    assert effects_of(after(state, seen(leg)), seen(leg)) == []


# What may be shown


def test_a_ranking_is_shown() -> None:
    state = after(a_desk_with_a_call(), Ranked({a_key(): SURE}))

    assert the_card(state).ranking == SURE
    assert after(a_desk(), Ranked({a_key(): SURE})) == a_desk(), "of a leg that is gone"


@pytest.mark.parametrize(
    ("suggestions", "hidden_reason"),
    [(Suggestions.SHADOW, HiddenReason.SHADOW), (Suggestions.OFF, HiddenReason.OFF)],
)
def test_new_settings_hide_what_is_known_at_once_and_show_it_again(
    suggestions: Suggestions, hidden_reason: HiddenReason
) -> None:
    state = after(a_desk_with_a_call(), Ranked({a_key(): SURE}))
    hidden = after(state, UseSettings(rules(suggestions=suggestions)))

    assert (the_card(hidden).ranking, the_card(hidden).hidden_reason) == (Ranking(), hidden_reason)
    assert the_card(after(hidden, UseSettings(Settings()))).ranking == SURE
    is_ranked = suggestions is not Suggestions.OFF
    assert bool(effects_of(hidden, HEARD)[1:]) is is_ranked


# Learning and failures


def a_done_call() -> DeskState:
    leg = a_leg(phase=Phase.COMPLETED, wrapup=AssignedCode(REFUND.id))
    return after(a_desk_with_a_call(), Ranked({a_key(): SURE}), seen(leg))


def test_a_code_a_person_chose_is_learnt_when_the_leg_is_over() -> None:
    over = seen(a_leg(phase=Phase.COMPLETED, wrapup=AssignedCode(REFUND.id)))

    assert Learn(a_key(), REFUND.id, was_looked_at=True) in effects_of(a_desk_with_a_call(), over)


def test_after_a_lesson_every_open_card_is_ranked_again() -> None:
    other = a_leg(2)
    state = after(a_done_call(), seen(other), CodesRead(other.key, CODES))

    assert effects_of(state, Learnt(a_key())) == [Rank(other.key, has_ended=False)]


@pytest.mark.parametrize(
    "effect", [RANK, Learn(a_key(), BILLING.id, was_looked_at=True), Hear(a_key(), SAID)]
)
def test_a_failed_recommender_is_told_once_and_asked_no_more_of_this_leg(
    effect: SuggestionEffect,
) -> None:
    state = after(a_desk_with_a_call(Phase.CONNECTED), Ranked({a_key(): SURE}))
    failed: EffectFailed[DeskEffect] = EffectFailed(effect, "ValueError")
    assert effects_of(state, failed) == []

    paused = after(state, failed)
    assert paused.notices == (notices.suggestions_paused(),)
    assert the_card(paused).ranking == Ranking()
    assert effects_of(paused, HEARD) == []
    assert after(paused, failed, Ranked({a_key(): SURE})) == paused
    assert effects_of(paused, RecommenderLoaded()) == [RANK], "another one, another chance"


def test_a_leg_out_of_sight_is_forgotten_after_its_lesson() -> None:
    assert CloseCase(a_key()) in effects_of(a_done_call(), SayGoodbye())
    assert after(a_done_call(), SayGoodbye()).notes == {}


# Plans, drafts, gaps and days


def test_a_plan_is_scheduled_carried_out_and_dropped_when_held() -> None:
    state = a_desk_with_a_call(settings=rules(Mode.AUTO))
    at = NOON + timedelta(seconds=10)
    assert effects_of(state, Ranked({a_key(): SURE})) == [SchedulePlans({a_key(): at})]

    planned = after(state, Ranked({a_key(): SURE}))
    assert effects_of(planned, Hold("communication-1")) == [SchedulePlans({})]
    assert effects_of(planned, PlanDue({a_key(): at})) == [SchedulePlans({a_key(): at})], (
        "too early"
    )
    store = effects_of(planned, PlanDue({a_key(): at}), at)[0]
    assert isinstance(store, StoreSubmission)
    assert store.submission.decision.decider is Decider.AUTO


def test_the_best_suggestion_is_kept_as_a_draft_once_and_let_go_with_the_choice() -> None:
    settings = rules(Mode.EARLY, early_as_draft=True)
    state = a_desk_with_a_call(Phase.CONNECTED, settings=settings)
    ranked = Ranked({a_key(): SURE})
    assert KeepDraft(a_leg(), REFUND) in effects_of(state, ranked)

    drafted = after(state, ranked)
    assert KeepDraft not in kinds(effects_of(drafted, ranked))
    assert ForgetDraft(a_key()) in effects_of(drafted, ChooseCode("communication-1", BILLING.id))


def test_after_a_gap_what_is_not_listed_is_read_and_over_if_nobody_knows_it() -> None:
    state = a_desk_with_a_call(Phase.CONNECTED)
    assert effects_of(state, Resynced(())) == [StopReadingLegs(), ReadLeg(a_leg())]

    gone = after(state, LegRead(a_key(), ()))
    assert the_card(gone).leg.phase is Phase.COMPLETED


def _day(number: int) -> Tick:
    began_at = NOON.replace(hour=0) + timedelta(days=number)
    return Tick(began_at, began_at + timedelta(days=1))


def test_a_new_day_begins_with_no_figures_and_forgets_the_old() -> None:
    today = _day(0)
    state = after(a_done_call(), today)
    state = after(state, seen(a_leg(2)), seen(a_leg(2, Phase.COMPLETED)))
    assert state.tally.handled == 2
    tick = _day(1)

    assert effects_of(state, tick) == [
        KeepModel(),
        ForgetOldSubmissions(NOON - state.settings.keep),
    ]
    assert after(state, tick).tally.handled == 0
    assert effects_of(after(state, tick), tick) == [KeepModel()]


def test_what_cannot_be_read_is_told_by_its_id_until_it_can() -> None:
    unread = tuple(f"conversation-{n}" for n in range(5))
    state = after(a_desk(), Resynced((), unread))
    (told,) = state.notices

    assert "5 conversations cannot be read" in told.text
    assert "conversation-2 and 2 more" in told.text
    assert after(state, Resynced(())).notices == ()


def test_a_card_whose_part_is_on_another_card_by_now_goes_without_a_word() -> None:
    call, callback = a_key(2), a_key(1)
    state = after(a_desk(), seen(a_leg(1)), seen(a_leg(2)))
    part = LegPart(
        call.communication_id, Media.CALL, was_connected=True, is_over=False, is_main=False
    )
    whole = a_leg(1, parts=(part,))

    state = after(state, LegRead(call, (whole,)))

    assert [card.leg.key for card in state.cards] == [callback]
