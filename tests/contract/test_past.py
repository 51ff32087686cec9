"""Past conversations, as analytics tells them, fit the official SDK's models."""

from collections.abc import Iterator
from datetime import timedelta
from types import ModuleType

import pytest

from tests.contract.strictness import complaints
from tests.simulator.history.test_history import DETAILS, Supervisor
from tests.simulator_process import SimulatorProcess
from wrapup_desk.adapters.system_clock import SystemClock


@pytest.fixture(scope="module")
def past() -> Iterator[Supervisor]:
    options = ("--idle", "--history", "200", "--history-days", "20", "--history-lag-s", "0.1")
    with SimulatorProcess(*options) as process:
        yield Supervisor(process)


def test_a_page_of_the_past_has_skills_and_no_attributes_as_in_the_sdk_model(
    sdk: ModuleType, past: Supervisor
) -> None:
    now = SystemClock().now()
    found = past.query(now - timedelta(days=6), now)

    for each in found:
        assert complaints(sdk, each, "AnalyticsConversationWithoutAttributes") == []
        assert not any("attributes" in one for one in each["participants"])
    assert any("requestedRoutingSkillIds" in str(each) for each in found)


def test_a_past_conversation_read_by_itself_has_attributes_as_in_the_sdk_model(
    sdk: ModuleType, past: Supervisor
) -> None:
    now = SystemClock().now()
    found = past.query(now - timedelta(days=6), now)
    read = [
        past.call("GET", f"{DETAILS.removesuffix('/details')}/{each['conversationId']}/details")
        for each in found[:20]
    ]

    for each in read:
        assert complaints(sdk, each, "AnalyticsConversation") == []
    assert any("ivr.choice" in one.get("attributes", {}) for one in read[0]["participants"])
