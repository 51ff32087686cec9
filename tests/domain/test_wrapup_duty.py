from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.domain.repair.examples import leg as past_leg
from wrapup_desk.application.desk.day_stats import DayStats
from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.history.past_leg import NameDirectory
from wrapup_desk.domain.interaction import Joined, Leg, LegKey, Media, Phase, Prompt
from wrapup_desk.domain.repair.code_issue import counts_in_figures, issue_of
from wrapup_desk.domain.wrapup_duty import owes_code, past_leg_owes_code

LEG = Leg(LegKey("c", "p", "m"), "a", Media.CALL, Phase.CONNECTED, queue_id="q", purpose="agent")
COLLEAGUE = replace(LEG, queue_id="", purpose="user", is_wrapup_required=False)
SKIPPED = replace(LEG, prompt=Prompt.OPTIONAL, is_wrapup_skipped=True, phase=Phase.COMPLETED)
NOT_REQUESTED = replace(LEG, prompt=Prompt.AGENT_REQUESTED)
CALLED_BACK = replace(LEG, media=Media.CALLBACK, is_coded_elsewhere=True)
MONITORING = replace(LEG, joined=Joined.MONITORING, is_wrapup_required=True)
BARGED_IN = replace(LEG, joined=Joined.BARGED_IN, is_wrapup_required=False)
FREE = [MONITORING, BARGED_IN, COLLEAGUE, SKIPPED, NOT_REQUESTED, CALLED_BACK]
NAMES = ["monitoring", "barged in", "colleague", "skipped", "not requested", "coded elsewhere"]


def test_a_queues_leg_owes_a_code_also_where_the_snapshot_does_not_tell() -> None:
    assert owes_code(LEG)
    assert owes_code(replace(LEG, queue_id=""))
    assert owes_code(replace(LEG, is_wrapup_required=False))


@pytest.mark.parametrize("leg", FREE, ids=NAMES)
@pytest.mark.parametrize("phase", [Phase.CONNECTED, Phase.COMPLETED])
def test_a_leg_that_owes_nothing_is_neither_asked_nor_counted(leg: Leg, phase: Phase) -> None:
    leg = replace(leg, phase=phase)
    card = InteractionCard(leg)

    assert not owes_code(leg)
    assert not card.needs_a_code
    assert not card.was_completed_without_code
    assert DayStats().with_completed(leg).totals().handled == 0


def test_a_mandatory_code_that_was_skipped_is_still_missing() -> None:
    assert owes_code(replace(SKIPPED, prompt=Prompt.MANDATORY))


def test_a_barge_in_owes_a_code_where_genesys_says_so_and_listening_never_before_its_end() -> None:
    assert owes_code(replace(BARGED_IN, is_wrapup_required=True))
    assert not owes_code(replace(BARGED_IN, is_wrapup_required=None))
    assert owes_code(replace(MONITORING, phase=Phase.AFTER_CALL))


def test_requested_after_call_work_asks_for_a_code() -> None:
    assert owes_code(replace(NOT_REQUESTED, is_acw_requested=True))


@pytest.mark.parametrize("leg", [COLLEAGUE, NOT_REQUESTED])
def test_after_call_work_that_began_asks_for_a_code_whatever_was_said_before(leg: Leg) -> None:
    began = replace(leg, acw_started_at=datetime(2026, 11, 22, tzinfo=UTC))

    assert owes_code(replace(leg, phase=Phase.AFTER_CALL))
    assert owes_code(replace(began, phase=Phase.COMPLETED))


PAST = past_leg(1)


@pytest.mark.parametrize(
    ("changes", "prompt", "owes"),
    [
        ({}, Prompt.UNKNOWN, True),
        ({"was_skipped": True}, Prompt.OPTIONAL, False),
        ({"was_skipped": True}, Prompt.MANDATORY, True),
        ({"was_skipped": True}, Prompt.UNKNOWN, True),
        ({"completed_at": None}, Prompt.AGENT_REQUESTED, False),
        ({}, Prompt.AGENT_REQUESTED, True),
        ({"completed_at": None, "is_in_after_call": True}, Prompt.AGENT_REQUESTED, True),
        ({"completed_at": None, "queue_id": ""}, Prompt.UNKNOWN, False),
        ({"queue_id": ""}, Prompt.UNKNOWN, True),
        ({"completed_at": None}, Prompt.UNKNOWN, True),
        ({"completed_at": None, "has_joined": True}, Prompt.MANDATORY, False),
        ({"has_joined": True}, Prompt.UNKNOWN, True),
    ],
)
def test_legs_of_the_past_owe_by_the_same_rule(
    changes: dict[str, Any], prompt: Prompt, *, owes: bool
) -> None:
    leg = replace(PAST, **changes)
    directory = NameDirectory(queue_prompts={leg.queue_id: prompt})

    assert past_leg_owes_code(leg, prompt) is owes
    assert (issue_of(leg, directory) is None) is (not owes or leg.is_in_after_call)
    assert counts_in_figures(leg, directory) is (owes and leg.is_over)


def test_a_code_that_nobody_had_to_give_counts_all_the_same() -> None:
    leg = replace(PAST, completed_at=None, code_id="code-invoice")
    directory = NameDirectory(queue_prompts={leg.queue_id: Prompt.AGENT_REQUESTED})

    assert counts_in_figures(leg, directory)
