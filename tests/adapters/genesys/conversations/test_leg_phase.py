import pytest

from tests.adapters.genesys.conversations.parser_examples import hung_up, leg_of, with_call
from tests.adapters.genesys.rest_harness import a_conversation
from wrapup_desk.domain.interaction import Phase


@pytest.mark.parametrize("state", ["alerting", "dialing", "contacting", "offering", "ALERTING"])
def test_a_leg_that_nobody_answered_yet_alerts(state: str) -> None:
    body = a_conversation(connectedTime=None)
    assert leg_of(with_call(body, state=state, connectedTime=None)).phase is Phase.ALERTING


def test_an_alert_that_ended_without_an_answer_was_missed() -> None:
    for state in ("disconnected", "terminated", "alerting"):
        body = a_conversation(connectedTime=None, endTime="2026-11-22T00:10:30Z")
        assert leg_of(with_call(body, state=state, connectedTime=None)).phase is Phase.MISSED


def test_a_held_call_is_held_and_a_parked_message_too() -> None:
    parked = a_conversation(calls=[], messages=[{"id": "m-1", "state": "parked"}])

    assert leg_of(with_call(a_conversation(), held=True)).phase is Phase.HELD
    assert leg_of(parked).phase is Phase.HELD


def test_a_mail_on_its_way_out_is_still_the_agents() -> None:
    body = a_conversation(calls=[], emails=[{"id": "e-1", "state": "transmitting"}])

    assert leg_of(body).phase is Phase.CONNECTED


@pytest.mark.parametrize(
    ("acw_state", "phase"),
    [
        ("pending", Phase.AFTER_CALL),
        ("complete", Phase.COMPLETED),
        ("skipped", Phase.COMPLETED),
        ("notApplicable", Phase.COMPLETED),
        ("NOTAPPLICABLE", Phase.COMPLETED),
    ],
)
def test_after_the_call_the_state_of_the_after_call_work_decides(
    acw_state: str, phase: Phase
) -> None:
    assert leg_of(hung_up({"state": acw_state})).phase is phase
    assert leg_of(with_call(hung_up({"state": acw_state}), state="terminated")).phase is phase


def test_wrapup_required_alone_means_nothing_with_an_optional_prompt_that_is_done() -> None:
    body = hung_up({"state": "complete"}, wrapupRequired=True, wrapupPrompt="optional")

    assert leg_of(body).phase is Phase.COMPLETED


def test_an_end_of_after_call_work_on_the_participant_completes_the_leg() -> None:
    body = hung_up(startAcwTime="2026-11-22T00:14:47Z", endAcwTime="2026-11-22T00:15:01Z")

    assert leg_of(body).phase is Phase.COMPLETED


def test_work_that_started_after_the_last_end_is_pending_again() -> None:
    acw = {"state": "pending", "startTime": "2026-11-22T00:16:00Z"}

    assert leg_of(hung_up(acw, endAcwTime="2026-11-22T00:15:01Z")).phase is Phase.AFTER_CALL


@pytest.mark.parametrize("prompt", ["mandatory", "timeout", "forcedTimeout", "optional"])
def test_the_moment_between_hang_up_and_after_call_work_is_not_the_end(prompt: str) -> None:
    body = hung_up(wrapupRequired=True, wrapupPrompt=prompt)

    assert leg_of(body).phase is Phase.AFTER_CALL


def test_agent_requested_after_call_work_comes_only_when_it_was_requested() -> None:
    body = hung_up(wrapupRequired=True, wrapupPrompt="agentRequested")

    assert leg_of(body).phase is Phase.COMPLETED
    assert leg_of(with_call(body, afterCallWorkRequired=True)).phase is Phase.AFTER_CALL


def test_skipped_after_call_work_is_told_as_skipped() -> None:
    assert leg_of(hung_up({"state": "skipped"})).is_wrapup_skipped
    assert leg_of(hung_up(wrapupSkipped=True, wrapupRequired=True)).phase is Phase.COMPLETED


def test_a_state_added_later_is_judged_by_the_times() -> None:
    assert leg_of(with_call(a_conversation(), state="levitating")).phase is Phase.CONNECTED
