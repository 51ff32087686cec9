import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from tests.contract.strictness import complaints
from tests.simulator_process import SimulatorProcess

MEDIA = {
    "call": ("calls", "CallConversation"),
    "callback": ("callbacks", "CallbackConversation"),
    "message": ("messages", "MessageConversation"),
    "email": ("emails", "EmailConversation"),
}
ALL_MEDIA = (*MEDIA, "video", "social", "cobrowse", "screenshare")
TURNS = [
    {"speaker": "customer", "text": "I was charged twice"},
    {"speaker": "agent", "text": "Let me look"},
]


def raw(client: Any) -> Any:
    """The JSON of the SDK's last answer."""
    return json.loads(client.last_response.data)


def leg_of(simulator: SimulatorProcess, media: str, **more: Any) -> dict[str, Any]:
    agent = simulator.ready["agents"][0]["id"]
    fields = {"queue": "Billing", "media": media, "agent": agent, "answered": True, "turns": TURNS}
    return simulator.start_conversation(**{**fields, **more})


def test_the_codes_are_listed_alike_by_all_three_routes(
    sdk: ModuleType, agent: Any, simulator: SimulatorProcess
) -> None:
    leg = leg_of(simulator, "call")
    routing = sdk.RoutingApi(agent)

    of_leg = sdk.ConversationsApi(agent).get_conversation_participant_wrapupcodes(
        leg["conversation_id"], leg["participant_id"]
    )
    of_leg_raw = raw(agent)
    of_queue = routing.get_routing_queue_wrapupcodes(leg["queue_id"], page_size=100)
    of_queue_raw = raw(agent)
    of_all = routing.get_routing_wrapupcodes(page_size=100)

    names = [code.name for code in of_leg]
    assert "Duplicate charge refunded" in names
    assert sorted(names) == sorted(code.name for code in of_queue.entities)
    assert set(names) < {code.name for code in of_all.entities}
    assert complaints(sdk, of_leg_raw, "list[WrapupCode]") == []
    assert complaints(sdk, of_queue_raw, "WrapupCodeEntityListing") == []
    assert complaints(sdk, raw(agent), "WrapupCodeEntityListing") == []


def test_listings_are_cut_into_pages_that_link_to_each_other(sdk: ModuleType, agent: Any) -> None:
    routing = sdk.RoutingApi(agent)
    names: list[str] = []
    for number in range(1, 9):
        listing = routing.get_routing_wrapupcodes(page_size=5, page_number=number)
        names += [code.name for code in listing.entities]

    assert listing.page_count == 8
    assert listing.total == len(names) == len(set(names))
    assert listing.next_uri is None
    assert "pageNumber=7" in listing.previous_uri


def test_codes_can_be_found_by_a_name_with_a_trailing_star(sdk: ModuleType, agent: Any) -> None:
    listing = sdk.RoutingApi(agent).get_routing_wrapupcodes(name="Payment*")

    assert {code.name for code in listing.entities} == {
        "Payment method updated",
        "Payment plan agreed",
        "Payment taken",
    }


@pytest.mark.parametrize("media", ALL_MEDIA)
def test_a_live_conversation_of_each_medium_fits_the_sdk_model(
    sdk: ModuleType, agent: Any, simulator: SimulatorProcess, media: str
) -> None:
    leg = leg_of(simulator, media)

    conversation = sdk.ConversationsApi(agent).get_conversation(leg["conversation_id"])

    assert complaints(sdk, raw(agent), "Conversation") == []
    mine = [one for one in conversation.participants if one.id == leg["participant_id"]]
    assert [one.user_id for one in mine] == [leg["user_id"]]
    assert mine[0].wrapup_prompt == "timeout"


def test_a_campaigns_call_carries_the_dialers_call_analysis(
    sdk: ModuleType, agent: Any, simulator: SimulatorProcess
) -> None:
    leg = leg_of(simulator, "call", dialer=True, direction="outbound")
    api = sdk.ConversationsApi(agent)

    conversation = api.get_conversation(leg["conversation_id"])
    whole = raw(agent)
    api.get_conversations_call(leg["conversation_id"])

    customer = next(one for one in conversation.participants if one.purpose == "external")
    assert customer.calls[0].disposition.name == "disposition.classification.callable.person"
    assert complaints(sdk, whole, "Conversation") == []
    assert complaints(sdk, raw(agent), "CallConversation") == []


@pytest.mark.parametrize("media", ALL_MEDIA)
def test_a_coded_and_completed_conversation_of_each_medium_fits_the_sdk_model(
    sdk: ModuleType, agent: Any, simulator: SimulatorProcess, media: str
) -> None:
    leg = leg_of(simulator, media)
    simulator.post(f"/simulator/legs/{leg['communication_id']}/hangup")
    simulator.post(f"/simulator/legs/{leg['communication_id']}/complete")

    sdk.ConversationsApi(agent).get_conversation(leg["conversation_id"])

    assert complaints(sdk, raw(agent), "Conversation") == []


@pytest.mark.parametrize("media", MEDIA)
def test_the_flattened_read_of_each_medium_fits_the_sdk_model(
    sdk: ModuleType, agent: Any, simulator: SimulatorProcess, media: str
) -> None:
    leg = leg_of(simulator, media)
    name, model = MEDIA[media]
    api = sdk.ConversationsApi(agent)

    getattr(api, f"get_conversations_{media}")(leg["conversation_id"])
    one = raw(agent)
    getattr(api, f"get_conversations_{name}")()

    assert complaints(sdk, one, model) == []
    assert complaints(sdk, raw(agent), f"{model}EntityListing") == []
    assert leg["conversation_id"] in [entity["id"] for entity in raw(agent)["entities"]]


