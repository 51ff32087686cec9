"""Signs the agent in through the system's browser: authorization code with PKCE (S256)."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import logging
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode, urlsplit

import httpx
import msgspec

from wrapup_desk.adapters.base.secrets_on_thread import SecretsOnThread
from wrapup_desk.adapters.genesys.http.errors import is_of_genesys
from wrapup_desk.adapters.genesys.http.loopback import (
    REGISTERED_PORTS,
    Callback,
    CallbackListener,
    NoFreePort,
)
from wrapup_desk.adapters.genesys.http.network import unreachable
from wrapup_desk.adapters.genesys.http.regions import ServiceAddress
from wrapup_desk.adapters.genesys.http.token import AccessToken
from wrapup_desk.application.base.ports import Clock, SecretStore, SignInFailed
from wrapup_desk.domain.language.texts import mark, tr, tr_marked

log = logging.getLogger(__name__)

SIGN_IN_TIMEOUT_S = 120.0
# Windows' Credential Manager takes 2,560 bytes, and keyring writes UTF-16.
MOST_SECRET_CHARACTERS = 1280
# Genesys: 172,800 s at most; what a server claims beyond that is not believed.
_LONGEST_LIFE = timedelta(seconds=172_800)
_OAUTH_ERROR = re.compile(r"[a-z_]{1,40}")
_WHAT_TO_DO = {
    "access_denied": mark("The sign-in was cancelled. Sign in again when you are ready."),
    "invalid_client": mark("Genesys does not know this client ID in this region. Check both."),
    "unauthorized_client": mark(
        "This OAuth client is not approved. Ask your administrator to allow"
        " it for “Code Authorization” with PKCE."
    ),
    "invalid_grant": mark("Genesys did not accept the sign-in. Sign in again."),
    "invalid_scope": mark(
        "This OAuth client has no suitable scopes. Ask your administrator to add"
        " conversations, notifications, routing:readonly and users:readonly."
    ),
    "temporarily_unavailable": mark("Genesys cannot sign you in at the moment. Try again later."),
    "server_error": mark("Genesys cannot sign you in at the moment. Try again later."),
}


class _WireToken(msgspec.Struct):
    access_token: str
    expires_in: float = 86_400.0

    def __repr__(self) -> str:
        return "_WireToken(…)"


class _WireOAuthError(msgspec.Struct):
    error: str | None = None


class _KeptToken(msgspec.Struct):
    token: str
    expires_at: datetime
    # None: an earlier version kept it.
    kept_at: datetime | None = None

    @property
    def dies_at(self) -> datetime:
        """When no token can be good any more, whatever its organisation has set."""
        longest = self.kept_at + _LONGEST_LIFE if self.kept_at is not None else self.expires_at
        return max(self.expires_at, longest)

    def __repr__(self) -> str:
        return "_KeptToken(…)"


@dataclass(frozen=True, slots=True)
class Pkce:
    """The proof that the program which asked is the one that gets the token (RFC 7636)."""

    verifier: str
    challenge: str

    def __repr__(self) -> str:
        return "Pkce(…)"


def fresh_pkce() -> Pkce:
    """Return a proof for one sign-in."""
    verifier = secrets.token_urlsafe(64)  # 86 characters, of 43 to 128 allowed
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return Pkce(verifier, base64.urlsafe_b64encode(digest).decode("ascii").rstrip("="))


class TokenEndpoint:
    """Asks the login host for tokens, and for nothing else."""

    def __init__(self, address: ServiceAddress, http: httpx.AsyncClient) -> None:
        self._url = f"{address.login}/oauth/token"
        self._me_url = f"{address.api}/api/v2/tokens/me"
        self._host = urlsplit(address.login).hostname or address.login
        self._http = http

    async def ask(
        self, form: dict[str, str], auth: httpx.BasicAuth | None = None
    ) -> tuple[str, timedelta]:
        """Return a token and how long it is good for.

        Raises:
            SignInFailed: refused, or no answer; the text has the one thing to do.
        """
        try:
            response = await self._http.post(
                self._url, data=form, auth=auth or httpx.USE_CLIENT_DEFAULT
            )
        except (httpx.HTTPError, OSError) as error:
            raise SignInFailed(str(unreachable(self._host, error))) from error
        if not response.is_success:
            raise SignInFailed(_advice(_error_in(response)))
        try:
            wire = msgspec.json.decode(response.content, type=_WireToken)
            return wire.access_token, min(timedelta(seconds=wire.expires_in), _LONGEST_LIFE)
        except (msgspec.MsgspecError, UnicodeDecodeError, OverflowError):
            raise SignInFailed(
                tr(
                    "{host} did not answer like a sign-in server. If you are on a guest"
                    " network, sign in to the network first.",
                    host=self._host,
                )
            ) from None

    async def is_good(self, token: str) -> bool | None:
        """Whether Genesys still accepts *token*; None if it does not say: only its 401 ends one."""
        status = await self._me("HEAD", token)
        if status is not None and status < 300:
            return True
        return False if status == 401 else None

    async def revoke(self, token: str) -> bool:
        """End *token* at the server; False if the server could not be reached."""
        status = await self._me("DELETE", token)
        return status is not None and (status < 300 or status == 401)

    async def _me(self, method: str, token: str) -> int | None:
        """Return Genesys' own answer; None if there is none, as behind a sign-in or block page."""
        headers = {"Authorization": f"Bearer {token}"}
        try:
            response = await self._http.request(method, self._me_url, headers=headers)
        except (httpx.HTTPError, OSError) as error:
            log.info("%s tokens/me: %s", method, type(error).__name__)
            return None
        if not is_of_genesys(response.status_code, response.headers, response.content):
            log.info("%s tokens/me: %d, not of Genesys", method, response.status_code)
            return None
        return response.status_code


