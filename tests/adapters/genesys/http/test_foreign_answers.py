"""Proxies, gateways and block pages answer in Genesys' place; nothing they say counts."""

from contextlib import suppress

import httpx
import pytest

from tests.adapters.genesys.http.test_rest import Script
from tests.adapters.genesys.rest_harness import HandClock, answer, error_body, rest_on, signed_in
from wrapup_desk.adapters.genesys.http.rest import Refused
from wrapup_desk.application.base.ports import RateLimited


@pytest.mark.parametrize(
    "foreign",
    [
        answer(403, None, date="Sun, 22 Nov 2026 03:00:00 GMT"),
        answer(200, {}, date="Sun, 22 Nov 2026 03:00:00 GMT"),
        httpx.Response(
            200,
            html="<html>",
            headers={"Date": "Sun, 22 Nov 2026 03:00:00 GMT", "ININ-Correlation-Id": "a" * 8},
        ),
        error_body(502, "bad.gateway", date="Sun, 22 Nov 2026 03:00:00 GMT"),
        answer(302, None, date="Sun, 22 Nov 2026 03:00:00 GMT", inin_correlation_id="a" * 8),
    ],
)
async def test_an_answer_that_is_not_genesys_own_does_not_move_the_clock(
    foreign: httpx.Response,
) -> None:
    clock = HandClock()
    rest = rest_on(lambda _: foreign, clock=clock)

    with suppress(Refused):
        await rest.request("GET", "/users/me")

    assert abs((rest.server_now() - clock.now()).total_seconds()) < 1


async def test_a_401_of_somebody_on_the_line_does_not_end_the_sign_in() -> None:
    token = signed_in()
    rest = rest_on(lambda _: answer(401, None), token=token)

    with pytest.raises(Refused):
        await rest.request("GET", "/users/me")

    assert token.current is not None


async def test_a_pause_the_server_asks_for_ends_within_a_minute() -> None:
    clock = HandClock()
    script = Script(error_body(429, "too.many.requests", retry_after="3600"), answer(200, {}))
    rest = rest_on(script, clock=clock)
    with pytest.raises(RateLimited):
        await rest.get("/users/me")

    clock.seconds += 60

    assert await rest.get("/users/me") == b"{}"


def shaped(answered: int, /, **more: object) -> httpx.Response:
    """An error as the API writes it, whose headers a gateway has taken out."""
    body = {"status": 401, "code": "bad.credentials", "contextId": "c" * 36, "message": "No."}
    return answer(answered, body | more)


async def test_genesys_own_401_counts_where_a_gateway_takes_out_its_header() -> None:
    token = signed_in()
    rest = rest_on(lambda _: shaped(401), token=token)

    with pytest.raises(Refused):
        await rest.request("GET", "/users/me")

    assert token.current is None


@pytest.mark.parametrize(
    "foreign",
    [
        shaped(401, status=403),
        shaped(401, contextId=None),
        shaped(401, code="Please sign in to the proxy"),
        answer(401, {"error": "unauthorized"}),
        answer(401, ["bad.credentials"]),
        httpx.Response(401, text="Unauthorized"),
        answer(401, None, inin_correlation_id="<script>"),
    ],
)
async def test_a_401_that_only_looks_alike_does_not_end_the_sign_in(
    foreign: httpx.Response,
) -> None:
    token = signed_in()
    rest = rest_on(lambda _: foreign, token=token)

    with pytest.raises(Refused):
        await rest.request("GET", "/users/me")

    assert token.current is not None
