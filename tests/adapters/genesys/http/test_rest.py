import asyncio
import logging
from datetime import timedelta
from random import Random

import httpx
import pytest

from tests.adapters.genesys.rest_harness import (
    CANARY,
    SYDNEY,
    HandClock,
    answer,
    error_body,
    rest_on,
    signed_in,
)
from wrapup_desk.adapters.genesys.http.rest import Refused, RestClient
from wrapup_desk.adapters.genesys.http.token import AccessToken
from wrapup_desk.application.base.ports import (
    ContactCentreError,
    NotFound,
    NotPermitted,
    RateLimited,
    SignInNeeded,
    Unreachable,
)
from wrapup_desk.domain.submission import ServerReply


class Script:
    """Answers requests one after the other; the last answer stays."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self._answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        said = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(said, Exception):
            raise said
        return said


async def test_a_read_carries_the_token_to_the_regions_api_host() -> None:
    script = Script(answer(200, {"id": "u"}))

    assert await rest_on(script).get("/users/me") == b'{"id":"u"}'

    (request,) = script.requests
    assert str(request.url) == "https://api.mypurecloud.com.au/api/v2/users/me"
    assert request.headers["authorization"] == f"Bearer {CANARY}"


async def test_without_a_token_nothing_is_sent() -> None:
    script = Script(answer())

    with pytest.raises(SignInNeeded):
        await rest_on(script, token=AccessToken()).get("/users/me")

    assert script.requests == []


@pytest.mark.parametrize(
    "failure",
    [answer(503), answer(502, "<html>"), httpx.ReadTimeout("x"), httpx.ConnectError("x")],
)
async def test_a_read_is_tried_again_after_a_passing_failure(
    failure: httpx.Response | Exception,
) -> None:
    script = Script(failure, answer(200, []))

    assert await rest_on(script).get("/x") == b"[]"
    assert len(script.requests) == 2


async def test_a_read_gives_up_after_three_tries() -> None:
    script = Script(httpx.ConnectError("secret detail"))

    with pytest.raises(Unreachable, match=r"api\.mypurecloud\.com\.au could not be reached") as e:
        await rest_on(script).get("/x")

    assert len(script.requests) == 3
    assert "secret" not in str(e.value)


async def test_the_first_answer_after_none_came_is_told_and_no_later_one() -> None:
    gone = httpx.ConnectError("gone")
    script = Script(answer(200), gone, answer(409), answer(200), gone, answer(200, []))
    rest, told = rest_on(script), list[str]()
    forget = rest.on_reachable_again(lambda: told.append("again"))

    await rest.request("GET", "/x")
    with pytest.raises(Unreachable):
        await rest.request("GET", "/x")
    assert told == []
    with pytest.raises(Refused):  # that is an answer, too
        await rest.request("GET", "/x")
    await rest.request("GET", "/x")
    assert told == ["again"]

    forget()
    await rest.get("/x")
    assert told == ["again"]


async def test_the_pauses_between_tries_are_drawn_below_600_and_1200_milliseconds() -> None:
    firsts, seconds = [], []
    for seed in range(100):
        clock = HandClock()
        rest = RestClient(
            SYDNEY,
            signed_in(),
            httpx.AsyncClient(transport=httpx.MockTransport(Script(answer(503)))),
            clock,
            Random(seed),
        )
        with pytest.raises(Unreachable):
            await rest.get("/x")
        first, second = clock.slept
        firsts.append(first)
        seconds.append(second)

    assert 0.54 < max(firsts) <= 0.6
    assert 1.08 < max(seconds) <= 1.2
    assert min(firsts) < 0.06
    assert min(seconds) < 0.12


@pytest.mark.parametrize(
    ("status", "code", "kind", "said"),
    [
        (400, "bad.request", ContactCentreError, ServerReply.MALFORMED),
        (400, "conversation.error.call.disconnected", ContactCentreError, ServerReply.CONFLICT),
        (400, "not.a.user", NotPermitted, ServerReply.NOT_PERMITTED),
        (403, "missing.any.permissions", NotPermitted, ServerReply.NOT_PERMITTED),
        (
            403,
            "conversation.error.forbidden.not.active.participant",
            ContactCentreError,
            ServerReply.CONFLICT,
        ),
        (404, "not.found", NotFound, ServerReply.NOT_FOUND),
        (409, "", ContactCentreError, ServerReply.CONFLICT),
        (410, "", ContactCentreError, ServerReply.CONFLICT),
        (412, "", ContactCentreError, ServerReply.CONFLICT),
        (415, "unsupported.media.type", ContactCentreError, ServerReply.MALFORMED),
        (422, "", ContactCentreError, ServerReply.MALFORMED),
        (429, "too.many.requests", RateLimited, ServerReply.TOO_MANY),
        (500, "", Unreachable, ServerReply.FAILED),
        (504, "request.timeout", Unreachable, ServerReply.FAILED),
    ],
)
async def test_each_refusal_has_its_meaning(
    status: int, code: str, kind: type[Exception], said: ServerReply
) -> None:
    script = Script(error_body(status, code))

    with pytest.raises(Refused) as refused:
        await rest_on(script).request("POST", "/x", body={})
    with pytest.raises(kind):
        await rest_on(script).get("/x")

    assert refused.value.refusal.said is said


async def test_a_refusal_names_status_code_correlation_id_and_permission_but_not_the_message() -> (
    None
):
    message = "You are missing [conversation:participant:wrapup] for note: call me on 0491570006"
    script = Script(error_body(403, "missing.permissions", message))

    with pytest.raises(NotPermitted) as caught:
        await rest_on(script).get("/x")

    text = str(caught.value)
    assert "conversation:participant:wrapup" in text
    assert "403 missing.permissions" in text
    assert "corr-0123456789" in text
    assert "0491570006" not in text


@pytest.mark.parametrize("body", [b"", b"<html>busy</html>", b"{", b"[]", b'{"code":5}', b"\xff"])
async def test_a_gateway_may_answer_anything_with_an_error(body: bytes) -> None:
    script = Script(httpx.Response(404, content=body))

    with pytest.raises(NotFound):
        await rest_on(script).get("/x")


async def test_a_sign_in_page_of_a_guest_network_is_no_success() -> None:
    page = httpx.Response(200, content=b"<html>", headers={"content-type": "text/html"})

    with pytest.raises(Refused) as refused:
        await rest_on(Script(page)).request("POST", "/x", body={})

    assert refused.value.refusal.said is ServerReply.FAILED


async def test_a_write_goes_out_once_whatever_happens() -> None:
    for failure in (answer(503), httpx.ReadTimeout("x")):
        script = Script(failure)
        with pytest.raises((Refused, Unreachable)):
            await rest_on(script).request("POST", "/x", body={})
        assert len(script.requests) == 1


# --- rate limits ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "wait_s"),
    [
        ({"retry_after": "3"}, 3),
        ({"inin_ratelimit_reset": "61"}, 61),
        ({"retry_after": "Sun, 22 Nov 2026 00:10:09 GMT"}, 9),
        ({"retry_after": "soon"}, None),
        ({"retry_after": "-1"}, None),
        ({"retry_after": "999999999999"}, 3600),
    ],
)
async def test_429_tells_how_long_to_wait(headers: dict[str, str], wait_s: int | None) -> None:
    script = Script(error_body(429, "too.many.requests", **headers))

    with pytest.raises(RateLimited) as caught:
        await rest_on(script).get("/x")

    expected = None if wait_s is None else timedelta(seconds=wait_s)
    assert caught.value.retry_after == expected
    assert len(script.requests) == 1


async def test_no_read_of_the_client_goes_out_before_retry_after_has_passed() -> None:
    clock = HandClock()
    script = Script(error_body(429, "too.many.requests", retry_after="4"), answer(200, {}))
    rest = rest_on(script, clock=clock)
    with pytest.raises(RateLimited):
        await rest.get("/x")
    refused_at_s = clock.monotonic()

    await rest.get("/another")

    assert clock.monotonic() - refused_at_s >= 4


async def test_a_read_that_would_wait_long_fails_and_says_how_long() -> None:
    script = Script(error_body(429, "too.many.requests", retry_after="60"), answer(200, {}))
    rest = rest_on(script)
    with pytest.raises(RateLimited):
        await rest.get("/x")

    with pytest.raises(RateLimited) as caught:
        await rest.get("/y")

    assert caught.value.retry_after == timedelta(seconds=60)
    assert len(script.requests) == 1


async def test_the_last_tenth_of_the_limit_is_kept_for_codes() -> None:
    used_up = {"inin_ratelimit_count": "271", "inin_ratelimit_allowed": "300",
               "inin_ratelimit_reset": "40"}  # fmt: skip
    script = Script(answer(200, {}, **used_up))
    rest = rest_on(script)
    await rest.get("/x")

    with pytest.raises(RateLimited):
        await rest.get("/y")
    await rest.request("POST", "/wrapup", body={})
    await rest.read("GET", "/read-back", may_jump_the_queue=True)

    assert [request.url.path for request in script.requests] == [
        "/api/v2/x",
        "/api/v2/wrapup",
        "/api/v2/read-back",
    ]


async def test_senseless_limit_headers_change_nothing() -> None:
    odd = {
        "inin_ratelimit_count": "many",
        "inin_ratelimit_allowed": "",
        "inin_ratelimit_reset": "x",
    }
    rest = rest_on(Script(answer(200, {}, **odd)))

    await rest.get("/x")
    await rest.get("/y")


# --- the token -----------------------------------------------------------------------------------


async def test_fifty_parallel_401s_end_the_sign_in_once() -> None:
    token = signed_in()
    told: list[str] = []
    token.on_rejected(told.append)
    rest = rest_on(Script(error_body(401, "bad.credentials")), token=token)

    results = await asyncio.gather(
        *(rest.get(f"/x/{n}") for n in range(50)), return_exceptions=True
    )

    assert all(isinstance(result, SignInNeeded) for result in results)
    assert len(told) == 1
    assert token.current is None


async def test_a_late_401_of_an_old_token_does_not_end_the_new_sign_in() -> None:
    token = signed_in()
    answered = asyncio.Event()

    async def slow(request: httpx.Request) -> httpx.Response:
        await answered.wait()
        return error_body(401, "bad.credentials")

    rest = rest_on(slow, token=token)
    waiting = asyncio.gather(rest.get("/x"), return_exceptions=True)
    await asyncio.sleep(0)

    token.hold("the new one")
    answered.set()
    await waiting

    assert token.current == "the new one"


async def test_a_redirect_never_carries_the_token_to_another_host() -> None:
    script = Script(answer(302, None, location="https://evil.example/steal"))

    with pytest.raises(Unreachable):
        await rest_on(script).get("/users/me")

    assert {request.url.host for request in script.requests} == {"api.mypurecloud.com.au"}


async def test_neither_token_nor_bodies_reach_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    script = Script(
        error_body(400, "bad.request", f"note of a customer {CANARY}"),
        error_body(500, f"odd code {CANARY}"),
        httpx.ConnectError(f"in an error {CANARY}"),
        error_body(401, "bad.credentials"),
    )
    rest = rest_on(script)

    for _ in range(4):
        with pytest.raises((Refused, ContactCentreError)):
            await rest.request("POST", "/conversations/c-1", body={"notes": CANARY})

    assert "/conversations/c-1" in caplog.text
    assert CANARY not in caplog.text
    assert CANARY not in repr(rest.token)


async def test_the_servers_clock_is_taken_from_any_answer() -> None:
    clock = HandClock()
    rest = rest_on(
        Script(error_body(404, "not.found", date="Sun, 22 Nov 2026 03:00:00 GMT")), clock=clock
    )

    with pytest.raises(NotFound):
        await rest.get("/x")

    assert rest.server_now().hour == 3
