"""What is selected and not sent: kept, sent before the time-out, and told to supervisors."""

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
from tests.examples import (
    AGENT,
    BILLING,
    CODES,
    NOON,
    OTHER_AGENT,
    REFUND,
    a_key,
    a_leg,
    a_submission,
)
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.delivery.effects import StoreSubmission
from wrapup_desk.application.delivery.messages import OutboxRead
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.application.desk.effects import ForgetSelection, ReadLeg, StoreRecord
from wrapup_desk.application.desk.messages import (
    ChooseAgain,
    ChooseCode,
    CodesRead,
    DayBegan,
    Dismiss,
    Greet,
    Hold,
    LegRead,
    LegRecordsRead,
    NoteSelection,
    PlanDue,
    Undo,
    UseSettings,
)
from wrapup_desk.application.suggestions.messages import Ranked
from wrapup_desk.domain.events import Resynced
from wrapup_desk.domain.history.leg_records import EndedLeg, Selection
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.modes import Mode, QueueRule
from wrapup_desk.domain.submission import ONLY_SELECTED, SubmissionState
from wrapup_desk.domain.suggestion import Ranking, Source, Suggestion
from wrapup_desk.domain.wrapup import TIMEOUT_CODE_ID, AssignedCode, Decider

REFUND_SELECTED = NoteSelection("communication-1", REFUND.id, "promised for Friday")
NOTE_ALONE = NoteSelection("communication-1", "", "promised for Friday")
# After-call work of the example ends a minute after noon.
LATEST = NOON + timedelta(seconds=55)
SURE = Ranking((Suggestion(BILLING, 0.99, Source.MODEL),), is_clear=True, may_auto_submit=True)


def a_selection(number: int = 1, agent_id: str = AGENT.id) -> Selection:
    leg = a_leg(number, agent_id=agent_id)
    return Selection(leg.key, agent_id, leg.media, "Support", NOON, REFUND, "promised for Friday")


def timed_out(state: DeskState) -> DeskState:
    code = AssignedCode(TIMEOUT_CODE_ID)
    return after(state, seen(a_leg(phase=Phase.COMPLETED, wrapup=code)))


def restarted(*records: Selection | EndedLeg) -> DeskState:
    """A desk that starts again on what was left, up to the first resync."""
    today = NOON.replace(hour=0)
    return after(
        DeskState(),
        DayBegan(today, today + timedelta(days=1)),
        LegRecordsRead(records),
        Greet(AGENT),
    )


def test_what_is_selected_is_kept_on_disk_with_its_note() -> None:
    state = a_desk_with_a_call(Phase.CONNECTED)

    assert effects_of(state, REFUND_SELECTED) == [StoreRecord(a_selection())]
    assert the_card(after(state, REFUND_SELECTED)).selection == a_selection()


def test_what_is_selected_twice_is_kept_once() -> None:
    state = after(a_desk_with_a_call(), REFUND_SELECTED)

    assert effects_of(state, REFUND_SELECTED) == []


def test_an_empty_selection_is_forgotten() -> None:
    state = after(a_desk_with_a_call(Phase.CONNECTED), REFUND_SELECTED)
    cleared = NoteSelection("communication-1", "", "")

    assert effects_of(state, cleared) == [ForgetSelection(a_key())]
    assert the_card(after(state, cleared)).selection is None


def test_a_sent_code_is_no_selection_any_more() -> None:
    state = after(a_desk_with_a_call(), REFUND_SELECTED)
    choice = ChooseCode("communication-1", REFUND.id, "promised for Friday")

    assert ForgetSelection(a_key()) in effects_of(state, choice)
    assert the_card(after(state, choice)).selection is None


def test_what_is_on_record_chosen_and_sent_again_is_no_selection_either() -> None:
    choice = ChooseCode("communication-1", REFUND.id, "promised for Friday")
    state = after(a_desk_with_a_call(), choice, ChooseAgain("communication-1"), REFUND_SELECTED)
    assert the_card(state).selection == replace(a_selection(), over=NOON)

    assert ForgetSelection(a_key()) in effects_of(state, choice)
    assert the_card(after(state, choice)).selection is None
    assert not the_card(after(state, choice)).is_choosing_again


def test_after_a_restart_the_same_code_and_note_are_back_with_the_leg() -> None:
    state = restarted(a_selection())

    state = after(state, seen(a_leg(phase=Phase.AFTER_CALL)), CodesRead(a_key(), CODES))

    card = the_card(state)
    assert card.selection == a_selection()
    assert card.plan is not None
    assert card.plan.code == REFUND


