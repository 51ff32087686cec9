"""What a server claims of a token's life is limited, and nothing is fetched that cannot be checked."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from tests.adapters.genesys.http.test_oauth import Browser as SignInBrowser
from tests.adapters.genesys.http.test_oauth import (
    LoginHost,
    authenticator,
    with_code,
)
from tests.adapters.genesys.rest_harness import CANARY, HandClock, answer
from wrapup_desk.adapters.files.model_download import ModelRefused, fetch_model
from wrapup_desk.adapters.keyring_secrets import MemorySecrets


async def test_no_token_is_kept_for_longer_than_genesys_lets_one_live() -> None:
    store, clock = MemorySecrets(), HandClock()
    forever = answer(200, {"access_token": CANARY, "expires_in": 10**9})
    await authenticator(LoginHost(forever), store=store, clock=clock).sign_in(
        SignInBrowser(with_code)
    )
    host = LoginHost(answer(200))
    clock.seconds += timedelta(days=2, seconds=1).total_seconds()

    assert not await authenticator(host, store=store, clock=clock).restore()
    assert host.requests == []


@pytest.mark.parametrize(
    ("url", "sha256"),
    [("https://models.test/a", ""), ("http://models.test/a", "0" * 64), ("file:///a", "0" * 64)],
)
async def test_a_model_that_could_not_be_checked_is_not_even_fetched(
    url: str, sha256: str
) -> None:
    asked: list[str] = []

    def open_http() -> httpx.AsyncClient:
        asked.append(url)
        return httpx.AsyncClient()

    with pytest.raises(ModelRefused):
        await fetch_model(url, sha256, open_http)

    assert asked == []
