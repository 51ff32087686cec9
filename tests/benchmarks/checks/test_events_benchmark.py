"""What the benchmark of events reads is what Genesys tells of a conversation, from alert to code."""

from __future__ import annotations

import json

import pytest

from tests.benchmarks.wire.events import AGENT, CODE, LIVES, main
from wrapup_desk.adapters.genesys.conversations.parser import ConversationParser
from wrapup_desk.domain.interaction import Leg, Phase

READER = ConversationParser(AGENT, b"salt")


def leg_in(frame: str) -> Leg:
    (leg,) = READER.conversation(json.dumps(json.loads(frame)["eventBody"])).legs
    return leg


@pytest.mark.parametrize("kind", LIVES)
def test_each_frame_tells_something_new_of_one_leg_from_alert_to_code(kind: str) -> None:
    frames = LIVES[kind](1)
    legs = [leg_in(frame) for frame in frames]

    assert len(set(frames)) == len(frames)
    assert len({leg.key for leg in legs}) == 1
    assert legs[0].phase is Phase.ALERTING
    assert legs[-1].phase is Phase.COMPLETED
    assert legs[-1].wrapup is not None
    assert legs[-1].wrapup.code_id == CODE


def test_a_conversation_of_another_round_shares_no_id_with_the_first() -> None:
    assert leg_in(LIVES["call"](1)[0]).key != leg_in(LIVES["call"](2)[0]).key


def test_each_kind_and_the_mix_are_compared_with_json_loads(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--rounds", "1", "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert list(found) == [*LIVES, "mix"]
    assert {"event_us", "json_us", "ratio"} == set(found["mix"])
