import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.adapters.genesys.rest_harness import AGENT_ID, a_leg, answer, error_body
from tests.adapters.genesys.rest_table import KEY, ME, Genesys, conversation
from wrapup_desk.application.base.ports import NotPermitted, RateLimited
from wrapup_desk.domain.agent import Agent, RoutingStatus
from wrapup_desk.domain.events import CopilotSummary, PredictedCode
from wrapup_desk.domain.interaction import Media
from wrapup_desk.domain.transcript import Speaker, Utterance


async def test_the_agent_is_read_with_what_is_permitted() -> None:
    genesys = Genesys({"GET /users/me": ME})

    agent = await genesys.centre().me()

    assert agent == Agent(
        AGENT_ID, "Sam Agent", "sam@example.com", frozenset({"conversation:participant:wrapup"})
    )
    assert genesys.requests[0].url.params["expand"] == "authorization"


async def test_a_service_is_nobody() -> None:
    genesys = Genesys({"GET /users/me": error_body(400, "not.a.user")})

    with pytest.raises(NotPermitted, match="agent's own sign-in"):
        await genesys.centre().me()


async def test_the_routing_status_is_the_agents_own() -> None:
    status = answer(200, {"userId": AGENT_ID, "status": "INTERACTING"})
    genesys = Genesys({"GET /users/me": ME, f"GET /users/{AGENT_ID}/routingstatus": status})

    assert await genesys.centre().routing_status() is RoutingStatus.INTERACTING


async def test_a_conversation_is_read_as_the_agents_legs() -> None:
    genesys = Genesys({"GET /users/me": ME, "GET /conversations/c-1": answer(200, conversation())})

    changed = await genesys.centre().conversation("c-1")

    assert [leg.key for leg in changed.legs] == [KEY]


def message(message_id: str, direction: str, text: str) -> dict[str, Any]:
    return {
        "id": message_id,
        "direction": direction,
        "normalizedMessage": {"type": "Text", "text": text},
    }


async def test_messages_are_read_in_bulk_in_the_order_asked_for() -> None:
    found = {
        "entities": [
            message("2", "outbound", "Let me look"),
            message("1", "inbound", "Where is my parcel"),
            {"id": "3", "direction": "inbound", "normalizedMessage": {"type": "Event"}},
            {
                "id": "4",
                "direction": "inbound",
                "normalizedMessage": {"content": [{"text": {"body": "by a button"}}]},
            },
        ]
    }
    genesys = Genesys({"POST /conversations/messages/c-1/messages/bulk": answer(200, found)})

    words = await genesys.centre().written_words(a_leg(Media.MESSAGE), ["1", "2", "3", "4", "5"])

    assert genesys.body() == ["1", "2", "3", "4", "5"]
    assert words == (
        Utterance("1", Speaker.CUSTOMER, "Where is my parcel"),
        Utterance("2", Speaker.AGENT, "Let me look"),
        Utterance("4", Speaker.CUSTOMER, "by a button"),
    )


async def test_the_language_that_genesys_detected_of_a_message_is_known() -> None:
    german = message("1", "inbound", "Wo ist mein Paket")
    german["normalizedMessage"]["enrichment"] = {"language": {"language": "de-DE"}}
    nothing_detected = message("2", "inbound", "?")
    nothing_detected["normalizedMessage"]["enrichment"] = {"sentimentV2": {}}
    found = {"entities": [german, nothing_detected]}
    genesys = Genesys({"POST /conversations/messages/c-1/messages/bulk": answer(200, found)})

    words = await genesys.centre().written_words(a_leg(Media.MESSAGE), ["1", "2"])

    assert [said.dialect for said in words] == ["de-DE", ""]


async def test_no_ids_cost_no_request() -> None:
    genesys = Genesys({})

    assert await genesys.centre().written_words(a_leg(Media.MESSAGE), []) == ()
    assert genesys.requests == []


async def test_many_messages_are_read_in_several_requests() -> None:
    path = "POST /conversations/messages/c-1/messages/bulk"
    genesys = Genesys({path: answer(200, {"entities": []})})

    await genesys.centre().written_words(a_leg(Media.MESSAGE), [str(n) for n in range(250)])

    assert [len(json.loads(request.content)) for request in genesys.requests] == [100, 100, 50]


