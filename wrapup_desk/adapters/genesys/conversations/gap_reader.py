"""Re-reads the agent's conversations over REST after a gap, without losing what arrives meanwhile.

Events have no version, so a snapshot read over REST and an event that arrived during the read
cannot be ordered. Such a conversation is simply read again: a read that began after the last
event is at least as new as that event.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable

from wrapup_desk.adapters.genesys.conversations.parser import ConversationParser
from wrapup_desk.adapters.genesys.http.decoding import WireError
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.application.base.ports import (
    ContactCentreError,
    NotFound,
    RateLimited,
    SignInNeeded,
    Unreachable,
)
from wrapup_desk.domain.events import ContactCentreEvent, ConversationChanged, Resynced

log = logging.getLogger(__name__)

_MOST_ROUNDS = 4


class GapReader:
    """Knows which conversations are under way, and reads them all again on demand."""

    def __init__(self, rest: RestClient, reader: ConversationParser) -> None:
        self._rest = rest
        self.reader = reader
        # Conversations whose last snapshot had a leg of the agent's that was not over.
        self._under_way: dict[str, ConversationChanged] = {}
        self._arrivals: Counter[str] = Counter()
        # What the last reading could not make out, to be told with its id.
        self._unread: set[str] = set()
        # What arrived while the stream was not live yet, to be told after the snapshot.
        self._held: list[ContactCentreEvent] = []

    @property
    def under_way(self) -> tuple[ConversationChanged, ...]:
        return tuple(self._under_way.values())

    def note(self, event: ContactCentreEvent) -> None:
        """Handle an event that is told at once."""
        if isinstance(event, ConversationChanged):
            self._arrivals[event.conversation_id] += 1
            self._track(event)

    def hold(self, event: ContactCentreEvent) -> None:
        """Handle an event that has to wait for the snapshot."""
        self.note(event)
        self._held.append(event)

    def drop_held(self) -> None:
        """Forget what was held for a snapshot that did not come about."""
        self._held.clear()

    async def read_all(self) -> tuple[Resynced, tuple[ContactCentreEvent, ...]]:
        """Return the conversations as they are now, and the held events to tell after them.

        Raises:
            ContactCentreError: they could not be read now.
        """
        seen = self._arrivals.copy()
        self._unread.clear()
        snapshots = await self._listed()
        missing = (self._under_way.keys() | self._unread) - snapshots.keys()
        snapshots |= await self._read_each(missing)
        for _ in range(_MOST_ROUNDS):
            changed = self._changed_since(seen)
            if not changed:
                break
            seen = self._arrivals.copy()
            snapshots |= await self._read_each(changed)
        for snapshot in snapshots.values():
            self._track(snapshot)
        unread = tuple(sorted(self._unread - snapshots.keys()))
        resynced = Resynced(tuple(snapshots.values()), unread)
        return resynced, self._take_held(self._changed_since(seen))

    async def _listed(self) -> dict[str, ConversationChanged]:
        try:
            listing = await self._rest.get("/conversations")
            listed, unread = self.reader.listing(listing, "GET /conversations")
            self._unread.update(filter(None, unread))
        except ContactCentreError as error:
            if _is_passing(error):
                raise
            # Without the list, what is known to be under way can still be read one by one.
            log.warning("the list of conversations cannot be read: %s", error)
            return {}
        return {each.conversation_id: each for each in listed}

    async def _read_each(self, ids: Iterable[str]) -> dict[str, ConversationChanged]:
        found: dict[str, ConversationChanged] = {}
        for conversation_id in sorted(ids):
            path = f"/conversations/{conversation_id}"
            try:
                raw = await self._rest.get(path)
                found[conversation_id] = self.reader.conversation(raw, f"GET {path}")
            except NotFound:
                found[conversation_id] = ConversationChanged(conversation_id, ())
            except ContactCentreError as error:
                if _is_passing(error):
                    raise
                log.warning("conversation %s cannot be read: %s", conversation_id, error)
                self._unread.add(conversation_id)
        return found

    def _changed_since(self, seen: Counter[str]) -> set[str]:
        return {each for each, count in self._arrivals.items() if count != seen[each]}

    def _take_held(self, changed: set[str]) -> tuple[ContactCentreEvent, ...]:
        """Return the held events that the snapshots do not already contain."""
        held, self._held = self._held, []
        return tuple(
            event
            for event in held
            if not isinstance(event, ConversationChanged) or event.conversation_id in changed
        )

    def _track(self, snapshot: ConversationChanged) -> None:
        if any(not leg.phase.is_over for leg in snapshot.legs):
            self._under_way[snapshot.conversation_id] = snapshot
        else:
            self._under_way.pop(snapshot.conversation_id, None)


def _is_passing(error: ContactCentreError) -> bool:
    """Whether the whole reading should wait and try again."""
    is_about_the_line = isinstance(error, SignInNeeded | RateLimited | Unreachable)
    return is_about_the_line and not isinstance(error, WireError)
