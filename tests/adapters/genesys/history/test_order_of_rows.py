"""The same conversations in any order, and in any number of copies, are the same legs."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrapup_desk.adapters.genesys.conversations.wrapup_scope import WrapupScope
from wrapup_desk.adapters.genesys.history.parser import legs_in
from wrapup_desk.adapters.genesys.history.past_wire import read_listing
from wrapup_desk.domain.history.past_leg import PastLeg
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.simulator.history.month_plan import MonthOptions, planned_month
from wrapup_desk.simulator.history.month_rows import row_of
from wrapup_desk.simulator.history.people import past_agents
from wrapup_desk.simulator.history.shapes import older_copy
from wrapup_desk.simulator.script.playback import PlaybackOptions, prepare
from wrapup_desk.simulator.script.scenarios import scenarios_folder
from wrapup_desk.simulator.world.wall_clock import WallClock

NOW = datetime(2026, 11, 22, tzinfo=UTC)
Shuffle = Callable[[list[Any]], object]


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    """Some conversations of every shape."""
    options = PlaybackOptions(scenarios_folder(), is_idle=True)
    organization = prepare(options, WallClock()).organization
    month = planned_month(
        organization, past_agents(organization.agents), MonthOptions(120, 30, 3), NOW
    )
    return [row_of(each, NOW) for each in month]


def legs_of(found: Sequence[dict[str, Any]], scope: WrapupScope) -> dict[LegKey, PastLeg]:
    raw = json.dumps({"conversations": list(found)}).encode()
    legs = list(legs_in(read_listing(raw, "test").conversations, (), scope))
    assert len({leg.key for leg in legs}) == len(legs)
    return {leg.key: leg for leg in legs}


def shuffled(row: dict[str, Any], shuffle: Shuffle) -> dict[str, Any]:
    copy: dict[str, Any] = json.loads(json.dumps(row))
    shuffle(copy["participants"])
    for participant in copy["participants"]:
        shuffle(participant["sessions"])
        for session in participant["sessions"]:
            shuffle(session["segments"])
    return copy


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), scope=st.sampled_from(WrapupScope))
def test_nothing_depends_on_the_order_of_anything(
    rows: list[dict[str, Any]], seed: int, scope: WrapupScope
) -> None:
    choice = Random(seed)
    others = [shuffled(each, choice.shuffle) for each in rows]
    others += [older_copy(each) for each in choice.sample(others, 10)]
    choice.shuffle(others)

    assert legs_of(others, scope) == legs_of(rows, scope)
