"""Reads the names of agents by their ids, a hundred at a time, and remembers them for a while."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from functools import partial

from wrapup_desk.adapters.genesys.http.decoding import Wire, decode
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.adapters.genesys.http.retry import ReadRetry
from wrapup_desk.application.base.ports import Clock, NotFound, NotPermitted
from wrapup_desk.domain.identifiers import canonical_id
from wrapup_desk.domain.outside_text import one_line

log = logging.getLogger(__name__)

_PATH = "/users"
# Genesys: up to 100 ids a request; without a page size it answers with 25.
_BATCH = 100
# People marry and leave; until the next day their old name is good enough.
_KEPT_FOR = timedelta(hours=12)
_MOST_KEPT = 20_000
# Who is in no list is asked for one by one: 404 is a former agent. So many at a time.
_MOST_SINGLE = 200


class _WireUser(Wire):
    id: str | None = None
    name: str | None = None


class _WireUsers(Wire):
    entities: list[_WireUser] | None = None


class AgentNames:
    """Names by id; "" for who was deleted since."""

    def __init__(self, rest: RestClient, clock: Clock) -> None:
        self._rest = rest
        self._clock = clock
        self._patience = ReadRetry(clock)
        # The oldest first, each with when it was read; None for who may not be read.
        self._known: OrderedDict[str, tuple[str | None, float]] = OrderedDict()

    async def of(self, agent_ids: Collection[str]) -> Mapping[str, str]:
        """Return what is known of *agent_ids*; who could not be read is left out.

        Raises:
            ContactCentreError: nobody may be read, or not now.
        """
        wanted = list(dict.fromkeys(filter(None, agent_ids)))
        unknown = [each for each in wanted if not self._is_fresh(each)]
        for start in range(0, len(unknown), _BATCH):
            await self._read_list(unknown[start : start + _BATCH])
        for each in [each for each in unknown if not self._is_fresh(each)][:_MOST_SINGLE]:
            await self._read_one(each)
        names = ((each, self._known[each][0]) for each in wanted if each in self._known)
        return {each: name for each, name in names if name is not None}

    def _is_fresh(self, agent_id: str) -> bool:
        known = self._known.get(agent_id)
        oldest_s = self._clock.monotonic() - _KEPT_FOR.total_seconds()
        return known is not None and known[1] > oldest_s

    async def _read_list(self, agent_ids: Sequence[str]) -> None:
        params = {"id": ",".join(agent_ids), "pageSize": str(_BATCH)}
        raw = await self._patience.ask(partial(self._rest.get, _PATH, params))
        for user in decode(raw, _WireUsers, f"GET {_PATH}").entities or ():
            self._keep(canonical_id(user.id), one_line(user.name or ""))

    async def _read_one(self, agent_id: str) -> None:
        try:
            raw = await self._patience.ask(partial(self._rest.get, f"{_PATH}/{agent_id}"))
        except NotFound:
            self._keep(agent_id, "")
            return
        except NotPermitted as refused:
            # Another division's: the others are asked for all the same.
            log.info("a user's name cannot be read: %s", refused)
            self._keep(agent_id, None)
            return
        user = decode(raw, _WireUser, f"GET {_PATH}/{{id}}")
        self._keep(agent_id, one_line(user.name or ""))

    def _keep(self, agent_id: str, name: str | None) -> None:
        self._known[agent_id] = (name, self._clock.monotonic())
        self._known.move_to_end(agent_id)
        while len(self._known) > _MOST_KEPT:
            self._known.popitem(last=False)
