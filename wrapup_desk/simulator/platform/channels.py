"""Notification channels and their subscriptions, by the rules of the public API; no I/O."""

import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from wrapup_desk.simulator.platform.oauth import IssuedToken
from wrapup_desk.simulator.wire.errors import ApiError
from wrapup_desk.simulator.world.capabilities import Capabilities
from wrapup_desk.simulator.world.media import ALL_MEDIA

CHANNEL_LIFE = timedelta(hours=24)
_ID = r"[0-9a-fA-F-]{36}"

# Topic pattern → permission it needs (None: own user or any), contract section 4.4
_TOPICS: tuple[tuple[str, str | None], ...] = (
    (rf"v2\.users\.(?P<user>{_ID})\.conversations", None),
    (
        rf"v2\.users\.(?P<user>{_ID})\.conversations\."
        r"(calls|callbacks|emails|messages|videos|socialexpressions|cobrowseSessions|screenshares)",
        None,
    ),
    (rf"v2\.users\.(?P<user>{_ID})\.conversations\.summaries", "conversation:summary:view"),
    (rf"v2\.users\.(?P<user>{_ID})\.conversationsummary", None),
    (rf"v2\.users\.(?P<user>{_ID})\.(routingStatus|activity|presence|tokens)", None),
    (rf"v2\.conversations\.{_ID}\.transcription", "conversation:transcription:view"),
    (rf"v2\.routing\.queues\.{_ID}\.conversations(\.(calls|callbacks|emails|messages))?",
     "routing:queue:view"),
    (
        rf"v2\.detail\.events\.conversation\.{_ID}\."
        r"(wrapup|acw|user\.start|user\.end|customer\.start|customer\.end)",
        "conversation:communication:view",
    ),
)  # fmt: skip
# How availabletopics names them
AVAILABLE_TOPICS = {
    "v2.users.{id}.conversations": None,
    **{
        f"v2.users.{{id}}.conversations.{ending}": None
        for ending in (medium.topic for medium in ALL_MEDIA)
    },
    "v2.users.{id}.conversations.summaries": "conversation:summary:view",
    "v2.users.{id}.routingStatus": None,
    "v2.conversations.{id}.transcription": "conversation:transcription:view",
    "v2.routing.queues.{id}.conversations": "routing:queue:view",
    "v2.detail.events.conversation.{id}.wrapup": "conversation:communication:view",
    "v2.detail.events.conversation.{id}.acw": "conversation:communication:view",
}
_COMPILED = tuple((re.compile(pattern), permission) for pattern, permission in _TOPICS)


@dataclass
class Channel:
    """One channel: its secret address, its topics, its owner."""

    id: str
    token: IssuedToken
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime
    topics: set[str] = field(default_factory=set)
    is_connected: bool = False

    @property
    def owner(self) -> tuple[str | None, str]:
        return self.token.user_id, self.token.client.id


@dataclass(frozen=True)
class TopicAnswer:
    """What became of one requested topic."""

    topic: str
    missing_permissions: tuple[str, ...] = ()

    @property
    def is_permitted(self) -> bool:
        return not self.missing_permissions


class Channels:
    """All channels by id."""

    def __init__(self, capabilities: Capabilities) -> None:
        self._capabilities = capabilities
        self._channels: dict[str, Channel] = {}

    def create(self, token: IssuedToken, now: datetime) -> tuple[Channel, Channel | None]:
        """A new channel, and the one that a 21st pushed out."""
        channel = Channel(
            id=f"streaming-5-{secrets.token_hex(16)}",
            token=token,
            created_at=now,
            expires_at=now + CHANNEL_LIFE,
            last_used_at=now,
        )
        self._channels[channel.id] = channel
        mine = [one for one in self._channels.values() if one.owner == channel.owner]
        if len(mine) <= self._capabilities.channels_per_user:
            return channel, None
        # "Channels without an active connection will be removed first", then the longest unused
        others = [one for one in mine if one is not channel]
        oldest = min(others, key=lambda one: (one.is_connected, one.last_used_at))
        self.delete(oldest.id)
        return channel, oldest

    def get(self, channel_id: str, now: datetime) -> Channel | None:
        channel = self._channels.get(channel_id)
        return channel if channel and channel.expires_at > now else None

    def delete(self, channel_id: str) -> None:
        self._channels.pop(channel_id, None)

    def all(self) -> list[Channel]:
        return list(self._channels.values())

    def of_owner(self, token: IssuedToken) -> list[Channel]:
        owner = (token.user_id, token.client.id)
        return [one for one in self._channels.values() if one.owner == owner]

    def subscribers(self, topic: str) -> list[Channel]:
        """Channels that want *topic* and have somewhere to send it."""
        return [one for one in self._channels.values() if one.is_connected and topic in one.topics]

    def subscribe(
        self, channel: Channel, topics: list[str], permissions: frozenset[str], now: datetime
    ) -> list[TopicAnswer]:
        """Add topics; those without permission are rejected one by one.

        Raises:
            ApiError: 400 for a topic that does not exist, or too many of them.
        """
        answers = [self._judge(channel, topic, permissions) for topic in topics]
        permitted = {answer.topic for answer in answers if answer.is_permitted}
        limit = self._capabilities.topics_per_channel
        if len(channel.topics | permitted) > limit:
            code = "notification.subscription.too.many.subscriptions"
            raise ApiError(code, {"limit": str(limit)})
        channel.topics |= permitted
        channel.last_used_at = now
        channel.expires_at = now + CHANNEL_LIFE
        return answers

    def _judge(self, channel: Channel, topic: str, permissions: frozenset[str]) -> TopicAnswer:
        for pattern, permission in _COMPILED:
            match = pattern.fullmatch(topic)
            if match is None:
                continue
            needed = [permission] if permission else []
            user = match.groupdict().get("user")
            if user is not None and user != channel.token.user_id:
                needed.append("analytics:agentConversationDetail:view")
            missing = tuple(one for one in needed if one not in permissions)
            return TopicAnswer(topic, missing)
        raise ApiError("notification.invalid.topic", {"topic": topic})
