import asyncio
import json
from collections.abc import Callable
from random import Random
from typing import Any

import httpx
import pytest

from tests.adapters.genesys_parts import (
    AGENT_ID,
    SYDNEY,
    FastClock,
    HandClock,
    a_conversation,
    a_leg,
    answer,
    error_body,
    local_network,
    rest_on,
)
from tests.adapters.local_genesys import Listener, LocalGenesys, running, stream_of
from wrapup_desk.adapters.genesys.code_lists import QueueNames
from wrapup_desk.adapters.genesys.contact_centre import GenesysContactCentre, with_queue_names
from wrapup_desk.adapters.genesys.stream import StreamParts
from wrapup_desk.application.ports import NotPermitted, RateLimited, SignInNeeded, Unreachable
from wrapup_desk.domain.agent import Agent, RoutingStatus
from wrapup_desk.domain.events import ConversationChanged, PredictedCode
from wrapup_desk.domain.interaction import LegKey, Media, Phase
from wrapup_desk.domain.submission import Said
from wrapup_desk.domain.transcript import Speaker, Utterance
from wrapup_desk.domain.wrapup import AssignedCode, WrapupCode

KEY = LegKey("c-1", "p-1", "m-1")
WAY_A = "POST /conversations/calls/c-1/participants/p-1/communications/m-1/wrapup"
WAY_B = "PATCH /conversations/calls/c-1/participants/p-1"


