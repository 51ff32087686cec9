"""The login host: authorize page, code and token exchange, logout."""

import base64
import binascii
import html
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from wrapup_desk.simulator.http.page import page
from wrapup_desk.simulator.platform.oauth import IssuedToken, OAuthClient, OAuthRefusal
from wrapup_desk.simulator.platform.simulation import Simulation
from wrapup_desk.simulator.world.organization import ORGANIZATION_NAME, User

# Kept from the authorize request to the choice on its page
_KEPT = ("client_id", "response_type", "redirect_uri", "code_challenge", "code_challenge_method",
         "state", "scope", "org", "provider")  # fmt: skip


def login_routes(simulation: Simulation) -> list[Route]:
    """Routes of the login host."""
    login = _Login(simulation)
    return [
        Route("/oauth/authorize", login.authorize, methods=["GET"]),
        Route("/oauth/approve", login.approve, methods=["GET"]),
        Route("/oauth/token", login.token, methods=["POST"]),
        Route("/logout", login.logout, methods=["GET"]),
    ]


class _Login:
    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation

    async def authorize(self, request: Request) -> Response:
        """Show who can sign in; `login_hint` with a known e-mail signs in at once."""
        client = self._checked_client(request)
        if client is None:
            return _error_page()
        problem = _problem_of(request)
        if problem is not None:
            return _redirect(request, {"error": problem[0], "error_description": problem[1]})
        hint = request.query_params.get("login_hint", "")
        user = self._simulation.organization.user_of_email(hint)
        if user is not None:
            return self._approved(request, client, user)
        return HTMLResponse(self._choice_page(request))

    async def approve(self, request: Request) -> Response:
        """The choice made on the page: a user, or cancel."""
        client = self._checked_client(request)
        if client is None:
            return _error_page()
        user = self._simulation.organization.user(request.query_params.get("user", ""))
        if user is None:
            denied = {"error": "access_denied", "error_description": "the user cancelled"}
            return _redirect(request, denied)
        return self._approved(request, client, user)

    async def token(self, request: Request) -> Response:
        """RFC 6749 token endpoint: authorization_code with PKCE, client_credentials."""
        form = dict(parse_qsl((await request.body()).decode("utf-8", "replace")))
        try:
            response: Response = JSONResponse(self._token_body(self._exchanged(request, form)))
        except OAuthRefusal as refusal:
            body = {
                "error": refusal.error,
                "description": refusal.description,
                "error_description": refusal.description,
            }
            response = JSONResponse(body, refusal.status)
        response.headers["Cache-Control"] = "no-store"
        self._simulation.requests.count("POST /oauth/token", response.status_code)
        return response

    async def logout(self, _request: Request) -> Response:
        return HTMLResponse(page("Signed out", "<p>You are signed out. Close this window.</p>"))

    def _exchanged(self, request: Request, form: dict[str, str]) -> IssuedToken:
        now = self._simulation.clock.now()
        grant = form.get("grant_type")
        if grant == "authorization_code":
            return self._simulation.oauth.exchange_code(form, now)
        if grant == "client_credentials":
            client_id, secret = _basic_credentials(request)
            return self._simulation.oauth.client_credentials(client_id, secret, now)
        raise OAuthRefusal("unsupported_grant_type", f"grant type not supported: {grant}")

    def _token_body(self, token: IssuedToken) -> dict[str, str | int]:
        # No refresh_token: a public client signs in again
        life = token.expires_at - self._simulation.clock.now()
        return {
            "access_token": token.value,
            "token_type": "bearer",
            "expires_in": max(0, round(life.total_seconds())),
        }

    def _checked_client(self, request: Request) -> OAuthClient | None:
        # Observed: a wrong redirect URI is not answered by a redirect, the browser stays here
        client = self._simulation.oauth.clients.get(request.query_params.get("client_id", ""))
        redirect_uri = request.query_params.get("redirect_uri", "")
        if client is None or redirect_uri not in client.redirect_uris:
            return None
        return client

    def _approved(self, request: Request, client: OAuthClient, user: User) -> Response:
        query = request.query_params
        code = self._simulation.oauth.issue_code(
            client,
            user.id,
            query["redirect_uri"],
            query.get("code_challenge", ""),
            self._simulation.clock.now(),
        )
        return _redirect(request, {"code": code})

    def _choice_page(self, request: Request) -> str:
        kept = {name: request.query_params[name] for name in _KEPT if name in request.query_params}
        links = [
            (urlencode({**kept, "user": user.id}), f"{user.name} ({user.email})")
            for user in self._simulation.organization.users
        ]
        items = "".join(
            f'<li><a class="button" href="/oauth/approve?{html.escape(query)}">'
            f"{html.escape(label)}</a></li>"
            for query, label in links
        )
        cancel = html.escape(f"/oauth/approve?{urlencode(kept)}")
        text = (
            f"<p>{ORGANIZATION_NAME}. Who are you?</p><ul class='plain'>{items}</ul>"
            f'<p><a href="{cancel}">Cancel</a></p>'
        )
        return page("Sign in to the simulator", text)


def _problem_of(request: Request) -> tuple[str, str] | None:
    query = request.query_params
    if query.get("response_type") != "code":
        return "unsupported_response_type", "response_type must be code"
    if query.get("code_challenge_method") != "S256" or not query.get("code_challenge"):
        return "invalid_request", "PKCE with S256 is required for this client"
    return None


def _redirect(request: Request, answer: dict[str, str]) -> Response:
    target = request.query_params["redirect_uri"]
    if "state" in request.query_params:
        answer = {**answer, "state": request.query_params["state"]}
    joint = "&" if "?" in target else "?"
    return RedirectResponse(target + joint + urlencode(answer), 302)


def _error_page() -> Response:
    text = (
        "<p>The client id or the redirect URI is not registered. "
        "The redirect URI must match a registered one exactly.</p>"
    )
    return HTMLResponse(page("Cannot sign in", text), 400)


def _basic_credentials(request: Request) -> tuple[str, str]:
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    try:
        text = base64.b64decode(value, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        text = ""
    client_id, colon, secret = text.partition(":")
    if kind.lower() != "basic" or not colon:
        raise OAuthRefusal("invalid_client", "client credentials are missing", 401)
    return client_id, secret
