"""OAuth clients, authorization codes and access tokens, by the rules of the login host."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from wrapup_desk.simulator.world.organization import stable_id

PUBLIC_CLIENT_ID = stable_id("oauth client", "WrapUp Desk")
SERVICE_CLIENT_ID = stable_id("oauth client", "Backend service")
# No secret: it opens nothing but this simulator
SERVICE_CLIENT_SECRET = "simulated-service-secret"
REDIRECT_URIS = tuple(
    f"http://localhost:{port}/oauth/callback"
    for port in (53682, 53683, 53684, 53685, 18682, 28682, 38682)
)
CODE_LIFE = timedelta(minutes=1)

# GET /oauth/scopes lists these; a user's token carries those of its client
SCOPES = {
    "analytics:readonly": "Read analytics",
    "conversations": "Read and change conversations",
    "conversations:readonly": "Read conversations",
    "notifications": "Notification channels",
    "routing": "Read and change routing",
    "routing:readonly": "Read routing",
    "speech-and-text-analytics:readonly": "Read transcripts",
    "user-basic-info": "Read the user's own basic information",
    "users": "Read and change users",
    "users:readonly": "Read users",
}
DEFAULT_USER_SCOPES = frozenset(SCOPES) - {"routing", "users"}


@dataclass(frozen=True)
class OAuthClient:
    """A registered application."""

    id: str
    name: str
    grant: str
    secret: str | None = None
    redirect_uris: tuple[str, ...] = ()


@dataclass
class IssuedToken:
    """Who may do what until when; a channel holds the same object, so it ends with it."""

    value: str
    client: OAuthClient
    user_id: str | None
    scopes: frozenset[str]
    expires_at: datetime
    used_at: datetime


@dataclass(frozen=True)
class PendingCode:
    """An authorization code that has not been exchanged yet."""

    client_id: str
    user_id: str
    redirect_uri: str
    challenge: str
    expires_at: datetime


class OAuthRefusal(Exception):
    """An error of RFC 6749, section 5.2, with the description Genesys gives."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(f"{error}: {description}")
        self.error = error
        self.description = description
        self.status = status


class OAuth:
    """Issues codes and tokens and remembers which are still good."""

    def __init__(self, token_life: timedelta, extra_redirect_uris: tuple[str, ...] = ()) -> None:
        self.token_life = token_life
        self.clients = {
            client.id: client
            for client in (
                OAuthClient(
                    PUBLIC_CLIENT_ID,
                    "WrapUp Desk",
                    "CODE",
                    redirect_uris=(*REDIRECT_URIS, *extra_redirect_uris),
                ),
                OAuthClient(
                    SERVICE_CLIENT_ID,
                    "Backend service",
                    "CLIENT-CREDENTIALS",
                    secret=SERVICE_CLIENT_SECRET,
                ),
            )
        }
        self._codes: dict[str, PendingCode] = {}
        self._tokens: dict[str, IssuedToken] = {}

    # --- codes ------------------------------------------------------------------------------

    def issue_code(
        self, client: OAuthClient, user_id: str, redirect_uri: str, challenge: str, now: datetime
    ) -> str:
        """A code for the loopback redirect; good once, for a minute."""
        code = secrets.token_urlsafe(32)
        self._codes[code] = PendingCode(
            client.id, user_id, redirect_uri, challenge, now + CODE_LIFE
        )
        return code

    def exchange_code(self, form: dict[str, str], now: datetime) -> IssuedToken:
        """The token for a code, if the PKCE verifier fits.

        Raises:
            OAuthRefusal: With the error the login host answers.
        """
        client = self._client(form.get("client_id", ""), "CODE")
        pending = self._codes.pop(form.get("code", ""), None)
        if pending is None or pending.client_id != client.id or pending.expires_at <= now:
            raise OAuthRefusal("invalid_grant", "authorization code is invalid or expired")
        if pending.redirect_uri != form.get("redirect_uri", ""):
            raise OAuthRefusal("invalid_grant", "redirect_uri does not match")
        if not _fits(form.get("code_verifier", ""), pending.challenge):
            raise OAuthRefusal("invalid_grant", "code_verifier does not match the code_challenge")
        return self._issue(client, pending.user_id, DEFAULT_USER_SCOPES, now)

    def client_credentials(self, client_id: str, secret: str, now: datetime) -> IssuedToken:
        """A token without a user; scopes do not apply to it."""
        client = self._client(client_id, "CLIENT-CREDENTIALS")
        if client.secret is None or not hmac.compare_digest(client.secret, secret):
            raise OAuthRefusal("invalid_client", "invalid client credentials", 401)
        return self._issue(client, None, frozenset(), now)

    # --- tokens -----------------------------------------------------------------------------

    def token(self, value: str, now: datetime) -> IssuedToken | None:
        """The token, if it exists and has not expired."""
        token = self._tokens.get(value)
        return token if token and token.expires_at > now else None

    def used_token(self, value: str, now: datetime, idle_timeout: timedelta) -> IssuedToken | None:
        """The token for a request, if it is good and was not idle for too long; only this counts.

        A notification socket is no request: a client that only listens is signed out.
        """
        token = self.token(value, now)
        if token is None:
            return None
        if token.user_id is not None and idle_timeout and now - token.used_at > idle_timeout:
            self.revoke(value)
            return None
        token.used_at = now
        return token

    def revoke(self, value: str) -> None:
        self._tokens.pop(value, None)

    def has_signed_in(self, user_id: str | None) -> bool:
        """Whether a token was ever issued to this user that was not revoked."""
        return any(token.user_id == user_id for token in self._tokens.values())

    def expire_all(self, now: datetime) -> None:
        """Every token ends now."""
        for token in self._tokens.values():
            token.expires_at = now

    def _issue(
        self, client: OAuthClient, user_id: str | None, scopes: frozenset[str], now: datetime
    ) -> IssuedToken:
        value = secrets.token_urlsafe(48)
        token = IssuedToken(value, client, user_id, scopes, now + self.token_life, now)
        self._tokens[value] = token
        return token

    def _client(self, client_id: str, grant: str) -> OAuthClient:
        client = self.clients.get(client_id)
        if client is None:
            raise OAuthRefusal("invalid_client", f"client not found: {client_id}")
        if client.grant != grant:
            raise OAuthRefusal("unauthorized_client", "the grant type is not allowed", 400)
        return client


def challenge_of(verifier: str) -> str:
    """The S256 challenge of a verifier (RFC 7636)."""
    digest = hashlib.sha256(verifier.encode("ascii", "replace")).digest()
    return base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")


def _fits(verifier: str, challenge: str) -> bool:
    return 43 <= len(verifier) <= 128 and hmac.compare_digest(challenge_of(verifier), challenge)