def test_what_was_sent_just_before_a_kill_is_no_longer_selected_after_it() -> None:
    sent = a_submission(code=REFUND)
    decided_at = sent.decision.decided_at
    before = replace(a_selection(), selected_at=decided_at)
    since = replace(a_selection(), selected_at=decided_at + timedelta(seconds=1))

    assert effects_of(restarted(before), OutboxRead((sent,), ())) == [ForgetSelection(a_key())]
    assert effects_of(restarted(since), OutboxRead((sent,), ())) == []
    undone = replace(sent, is_undone=True)
    assert effects_of(restarted(before), OutboxRead((undone,), ())) == []


@pytest.mark.parametrize("later_s", [0, -3600])
def test_what_was_selected_after_change_outlives_a_kill_whatever_the_clock_says(
    later_s: float,
) -> None:
    """A clock may stand still between the two, or be put back."""
    choice = ChooseCode("communication-1", BILLING.id, "first")
    state = after(a_desk_with_a_call(), choice)
    sent = the_card(state).submission
    assert sent is not None
    state = after(state, ChooseAgain("communication-1"))
    at = NOON + timedelta(seconds=later_s)
    selected = the_card(after(state, REFUND_SELECTED, at=at)).selection
    assert selected is not None

    again = restarted(selected)

    assert effects_of(again, OutboxRead((sent,), ())) == []
    since = replace(sent, decision=replace(sent.decision, decided_at=NOON + timedelta(seconds=1)))
    assert effects_of(again, OutboxRead((since,), ())) == [ForgetSelection(a_key())]


def test_what_another_agent_selected_on_this_computer_is_not_shown() -> None:
    state = restarted(a_selection(agent_id=OTHER_AGENT.id))

    state = after(state, seen(a_leg(phase=Phase.AFTER_CALL)))

    assert the_card(state).selection is None


@pytest.mark.parametrize("mode", list(Mode))
def test_in_every_mode_it_is_sent_shortly_before_the_time_out(mode: Mode) -> None:
    settings = Settings(queues={"Support": QueueRule(mode)})
    state = after(a_desk_with_a_call(settings=settings), REFUND_SELECTED)
    plan = the_card(state).plan
    assert plan is not None
    assert (plan.decider, plan.code, plan.at) == (Decider.AGENT, REFUND, LATEST)

    state = after(state, PlanDue({a_key(): LATEST}), at=LATEST)

    submission = the_card(state).submission
    assert submission is not None
    assert (submission.decision.code, submission.decision.note) == (REFUND, "promised for Friday")
    assert submission.decision.decider is Decider.AGENT


def test_it_is_sent_on_a_dialer_leg_too_because_a_person_chose_it() -> None:
    state = after(a_desk_with_a_call(is_dialer=True), REFUND_SELECTED)

    assert the_card(state).plan is not None


def test_nothing_is_sent_while_the_customer_is_there() -> None:
    state = after(a_desk_with_a_call(Phase.CONNECTED), REFUND_SELECTED)

    assert the_card(state).plan is None


def test_what_is_selected_in_the_last_seconds_is_shown_before_it_is_sent() -> None:
    late = NOON + timedelta(seconds=56)
    state = after(a_desk_with_a_call(), REFUND_SELECTED, at=late)

    plan = the_card(state).plan
    assert plan is not None
    assert plan.at == late + timedelta(seconds=2)


def test_escape_keeps_it_until_another_code_is_selected() -> None:
    state = after(a_desk_with_a_call(), REFUND_SELECTED, Hold("communication-1"))
    assert the_card(state).plan is None
    state = after(state, NoteSelection("communication-1", REFUND.id, "longer note"))
    assert the_card(state).plan is None

    state = after(state, NoteSelection("communication-1", BILLING.id, "longer note"))

    plan = the_card(state).plan
    assert plan is not None
    assert plan.code == BILLING


def test_a_setting_and_a_queues_rule_switch_it_off() -> None:
    state = after(a_desk_with_a_call(settings=Settings(sends_selected=False)), REFUND_SELECTED)
    assert the_card(state).plan is None

    state = after(state, UseSettings(Settings(queues={"Support": QueueRule()})))

    assert the_card(state).plan is not None


def test_the_guards_code_takes_the_typed_note_along() -> None:
    settings = Settings(queues={"Support": QueueRule(Mode.GUARD, min_probability=0.9)})
    state = after(a_desk_with_a_call(settings=settings), Ranked({a_key(): SURE}), NOTE_ALONE)

    state = after(state, PlanDue({a_key(): LATEST}), at=LATEST)

    submission = the_card(state).submission
    assert submission is not None
    assert (submission.decision.code, submission.decision.note) == (BILLING, "promised for Friday")


