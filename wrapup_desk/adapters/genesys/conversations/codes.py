"""Reads which wrap-up codes are valid for a leg, and remembers them for a while by queue."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from wrapup_desk.adapters.genesys.http.decoding import Wire, decode
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.application.base.ports import Clock, ContactCentreError, NotFound, NotPermitted
from wrapup_desk.domain.identifiers import canonical_id
from wrapup_desk.domain.interaction import Leg, Media
from wrapup_desk.domain.outside_text import LONGEST_DETAIL, MOST_CODES, one_line
from wrapup_desk.domain.wrapup import WrapupCode

log = logging.getLogger(__name__)

# The media with a list of their own in the API; others use the generic path.
_OWN_LIST = frozenset({Media.CALL, Media.CALLBACK, Media.MESSAGE, Media.EMAIL, Media.COBROWSE})
_PAGE_SIZE = 100
_MOST_PAGES = 50
# How long a queue's codes are taken as unchanged; a new code shows up after that.
_FRESH_FOR_S = 600.0


class _WireCode(Wire):
    id: str
    name: str | None = None
    description: str | None = None


class _WireCodes(Wire):
    entities: list[_WireCode] | None = None
    page_count: int | None = None


class CodeLists:
    """The codes of legs, by the leg's participant first, by its queue where that fails."""

    def __init__(self, rest: RestClient, clock: Clock) -> None:
        self._rest = rest
        self._clock = clock
        self._by_queue: dict[str, tuple[float, tuple[WrapupCode, ...]]] = {}

    async def read(self, leg: Leg, *, anew: bool = False) -> tuple[WrapupCode, ...]:
        """Return the codes Genesys allows on *leg*; with *anew*, whatever was read before.

        Raises:
            ContactCentreError: neither list can be read; says why.
        """
        fresh = self._fresh(leg.queue_id)
        if fresh is not None and not anew:
            return fresh
        codes = await self._of_participant(leg)
        if leg.queue_id:
            self._by_queue[leg.queue_id] = (self._clock.monotonic() + _FRESH_FOR_S, codes)
        return codes

    def _fresh(self, queue_id: str) -> tuple[WrapupCode, ...] | None:
        fresh_until_s, codes = self._by_queue.get(queue_id, (0.0, ()))
        return codes if codes and self._clock.monotonic() < fresh_until_s else None

    async def _of_participant(self, leg: Leg) -> tuple[WrapupCode, ...]:
        media = f"/{leg.media.value}" if leg.media in _OWN_LIST else ""
        key = leg.key
        path = (
            f"/conversations{media}/{key.conversation_id}"
            f"/participants/{key.participant_id}/wrapupcodes"
        )
        try:
            return _codes(await self._rest.get(path), path)
        except (NotFound, NotPermitted) as error:
            if not leg.queue_id:
                raise
            log.info("the participant has no list of codes (%s); the queue's is read", error)
            return await self._of_queue(leg.queue_id)

    async def _of_queue(self, queue_id: str) -> tuple[WrapupCode, ...]:
        path = f"/routing/queues/{queue_id}/wrapupcodes"
        found: list[WrapupCode] = []
        for page in range(1, _MOST_PAGES + 1):
            params = {"pageSize": str(_PAGE_SIZE), "pageNumber": str(page)}
            raw = await self._rest.get(path, params)
            listing = decode(raw, _WireCodes, f"GET {path}")
            found.extend(_code(each) for each in listing.entities or ())
            if page >= (listing.page_count or 1):
                break
        return _each_once(found)


class QueueNames:
    """The names of queues, for events that carry the id only."""

    def __init__(self, rest: RestClient) -> None:
        self._rest = rest
        self._names: dict[str, str] = {}

    def known(self, queue_id: str) -> str | None:
        """Return the name; "" if it cannot be had; None if nobody asked yet."""
        return self._names.get(queue_id)

    def note(self, queue_id: str, name: str) -> None:
        """Remember a name the conversation itself told."""
        if queue_id and name:
            self._names[queue_id] = name

    async def read(self, queue_id: str) -> str:
        """Read the name; "" if that is not permitted. Never raises: a name is a nicety."""
        path = f"/routing/queues/{queue_id}"
        try:
            wire = decode(await self._rest.get(path), _WireCode, f"GET {path}")
        except (NotFound, NotPermitted):
            self._names[queue_id] = ""
            return ""
        except ContactCentreError as error:
            log.info("the name of a queue cannot be read now: %s", error)
            return ""
        self._names[queue_id] = one_line(wire.name or "")
        return self._names[queue_id]


def _codes(raw: bytes, path: str) -> tuple[WrapupCode, ...]:
    # A plain array, unlike every other listing.
    listed = decode(raw, list[_WireCode], f"GET {path}")
    return _each_once(_code(each) for each in listed[:MOST_CODES])


def _each_once(codes: Iterable[WrapupCode]) -> tuple[WrapupCode, ...]:
    """Return the codes without those that have no id, and none of them twice."""
    return tuple({code.id: code for code in codes if code.id}.values())


def _code(wire: _WireCode) -> WrapupCode:
    code_id = canonical_id(wire.id)
    name = one_line(wire.name or "") or code_id
    return WrapupCode(code_id, name, one_line(wire.description or "", LONGEST_DETAIL))
