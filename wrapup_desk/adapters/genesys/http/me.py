"""Reads from Genesys' own words who is signed in, and what they may do."""

from __future__ import annotations

from wrapup_desk.adapters.genesys.http.decoding import Wire, decode
from wrapup_desk.domain.agent import Agent
from wrapup_desk.domain.identifiers import canonical_id
from wrapup_desk.domain.outside_text import one_line

ME_PATH = "/users/me"
# Without it the answer has no permissions.
WITH_PERMISSIONS = {"expand": "authorization"}


class _WireAuthorization(Wire):
    permissions: list[str] | None = None


class _WireMe(Wire):
    id: str
    name: str | None = None
    email: str | None = None
    authorization: _WireAuthorization | None = None


def agent_of(raw: bytes) -> Agent:
    """Return the person that an answer to `ME_PATH` is about.

    Raises:
        WireError: the answer cannot be understood.
    """
    wire = decode(raw, _WireMe, f"GET {ME_PATH}")
    permissions = wire.authorization.permissions if wire.authorization else None
    return Agent(
        id=canonical_id(wire.id),
        name=one_line(wire.name or ""),
        email=wire.email or "",
        permissions=frozenset(permissions or ()),
    )
