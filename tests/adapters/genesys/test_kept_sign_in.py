"""Genesys says whether a kept sign-in is good, whatever this computer's clock says."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from tests.adapters.genesys.http.test_oauth import Browser as SignInBrowser
from tests.adapters.genesys.http.test_oauth import LoginHost, authenticator, with_code
from tests.adapters.genesys.rest_harness import CANARY, HandClock, answer
from wrapup_desk.adapters.genesys.http.token import AccessToken
from wrapup_desk.adapters.keyring_secrets import MemorySecrets


@pytest.mark.parametrize("hours_ahead", [25, 47])
@pytest.mark.parametrize(
    ("said", "is_in", "is_kept"),
    [
        (answer(200, None, inin_correlation_id="a" * 8), True, True),
        (answer(401, None, inin_correlation_id="a" * 8), False, False),
        (answer(503), False, True),
        (httpx.ConnectError("x"), False, True),
    ],
)
async def test_where_this_clock_is_ahead_genesys_says_whether_a_token_is_good(
    hours_ahead: int, said: httpx.Response | Exception, *, is_in: bool, is_kept: bool
) -> None:
    store, clock, token = MemorySecrets(), HandClock(), AccessToken()
    lives_a_day = answer(200, {"access_token": CANARY, "expires_in": 86_400})
    await authenticator(LoginHost(lives_a_day), store=store, clock=clock).sign_in(
        SignInBrowser(with_code)
    )
    clock.seconds += timedelta(hours=hours_ahead).total_seconds()
    subject = authenticator(LoginHost(said), store=store, token=token, clock=clock)

    assert await subject.restore() is is_in

    assert token.current == (CANARY if is_in else None)
    assert (store.read(subject._secret_name) is not None) is is_kept


async def test_a_token_that_an_earlier_version_kept_is_good_until_it_expires() -> None:
    store, clock = MemorySecrets(), HandClock()
    subject = authenticator(LoginHost(answer(200)), store=store, clock=clock)
    expires_at = clock.now() + timedelta(hours=1)
    kept = f'{{"token": "{CANARY}", "expires_at": "{expires_at:%Y-%m-%dT%H:%M:%S}"}}'
    store.write(subject._secret_name, kept)

    assert await subject.restore()
    clock.seconds += 3600
    assert not await subject.restore()
