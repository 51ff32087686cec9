import json
import warnings
from types import ModuleType
from typing import Any

import pytest

from tests.contract.strictness import complaints
from tests.simulator_process import SimulatorProcess

WITH_WRITE_A = {
    "call": "call",
    "callback": "callback",
    "message": "message",
    "email": "email",
    "video": "video",
    "social": "social",
    "cobrowse": "cobrowsesession",
    "screenshare": "screenshare",
}
WITH_WRITE_B = ("call", "callback", "message", "email")


def answered_leg(simulator: SimulatorProcess, media: str = "call") -> dict[str, Any]:
    agent = simulator.ready["agents"][0]["id"]
    return simulator.start_conversation(
        queue="Billing", media=media, agent=agent, answered=True, code="Invoice explained"
    )


def write_a(sdk: ModuleType, client: Any, leg: dict[str, Any], **wrapup: Any) -> int:
    name = WITH_WRITE_A[leg["media"]]
    post = f"post_conversations_{name}_participant_communication_wrapup"
    called(sdk, client, post, *ids_of(leg), body=wrapup)
    return int(client.last_response.status)


def called(sdk: ModuleType, client: Any, name: str, *arguments: Any, **more: Any) -> Any:
    """Call one operation; two media are deprecated, and the SDK warns of that loudly.

    Its decorator also rewrites the warning filters of the whole process, hence the context.
    """
    with warnings.catch_warnings(record=True):
        return getattr(sdk.ConversationsApi(client), name)(*arguments, **more)


def ids_of(leg: dict[str, Any]) -> tuple[str, str, str]:
    return leg["conversation_id"], leg["participant_id"], leg["communication_id"]


def coded(record: dict[str, Any], leg: dict[str, Any], code_id: str) -> bool:
    return any(
        row["communication_id"] == leg["communication_id"] and row["final_code_id"] == code_id
        for row in record["legs"]
    )


@pytest.mark.parametrize("media", WITH_WRITE_A)
def test_a_code_written_on_the_connected_leg_can_be_read_back(
    sdk: ModuleType, agent: Any, simulator: SimulatorProcess, media: str
) -> None:
    leg = answered_leg(simulator, media)
    code_id = leg["expected_code_id"]

    status = write_a(sdk, agent, leg, code=code_id, notes="explained", tags=["vip"])
    body = agent.last_response.data
    simulator.wait_until(lambda record: coded(record, leg, code_id))
    get = f"get_conversations_{WITH_WRITE_A[media]}_participant_communication_wrapup"
    assigned = called(sdk, agent, get, *ids_of(leg))

    assert status == 202
    assert not body
    assert (assigned.code, assigned.notes, assigned.tags) == (code_id, "explained", ["vip"])
    assert complaints(sdk, json.loads(agent.last_response.data), "AssignedWrapupCode") == []
    row = simulator.leg(leg["communication_id"])
    assert row["state"] == "connected"
    assert [(code["via"], code["while"]) for code in row["codes"]] == [("A", "connected")]


@pytest.mark.parametrize("media", WITH_WRITE_B)
def test_a_code_written_on_the_participant_ends_after_call_work(
    sdk: ModuleType, agent: Any, simulator: SimulatorProcess, media: str
) -> None:
    leg = answered_leg(simulator, media)
    code_id = leg["expected_code_id"]
    simulator.post(f"/simulator/legs/{leg['communication_id']}/hangup")

    patch = getattr(sdk.ConversationsApi(agent), f"patch_conversations_{media}_participant")
    patch(leg["conversation_id"], leg["participant_id"], body={"wrapup": {"code": code_id}})
    simulator.wait_until(lambda record: coded(record, leg, code_id))
    get = getattr(sdk.ConversationsApi(agent), f"get_conversations_{media}_participant_wrapup")

    assert get(leg["conversation_id"], leg["participant_id"]).code == code_id
    row = simulator.leg(leg["communication_id"])
    assert (row["state"], row["completed_by"]) == ("complete", "code")
    assert row["coded_before_complete"]


def test_the_generic_participant_routes_write_and_read_too(
    sdk: ModuleType, agent: Any, simulator: SimulatorProcess
) -> None:
    leg = answered_leg(simulator)
    code_id = leg["expected_code_id"]
    api = sdk.ConversationsApi(agent)

    api.patch_conversation_participant(
        leg["conversation_id"], leg["participant_id"], body={"wrapup": {"code": code_id}}
    )
    simulator.wait_until(lambda record: coded(record, leg, code_id))

    found = api.get_conversation_participant_wrapup(leg["conversation_id"], leg["participant_id"])
    assert found.code == code_id


