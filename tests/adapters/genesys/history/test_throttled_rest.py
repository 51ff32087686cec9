"""What a slow piece of work says when Genesys asks it to wait."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from tests.adapters.genesys.rest_harness import SYDNEY, HandClock, error_body, signed_in
from tests.languages.speaking import speaking
from wrapup_desk.adapters.genesys.http.rest import Refused
from wrapup_desk.adapters.genesys.http.throttled_rest import Pace, ThrottledRestClient
from wrapup_desk.application.base.settings import LanguageChoice


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (LanguageChoice.ENGLISH, "Genesys asks us to wait; trying again in 1,800 s"),
        (LanguageChoice.GERMAN, "Genesys bittet um eine Pause; neuer Versuch in 1.800 s"),
    ],
)
async def test_requests_refused_together_tell_of_one_wait_in_the_users_language(
    language: LanguageChoice, expected: str
) -> None:
    told: list[str] = []
    busy = httpx.MockTransport(
        lambda _: error_body(429, "too.many.requests", retry_after="1800"),
    )
    with speaking(language):
        async with httpx.AsyncClient(transport=busy) as http:
            rest = ThrottledRestClient(
                SYDNEY, signed_in(), http, HandClock(), Pace(6000.0, told.append)
            )
            answers = await asyncio.gather(
                rest.request("GET", "/x"), rest.request("GET", "/y"), return_exceptions=True
            )

    assert [type(answer) for answer in answers] == [Refused, Refused]
    assert told == [expected]
