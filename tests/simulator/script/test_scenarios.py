import json
from pathlib import Path
from typing import Any

import pytest

from wrapup_desk.simulator.script.playback import PlaybackOptions, prepare
from wrapup_desk.simulator.script.scenarios import BrokenScenario, read_scenarios, scenarios_folder
from wrapup_desk.simulator.script.script import Predict, Propose, PutOnHold, Say, Script, Transfer
from wrapup_desk.simulator.world.wall_clock import WallClock


def shipped() -> list[Script]:
    return prepare(PlaybackOptions(scenarios_folder()), WallClock()).scripts


def has(script: Script, kind: type) -> bool:
    return any(isinstance(step, kind) for step in script.steps)


def test_the_shipped_day_is_varied_enough_to_show_the_whole_job() -> None:
    scripts = shipped()

    assert len(scripts) >= 12
    assert {script.queue.name for script in scripts if script.queue} == {
        "Billing",
        "Support",
        "Orders",
    }
    assert {script.medium.name for script in scripts} >= {"call", "callback", "message", "email"}
    assert any(script.missed_alerts for script in scripts)
    assert any(script.is_dialer for script in scripts)
    assert any(script.prediction for script in scripts)
    for kind in (PutOnHold, Propose, Predict, Transfer):
        assert any(has(script, kind) for script in scripts), kind
    assert {
        step.is_consult
        for script in scripts
        for step in script.steps
        if isinstance(step, Transfer)
    } == {True, False}


def test_the_first_interaction_comes_and_ends_within_the_demos_minute() -> None:
    first = shipped()[0]

    talk_s = sum(step.after_s for step in first.steps)

    assert first.starts_after_s + first.rings_s <= 5
    assert first.starts_after_s + first.rings_s + talk_s <= 35


def test_one_agent_has_three_interactions_at_a_time() -> None:
    mine = [script for script in shipped() if script.agent and script.agent.name == "Sam Agent"]
    spans = [
        (
            script.starts_after_s,
            script.starts_after_s + script.rings_s + sum(step.after_s for step in script.steps),
        )
        for script in mine
    ]

    at_once = [sum(start <= moment < end for start, end in spans) for moment, _ in spans]

    assert max(at_once) >= 3


def test_every_queue_has_its_own_prompt_and_ten_to_sixteen_short_described_codes() -> None:
    queues = prepare(PlaybackOptions(scenarios_folder()), WallClock()).organization.queues

    assert len({queue.prompt for queue in queues}) == len(queues)
    for queue in queues:
        assert 10 <= len(queue.codes) <= 16
        assert all(len(code.name) < 30 and code.description for code in queue.codes)


def test_the_expected_code_of_every_script_is_on_its_last_queue() -> None:
    for script in shipped():
        queues = [script.queue]
        queues += [
            step.to_queue or script.queue for step in script.steps if isinstance(step, Transfer)
        ]
        assert queues[-1] is not None
        assert script.expected_code in queues[-1].codes, script.title


def test_every_turn_takes_time_and_says_something() -> None:
    turns = [step for script in shipped() for step in script.steps if isinstance(step, Say)]

    assert all(turn.text and turn.after_s > 0 for turn in turns)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"queue": "Nowhere"}, "no queue 'Nowhere'"),
        ({"code": "No such code"}, "no code 'No such code'"),
        ({"media": "pigeon"}, "Unknown media 'pigeon'"),
        ({"colour": "red"}, "Unknown fields"),
        ({"steps": [{"sing": "la"}]}, "Unknown step"),
    ],
)
def test_a_broken_scenario_is_named_with_its_fault(
    tmp_path: Path, change: dict[str, Any], complaint: str
) -> None:
    organization = prepare(
        PlaybackOptions(scenarios_folder(), is_idle=True), WallClock()
    ).organization
    scenario = {"queue": "Billing", "media": "call", "steps": [], **change}
    (tmp_path / "broken.json").write_text(json.dumps(scenario), encoding="utf-8")

    with pytest.raises(BrokenScenario, match=complaint) as broken:
        read_scenarios(tmp_path, organization)

    assert "broken.json" in str(broken.value)


def test_a_scenario_that_is_not_json_is_named(tmp_path: Path) -> None:
    organization = prepare(
        PlaybackOptions(scenarios_folder(), is_idle=True), WallClock()
    ).organization
    (tmp_path / "torn.json").write_text('{"queue": ', encoding="utf-8")

    with pytest.raises(BrokenScenario, match=r"torn\.json"):
        read_scenarios(tmp_path, organization)


def test_speed_divides_the_queues_time_out_on_the_wire() -> None:
    slow = prepare(PlaybackOptions(scenarios_folder()), WallClock()).organization
    fast = prepare(PlaybackOptions(scenarios_folder()), WallClock(speed=60)).organization

    assert [queue.timeout_ms for queue in slow.queues] == [60_000, None, None]
    assert [queue.timeout_ms for queue in fast.queues] == [1000, None, None]
