from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes import BILLING, NOON, REFUND, a_leg
from wrapup_desk.domain.agent import RoutingStatus
from wrapup_desk.domain.interaction import Phase, Prompt
from wrapup_desk.domain.wrapup import AssignedCode

FORWARD = {
    (Phase.ALERTING, Phase.CONNECTED),
    (Phase.ALERTING, Phase.HELD),
    (Phase.ALERTING, Phase.AFTER_CALL),
    (Phase.ALERTING, Phase.COMPLETED),
    (Phase.ALERTING, Phase.MISSED),
    (Phase.CONNECTED, Phase.HELD),
    (Phase.CONNECTED, Phase.AFTER_CALL),
    (Phase.CONNECTED, Phase.COMPLETED),
    (Phase.HELD, Phase.CONNECTED),
    (Phase.HELD, Phase.AFTER_CALL),
    (Phase.HELD, Phase.COMPLETED),
    (Phase.AFTER_CALL, Phase.COMPLETED),
}


@pytest.mark.parametrize("known", Phase)
@pytest.mark.parametrize("seen", Phase)
def test_a_leg_only_ever_moves_forward(known: Phase, seen: Phase) -> None:
    leg = a_leg(phase=known)

    is_forward = known is seen or (known, seen) in FORWARD

    assert leg.is_backwards(a_leg(phase=seen)) == (not is_forward)
    assert (seen if is_forward else known) is leg.after(a_leg(phase=seen)).phase


def test_a_late_snapshot_changes_nothing() -> None:
    leg = a_leg(phase=Phase.COMPLETED, wrapup=AssignedCode(BILLING.id))

    late = a_leg(phase=Phase.CONNECTED, wrapup=AssignedCode(REFUND.id), queue_name="Sales")

    assert leg == leg.after(late)


def test_what_a_later_snapshot_leaves_out_is_not_forgotten() -> None:
    leg = a_leg(phase=Phase.AFTER_CALL, wrapup=AssignedCode(BILLING.id), alerted_at=NOON)
    bare = replace(
        a_leg(phase=Phase.AFTER_CALL),
        queue_name="",
        connected_at=None,
        disconnected_at=None,
        acw_started_at=None,
    )

    assert leg == leg.after(bare)


def test_of_two_codes_the_one_written_last_stands() -> None:
    earlier = AssignedCode(BILLING.id, ended_at=NOON)
    later = AssignedCode(REFUND.id, ended_at=NOON + timedelta(seconds=3))

    assert later == a_leg(wrapup=earlier).after(a_leg(wrapup=later)).wrapup
    assert later == a_leg(wrapup=later).after(a_leg(wrapup=earlier)).wrapup


def test_of_two_codes_without_times_the_one_seen_last_stands() -> None:
    leg = a_leg(wrapup=AssignedCode(BILLING.id, ended_at=NOON))

    assert AssignedCode(REFUND.id) == leg.after(a_leg(wrapup=AssignedCode(REFUND.id))).wrapup


@pytest.mark.parametrize(
    ("prompt", "has_deadline"),
    [
        (Prompt.OPTIONAL, False),
        (Prompt.MANDATORY, False),
        (Prompt.TIMEOUT, True),
        (Prompt.FORCED_TIMEOUT, True),
        (Prompt.AGENT_REQUESTED, True),
        (Prompt.UNKNOWN, False),
    ],
)
def test_only_timed_after_call_work_has_a_deadline(prompt: Prompt, *, has_deadline: bool) -> None:
    leg = a_leg(phase=Phase.AFTER_CALL, prompt=prompt)

    assert (NOON + timedelta(seconds=60) if has_deadline else None) == leg.deadline_at


def test_there_is_no_deadline_before_after_call_work_or_without_a_timeout() -> None:
    assert a_leg(phase=Phase.CONNECTED).deadline_at is None
    assert a_leg(phase=Phase.AFTER_CALL, wrapup_timeout=None).deadline_at is None


@pytest.mark.parametrize("phase", Phase)
def test_a_leg_is_live_or_over_or_between(phase: Phase) -> None:
    assert phase.is_live == (phase in (Phase.CONNECTED, Phase.HELD))
    assert phase.is_over == (phase in (Phase.COMPLETED, Phase.MISSED))


@pytest.mark.parametrize("status", RoutingStatus)
def test_an_agent_is_on_queue_when_work_may_come(status: RoutingStatus) -> None:
    on_queue = (RoutingStatus.IDLE, RoutingStatus.INTERACTING, RoutingStatus.COMMUNICATING)

    assert status.is_on_queue == (status in on_queue)


def test_a_leg_shows_no_customer_in_its_text() -> None:
    leg = a_leg(customer_name="Carla Diaz", customer_key="+15550100", attributes={"a": "secret"})

    assert not any(word in repr(leg) for word in ("Carla", "5550100", "secret"))