async def test_who_began_an_inbound_mail_thread_is_the_customer() -> None:
    first = {"id": "1", "from": {"email": "Jo@example.com"}, "time": "2026-11-22T00:01:00Z",
             "subject": "Invoice", "textBody": "It is wrong"}  # fmt: skip
    second = {"id": "2", "from": {"email": "billing@us.example"}, "time": "2026-11-22T00:05:00Z",
              "htmlBody": "<style>p{}</style><p>We <b>looked</b></p><img src=x>"}  # fmt: skip
    genesys = Genesys(
        {
            "GET /conversations/emails/c-1/messages": answer(200, {"entities": [second, first]}),
            "GET /conversations/emails/c-1/messages/1": answer(200, first),
            "GET /conversations/emails/c-1/messages/2": answer(200, second),
        }
    )

    words = await genesys.centre().written_words(a_leg(Media.EMAIL), ["1", "2", "gone"])

    assert words == (
        Utterance("1", Speaker.CUSTOMER, "Invoice\nIt is wrong"),
        Utterance("2", Speaker.AGENT, "We looked"),
    )


async def test_in_a_thread_the_agent_began_the_mails_are_the_agents() -> None:
    mail = {"id": "1", "from": {"email": "billing@us.example"}, "textBody": "Hello"}
    genesys = Genesys({"GET /conversations/emails/c-1/messages/1": answer(200, mail)})

    words = await genesys.centre().written_words(a_leg(Media.EMAIL, direction="outbound"), ["1"])

    assert words[0].speaker is Speaker.AGENT


async def test_predictions_of_copilot_are_read_best_first() -> None:
    found = {
        "summary": {"predictedWrapupCodes": [{"id": "w-1", "confidence": 0.2}]},
        "sessionSummaries": [
            {
                "dateCreated": "2026-11-22T00:01:00Z",
                "predictedWrapupCodes": [
                    {"id": "w-2", "confidence": 0.9},
                    {"id": "w-1", "confidence": 0.4},
                    {"name": "no id"},
                ],
            }
        ],
    }
    genesys = Genesys({"GET /conversations/c-1/summaries": answer(200, found)})

    assert await genesys.centre().copilot_summary(a_leg()) == CopilotSummary(
        (PredictedCode("w-2", 0.9), PredictedCode("w-1", 0.4))
    )


async def test_copilots_newest_finished_summary_of_the_leg_is_read_as_the_agent_edited_it() -> (
    None
):
    ours, theirs = {"id": a_leg().key.communication_id}, {"id": "a-colleagues"}
    found = {
        "sessionSummaries": [
            {"text": "Old", "dateCreated": "2026-11-22T00:01:00Z", "communication": ours},
            {
                "text": "New",
                "editedSummary": {"text": " Refund agreed. "},
                "status": "Completed",
                "dateCreated": "2026-11-22T00:02:00Z",
                "communication": ours,
            },
            {"text": "", "dateCreated": "2026-11-22T00:03:00Z", "communication": ours},
            {
                "text": "Half",
                "status": "Processing",
                "dateCreated": "2026-11-22T00:04:00Z",
                "communication": ours,
            },
            {"text": "Theirs", "dateCreated": "2026-11-22T00:05:00Z", "communication": theirs},
        ],
    }
    genesys = Genesys({"GET /conversations/c-1/summaries": answer(200, found)})

    assert await genesys.centre().copilot_summary(a_leg()) == CopilotSummary((), "Refund agreed.")


async def test_what_copilot_made_of_an_earlier_session_says_nothing_about_the_return() -> None:
    before: dict[str, Any] = {
        "text": "Refund agreed.",
        "dateCreated": "2026-11-22T00:01:00Z",
        "predictedWrapupCodes": [{"id": "w-1", "confidence": 0.9}],
    }
    since: dict[str, Any] = {
        "text": "Password reset.",
        "dateCreated": "2026-11-22T00:30:00Z",
        "predictedWrapupCodes": [{"id": "w-2", "confidence": 0.8}],
    }
    leg = a_leg(Media.MESSAGE, connected_at=datetime(2026, 11, 22, 0, 20, tzinfo=UTC))
    read = answer(200, {"sessionSummaries": [before, since]})
    genesys = Genesys({"GET /conversations/c-1/summaries": read})

    summary = await genesys.centre().copilot_summary(leg)

    assert summary == CopilotSummary((PredictedCode("w-2", 0.8),), "Password reset.")


@pytest.mark.parametrize("status", [403, 404])
async def test_without_copilot_there_are_no_predictions(status: int) -> None:
    genesys = Genesys({"GET /conversations/c-1/summaries": error_body(status, "")})

    assert await genesys.centre().copilot_summary(a_leg()) == CopilotSummary()


async def test_a_prediction_that_must_wait_says_so() -> None:
    refusal = error_body(429, "too.many.requests", retry_after="5")
    genesys = Genesys({"GET /conversations/c-1/summaries": refusal})

    with pytest.raises(RateLimited):
        await genesys.centre().copilot_summary(a_leg())
