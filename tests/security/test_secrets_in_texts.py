"""What holds a secret does not show it: a repr ends up in tracebacks and in assertions."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from tests.adapters.genesys.rest_harness import CANARY
from wrapup_desk.adapters.base.proxy_settings import ProxySettings
from wrapup_desk.adapters.genesys.http.loopback import Callback
from wrapup_desk.adapters.genesys.http.oauth import Pkce, _KeptToken, _WireToken
from wrapup_desk.adapters.genesys.http.token import AccessToken
from wrapup_desk.adapters.interaction_actions import GatewayAccess
from wrapup_desk.adapters.interaction_actions import _WireToken as GatewayToken


def token_holding_it() -> AccessToken:
    token = AccessToken()
    token.hold(CANARY)
    return token


WIRE = f'{{"access_token": "{CANARY}"}}'.encode()


@pytest.mark.parametrize(
    "holder",
    [
        token_holding_it(),
        Pkce(CANARY, "challenge"),
        Callback(code=CANARY),
        msgspec.json.decode(WIRE, type=_WireToken),
        msgspec.json.decode(WIRE, type=GatewayToken),
        _KeptToken(CANARY, datetime(2026, 11, 22, tzinfo=UTC)),
        GatewayAccess("https://gateway.test", "https://login.test", "client", CANARY),
        ProxySettings(f"http://ann:{CANARY}@proxy.test:3128"),
    ],
    ids=lambda holder: f"{type(holder).__module__.rpartition('.')[2]}.{type(holder).__name__}",
)
def test_a_secret_is_in_no_repr(holder: object) -> None:
    assert CANARY not in repr(holder)
    assert CANARY not in f"{holder}"
    assert CANARY not in repr([holder])