@dataclass(frozen=True, slots=True)
class SignInRequest:
    """Who signs in where: region, OAuth client, and how the browser comes back.

    *login_hint* fills in the e-mail address on the sign-in page.
    """

    address: ServiceAddress
    client_id: str
    login_hint: str = ""
    ports: Sequence[int] = REGISTERED_PORTS
    timeout_s: float = SIGN_IN_TIMEOUT_S


class GenesysAuthenticator:
    """Gets, keeps and ends the agent's token (`Authenticator`)."""

    def __init__(
        self,
        request: SignInRequest,
        token: AccessToken,
        http: httpx.AsyncClient,
        store: SecretStore,
        clock: Clock,
    ) -> None:
        self._request = request
        self._token = token
        self._endpoint = TokenEndpoint(request.address, http)
        self.secrets = SecretsOnThread(store)
        self._clock = clock

    @property
    def _secret_name(self) -> str:
        host = urlsplit(self._request.address.api).netloc
        return f"{host}/{self._request.client_id}/{self._request.login_hint}".rstrip("/")

    async def restore(self) -> bool:
        """Take the token kept from last time, if it is still good.

        Genesys says so, not this computer's clock, which may be some hours ahead. Without a network
        the token is taken on trust until it expires: the agent sees "offline", not "sign in".
        """
        kept = await self._kept()
        if kept is None:
            return False
        now = self._clock.now()
        is_good = kept.dies_at > now and await self._endpoint.is_good(kept.token)
        if is_good is False:
            await self.secrets.delete(self._secret_name)
            return False
        if is_good is None and kept.expires_at <= now:
            return False  # kept: at the next start Genesys may say
        self._token.hold(kept.token)
        return True

    async def sign_in(self, open_browser: Callable[[str], None]) -> None:
        """Sign in through the system's browser, and keep the token.

        Raises:
            SignInFailed: cancelled, timed out, refused, or no answer.
        """
        if not self._request.client_id.strip():
            raise SignInFailed(tr("No OAuth client ID is set. Enter it in the settings."))
        pkce, state = fresh_pkce(), secrets.token_urlsafe(32)
        try:
            async with CallbackListener(state, self._request.ports) as listener:
                open_browser(self._authorize_url(listener.redirect_uri, pkce, state))
                async with asyncio.timeout(self._request.timeout_s):
                    callback = await listener.received()
        except NoFreePort:
            raise SignInFailed(self._ports_taken()) from None
        except TimeoutError:
            raise SignInFailed(self._no_return()) from None
        await self._redeem(callback, pkce, listener.redirect_uri)

    async def sign_out(self) -> None:
        """Revoke the token at the server and forget it here; never raises for want of a network."""
        token = self._token.current
        self._token.forget()
        await self.secrets.delete(self._secret_name)
        if token is not None and not await self._endpoint.revoke(token):
            log.warning(
                "the server could not be notified of the sign-out; the token expires by itself"
            )

    async def _redeem(self, callback: Callback, pkce: Pkce, redirect_uri: str) -> None:
        if not callback.code:
            raise SignInFailed(_advice(_known_error(callback.error)))
        token, good_for = await self._endpoint.ask(
            {
                "grant_type": "authorization_code",
                "code": callback.code,
                "code_verifier": pkce.verifier,
                "client_id": self._request.client_id,
                "redirect_uri": redirect_uri,
            }
        )
        self._token.hold(token)
        now = self._clock.now()
        await self._keep(_KeptToken(token, now + good_for, now))

    def _authorize_url(self, redirect_uri: str, pkce: Pkce, state: str) -> str:
        query = {
            "client_id": self._request.client_id,
            "response_type": "code",
            "redirect_uri": redirect_uri,
            "code_challenge": pkce.challenge,
            "code_challenge_method": "S256",
            "state": state,
        }
        if self._request.login_hint:
            query["login_hint"] = self._request.login_hint
        return f"{self._request.address.login}/oauth/authorize?{urlencode(query)}"

    async def _keep(self, kept: _KeptToken) -> None:
        secret = msgspec.json.encode(kept).decode()
        if len(secret) > MOST_SECRET_CHARACTERS:
            log.warning("the token is too long for the keyring; sign in again next time")
            await self.secrets.delete(self._secret_name)
            return
        await self.secrets.write(self._secret_name, secret)

    async def _kept(self) -> _KeptToken | None:
        secret = await self.secrets.read(self._secret_name)
        if secret is None:
            return None
        try:
            kept = msgspec.json.decode(secret, type=_KeptToken)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            log.warning("what the keyring had was no token of ours; it was removed")
            await self.secrets.delete(self._secret_name)
            return None
        kept.expires_at = _aware(kept.expires_at)
        kept.kept_at = _aware(kept.kept_at) if kept.kept_at is not None else None
        return kept

    def _ports_taken(self) -> str:
        ports = ", ".join(map(str, self._request.ports))
        return tr(
            "All ports the sign-in can return to are in use, or set aside by"
            " Windows ({ports}). Restart the computer, then sign in again.",
            ports=ports,
        )

    def _no_return(self) -> str:
        # Genesys answers an unknown redirect URI with its own page, not with an OAuth error.
        minutes = self._request.timeout_s / 60
        uris = ", ".join(f"http://localhost:{port}/oauth/callback" for port in self._request.ports)
        return tr(
            "The sign-in in the browser was not finished within {minutes} minutes."
            " Sign in again; if it showed a Genesys error page, ask your"
            " administrator to register {uris} as redirect URIs of the OAuth"
            " client.",
            minutes=f"{minutes:g}",
            uris=uris,
        )


