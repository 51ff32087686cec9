"""Given this state and this command or answer, then these effects: from the choice to the server."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.application.desk.core.states import (
    a_desk,
    a_desk_with_a_call,
    after,
    effects_of,
    seen,
    the_card,
)
from tests.examples import AGENT, BILLING, NOON, OTHER_AGENT, REFUND, a_key, a_leg, a_submission
from wrapup_desk.application.base.effect import Worth
from wrapup_desk.application.base.effect_failed import EffectFailed
from wrapup_desk.application.delivery.effects import (
    HaltDelivery,
    ReadOutbox,
    RestartDelivery,
    ReviseDelivery,
    ShowLegToDelivery,
    StartDelivery,
    StopDeliveries,
    StoreSubmission,
    WakeDeliveries,
)
from wrapup_desk.application.delivery.messages import (
    DeliveryChanged,
    DeliveryDue,
    DeliveryEnded,
    DeliveryFailed,
    HeadStartOver,
    OutboxRead,
    OutboxUnreadable,
    StoreFailed,
    StoreWorks,
    SubmissionStored,
)
from wrapup_desk.application.desk import notices
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.application.desk.effects import DeskEffect, StoreRecord
from wrapup_desk.application.desk.messages import (
    Beat,
    ChooseCode,
    Greet,
    StopSending,
    Undo,
)
from wrapup_desk.domain.events import Resynced, StreamLost
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.submission import Submission, SubmissionState
from wrapup_desk.domain.wrapup import AssignedCode

CHOOSE = ChooseCode("communication-1", BILLING.id, "as asked")
ANOTHER = ChooseCode("communication-1", REFUND.id)
STORED = SubmissionStored(a_key(), 1)


def the_submission(state: DeskState) -> Submission:
    return state.outbox.submissions[a_key()]


def changed(
    state: DeskState, to: SubmissionState, *, must_survive: bool = True
) -> DeliveryChanged:
    submission = replace(the_submission(state), state=to, attempts=1)
    return DeliveryChanged(submission, must_survive=must_survive, latency=timedelta(seconds=1))


def a_desk_on_its_way() -> DeskState:
    return after(a_desk_with_a_call(), CHOOSE, STORED)


def test_a_choice_is_stored_and_nothing_else_is_done() -> None:
    state = after(a_desk_with_a_call(), CHOOSE)
    effects = effects_of(a_desk_with_a_call(), CHOOSE)

    assert effects == [StoreSubmission(the_submission(state), has_head_start=True)]
    assert the_submission(state).decision.note == "as asked"


def test_before_the_commit_nothing_is_saved_and_nothing_waits() -> None:
    state = after(a_desk_with_a_call(), CHOOSE)

    assert not the_card(state).is_saved
    assert (state.waiting_count, state.unfinished_count) == (0, 1)


def test_after_the_commit_it_is_saved_and_its_delivery_starts_with_the_leg_as_seen() -> None:
    chosen = after(a_desk_with_a_call(), CHOOSE)
    state = after(chosen, STORED)

    leg = the_card(chosen).leg
    assert effects_of(chosen, STORED) == [StartDelivery(the_submission(chosen), leg)]
    assert the_card(state).is_saved
    assert (state.waiting_count, state.unfinished_count) == (1, 1)


def test_a_disk_that_takes_its_time_is_not_waited_for_and_nothing_is_called_saved() -> None:
    chosen = after(a_desk_with_a_call(), CHOOSE)
    over = HeadStartOver(a_key(), 1)

    (effect,) = effects_of(chosen, over)
    assert isinstance(effect, StartDelivery)
    state = after(chosen, over)
    assert not the_card(state).is_saved
    assert state.waiting_count == 0

    assert effects_of(state, STORED) == [], "it is on its way already"
    assert the_card(after(state, STORED)).is_saved


def test_a_disk_that_refuses_is_told_and_the_code_goes_out_all_the_same() -> None:
    chosen = after(a_desk_with_a_call(), CHOOSE)
    refused = StoreFailed("no room", a_key(), 1)

    (effect,) = effects_of(chosen, refused)
    assert isinstance(effect, StartDelivery)
    state = after(chosen, refused)
    assert state.notices == (notices.not_saved("no room"),)
    assert not the_card(state).is_saved
    assert after(state, StoreWorks()).notices == ()


def test_what_fails_to_be_stored_by_a_fault_of_ours_is_sent_too() -> None:
    chosen = after(a_desk_with_a_call(), CHOOSE)
    (store,) = effects_of(a_desk_with_a_call(), CHOOSE)
    failed: EffectFailed[DeskEffect] = EffectFailed(store, "ZeroDivisionError")

    (effect,) = effects_of(chosen, failed)

    assert isinstance(effect, StartDelivery)


@pytest.mark.parametrize(
    "doubt", [StreamLost("no network"), Beat(is_awake=False)], ids=["offline", "slept"]
)
def test_where_the_card_may_be_old_the_leg_is_read_before_it_is_sent(
    doubt: StreamLost | Beat,
) -> None:
    chosen = after(a_desk_with_a_call(), doubt, CHOOSE)

    assert effects_of(chosen, STORED) == [StartDelivery(the_submission(chosen), None)]


@pytest.mark.parametrize(("gap_s", "is_read_first"), [(15, False), (15.1, True), (28_800, True)])
def test_where_the_program_did_not_run_for_a_while_the_leg_is_read_before_it_is_sent(
    gap_s: float, *, is_read_first: bool
) -> None:
    awake = after(a_desk_with_a_call(), Beat(is_awake=True))
    chosen = after(awake, CHOOSE, at=NOON + timedelta(seconds=gap_s))

    (effect,) = effects_of(chosen, STORED)

    assert isinstance(effect, StartDelivery)
    assert (effect.leg is None) is is_read_first


def test_a_later_choice_halts_the_earlier_until_it_is_on_disk() -> None:
    state = a_desk_on_its_way()
    chosen = after(state, ANOTHER)

    assert effects_of(state, ANOTHER) == [
        StoreSubmission(the_submission(chosen), has_head_start=True, replaces_unfinished=True),
        HaltDelivery(a_key()),
    ]
    assert not the_card(chosen).is_saved
    assert effects_of(chosen, STORED) == [], "that was the earlier one"
    assert effects_of(chosen, SubmissionStored(a_key(), 2)) == [
        ReviseDelivery(the_submission(chosen))
    ]


def test_what_a_delivery_tells_of_an_earlier_decision_is_not_shown_over_the_later() -> None:
    state = a_desk_on_its_way()
    late = changed(state, SubmissionState.ACCEPTED)
    chosen = after(state, ANOTHER)

    assert effects_of(chosen, late) == []
    assert the_submission(after(chosen, late)) == the_submission(chosen)


@pytest.mark.parametrize("must_survive", [True, False])
def test_only_what_must_survive_goes_to_disk(*, must_survive: bool) -> None:
    state = a_desk_on_its_way()
    message = changed(state, SubmissionState.SENT, must_survive=must_survive)

    stored = [StoreSubmission(message.submission)] if must_survive else []
    assert effects_of(state, message) == stored
    assert the_card(after(state, message)).submission == message.submission
    assert the_card(after(state, message)).is_saved


def test_confirmed_is_stored_before_anything_is_learnt() -> None:
    state = after(a_desk_on_its_way())
    over = replace(the_card(state).leg, phase=Phase.COMPLETED)
    state = replace(state, cards=(replace(the_card(state), leg=over),))

    store, learn = effects_of(state, changed(state, SubmissionState.CONFIRMED))

    assert isinstance(store, StoreSubmission)
    assert (store.worth, learn.worth) == (Worth.STORE, Worth.LEARN)


def test_undo_of_what_was_not_sent_is_stored_and_told_to_the_delivery() -> None:
    state = a_desk_on_its_way()
    undone = after(state, Undo("communication-1"))
    submission = the_submission(undone)

    assert submission.is_undone
    # What was typed stays as a selection without a code.
    selection = the_card(undone).selection
    assert selection is not None
    assert (selection.code, selection.note) == (None, submission.decision.note)
    assert effects_of(state, Undo("communication-1")) == [
        StoreSubmission(submission),
        ReviseDelivery(submission),
        StoreRecord(selection),
    ]
    assert the_card(undone).submission is None
    assert not the_card(undone).is_saved


def test_undo_of_what_was_sent_changes_nothing_but_the_offer() -> None:
    state = a_desk_on_its_way()
    sent = after(state, changed(state, SubmissionState.SENT, must_survive=False))

    assert effects_of(sent, Undo("communication-1")) == []
    assert the_card(after(sent, Undo("communication-1"))).is_choosing_again


def test_a_delivery_that_failed_is_started_again_later() -> None:
    state = a_desk_on_its_way()

    assert effects_of(state, DeliveryFailed(a_key())) == [RestartDelivery(a_key())]
    failed = after(state, DeliveryFailed(a_key()))
    assert effects_of(failed, DeliveryDue(a_key())) == [StartDelivery(the_submission(state), None)]


def test_a_delivery_that_ended_is_over() -> None:
    state = a_desk_on_its_way()
    ended = after(state, changed(state, SubmissionState.CONFIRMED), DeliveryEnded(a_key()))

    assert not ended.outbox.is_busy
    assert (ended.waiting_count, ended.unfinished_count) == (0, 0)
    assert effects_of(ended, DeliveryDue(a_key())) == []


def test_what_the_stream_shows_goes_to_the_delivery_or_starts_a_look() -> None:
    state = a_desk_on_its_way()
    leg = replace(the_card(state).leg, wrapup=AssignedCode(REFUND.id))
    assert ShowLegToDelivery(leg) in effects_of(state, seen(leg))

    done = after(state, changed(state, SubmissionState.CONFIRMED), DeliveryEnded(a_key()))
    (start,) = [each for each in effects_of(done, seen(leg)) if isinstance(each, StartDelivery)]
    assert start.leg is None, "it is read back"
    assert WakeDeliveries() in effects_of(state, Resynced(()))


def test_nothing_is_sent_without_its_agent() -> None:
    chosen = after(a_desk_with_a_call(), CHOOSE, StopSending())

    assert effects_of(a_desk_on_its_way(), StopSending()) == [StopDeliveries()]
    assert effects_of(chosen, STORED) == []
    stored = after(chosen, STORED)
    assert effects_of(stored, Greet(OTHER_AGENT)) != [StartDelivery(the_submission(stored), None)]
    assert StartDelivery(the_submission(stored), None) in effects_of(stored, Greet(AGENT))


def test_what_an_earlier_run_left_is_saved_and_waits_for_its_agent() -> None:
    left = a_submission()
    state = after(DeskState(), OutboxRead((left,), (left,)))

    assert the_card(state).is_saved
    assert state.waiting_count == 1
    assert effects_of(DeskState(), OutboxRead((left,), (left,))) == []
    assert effects_of(state, Greet(AGENT)) == [StartDelivery(left.survived(), None)]


def test_a_disk_that_cannot_be_read_is_read_again_once_it_works() -> None:
    state = after(DeskState(), OutboxUnreadable("broken"))
    assert state.notices == (notices.not_restored("broken"),)

    assert effects_of(state, StoreWorks()) == [ReadOutbox()]
    assert after(state, StoreWorks(), OutboxRead((), ())).notices == ()


def test_an_unanswered_interaction_and_a_strange_code_do_nothing() -> None:
    ringing = a_desk_with_a_call(Phase.ALERTING)

    assert effects_of(ringing, CHOOSE) == []
    strange = ChooseCode("communication-1", "code-of-another-queue")
    assert effects_of(a_desk_with_a_call(), strange) == []
    assert effects_of(a_desk(), CHOOSE) == []
    assert after(a_desk(), CHOOSE) == a_desk()


def test_on_a_dialer_leg_the_delivery_waits_for_an_undo() -> None:
    state = after(a_desk_with_a_call(is_dialer=True), CHOOSE)

    assert the_submission(state).not_before_at == NOON + timedelta(seconds=5)
    assert a_leg().is_dialer is False


def test_a_note_goes_along_as_far_as_genesys_takes_it() -> None:
    state = a_desk_with_a_call()
    chosen = after(state, ChooseCode("communication-1", BILLING.id, "n" * 12_000))

    assert chosen.outbox.submissions[a_key()].decision.note == "n" * 10_000