class Genesys:
    """REST by a table: "METHOD /path" → an answer, or several in turn; else 404."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self._answers = answers
        self.requests: list[httpx.Request] = []
        self.clock = HandClock()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        said = self._answers.get(self.line(request), error_body(404, "not.found"))
        if isinstance(said, list):
            said = said.pop(0) if len(said) > 1 else said[0]
        if isinstance(said, Exception):
            raise said
        assert isinstance(said, httpx.Response)
        return said

    @staticmethod
    def line(request: httpx.Request) -> str:
        return f"{request.method} {request.url.path.removeprefix('/api/v2')}"

    @property
    def lines(self) -> list[str]:
        return [self.line(request) for request in self.requests]

    def body(self, index: int = -1) -> Any:
        return json.loads(self.requests[index].content)

    def centre(self) -> GenesysContactCentre:
        rest = rest_on(self, clock=self.clock)
        parts = StreamParts(rest, SYDNEY, local_network(), self.clock, Random(1))
        return GenesysContactCentre(parts, b"salt")


def conversation(**mine: Any) -> dict[str, Any]:
    """The recorded conversation with the key of these tests."""
    body = a_conversation(id="p-1", **mine) | {"id": "c-1"}
    body["participants"][2]["calls"][0]["id"] = "m-1"
    return body


ME = answer(
    200,
    {
        "id": AGENT_ID,
        "name": "Sam Agent",
        "email": "sam@example.com",
        "authorization": {"permissions": ["conversation:participant:wrapup"]},
    },
)


# --- who ------------------------------------------------------------------------------------------


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


# --- codes ----------------------------------------------------------------------------------------

CODES = answer(200, [{"id": "w-1", "name": "Refund", "description": "Money back"}, {"id": "w-2"}])


@pytest.mark.parametrize(
    ("media", "path"),
    [
        (Media.CALL, "/conversations/calls/c-1/participants/p-1/wrapupcodes"),
        (Media.EMAIL, "/conversations/emails/c-1/participants/p-1/wrapupcodes"),
        (Media.VIDEO, "/conversations/c-1/participants/p-1/wrapupcodes"),
        (Media.SOCIAL, "/conversations/c-1/participants/p-1/wrapupcodes"),
        (Media.SCREENSHARE, "/conversations/c-1/participants/p-1/wrapupcodes"),
    ],
)
async def test_the_codes_are_the_participants_own(media: Media, path: str) -> None:
    genesys = Genesys({f"GET {path}": CODES})

    codes = await genesys.centre().codes_for(a_leg(media))

    assert codes == (WrapupCode("w-1", "Refund", "Money back"), WrapupCode("w-2", "w-2"))


@pytest.mark.parametrize(
    "refusal", [error_body(403, "missing.permissions"), error_body(404, "not.found")]
)
async def test_where_the_participant_has_no_list_all_pages_of_the_queues_are_read(
    refusal: httpx.Response,
) -> None:
    pages = [
        answer(200, {"entities": [{"id": f"w-{n}", "name": f"Code {n}"}], "pageCount": 3})
        for n in range(3)
    ]
    genesys = Genesys(
        {
            "GET /conversations/calls/c-1/participants/p-1/wrapupcodes": refusal,
            "GET /routing/queues/q-1/wrapupcodes": pages,
        }
    )

    codes = await genesys.centre().codes_for(a_leg())

    assert [code.id for code in codes] == ["w-0", "w-1", "w-2"]
    assert [request.url.params["pageNumber"] for request in genesys.requests[1:]] == [
        "1",
        "2",
        "3",
    ]


async def test_a_direct_call_has_the_participants_list_only() -> None:
    refusal = error_body(403, "missing.permissions")
    genesys = Genesys({"GET /conversations/calls/c-1/participants/p-1/wrapupcodes": refusal})

    with pytest.raises(NotPermitted):
        await genesys.centre().codes_for(a_leg(queue_id=""))

    assert len(genesys.requests) == 1


async def test_the_codes_of_a_queue_are_read_once_in_ten_minutes() -> None:
    genesys = Genesys({"GET /conversations/calls/c-1/participants/p-1/wrapupcodes": CODES})
    centre = genesys.centre()

    await centre.codes_for(a_leg())
    genesys.clock.seconds += 599
    await centre.codes_for(a_leg())
    assert len(genesys.requests) == 1
    genesys.clock.seconds += 2
    await centre.codes_for(a_leg())
    assert len(genesys.requests) == 2


async def test_codes_that_cannot_be_understood_are_an_error_for_a_person() -> None:
    path = "GET /conversations/calls/c-1/participants/p-1/wrapupcodes"
    genesys = Genesys({path: answer(200, "nonsense")})

    with pytest.raises(Unreachable, match="cannot be understood"):
        await genesys.centre().codes_for(a_leg())


# --- writing --------------------------------------------------------------------------------------


async def test_a_code_is_posted_to_the_legs_communication() -> None:
    genesys = Genesys({WAY_A: answer(202)})

    said = await genesys.centre().submit(KEY, Media.CALL, "w-1", "called back")

    assert said.said is Said.ACCEPTED
    assert genesys.lines == [WAY_A]
    assert genesys.body() == {"code": "w-1", "notes": "called back", "tags": []}


@pytest.mark.parametrize("media", list(Media))
async def test_every_medium_has_its_path(media: Media) -> None:
    path = f"/conversations/{media.value}/c-1/participants/p-1/communications/m-1/wrapup"
    genesys = Genesys({f"POST {path}": answer(202)})

    assert (await genesys.centre().submit(KEY, media, "w-1", "")).said is Said.ACCEPTED


async def test_a_draft_is_marked_as_one() -> None:
    genesys = Genesys({WAY_A: answer(202)})

    await genesys.centre().submit(KEY, Media.CALL, "w-1", "", is_provisional=True)

    assert genesys.body()["provisional"] is True


@pytest.mark.parametrize("status", [404, 405, 501])
async def test_where_way_a_is_not_there_the_participant_is_patched_with_the_code_alone(
    status: int,
) -> None:
    genesys = Genesys({WAY_A: error_body(status, "not.found"), WAY_B: answer(202)})

    said = await genesys.centre().submit(KEY, Media.CALL, "w-1", "note")

    assert said.said is Said.ACCEPTED
    assert genesys.lines == [WAY_A, WAY_B]
    assert genesys.body() == {"wrapup": {"code": "w-1", "notes": "note", "tags": []}}


@pytest.mark.parametrize(("status", "tries"), [(404, 2), (405, 1), (501, 1)])
async def test_a_server_without_way_a_is_not_asked_for_it_again(status: int, tries: int) -> None:
    genesys = Genesys({WAY_A: error_body(status, ""), WAY_B: answer(202)})
    centre = genesys.centre()

    await centre.submit(KEY, Media.CALL, "w-1", "")
    await centre.submit(KEY, Media.CALL, "w-1", "")

    assert genesys.lines.count(WAY_A) == tries


async def test_media_without_a_patch_of_their_own_take_the_generic_one() -> None:
    way_a = "POST /conversations/videos/c-1/participants/p-1/communications/m-1/wrapup"
    generic = "PATCH /conversations/c-1/participants/p-1"
    genesys = Genesys({way_a: error_body(404, ""), generic: answer(202)})

    assert (await genesys.centre().submit(KEY, Media.VIDEO, "w-1", "")).said is Said.ACCEPTED


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (error_body(400, "conversation.error.wrapup.code.required"), Said.MALFORMED),
        (error_body(400, "conversation.error.participant.no.active.conversations"), Said.CONFLICT),
        (error_body(401, "bad.credentials"), Said.NOT_SIGNED_IN),
        (error_body(403, "missing.any.permissions"), Said.NOT_PERMITTED),
        (error_body(409, ""), Said.CONFLICT),
        (error_body(410, ""), Said.CONFLICT),
        (error_body(412, ""), Said.CONFLICT),
        (error_body(422, ""), Said.MALFORMED),
        (error_body(429, "too.many.requests", retry_after="7"), Said.TOO_MANY),
        (error_body(500, ""), Said.FAILED),
        (error_body(503, ""), Said.FAILED),
        (httpx.Response(502, content=b"<html>"), Said.FAILED),
        (httpx.ReadTimeout("x"), Said.UNREACHABLE),
        (httpx.RemoteProtocolError("x"), Said.UNREACHABLE),
    ],
)
async def test_a_write_says_what_the_server_said_and_is_not_repeated(
    reply: httpx.Response | Exception, said: Said
) -> None:
    genesys = Genesys({WAY_A: reply})

    result = await genesys.centre().submit(KEY, Media.CALL, "w-1", "note")

    assert result.said is said
    assert result.message
    assert genesys.lines == [WAY_A]
    if said is Said.TOO_MANY:
        assert result.retry_after is not None
        assert result.retry_after.total_seconds() == 7


async def test_without_a_sign_in_a_write_says_so() -> None:
    genesys = Genesys({})
    centre = genesys.centre()
    centre._rest.token.forget()

    assert (await centre.submit(KEY, Media.CALL, "w-1", "")).said is Said.NOT_SIGNED_IN
    assert (await centre.read_back(KEY, Media.CALL)).answer.said is Said.NOT_SIGNED_IN


# --- reading back ---------------------------------------------------------------------------------


async def test_a_read_back_shows_the_leg_and_its_code_even_before_the_agent_is_known() -> None:
    body = conversation(wrapup={"code": "w-1", "notes": "n"})
    genesys = Genesys({"GET /conversations/c-1": answer(200, body)})

    read = await genesys.centre().read_back(KEY, Media.CALL)

    assert read.answer.said is Said.ACCEPTED
    assert read.leg is not None
    assert read.leg.phase is Phase.CONNECTED
    assert read.assigned == AssignedCode("w-1", "n")
    assert genesys.lines == ["GET /conversations/c-1"]


async def test_a_read_back_of_a_leg_without_a_code_shows_none() -> None:
    genesys = Genesys({"GET /conversations/c-1": answer(200, conversation())})

    read = await genesys.centre().read_back(KEY, Media.CALL)

    assert read.leg is not None
    assert read.assigned is None


@pytest.mark.parametrize("status", [403, 404])
async def test_where_the_conversation_cannot_be_read_the_code_alone_is(status: int) -> None:
    code = "GET /conversations/calls/c-1/participants/p-1/communications/m-1/wrapup"
    genesys = Genesys(
        {
            "GET /conversations/c-1": error_body(status, ""),
            code: answer(200, {"code": "w-9", "notes": "", "durationSeconds": 4}),
        }
    )

    read = await genesys.centre().read_back(KEY, Media.CALL)

    assert read.answer.said is Said.ACCEPTED
    assert read.leg is None
    assert read.assigned == AssignedCode("w-9")


@pytest.mark.parametrize(
    ("status", "said"),
    [(403, Said.NOT_PERMITTED), (404, Said.NOT_FOUND), (500, Said.UNREACHABLE)],
)
async def test_a_leg_that_cannot_be_read_at_all_says_why(status: int, said: Said) -> None:
    genesys = Genesys({"GET /conversations/c-1": error_body(status, "")})

    read = await genesys.centre().read_back(KEY, Media.CALL)

    assert (read.answer.said, read.leg, read.assigned) == (said, None, None)


async def test_a_conversation_without_the_leg_does_not_have_it_any_more() -> None:
    genesys = Genesys({"GET /conversations/c-1": answer(200, conversation())})

    read = await genesys.centre().read_back(LegKey("c-1", "p-1", "other"), Media.CALL)

    assert read.answer.said is Said.NOT_FOUND


async def test_a_read_back_that_cannot_be_understood_proves_nothing() -> None:
    genesys = Genesys({"GET /conversations/c-1": answer(200, [1])})

    read = await genesys.centre().read_back(KEY, Media.CALL)

    assert read.answer.said is Said.UNREACHABLE


# --- words and predictions ------------------------------------------------------------------------


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

    assert await genesys.centre().predicted_codes("c-1") == (
        PredictedCode("w-2", 0.9),
        PredictedCode("w-1", 0.4),
    )


@pytest.mark.parametrize("status", [403, 404])
async def test_without_copilot_there_are_no_predictions(status: int) -> None:
    genesys = Genesys({"GET /conversations/c-1/summaries": error_body(status, "")})

    assert await genesys.centre().predicted_codes("c-1") == ()


async def test_a_prediction_that_must_wait_says_so() -> None:
    refusal = error_body(429, "too.many.requests", retry_after="5")
    genesys = Genesys({"GET /conversations/c-1/summaries": refusal})

    with pytest.raises(RateLimited):
        await genesys.centre().predicted_codes("c-1")


# --- for backends ---------------------------------------------------------------------------------


async def test_a_proposal_is_written_on_the_customers_participant() -> None:
    body = conversation()
    customer_id = body["participants"][0]["id"]
    path = f"PATCH /conversations/c-1/participants/{customer_id}/attributes"
    genesys = Genesys({"GET /conversations/c-1": answer(200, body), path: answer(202)})

    said = await genesys.centre().propose("c-1", {"wrapup_code": "Refund"})

    assert said.said is Said.ACCEPTED
    assert genesys.body() == {"attributes": {"wrapup_code": "Refund"}}


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, Said.NOT_FOUND),
        (
            {"GET /conversations/c-1": answer(200, {"id": "c-1", "participants": []})},
            Said.NOT_FOUND,
        ),
        ({"GET /conversations/c-1": error_body(403, "")}, Said.NOT_PERMITTED),
        ({"GET /conversations/c-1": answer(200, conversation())}, Said.NOT_FOUND),
    ],
)
async def test_a_proposal_that_cannot_be_made_says_why(
    answers: dict[str, Any], said: Said
) -> None:
    assert (await Genesys(answers).centre().propose("c-1", {"a": "b"})).said is said


async def test_after_call_work_can_be_asked_for() -> None:
    path = "PATCH /conversations/aftercallwork/c-1/participants/p-1/communications/m-1"
    genesys = Genesys({path: answer(200, {"afterCallWorkRequired": True})})

    assert (await genesys.centre().request_after_call_work(KEY)).said is Said.ACCEPTED
    assert genesys.body() == {"afterCallWorkRequired": True}


# --- queue names ----------------------------------------------------------------------------------


async def centre_following(
    genesys: LocalGenesys, listener: Callable[..., None]
) -> GenesysContactCentre:
    stream = stream_of(genesys, FastClock(1), listener)
    centre = GenesysContactCentre(stream._parts, b"salt")
    genesys.rest_answers["/users/me"] = [ME]
    await centre.me()
    return centre


class _Following:
    """Gives `running` a stream to run."""

    def __init__(self, centre: GenesysContactCentre, listener: Callable[..., None]) -> None:
        self._centre, self._listener = centre, listener

    async def run(self) -> None:
        await self._centre.follow(self._listener)


def without_queue_name() -> dict[str, Any]:
    body = a_conversation(queueId="q-1")
    del body["participants"][1]
    return body


async def test_a_queue_known_by_its_id_only_is_told_again_with_its_name() -> None:
    async with LocalGenesys() as genesys:
        genesys.rest_answers["/routing/queues/q-1"] = [
            answer(200, {"id": "q-1", "name": "Orders"})
        ]
        listener = Listener()
        centre = await centre_following(genesys, listener)
        async with running(_Following(centre, listener)):
            await genesys.until(lambda: "GET /conversations" in genesys.requests)
            await genesys.tell(without_queue_name())
            await listener.until(
                lambda events: any(
                    isinstance(event, ConversationChanged) and event.legs[0].queue_name == "Orders"
                    for event in events
                )
            )
            await genesys.tell(without_queue_name())
            await listener.count(ConversationChanged, 3)

    assert genesys.requests.count("GET /routing/queues/q-1") == 1
    assert listener.of(ConversationChanged)[-1].legs[0].queue_name == "Orders"


async def test_a_queue_whose_name_is_not_permitted_is_asked_for_once() -> None:
    genesys = Genesys({"GET /routing/queues/q-1": error_body(403, "missing.permissions")})
    names = QueueNames(genesys.centre()._rest)

    assert await names.read("q-1") == ""
    assert names.known("q-1") == ""
    assert names.known("q-2") is None


async def test_a_name_told_by_one_conversation_serves_all() -> None:
    names = QueueNames(Genesys({}).centre()._rest)
    with_queue_names(ConversationChanged("c-1", (a_leg(queue_name="Orders"),)), names)

    named = with_queue_names(ConversationChanged("c-2", (a_leg(),)), names)

    assert named.legs[0].queue_name == "Orders"


async def test_following_without_a_sign_in_says_so_at_once() -> None:
    genesys = Genesys({})
    centre = genesys.centre()
    centre._rest.token.forget()

    with pytest.raises(SignInNeeded):
        async with asyncio.timeout(5):
            await centre.follow(lambda event: None)