class ServiceAuthenticator:
    """Gets a token by client credentials, for tools without a person (`Authenticator`).

    Such a token has no user: it can propose codes and read queues, never write an agent's code.
    """

    def __init__(
        self,
        address: ServiceAddress,
        client_id: str,
        client_secret: str,
        token: AccessToken,
        http: httpx.AsyncClient,
    ) -> None:
        self._auth = httpx.BasicAuth(client_id, client_secret)
        self._token = token
        self._endpoint = TokenEndpoint(address, http)

    async def restore(self) -> bool:
        """Nothing is kept: a new token costs one request and no person."""
        return False

    async def sign_in(self, open_browser: Callable[[str], None] | None = None) -> None:
        """Get a token; no browser is needed.

        Raises:
            SignInFailed: refused, or no answer.
        """
        del open_browser  # a service has nobody to show it to
        token, _ = await self._endpoint.ask({"grant_type": "client_credentials"}, self._auth)
        self._token.hold(token)

    async def sign_out(self) -> None:
        """Revoke the token and forget it."""
        token = self._token.current
        self._token.forget()
        if token is not None:
            await self._endpoint.revoke(token)


def _aware(instant: datetime) -> datetime:
    return instant if instant.tzinfo is not None else instant.replace(tzinfo=UTC)


def _error_in(response: httpx.Response) -> str:
    try:
        wire = msgspec.json.decode(response.content, type=_WireOAuthError)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return f"status {response.status_code}"
    return _known_error(wire.error) or f"status {response.status_code}"


def _known_error(error: str | None) -> str:
    """Return an OAuth error's name; it came through the browser, so it is not taken on trust."""
    return error if error and _OAUTH_ERROR.fullmatch(error) else ""


def _advice(error: str) -> str:
    known = tr_marked(_WHAT_TO_DO.get(error, ""))
    return known or tr(
        "Genesys refused the sign-in ({error}). Sign in again.",
        error=error or tr("no reason given"),
    )
