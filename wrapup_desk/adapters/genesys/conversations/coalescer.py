"""Queues events for the desk, newest snapshot of a conversation only, so it stays short."""

from __future__ import annotations

import asyncio

from msgspec import structs

from wrapup_desk.domain.events import ContactCentreEvent, ConversationChanged, WordsHeard
from wrapup_desk.domain.transcript import Utterance

# The most utterances of one conversation that wait; a desk this far behind loses the oldest.
MOST_UTTERANCES = 500

_Key = tuple[int, str, str]


class Coalescer:
    """A queue between the socket's reader and the desk that never makes the reader wait.

    Events are full snapshots, so of two for the same conversation only the later matters. An
    event keeps the place of the first it replaces: nobody is starved by a busy conversation.
    It never moves past another kind of event, though: a snapshot that came after a resync must
    not be told before it.
    """

    def __init__(self) -> None:
        self._waiting: dict[_Key, ContactCentreEvent] = {}
        # Counts the events that nothing moves past.
        self._barrier = 0
        self._has_some = asyncio.Event()

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, event: ContactCentreEvent) -> None:
        key = self._key(event)
        earlier = self._waiting.get(key)
        if isinstance(event, WordsHeard) and isinstance(earlier, WordsHeard):
            event = structs.replace(
                event, utterances=_merged(earlier.utterances, event.utterances)
            )
        self._waiting[key] = event
        self._has_some.set()

    async def take(self) -> ContactCentreEvent:
        """Return the oldest event that waits, once there is one."""
        while not self._waiting:
            self._has_some.clear()
            await self._has_some.wait()
        return self._waiting.pop(next(iter(self._waiting)))

    def _key(self, event: ContactCentreEvent) -> _Key:
        if isinstance(event, ConversationChanged):
            return (self._barrier, event.conversation_id, "")
        if isinstance(event, WordsHeard):
            return (self._barrier, event.conversation_id, f"words {event.communication_id}")
        self._barrier += 2
        return (self._barrier - 1, "", "")


def _merged(earlier: tuple[Utterance, ...], later: tuple[Utterance, ...]) -> tuple[Utterance, ...]:
    merged = {utterance.id: utterance for utterance in earlier}
    for utterance in later:
        known = merged.get(utterance.id)
        if known is None or utterance.is_final or not known.is_final:
            merged[utterance.id] = utterance
    return tuple(merged.values())[-MOST_UTTERANCES:]