def test_a_provisional_code_is_only_seen_by_those_who_ask_for_it(
    sdk: ModuleType, agent: Any, simulator: SimulatorProcess
) -> None:
    leg = answered_leg(simulator)
    write_a(sdk, agent, leg, code=leg["expected_code_id"], provisional=True)
    simulator.wait_until(
        lambda record: any(
            row["codes"]
            for row in record["legs"]
            if row["communication_id"] == leg["communication_id"]
        )
    )
    get = sdk.ConversationsApi(agent).get_conversations_call_participant_communication_wrapup
    ids = ids_of(leg)

    assert get(*ids, provisional=True).code == leg["expected_code_id"]
    with pytest.raises(sdk.rest.ApiException) as refusal:
        get(*ids)
    assert refusal.value.status == 404


def test_an_empty_code_is_refused_as_documented(
    sdk: ModuleType, agent: Any, simulator: SimulatorProcess
) -> None:
    leg = answered_leg(simulator)

    with pytest.raises(sdk.rest.ApiException) as refusal:
        write_a(sdk, agent, leg, notes="no code")

    body = json.loads(refusal.value.body)
    assert refusal.value.status == 400
    assert body["code"] == "conversation.error.wrapup.code.required"
    assert complaints(sdk, body, "ErrorBody") == []


def test_the_fields_of_the_forum_story_are_not_those_of_the_api(
    sdk: ModuleType, agent: Any, simulator: SimulatorProcess
) -> None:
    leg = answered_leg(simulator)

    with pytest.raises(sdk.rest.ApiException) as refusal:
        write_a(sdk, agent, leg, wrapupCode=leg["expected_code_id"], wrapupDuration=0)

    assert refusal.value.status == 400


def test_client_credentials_cannot_patch_a_call(
    sdk: ModuleType, service: Any, simulator: SimulatorProcess
) -> None:
    leg = answered_leg(simulator)

    with pytest.raises(sdk.rest.ApiException) as refusal:
        sdk.ConversationsApi(service).patch_conversations_call_participant(
            leg["conversation_id"],
            leg["participant_id"],
            body={"wrapup": {"code": leg["expected_code_id"]}},
        )

    assert json.loads(refusal.value.body)["code"] == "not.a.user"


def test_client_credentials_can_propose_through_participant_attributes(
    sdk: ModuleType, service: Any, agent: Any, simulator: SimulatorProcess
) -> None:
    leg = answered_leg(simulator)

    sdk.ConversationsApi(service).patch_conversation_participant_attributes(
        leg["conversation_id"],
        leg["participant_id"],
        {"attributes": {"wrapup_code": "Invoice explained"}},
    )
    conversation = sdk.ConversationsApi(agent).get_conversation(leg["conversation_id"])

    mine = next(one for one in conversation.participants if one.id == leg["participant_id"])
    assert mine.attributes == {"wrapup_code": "Invoice explained"}


def test_after_call_work_can_be_asked_for_only_while_connected(
    sdk: ModuleType, agent: Any, simulator: SimulatorProcess
) -> None:
    leg = answered_leg(simulator)
    api = sdk.ConversationsApi(agent)
    ids = ids_of(leg)
    ask = api.patch_conversations_aftercallwork_conversation_id_participant_communication

    answer = ask(*ids, {"afterCallWorkRequired": True})
    simulator.post(f"/simulator/legs/{leg['communication_id']}/hangup")

    assert answer.after_call_work_required is True
    with pytest.raises(sdk.rest.ApiException) as refusal:
        ask(*ids, {"afterCallWorkRequired": False})
    assert refusal.value.status == 400


def test_the_agent_can_end_the_call_with_the_sdk(
    sdk: ModuleType, agent: Any, simulator: SimulatorProcess
) -> None:
    leg = answered_leg(simulator)

    sdk.ConversationsApi(agent).patch_conversations_call_participant(
        leg["conversation_id"], leg["participant_id"], body={"state": "DISCONNECTED"}
    )

    assert simulator.leg(leg["communication_id"])["state"] == "acw"
