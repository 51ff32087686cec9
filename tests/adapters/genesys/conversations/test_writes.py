from typing import Any

import httpx
import pytest

from tests.adapters.genesys.rest_harness import answer, error_body
from tests.adapters.genesys.rest_table import KEY, WAY_A, WAY_B, Genesys, conversation
from wrapup_desk.adapters.genesys.conversations.writes import WrapupWrites
from wrapup_desk.domain.interaction import LegKey, Media, Phase
from wrapup_desk.domain.submission import ServerReply
from wrapup_desk.domain.wrapup import AssignedCode


async def test_a_code_is_posted_to_the_legs_communication() -> None:
    genesys = Genesys({WAY_A: answer(202)})

    said = await genesys.centre().submit(KEY, Media.CALL, "w-1", "called back")

    assert said.said is ServerReply.ACCEPTED
    assert genesys.lines == [WAY_A]
    assert genesys.body() == {"code": "w-1", "notes": "called back", "tags": []}


async def test_a_web_chat_is_coded_by_its_participant_alone() -> None:
    path = "/conversations/c-1/participants/p-1"
    read = {"code": "w-1"}
    genesys = Genesys(
        {
            f"PATCH {path}": answer(202),
            "GET /conversations/c-1": error_body(403, "missing.permissions"),
            f"GET {path}/wrapup": answer(200, read),
        }
    )
    centre = genesys.centre()

    said = await centre.submit(KEY, Media.CHAT, "w-1", "")
    back = await centre.read_back(KEY, Media.CHAT)

    assert said.said is ServerReply.ACCEPTED
    assert back.assigned is not None
    assert back.assigned.code_id == "w-1"
    assert "/chats" not in "".join(str(request.url) for request in genesys.requests)


@pytest.mark.parametrize("media", [media for media in Media if media is not Media.CHAT])
async def test_every_medium_has_its_path(media: Media) -> None:
    path = f"/conversations/{media.value}/c-1/participants/p-1/communications/m-1/wrapup"
    genesys = Genesys({f"POST {path}": answer(202)})

    assert (await genesys.centre().submit(KEY, media, "w-1", "")).said is ServerReply.ACCEPTED


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

    assert said.said is ServerReply.ACCEPTED
    assert genesys.lines == [WAY_A, WAY_B]
    assert genesys.body() == {"wrapup": {"code": "w-1", "notes": "note", "tags": []}}


@pytest.mark.parametrize("status", [400, 409])
async def test_where_way_a_refuses_and_b_takes_the_code_the_leg_is_written_by_b(
    status: int,
) -> None:
    genesys = Genesys({WAY_A: error_body(status, "refused"), WAY_B: answer(202)})
    centre = genesys.centre()

    first = await centre.submit(KEY, Media.CALL, "w-1", "note")
    second = await centre.submit(KEY, Media.CALL, "w-2", "note")

    assert {first.said, second.said} == {ServerReply.ACCEPTED}
    assert genesys.lines == [WAY_A, WAY_B, WAY_B]


async def test_where_way_b_is_known_to_have_no_effect_it_is_not_tried() -> None:
    genesys = Genesys({WAY_A: error_body(409, "ended"), WAY_B: answer(202)})
    writes = WrapupWrites(genesys.centre()._rest, has_way_b=False)

    said = await writes.write(KEY, Media.CALL, "w-1", "note", is_provisional=False)

    assert said.said is ServerReply.CONFLICT
    assert genesys.lines == [WAY_A]


def gone_on() -> httpx.Response:
    """A participant of two sessions, of which the second is live."""
    ended = {"state": "disconnected", "disconnectedTime": "2026-11-22T00:12:00Z"}
    first = {"id": "m-1", "connectedTime": "2026-11-22T00:10:00Z", **ended}
    second = {"id": "m-2", "state": "connected", "connectedTime": "2026-11-22T00:20:00Z"}
    mine = {"id": "p-1", "userId": "u-1", "purpose": "agent", "messages": [first, second]}
    return answer(200, {"id": "c-1", "participants": [mine]})


MESSAGE_A = WAY_A.replace("/calls/", "/messages/")
MESSAGE_B = WAY_B.replace("/calls/", "/messages/")
READ = "GET /conversations/c-1"


@pytest.mark.parametrize("status", [400, 404, 405, 409, 501])
async def test_of_what_went_on_an_earlier_session_is_never_coded_by_the_participant(
    status: int,
) -> None:
    genesys = Genesys({MESSAGE_A: error_body(status, "refused"), READ: gone_on()})
    centre = genesys.centre()

    await centre.read_back(KEY, Media.MESSAGE)
    said = await centre.submit(KEY, Media.MESSAGE, "w-1", "")

    assert genesys.lines == [READ, MESSAGE_A]
    assert said.said in (ServerReply.MALFORMED, ServerReply.CONFLICT)
    assert said.message


async def test_the_newest_session_is_coded_by_the_participant_where_a_is_not_there() -> None:
    way_a = MESSAGE_A.replace("m-1", "m-2")
    genesys = Genesys({way_a: error_body(405, "x"), READ: gone_on(), MESSAGE_B: answer(202)})
    centre, key = genesys.centre(), LegKey("c-1", "p-1", "m-2")

    await centre.read_back(key, Media.MESSAGE)
    said = await centre.submit(key, Media.MESSAGE, "w-1", "")

    assert said.said is ServerReply.ACCEPTED
    assert genesys.lines[-1] == MESSAGE_B


