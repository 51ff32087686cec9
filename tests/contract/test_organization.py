"""Holds the simulator's settings, users, topics and scopes to the official SDK."""

import json
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from tests.contract.strictness import complaints
from tests.simulator_process import SimulatorProcess


def raw(client: Any) -> Any:
    """The JSON of the SDK's last answer."""
    return json.loads(client.last_response.data)


@pytest.fixture
def switches(simulator: SimulatorProcess) -> Iterator[SimulatorProcess]:
    """The simulator, whose switches go back to what they were."""
    before = simulator.call("GET", "/simulator/capabilities")
    yield simulator
    simulator.post("/simulator/capabilities", before)


@pytest.mark.parametrize("by_communication", [False, True])
def test_the_settings_say_whose_after_call_work_it_is(
    sdk: ModuleType, agent: Any, switches: SimulatorProcess, *, by_communication: bool
) -> None:
    switches.post("/simulator/capabilities", {"communication_based_acw": by_communication})

    settings = sdk.ConversationsApi(agent).get_conversations_settings()

    assert complaints(sdk, raw(agent), "Settings") == []
    assert settings.communication_based_acw is by_communication


def test_settings_that_may_not_be_read_are_refused(
    sdk: ModuleType, agent: Any, switches: SimulatorProcess
) -> None:
    switches.post("/simulator/capabilities", {"settings_answer": 403})

    with pytest.raises(sdk.rest.ApiException) as refusal:
        sdk.ConversationsApi(agent).get_conversations_settings()

    assert refusal.value.status == 403
    assert complaints(sdk, json.loads(refusal.value.body), "ErrorBody") == []


def test_users_are_read_in_bulk_and_the_deleted_are_absent(
    sdk: ModuleType, agent: Any, switches: SimulatorProcess
) -> None:
    api = sdk.UsersApi(agent)
    [first, second] = switches.ready["agents"]
    switches.post("/simulator/capabilities", {"deleted_users": second["id"]})

    listing = api.get_users(id=[first["id"], second["id"]], page_size=100)

    assert complaints(sdk, raw(agent), "UserEntityListing") == []
    assert [(user.id, user.name) for user in listing.entities] == [(first["id"], first["name"])]
    assert api.get_user(first["id"]).name == first["name"]
    assert complaints(sdk, raw(agent), "User") == []
    with pytest.raises(sdk.rest.ApiException) as refusal:
        api.get_user(second["id"])
    assert refusal.value.status == 404


def test_agents_of_the_past_have_names_too(sdk: ModuleType, agent: Any) -> None:
    listing = sdk.UsersApi(agent).get_users(page_size=100)

    assert "Liam O'Connor" in {user.name for user in listing.entities}


def test_more_than_a_hundred_ids_are_refused(sdk: ModuleType, agent: Any) -> None:
    ids = [f"00000000-0000-4000-8000-{number:012d}" for number in range(101)]

    with pytest.raises(sdk.rest.ApiException) as refusal:
        sdk.UsersApi(agent).get_users(id=ids, page_size=100)

    assert json.loads(refusal.value.body)["code"] == "invalid.value"


def test_topics_say_what_they_need_only_when_asked(sdk: ModuleType, agent: Any) -> None:
    api = sdk.NotificationsApi(agent)

    plain = api.get_notifications_availabletopics()
    asked = api.get_notifications_availabletopics(expand=["requiresPermissions", "enforced"])

    assert complaints(sdk, raw(agent), "AvailableTopicEntityListing") == []
    needed = {topic.id: topic.requires_permissions for topic in asked.entities}
    assert needed["v2.conversations.{id}.transcription"] == ["conversation:transcription:view"]
    assert {topic.requires_permissions for topic in plain.entities} == {None}


def test_a_missing_scope_and_a_missing_permission_read_differently(
    sdk: ModuleType, agent: Any, switches: SimulatorProcess
) -> None:
    api = sdk.RoutingApi(agent)
    refusals = []
    for switch in (
        {"granted_scopes": "conversations,notifications"},
        {"granted_scopes": "", "denied_permissions": "routing:queue:view"},
    ):
        switches.post("/simulator/capabilities", switch)
        with pytest.raises(sdk.rest.ApiException) as refusal:
            api.get_routing_queues()
        body = json.loads(refusal.value.body)
        assert complaints(sdk, body, "ErrorBody") == []
        refusals.append((refusal.value.status, body["code"], body["message"]))

    assert refusals[0] == (
        403, "not.authorized", "App not authorized to use scope [routing:readonly, routing]",
    )  # fmt: skip
    assert refusals[1][:2] == (403, "missing.any.permissions")
    assert "routing:queue:view" in refusals[1][2]


def test_me_tells_the_permissions_that_were_not_taken_away(
    sdk: ModuleType, agent: Any, switches: SimulatorProcess
) -> None:
    switches.post("/simulator/capabilities", {"denied_permissions": "routing:queue:view"})

    me = sdk.UsersApi(agent).get_users_me(expand=["authorization"])

    assert complaints(sdk, raw(agent), "UserMe") == []
    assert "conversation:participant:wrapup" in me.authorization.permissions
    assert "routing:queue:view" not in me.authorization.permissions
