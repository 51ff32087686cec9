"""Reads what the signed-in account may and has (`AccountProbe`); changes nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from wrapup_desk.adapters.genesys.http.decoding import Named, Wire, decode, id_of
from wrapup_desk.adapters.genesys.http.me import ME_PATH, WITH_PERMISSIONS, agent_of
from wrapup_desk.adapters.genesys.http.rest import Refused, RestClient
from wrapup_desk.application.doctor.ports import CodeFacts, Denied, PersonFacts, TokenFacts
from wrapup_desk.domain.language.texts import tr

Body = TypeVar("Body")

_SETTINGS_PATH = "/conversations/settings"
# Of many queues the first ones show whether codes can be read at all.
_MOST_QUEUES = 25


class _WireToken(Wire):
    organization: Named | None = None
    authorized_scope: list[str] | None = None


class _WireTopic(Wire):
    id: str | None = None
    requires_permissions: list[str] | None = None


class _WireTopics(Wire):
    entities: list[_WireTopic] | None = None


class _WireListing(Wire):
    entities: list[Named] | None = None
    total: int | None = None


class _WireSettings(Wire, rename={"communication_based_acw": "communicationBasedACW"}):
    communication_based_acw: bool | None = None


class GenesysAccountProbe:
    """The account behind *rest*; *take_token* makes sure that there is a sign-in."""

    def __init__(self, rest: RestClient, take_token: Callable[[], Awaitable[None]]) -> None:
        self._rest = rest
        self._take_token = take_token

    async def sign_in(self) -> None:
        await self._take_token()

    async def token(self) -> TokenFacts:
        wire = await self._read("/tokens/me", _WireToken)
        organization = wire.organization.name if wire.organization else ""
        return TokenFacts(frozenset(wire.authorized_scope or ()), "", organization or "")

    async def person(self) -> PersonFacts:
        agent = agent_of(await self._get(ME_PATH, WITH_PERMISSIONS))
        return PersonFacts(agent.name, agent.permissions)

    async def topics(self) -> Mapping[str, tuple[str, ...]]:
        path = "/notifications/availabletopics"
        wire = await self._read(path, _WireTopics, {"expand": "requiresPermissions"})
        return {
            topic.id: tuple(topic.requires_permissions or ())
            for topic in wire.entities or ()
            if topic.id
        }

    async def open_channels(self) -> int:
        # Of all tokens of this account and client: they share the limit.
        query = {"includechannels": "oauthclient"}
        wire = await self._read("/notifications/channels", _WireListing, query)
        return len(wire.entities or ())

    async def communication_based_acw(self) -> bool:
        return bool((await self._read(_SETTINGS_PATH, _WireSettings)).communication_based_acw)

    async def codes(self) -> CodeFacts:
        pages = {"pageSize": "100"}
        listing = await self._read("/routing/queues/me", _WireListing, pages)
        queues = [queue for queue in listing.entities or () if id_of(queue)][:_MOST_QUEUES]
        without = []
        for queue in queues:
            path = f"/routing/queues/{id_of(queue)}/wrapupcodes"
            codes = await self._read(path, _WireListing, {"pageSize": "1"})
            if not codes.entities:
                without.append(queue.name or tr("a queue without a name"))
        return CodeFacts(len(queues), tuple(without))

    async def _read(
        self, path: str, kind: type[Body], params: dict[str, str] | None = None
    ) -> Body:
        return decode(await self._get(path, params), kind, f"GET {path}")

    async def _get(self, path: str, params: dict[str, str] | None = None) -> bytes:
        try:
            return (await self._rest.request("GET", path, params=params)).body
        except Refused as refused:
            refusal = refused.refusal
            if refusal.scopes or refusal.permissions:
                raise Denied(refusal.message, refusal.scopes, refusal.permissions) from None
            raise refusal.as_error() from None
