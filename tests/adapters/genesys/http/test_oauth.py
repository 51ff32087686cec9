import asyncio
import base64
import hashlib
import logging
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.adapters.genesys.http.test_loopback import free_ports, taken
from tests.adapters.genesys.rest_harness import CANARY, SYDNEY, HandClock, answer
from wrapup_desk.adapters.genesys.http.oauth import (
    GenesysAuthenticator,
    Pkce,
    ServiceAuthenticator,
    SignInRequest,
    fresh_pkce,
)
from wrapup_desk.adapters.genesys.http.token import AccessToken
from wrapup_desk.adapters.keyring_secrets import MemorySecrets
from wrapup_desk.application.base.ports import SignInFailed

Query = dict[str, str]
ExpectLog = Callable[[str], None]


class LoginHost:
    """The login host's side: remembers what it was asked, answers as told."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self._answers = list(answers) or [
            answer(200, {"access_token": CANARY, "token_type": "bearer", "expires_in": 86400})
        ]
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        said = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(said, Exception):
            raise said
        return said

    def form(self) -> Query:
        return dict(urllib.parse.parse_qsl(self.requests[0].content.decode()))


class Browser:
    """Goes from the sign-in page straight back to the loopback."""

    def __init__(self, redirect: Callable[[Query], Query]) -> None:
        self._redirect = redirect
        self.asked: Query = {}
        self.url = ""

    def __call__(self, url: str) -> None:
        self.url = url
        self.asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))
        query = urllib.parse.urlencode(self._redirect(self.asked))
        back = f"{self.asked['redirect_uri'].replace('localhost', '127.0.0.1')}?{query}"

        def visit() -> None:
            try:
                with urllib.request.urlopen(back, timeout=5) as page:
                    page.read()
            except urllib.error.HTTPError as refused:
                refused.close()

        threading.Thread(target=visit, daemon=True).start()


def with_code(asked: Query) -> Query:
    return {"code": "the-code", "state": asked["state"]}


def authenticator(
    host: LoginHost,
    *,
    token: AccessToken | None = None,
    store: MemorySecrets | None = None,
    clock: HandClock | None = None,
    **request: Any,
) -> GenesysAuthenticator:
    fields: dict[str, Any] = {
        "client_id": "client-1",
        "login_hint": "sam@example.com",
        "timeout_s": 5.0,
    }
    ports = request.pop("ports", None) or free_ports(1)
    return GenesysAuthenticator(
        SignInRequest(SYDNEY, ports=ports, **(fields | request)),
        token or AccessToken(),
        httpx.AsyncClient(transport=httpx.MockTransport(host)),
        store or MemorySecrets(),
        clock or HandClock(),
    )


# --- signing in ----------------------------------------------------------------------------------


async def test_the_browser_is_sent_to_the_regions_own_page_with_pkce_s256() -> None:
    browser = Browser(with_code)

    await authenticator(LoginHost()).sign_in(browser)

    assert browser.url.startswith("https://login.mypurecloud.com.au/oauth/authorize?")
    assert browser.asked["response_type"] == "code"
    assert browser.asked["code_challenge_method"] == "S256"
    assert browser.asked["client_id"] == "client-1"
    assert browser.asked["login_hint"] == "sam@example.com"
    assert browser.asked["redirect_uri"].startswith("http://localhost:")
    assert len(browser.asked["state"]) >= 22  # 128 bits in base64


async def test_the_code_is_redeemed_with_the_verifier_of_the_challenge_and_no_secret() -> None:
    host, browser, token = LoginHost(), Browser(with_code), AccessToken()

    await authenticator(host, token=token).sign_in(browser)

    form = host.form()
    digest = hashlib.sha256(form["code_verifier"].encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    assert challenge == browser.asked["code_challenge"]
    assert form["redirect_uri"] == browser.asked["redirect_uri"]
    assert (form["grant_type"], form["code"]) == ("authorization_code", "the-code")
    assert "client_secret" not in form
    assert "authorization" not in host.requests[0].headers
    assert token.current == CANARY


def test_the_verifier_is_new_each_time_and_of_allowed_length() -> None:
    proofs = [fresh_pkce() for _ in range(100)]

    assert len({proof.verifier for proof in proofs}) == 100
    assert all(43 <= len(proof.verifier) <= 128 for proof in proofs)
    assert all("=" not in proof.challenge for proof in proofs)
    assert proofs[0].verifier not in repr(Pkce("a" * 43, "b"))


async def test_a_wrong_state_never_leads_to_a_token_call() -> None:
    host = LoginHost()
    browser = Browser(lambda asked: {"code": "planted", "state": "guessed"})

    with pytest.raises(SignInFailed, match="was not finished within"):
        await authenticator(host, timeout_s=0.3).sign_in(browser)

    assert host.requests == []


async def test_a_cancelled_sign_in_says_so() -> None:
    host = LoginHost()
    browser = Browser(lambda asked: {"error": "access_denied", "state": asked["state"]})

    with pytest.raises(SignInFailed, match="was cancelled"):
        await authenticator(host).sign_in(browser)

    assert host.requests == []


async def test_an_errors_name_from_the_browser_is_not_repeated_unless_it_is_one() -> None:
    browser = Browser(lambda asked: {"error": "<script>Canary</script>", "state": asked["state"]})

    with pytest.raises(SignInFailed) as caught:
        await authenticator(LoginHost()).sign_in(browser)

    assert "Canary" not in str(caught.value)


async def test_a_browser_that_never_comes_back_names_the_redirect_uris_to_register() -> None:
    (port,) = free_ports(1)

    with pytest.raises(SignInFailed, match=f"http://localhost:{port}/oauth/callback"):
        await authenticator(LoginHost(), ports=[port], timeout_s=0.05).sign_in(lambda url: None)


async def test_taken_ports_are_named() -> None:
    (port,) = free_ports(1)

    with taken(port), pytest.raises(SignInFailed, match=str(port)):
        await authenticator(LoginHost(), ports=[port]).sign_in(lambda url: None)


async def test_without_a_client_id_the_browser_stays_closed() -> None:
    opened: list[str] = []

    with pytest.raises(SignInFailed, match="settings"):
        await authenticator(LoginHost(), client_id=" ").sign_in(opened.append)

    assert opened == []


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        (answer(400, {"error": "invalid_client"}), "does not know this client ID"),
        (answer(401, {"error": "invalid_client"}), "Check both"),
        (answer(400, {"error": "unauthorized_client"}), "Ask your administrator"),
        (answer(400, {"error": "invalid_grant"}), "Sign in again"),
        (answer(400, {"error": "something_new"}), "something_new"),
        (answer(502, None), "status 502"),
        (httpx.ConnectError("x"), "login.mypurecloud.com.au could not be reached"),
        (answer(200, {"token": "x"}), "guest network"),
        (httpx.Response(200, content=b"<html>"), "guest network"),
        (answer(302, None, location="https://evil.example/"), "status 302"),
    ],
)
async def test_each_refusal_of_the_token_has_one_thing_to_do(
    said: httpx.Response | Exception, advice: str
) -> None:
    with pytest.raises(SignInFailed, match=advice):
        await authenticator(LoginHost(said)).sign_in(Browser(with_code))


# --- keeping -------------------------------------------------------------------------------------


async def test_a_kept_token_is_taken_after_the_server_said_it_is_good() -> None:
    store = MemorySecrets()
    await authenticator(LoginHost(), store=store).sign_in(Browser(with_code))
    host, token = LoginHost(answer(200)), AccessToken()

    assert await authenticator(host, store=store, token=token).restore()

    assert token.current == CANARY
    assert (host.requests[0].method, host.requests[0].url.path) == ("HEAD", "/api/v2/tokens/me")


async def test_a_revoked_token_is_forgotten() -> None:
    store = MemorySecrets()
    await authenticator(LoginHost(), store=store).sign_in(Browser(with_code))
    token = AccessToken()

    assert not await authenticator(LoginHost(genesys_401()), store=store, token=token).restore()
    assert token.current is None
    assert not await authenticator(LoginHost(answer(200)), store=store, token=token).restore()


@pytest.mark.parametrize(
    "status", [200, 302, 307, 400, 401, 403, 404, 405, 407, 429, 451, 500, 502]
)
async def test_an_answer_of_somebody_on_the_line_leaves_the_kept_sign_in(status: int) -> None:
    store = MemorySecrets()
    await authenticator(LoginHost(), store=store).sign_in(Browser(with_code))
    token = AccessToken()

    assert await authenticator(LoginHost(answer(status)), store=store, token=token).restore()

    assert token.current == CANARY
    assert await authenticator(LoginHost(httpx.ConnectError("x")), store=store).restore()


@pytest.mark.parametrize("status", [400, 403, 404, 405, 429, 500, 503])
async def test_only_genesys_own_401_ends_the_kept_sign_in(status: int) -> None:
    store = MemorySecrets()
    await authenticator(LoginHost(), store=store).sign_in(Browser(with_code))

    said = answer(status, None, inin_correlation_id="a" * 8)

    assert await authenticator(LoginHost(said), store=store).restore()


def genesys_401() -> httpx.Response:
    return answer(401, None, inin_correlation_id="a" * 8)


async def test_without_a_network_a_kept_token_is_taken_on_trust() -> None:
    store = MemorySecrets()
    await authenticator(LoginHost(), store=store).sign_in(Browser(with_code))
    token = AccessToken()

    offline = LoginHost(httpx.ConnectError("x"))
    assert await authenticator(offline, store=store, token=token).restore()
    assert token.current == CANARY


async def test_an_expired_token_is_not_even_asked_about() -> None:
    store, clock = MemorySecrets(), HandClock()
    await authenticator(LoginHost(), store=store, clock=clock).sign_in(Browser(with_code))
    host = LoginHost(answer(200))
    clock.seconds += timedelta(days=2).total_seconds()

    assert not await authenticator(host, store=store, clock=clock).restore()
    assert host.requests == []


async def test_a_token_of_another_client_is_not_taken() -> None:
    store = MemorySecrets()
    await authenticator(LoginHost(), store=store).sign_in(Browser(with_code))

    assert not await authenticator(LoginHost(), store=store, client_id="client-2").restore()


@pytest.mark.parametrize("garbage", ["", "{", "null", '{"token":1}', "\x00"])
async def test_garbage_in_the_keyring_is_removed(garbage: str, expect_log: ExpectLog) -> None:
    expect_log("no token of ours")
    store = MemorySecrets()
    subject = authenticator(LoginHost(answer(200)), store=store)
    store.write(subject._secret_name, garbage)

    assert not await subject.restore()
    assert store.read(subject._secret_name) is None


async def test_a_token_too_long_for_the_keyring_stays_in_memory_only(
    expect_log: ExpectLog,
) -> None:
    expect_log("too long for the keyring")
    store, token = MemorySecrets(), AccessToken()
    host = LoginHost(answer(200, {"access_token": "t" * 1300, "expires_in": 60}))

    subject = authenticator(host, store=store, token=token)
    await subject.sign_in(Browser(with_code))

    assert token.current == "t" * 1300
    assert store.read(subject._secret_name) is None


@pytest.mark.parametrize(
    ("said", "warning"),
    [
        (answer(204, None, inin_correlation_id="a" * 8), ""),
        (answer(401, None, inin_correlation_id="a" * 8), ""),
        (answer(200), "could not be notified of the sign-out"),  # a sign-in page on the line
        (answer(503), "could not be notified of the sign-out"),
        (httpx.ConnectError("x"), "could not be notified of the sign-out"),
    ],
)
async def test_sign_out_revokes_and_forgets_even_without_a_network(
    said: httpx.Response | Exception, warning: str, expect_log: ExpectLog
) -> None:
    if warning:
        expect_log(warning)
    store, token = MemorySecrets(), AccessToken()
    await authenticator(LoginHost(), store=store, token=token).sign_in(Browser(with_code))
    host = LoginHost(said)

    subject = authenticator(host, store=store, token=token)
    await subject.sign_out()

    assert host.requests[0].method == "DELETE"
    assert host.requests[0].headers["authorization"] == f"Bearer {CANARY}"
    assert token.current is None
    assert store.read(subject._secret_name) is None


async def test_no_secret_of_a_sign_in_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="wrapup_desk")
    host, browser, store = LoginHost(), Browser(with_code), MemorySecrets()
    subject = authenticator(host, store=store)
    await subject.sign_in(browser)
    await authenticator(LoginHost(answer(503)), store=store).restore()
    gone = LoginHost(answer(204, None, inin_correlation_id="a" * 8))
    await authenticator(gone, store=store).sign_out()

    secrets = [CANARY, "the-code", browser.asked["state"], host.form()["code_verifier"]]
    assert [secret for secret in secrets if secret in caplog.text] == []


# --- services ------------------------------------------------------------------------------------


async def test_a_service_signs_in_with_its_secret_in_the_header_only() -> None:
    host, token = LoginHost(), AccessToken()
    http = httpx.AsyncClient(transport=httpx.MockTransport(host))
    service = ServiceAuthenticator(SYDNEY, "service-1", "s3cret", token, http)

    await service.sign_in()

    assert token.current == CANARY
    assert host.form() == {"grant_type": "client_credentials"}
    basic = base64.b64decode(host.requests[0].headers["authorization"].split()[1])
    assert basic == b"service-1:s3cret"
    assert not await service.restore()


async def test_a_service_with_a_wrong_secret_is_told() -> None:
    host = LoginHost(answer(401, {"error": "invalid_client"}))
    http = httpx.AsyncClient(transport=httpx.MockTransport(host))

    with pytest.raises(SignInFailed, match="client ID"):
        await ServiceAuthenticator(SYDNEY, "x", "y", AccessToken(), http).sign_in()


async def test_a_waiting_part_gets_the_token_of_the_next_sign_in() -> None:
    token = AccessToken()
    waiting = asyncio.gather(token.wait(), token.wait())
    await asyncio.sleep(0)

    token.hold(CANARY)

    async with asyncio.timeout(5):
        assert list(await waiting) == [CANARY, CANARY]
