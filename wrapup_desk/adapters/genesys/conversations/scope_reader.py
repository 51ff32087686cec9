"""Reads what one code counts for in the organisation, and again when that may have changed."""

from __future__ import annotations

import logging

import msgspec

from wrapup_desk.adapters.genesys.conversations.wrapup_scope import WrapupScope
from wrapup_desk.adapters.genesys.http.decoding import Wire, decode
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.application.base.ports import Clock, ContactCentreError, NotFound, NotPermitted

log = logging.getLogger(__name__)

_PATH = "/conversations/settings"
# After a gap it is read again, unless it was just read; on a quiet line, a few times a day.
_JUST_READ_S = 60.0
OLD_AFTER_S = 4 * 3600.0


class _WireSettings(Wire):
    communication_based_acw: bool | None = msgspec.field(
        default=None, name="communicationBasedACW"
    )


class ScopeReader:
    """Knows the scope of codes; participant level, Genesys' default, until it was read."""

    def __init__(self, rest: RestClient, clock: Clock) -> None:
        self._rest = rest
        self._clock = clock
        self._read_at_s: float | None = None
        self.scope = WrapupScope.PARTICIPANT

    @property
    def is_known(self) -> bool:
        return self._read_at_s is not None

    @property
    def is_old(self) -> bool:
        """Whether it was read so long ago that an administrator may have changed it."""
        return self._read_at_s is not None and self._age_s > OLD_AFTER_S

    def forget(self) -> None:
        """Read it again at the next chance: somebody else is signed in."""
        self._read_at_s = None

    async def refresh(self) -> WrapupScope:
        """Return the scope, read again unless that was just done; what cannot be read stays."""
        if self._read_at_s is not None and self._age_s <= _JUST_READ_S:
            return self.scope
        try:
            wire = decode(await self._rest.get(_PATH), _WireSettings, f"GET {_PATH}")
        except (NotFound, NotPermitted) as error:
            log.info("one code per participant: the settings may not be read: %s", error)
            scope = WrapupScope.PARTICIPANT
        except ContactCentreError as error:
            log.info("settings for conversations not read: %s", error)
            self._read_at_s = None
            return self.scope
        else:
            by_communication = bool(wire.communication_based_acw)
            scope = WrapupScope.COMMUNICATION if by_communication else WrapupScope.PARTICIPANT
        if scope is not self.scope:
            log.info("one code for each %s", scope.value)
        self.scope, self._read_at_s = scope, self._clock.monotonic()
        return scope

    @property
    def _age_s(self) -> float:
        return self._clock.monotonic() - (self._read_at_s or 0.0)
