"""Follows queues live, so that a leg that ends without a code shows up by itself.

A channel of its own, driven like the agent's. After a gap nothing is read again: the
supervisor's next search tells the whole truth anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wrapup_desk.adapters.genesys.channel.actions import Lost, TopicRefused
from wrapup_desk.adapters.genesys.channel.driver import ChannelDriver, ChannelParts
from wrapup_desk.adapters.genesys.channel.frames import Notification
from wrapup_desk.adapters.genesys.channel.topics import queue_topic
from wrapup_desk.adapters.genesys.conversations.scope_reader import ScopeReader
from wrapup_desk.adapters.genesys.history.queue_parser import ended_legs
from wrapup_desk.domain.history.past_leg import PastLeg
from wrapup_desk.domain.language.texts import tr


@dataclass(frozen=True, slots=True)
class GenesysQueueNews:
    """Live news of queues (`QueueNews`)."""

    parts: ChannelParts

    async def follow(
        self,
        queue_ids: Sequence[str],
        publish: Callable[[Sequence[PastLeg]], None],
        report: Callable[[str], None],
    ) -> None:
        """Publish legs that are over until cancelled; *report* says why news stopped."""
        topics = [queue_topic(queue_id) for queue_id in queue_ids]
        scope = ScopeReader(self.parts.rest, self.parts.clock)
        await ChannelDriver(self.parts, topics, QueueFeed(publish, report, scope)).run()


class QueueFeed:
    """What comes of one channel of queues (`ChannelFeed`)."""

    def __init__(
        self,
        publish: Callable[[Sequence[PastLeg]], None],
        report: Callable[[str], None],
        scope: ScopeReader,
    ) -> None:
        self._scope = scope
        self._publish = publish
        self._report = report
        # Why some queue may not be followed; the others are.
        self._refusal = ""

    def notified(self, notification: Notification) -> None:
        if legs := ended_legs(notification.body, self._scope.scope):
            self._publish(legs)

    def notified_early(self, notification: Notification) -> None:
        self.notified(notification)  # a leg that is over stays over, whenever that is told

    def must_not_miss(self, _notification: Notification | None) -> bool:
        return False

    async def read_snapshot(self) -> None:
        # Nothing is read again, but what one code counts for may have changed.
        await self._scope.refresh()

    def opened(self) -> None:
        self._report(self._refusal)

    def snapshot_read(self, _snapshot: None) -> None: ...

    def lost(self, loss: Lost) -> None:
        self._report(loss.reason)

    def topic_refused(self, refused: TopicRefused) -> None:
        missing = ", ".join(refused.missing_permissions) or tr("a permission")
        self._refusal = tr(
            "Genesys does not let you follow these queues: {missing} is missing.", missing=missing
        )
        self._report(self._refusal)

    def sign_in_ended(self, reason: str) -> None:
        # After the next sign-in the server is asked again.
        self._refusal = ""
        self._report(reason)