def test_a_conversation_of_another_medium_is_not_found(
    sdk: ModuleType, agent: Any, simulator: SimulatorProcess
) -> None:
    leg = leg_of(simulator, "message")

    with pytest.raises(sdk.rest.ApiException) as refusal:
        sdk.ConversationsApi(agent).get_conversations_call(leg["conversation_id"])

    assert refusal.value.status == 404
    body = json.loads(refusal.value.body)
    assert complaints(sdk, body, "ErrorBody") == []


def test_active_conversations_are_those_of_the_agent_with_after_call_work_included(
    sdk: ModuleType, agent: Any, simulator: SimulatorProcess
) -> None:
    mine = leg_of(simulator, "call")
    other = leg_of(simulator, "call", agent=simulator.ready["agents"][1]["id"])
    ended = leg_of(simulator, "call")
    simulator.post(f"/simulator/legs/{mine['communication_id']}/hangup")
    simulator.post(f"/simulator/legs/{ended['communication_id']}/hangup")
    simulator.post(f"/simulator/legs/{ended['communication_id']}/complete")

    sdk.ConversationsApi(agent).get_conversations()

    listed = {entity["id"] for entity in raw(agent)["entities"]}
    assert complaints(sdk, raw(agent), "ConversationEntityListing") == []
    assert mine["conversation_id"] in listed
    assert not {other["conversation_id"], ended["conversation_id"]} & listed


def test_chat_messages_can_be_read_with_their_text(
    sdk: ModuleType, agent: Any, simulator: SimulatorProcess
) -> None:
    leg = leg_of(simulator, "message")
    api = sdk.ConversationsApi(agent)
    conversation = api.get_conversations_message(leg["conversation_id"])
    ids = [
        message.message_id
        for participant in conversation.participants
        for message in participant.messages
    ]

    api.get_conversations_message_message(leg["conversation_id"], ids[0])
    one = raw(agent)
    api.post_conversations_message_messages_bulk(leg["conversation_id"], body=ids)

    assert complaints(sdk, one, "MessageData") == []
    assert one["normalizedMessage"]["text"] == "I was charged twice"
    assert complaints(sdk, raw(agent), "TextMessageListing") == []
    assert len(raw(agent)["entities"]) == 2


def test_emails_can_be_read_with_their_text(
    sdk: ModuleType, agent: Any, simulator: SimulatorProcess
) -> None:
    leg = leg_of(simulator, "email", subject="Charged twice")
    api = sdk.ConversationsApi(agent)

    listing = api.get_conversations_email_messages(leg["conversation_id"])
    previews = raw(agent)
    mail = api.get_conversations_email_message(leg["conversation_id"], listing.entities[0].id)

    assert complaints(sdk, previews, "EmailMessagePreviewListing") == []
    assert complaints(sdk, raw(agent), "EmailMessage") == []
    assert mail.text_body == "I was charged twice"
    assert mail.subject == "Charged twice"


def test_a_copilot_summary_is_not_found_until_there_is_one(
    sdk: ModuleType, agent: Any, simulator: SimulatorProcess
) -> None:
    leg = leg_of(simulator, "call")
    api = sdk.ConversationsApi(agent)
    with pytest.raises(sdk.rest.ApiException) as refusal:
        api.get_conversation_summaries(leg["conversation_id"])
    prediction = {"text": "Charged twice", "codes": [["Duplicate charge refunded", 0.8]]}
    simulator.post(f"/simulator/conversations/{leg['conversation_id']}/predict", prediction)

    api.get_conversation_summaries(leg["conversation_id"])

    assert refusal.value.status == 404
    assert complaints(sdk, raw(agent), "ConversationSummariesGetResponse") == []
    [summary] = raw(agent)["sessionSummaries"]
    assert summary["predictedWrapupCodes"][0]["name"] == "Duplicate charge refunded"


def test_users_queues_tokens_and_scopes_fit_the_sdk_models(
    sdk: ModuleType, agent: Any, simulator: SimulatorProcess
) -> None:
    users, routing, tokens = sdk.UsersApi(agent), sdk.RoutingApi(agent), sdk.TokensApi(agent)
    user_id = simulator.ready["agents"][0]["id"]
    expand = ["routingStatus", "organization", "date", "authorization"]
    reads: list[tuple[Callable[[], object], str]] = [
        (lambda: users.get_users_me(expand=expand), "UserMe"),
        (lambda: users.get_user_routingstatus(user_id), "RoutingStatus"),
        (lambda: users.get_user_queues(user_id), "UserQueueEntityListing"),
        (lambda: routing.get_routing_queues_me(), "UserQueueEntityListing"),
        (lambda: routing.get_routing_queues(), "QueueEntityListing"),
        (lambda: routing.get_routing_queue(simulator.ready["queues"][0]["id"]), "Queue"),
        (lambda: tokens.get_tokens_me(), "TokenInfo"),
        (lambda: sdk.OAuthApi(agent).get_oauth_scopes(), "OAuthScopeListing"),
    ]

    found = []
    for read, model in reads:
        read()
        found += complaints(sdk, raw(agent), model)

    assert found == []


def test_a_queue_tells_its_after_call_work_setting(
    sdk: ModuleType, agent: Any, simulator: SimulatorProcess
) -> None:
    routing = sdk.RoutingApi(agent)

    settings = {
        queue["name"]: routing.get_routing_queue(queue["id"]).acw_settings
        for queue in simulator.ready["queues"]
    }

    assert settings["Billing"].wrapup_prompt == "MANDATORY_TIMEOUT"
    assert settings["Billing"].timeout_ms == 60_000
    assert settings["Support"].wrapup_prompt == "MANDATORY"
    assert settings["Orders"].wrapup_prompt == "OPTIONAL"
