from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.simulator.centre import Centre
from wrapup_desk.simulator.world import changes
from wrapup_desk.simulator.world.arrivals import leg_for
from wrapup_desk.simulator.world.conversation import Conversation, Participant
from wrapup_desk.simulator.world.leg_life import TERMINAL, ImpossibleLegMove, LegState, Prompt


def test_a_missed_alert_stays_among_the_participants_without_a_connect_time() -> None:
    desk = Centre()
    conversation, leg = desk.alert()

    desk.centre.miss(conversation, leg, desk.later(8))

    assert conversation.legs == [leg]
    assert leg.connected_at is None
    assert leg.disconnect_type == "transfer.noanswer"
    assert leg.acw_state is None
    # The customer still waits
    assert conversation.ended_at is None


def test_a_second_attempt_is_another_participant_with_another_communication() -> None:
    desk = Centre()
    conversation, missed = desk.alert()
    desk.centre.miss(conversation, missed, desk.later(8))

    again = leg_for(conversation, desk.organization.agents[0], missed.queue, desk.now)
    desk.centre.alert(conversation, again)

    assert again.id != missed.id
    assert again.communication_id != missed.communication_id


def test_hanging_up_ends_the_conversation_and_starts_after_call_work() -> None:
    desk = Centre()
    conversation, leg = desk.answered()

    desk.centre.hang_up(conversation, leg, desk.later(60))

    assert leg.state is LegState.AFTER_CALL_WORK
    assert leg.acw_state == "pending"
    assert leg.acw_started_at == leg.disconnected_at == desk.now
    assert conversation.ended_at == desk.now
    assert conversation.customer.disconnected_at == desk.now


def test_an_agent_cannot_complete_discretionary_work_without_a_code() -> None:
    desk = Centre(Prompt.MANDATORY)
    conversation, leg = desk.in_after_call_work()

    honoured = desk.centre.complete(conversation, leg, desk.later(5))

    assert not honoured
    assert leg.state is LegState.AFTER_CALL_WORK


def test_completing_without_a_code_is_skipping() -> None:
    desk = Centre(Prompt.OPTIONAL)
    conversation, leg = desk.in_after_call_work()

    desk.centre.complete(conversation, leg, desk.later(5))

    assert (leg.state, leg.acw_state, leg.completed_by) == (LegState.COMPLETE, "skipped", "agent")
    assert leg.final_code is None
    assert not leg.was_coded_before_complete


def test_a_skipped_leg_gets_the_literal_where_the_organisation_has_one() -> None:
    desk = Centre(Prompt.OPTIONAL)
    desk.capabilities.set("skipped_code", "ININ-WRAP-UP-SKIPPED")
    conversation, leg = desk.in_after_call_work()

    desk.centre.complete(conversation, leg, desk.later(5))

    assert leg.final_code is not None
    assert leg.final_code.code_id == "ININ-WRAP-UP-SKIPPED"
    assert not leg.was_coded_before_complete


def test_a_time_out_assigns_the_system_code() -> None:
    desk = Centre()
    conversation, leg = desk.in_after_call_work()

    desk.centre.time_out(conversation, leg, desk.later(60))

    assert leg.completed_by == "timeout"
    assert leg.final_code is not None
    assert leg.final_code.code_id == "ININ-WRAP-UP-TIMEOUT"
    assert leg.final_code.duration_seconds == 60
    assert not leg.was_coded_before_complete


def test_a_time_out_keeps_the_code_that_is_there() -> None:
    desk = Centre(Prompt.MANDATORY_FORCED_TIMEOUT)
    conversation, leg = desk.in_after_call_work()
    desk.centre.apply_code(conversation, leg, desk.code(), desk.later(5))
    assert leg.state is LegState.AFTER_CALL_WORK

    desk.centre.time_out(conversation, leg, desk.later(55))

    assert leg.final_code is not None
    assert leg.final_code.code_id == desk.refund
    assert leg.was_coded_before_complete


def test_a_code_in_after_call_work_frees_the_agent() -> None:
    desk = Centre()
    conversation, leg = desk.in_after_call_work()

    desk.centre.apply_code(conversation, leg, desk.code(), desk.later(5))

    assert (leg.acw_state, leg.completed_by) == ("complete", "code")
    assert leg.completed_at == desk.now


def test_a_code_while_connected_leaves_after_call_work_to_the_agent() -> None:
    desk = Centre(Prompt.MANDATORY)
    conversation, leg = desk.answered()
    desk.centre.apply_code(conversation, leg, desk.code(), desk.later(5))
    desk.centre.hang_up(conversation, leg, desk.later(5))
    assert leg.acw_state == "pending"

    honoured = desk.centre.complete(conversation, leg, desk.later(1))

    assert honoured
    assert leg.acw_state == "complete"


def test_a_code_while_connected_leaves_no_after_call_work_where_so_switched() -> None:
    desk = Centre()
    desk.capabilities.set("code_while_connected_skips_acw", "true")
    conversation, leg = desk.answered()
    desk.centre.apply_code(conversation, leg, desk.code(), desk.later(5))

    desk.centre.hang_up(conversation, leg, desk.later(5))

    assert leg.state is LegState.COMPLETE


