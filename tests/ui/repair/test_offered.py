from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ui import snapshots as agent_states
from tests.ui.conftest import OpenDesk
from wrapup_desk.domain.agent import Agent

BOTH = {"analytics:conversationDetail:view", "conversation:participant:wrapup"}


@pytest.mark.parametrize(
    ("permissions", "is_offered"),
    [
        (BOTH, True),
        (set(), False),
        ({"conversation:participant:wrapup"}, False),
        ({"analytics:agentConversationDetail:view", "conversation:participant:wrapup"}, False),
    ],
)
def test_the_agents_menu_offers_fixing_only_to_whom_the_server_allows_it(
    open_desk: OpenDesk, *, permissions: set[str], is_offered: bool
) -> None:
    agent = Agent("agent-1", "Priya Nair", permissions=frozenset(permissions))
    driver = open_desk(replace(agent_states.desk(), agent=agent))

    assert driver.window.header._actions["square-pen"].isVisible() == is_offered


def test_choosing_it_asks_for_the_repair_desk(open_desk: OpenDesk) -> None:
    agent = Agent("agent-1", "Priya Nair", permissions=frozenset(BOTH))
    driver = open_desk(replace(agent_states.desk(), agent=agent))

    with driver.qtbot.waitSignal(driver.window.repair_requested):
        driver.window.header._actions["square-pen"].trigger()