def test_what_was_selected_and_not_sent_is_told_to_the_supervisors_as_meant() -> None:
    state = after(a_desk_with_a_call(), REFUND_SELECTED, Hold("communication-1"))

    state = timed_out(state)

    submission = the_card(state).submission
    assert submission is not None
    assert (submission.state, submission.reason) == (SubmissionState.TOO_LATE, ONLY_SELECTED)
    assert (submission.decision.code, submission.decision.note) == (REFUND, "promised for Friday")
    assert (state.tally.handled, state.tally.coded) == (1, 0)


def test_a_code_chosen_in_genesys_stands_above_what_was_only_selected() -> None:
    state = after(a_desk_with_a_call(), REFUND_SELECTED)

    chosen = AssignedCode(BILLING.id)
    state = after(state, seen(a_leg(phase=Phase.COMPLETED, wrapup=chosen)))

    assert the_card(state).submission is None
    assert state.selections == {}


def test_a_leg_that_ended_while_the_program_was_down_is_looked_up_and_told_as_meant() -> None:
    state = restarted(a_selection())
    (reading,) = [e for e in effects_of(state, Resynced(())) if isinstance(e, ReadLeg)]
    assert reading.leg.key == a_key()

    told = effects_of(state, LegRead(a_key(), ()))

    (stored,) = [each for each in told if isinstance(each, StoreSubmission)]
    assert stored.submission.reason == ONLY_SELECTED
    assert ForgetSelection(a_key()) in told


def test_another_code_selected_after_change_is_sent_before_the_time_out() -> None:
    choice = ChooseCode("communication-1", BILLING.id, "first")
    state = after(a_desk_with_a_call(), choice, ChooseAgain("communication-1"))
    assert the_card(state).plan is None

    state = after(state, NoteSelection("communication-1", REFUND.id, "first"))
    state = after(state, PlanDue({a_key(): LATEST}), at=LATEST)

    submission = the_card(state).submission
    assert submission is not None
    assert submission.decision.code == REFUND


def test_a_new_note_alone_after_change_goes_with_the_present_code() -> None:
    choice = ChooseCode("communication-1", BILLING.id, "first")
    state = after(a_desk_with_a_call(), choice, ChooseAgain("communication-1"))

    state = after(state, NoteSelection("communication-1", "", "second"))
    state = after(state, PlanDue({a_key(): LATEST}), at=LATEST)

    submission = the_card(state).submission
    assert submission is not None
    assert (submission.decision.code, submission.decision.note) == (BILLING, "second")


def test_undo_takes_the_code_back_and_leaves_the_note() -> None:
    choice = ChooseCode("communication-1", BILLING.id, "typed")

    state = after(a_desk_with_a_call(), choice, Undo("communication-1"))

    selection = the_card(state).selection
    assert selection is not None
    assert (selection.code, selection.note) == (None, "typed")


# Missed interactions and the day


def test_a_missed_interaction_is_kept_for_the_next_start() -> None:
    state = a_desk_with_a_call()

    missed = seen(a_leg(phase=Phase.COMPLETED))
    records = [each.record for each in effects_of(state, missed) if isinstance(each, StoreRecord)]

    (ended,) = records
    assert isinstance(ended, EndedLeg)
    assert (ended.key, ended.code_id) == (a_key(), "")


def an_ended_leg(number: int, **changes: object) -> EndedLeg:
    leg = a_leg(number)
    ended = EndedLeg(leg.key, AGENT.id, leg.media, "Support", NOON)
    return replace(ended, **changes)  # type: ignore[arg-type]  # fields of the record


def test_after_a_restart_missed_interactions_and_the_figure_are_back() -> None:
    coded_elsewhere = an_ended_leg(2, code_id=BILLING.id)
    yesterdays = an_ended_leg(3, ended_at=NOON - timedelta(days=1))
    of_another = an_ended_leg(4, agent_id=OTHER_AGENT.id)

    state = restarted(an_ended_leg(1), coded_elsewhere, yesterdays, of_another)

    assert [card.leg.key for card in state.cards] == [a_key(1)]
    assert the_card(state).was_completed_without_code
    assert (state.tally.handled, state.tally.coded) == (2, 1)


def test_a_missed_interaction_that_was_put_away_counts_and_stays_away() -> None:
    state = after(a_desk_with_a_call(), seen(a_leg(phase=Phase.COMPLETED)))
    (stored,) = [
        each.record
        for each in effects_of(state, Dismiss("communication-1"))
        if isinstance(each, StoreRecord)
    ]

    assert isinstance(stored, EndedLeg)
    state = restarted(stored)

    assert state.cards == ()
    assert state.tally.handled == 1


def test_a_desk_without_a_day_shows_nothing_of_earlier() -> None:
    state = after(a_desk(), LegRecordsRead((an_ended_leg(1),)))

    assert state.cards == ()