def test_a_new_code_replaces_the_old_one_and_both_stay_on_record() -> None:
    desk = Centre()
    conversation, leg = desk.answered()
    second = desk.organization.queues[0].codes[1].id

    desk.centre.apply_code(conversation, leg, desk.code(), desk.now)
    desk.centre.apply_code(conversation, leg, desk.code(second), desk.later(1))

    assert leg.final_code is not None
    assert leg.final_code.code_id == second
    assert len(leg.codes) == 2


def test_a_provisional_code_is_a_draft_and_frees_nobody() -> None:
    desk = Centre()
    conversation, leg = desk.in_after_call_work()

    desk.centre.apply_code(conversation, leg, desk.code(is_provisional=True), desk.now)

    assert leg.state is LegState.AFTER_CALL_WORK
    assert leg.final_code is None
    assert leg.draft_code is not None
    assert not leg.was_coded_before_complete


def test_after_a_transfer_each_agent_has_a_leg_with_a_code_of_their_own() -> None:
    desk = Centre()
    conversation, first = desk.answered()
    second = leg_for(conversation, desk.organization.agents[1], first.queue, desk.now)
    desk.centre.alert(conversation, second)
    desk.centre.hang_up(conversation, first, desk.later(1), "transfer")
    desk.centre.answer(conversation, second, desk.later(2))

    desk.centre.apply_code(conversation, first, desk.code(), desk.later(2))

    assert conversation.ended_at is None
    assert first.completed_by == "code"
    assert (second.state, second.final_code) == (LegState.CONNECTED, None)


def test_a_call_without_a_queue_needs_no_after_call_work() -> None:
    desk = Centre()
    conversation, leg = desk.answered(queue=None)

    desk.centre.hang_up(conversation, leg, desk.later(9))

    assert (leg.state, leg.acw_state) == (LegState.COMPLETE, "notApplicable")


def test_after_call_work_that_must_be_asked_for_comes_only_when_asked_for() -> None:
    desk = Centre(Prompt.AGENT_REQUESTED)
    conversation, leg = desk.answered()
    desk.centre.request_after_call_work(conversation, leg, required=True)

    desk.centre.hang_up(conversation, leg, desk.later(9))
    _, other = desk.in_after_call_work()

    assert leg.acw_state == "pending"
    assert other.acw_state == "notApplicable"


def test_an_empty_attribute_is_deleted() -> None:
    desk = Centre()
    conversation, leg = desk.answered()
    desk.centre.set_attributes(conversation, leg, {"wrapup_code": "Refund", "other": "x"})

    desk.centre.set_attributes(conversation, leg, {"wrapup_code": ""})

    assert leg.attributes == {"other": "x"}


def test_active_conversations_lose_after_call_work_where_so_switched() -> None:
    desk = Centre()
    conversation, leg = desk.in_after_call_work()
    user_id = leg.user_id or ""
    assert desk.centre.active_conversations(user_id) == [conversation]

    desk.capabilities.set("active_list_has_acw", "false")

    assert desk.centre.active_conversations(user_id) == []


def test_holding_a_leg_that_has_ended_is_impossible() -> None:
    desk = Centre()
    conversation, leg = desk.in_after_call_work()

    with pytest.raises(ImpossibleLegMove, match="cannot be held"):
        desk.centre.hold(conversation, leg, desk.now)


def do(desk: Centre, fields: str, conversation: Conversation, leg: Participant) -> None:
    """One random action of a hypothesis run; what is impossible is refused."""
    centre = desk.centre
    acts: dict[str, Callable[[], object]] = {
        "answer": lambda: centre.answer(conversation, leg, desk.later(1)),
        "miss": lambda: centre.miss(conversation, leg, desk.later(1)),
        "hold": lambda: centre.hold(conversation, leg, desk.later(1)),
        "retrieve": lambda: centre.retrieve(conversation, leg),
        "hang up": lambda: centre.hang_up(conversation, leg, desk.later(1)),
        "complete": lambda: centre.complete(conversation, leg, desk.later(1)),
        "time out": lambda: centre.time_out(conversation, leg, desk.later(1)),
        "code": lambda: centre.apply_code(conversation, leg, desk.code(), desk.later(1)),
    }
    try:
        acts[fields]()
    except ImpossibleLegMove:
        return


ACTIONS = ("answer", "miss", "hold", "retrieve", "hang up", "complete", "time out", "code")


@given(prompt=st.sampled_from(Prompt), actions=st.lists(st.sampled_from(ACTIONS), max_size=25))
def test_whatever_happens_a_leg_completes_once_and_never_comes_back(
    prompt: Prompt, actions: list[str]
) -> None:
    desk = Centre(prompt)
    conversation, leg = desk.alert()
    states = [leg.state]
    for fields in actions:
        do(desk, fields, conversation, leg)
        states.append(leg.state)

    ends = [state for state in states if state in TERMINAL]
    assert len(set(ends)) <= 1
    assert states[len(states) - len(ends) :] == ends
    assert (leg.completed_at is not None) == (leg.state in TERMINAL)
    completions = [one for one in desk.changes if isinstance(one, changes.LegCompleted)]
    assert len(completions) == (1 if ends else 0)
    assert (leg.acw_state == "pending") == (leg.state is LegState.AFTER_CALL_WORK)
    assert (leg.disconnected_at is None) == (
        leg.state in {LegState.ALERTING, LegState.CONNECTED, LegState.HELD}
    )