async def test_where_both_ways_refuse_the_first_refusal_is_believed() -> None:
    genesys = Genesys({WAY_A: error_body(409, "ended"), WAY_B: error_body(403, "forbidden")})
    centre = genesys.centre()

    said = [await centre.submit(KEY, Media.CALL, "w-1", "note") for _ in range(2)]

    assert {each.said for each in said} == {ServerReply.CONFLICT}
    assert genesys.lines == [WAY_A, WAY_B, WAY_A]


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

    assert (
        await genesys.centre().submit(KEY, Media.VIDEO, "w-1", "")
    ).said is ServerReply.ACCEPTED


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (error_body(400, "conversation.error.wrapup.code.required"), ServerReply.MALFORMED),
        (
            error_body(400, "conversation.error.participant.no.active.conversations"),
            ServerReply.CONFLICT,
        ),
        (error_body(401, "bad.credentials"), ServerReply.NOT_SIGNED_IN),
        (error_body(403, "missing.any.permissions"), ServerReply.NOT_PERMITTED),
        (error_body(409, ""), ServerReply.CONFLICT),
        (error_body(410, ""), ServerReply.CONFLICT),
        (error_body(412, ""), ServerReply.CONFLICT),
        (error_body(422, ""), ServerReply.MALFORMED),
        (error_body(429, "too.many.requests", retry_after="7"), ServerReply.TOO_MANY),
        (error_body(500, ""), ServerReply.FAILED),
        (error_body(503, ""), ServerReply.FAILED),
        (httpx.Response(502, content=b"<html>"), ServerReply.FAILED),
        (httpx.ReadTimeout("x"), ServerReply.UNREACHABLE),
        (httpx.RemoteProtocolError("x"), ServerReply.UNREACHABLE),
    ],
)
async def test_a_write_says_what_the_server_said_and_is_not_repeated(
    reply: httpx.Response | Exception, said: ServerReply
) -> None:
    genesys = Genesys({WAY_A: reply})

    result = await genesys.centre().submit(KEY, Media.CALL, "w-1", "note")

    assert result.said is said
    assert result.message
    assert genesys.lines.count(WAY_A) == 1
    if said is ServerReply.TOO_MANY:
        assert result.retry_after is not None
        assert result.retry_after.total_seconds() == 7


async def test_without_a_sign_in_a_write_says_so() -> None:
    genesys = Genesys({})
    centre = genesys.centre()
    centre._rest.token.forget()

    assert (await centre.submit(KEY, Media.CALL, "w-1", "")).said is ServerReply.NOT_SIGNED_IN
    assert (await centre.read_back(KEY, Media.CALL)).answer.said is ServerReply.NOT_SIGNED_IN


async def test_a_read_back_shows_the_leg_and_its_code_even_before_the_agent_is_known() -> None:
    body = conversation(wrapup={"code": "w-1", "notes": "n"})
    genesys = Genesys({"GET /conversations/c-1": answer(200, body)})

    read = await genesys.centre().read_back(KEY, Media.CALL)

    assert read.answer.said is ServerReply.ACCEPTED
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

    assert read.answer.said is ServerReply.ACCEPTED
    assert read.leg is None
    assert read.assigned == AssignedCode("w-9")


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (403, ServerReply.NOT_PERMITTED),
        (404, ServerReply.NOT_FOUND),
        (500, ServerReply.UNREACHABLE),
    ],
)
async def test_a_leg_that_cannot_be_read_at_all_says_why(status: int, said: ServerReply) -> None:
    genesys = Genesys({"GET /conversations/c-1": error_body(status, "")})

    read = await genesys.centre().read_back(KEY, Media.CALL)

    assert (read.answer.said, read.leg, read.assigned) == (said, None, None)


async def test_a_conversation_without_the_leg_does_not_have_it_any_more() -> None:
    genesys = Genesys({"GET /conversations/c-1": answer(200, conversation())})

    read = await genesys.centre().read_back(LegKey("c-1", "p-1", "other"), Media.CALL)

    assert read.answer.said is ServerReply.NOT_FOUND


async def test_a_read_back_that_cannot_be_understood_proves_nothing() -> None:
    genesys = Genesys({"GET /conversations/c-1": answer(200, [1])})

    read = await genesys.centre().read_back(KEY, Media.CALL)

    assert read.answer.said is ServerReply.UNREACHABLE


async def test_a_proposal_is_written_on_the_customers_participant() -> None:
    body = conversation()
    customer_id = body["participants"][0]["id"]
    path = f"PATCH /conversations/c-1/participants/{customer_id}/attributes"
    genesys = Genesys({"GET /conversations/c-1": answer(200, body), path: answer(202)})

    said = await genesys.centre().propose("c-1", {"wrapup_code": "Refund"})

    assert said.said is ServerReply.ACCEPTED
    assert genesys.body() == {"attributes": {"wrapup_code": "Refund"}}


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, ServerReply.NOT_FOUND),
        (
            {"GET /conversations/c-1": answer(200, {"id": "c-1", "participants": []})},
            ServerReply.NOT_FOUND,
        ),
        ({"GET /conversations/c-1": error_body(403, "")}, ServerReply.NOT_PERMITTED),
        ({"GET /conversations/c-1": answer(200, conversation())}, ServerReply.NOT_FOUND),
    ],
)
async def test_a_proposal_that_cannot_be_made_says_why(
    answers: dict[str, Any], said: ServerReply
) -> None:
    assert (await Genesys(answers).centre().propose("c-1", {"a": "b"})).said is said


async def test_after_call_work_can_be_asked_for() -> None:
    path = "PATCH /conversations/aftercallwork/c-1/participants/p-1/communications/m-1"
    genesys = Genesys({path: answer(200, {"afterCallWorkRequired": True})})

    assert (await genesys.centre().request_after_call_work(KEY)).said is ServerReply.ACCEPTED
    assert genesys.body() == {"afterCallWorkRequired": True}
