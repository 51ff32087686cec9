"""Names what the channel's protocol wants done and has to tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class CreateChannel:
    """POST a new channel; answer with `channel_created` or `failed`."""


@dataclass(frozen=True, slots=True)
class OpenSocket:
    """Open the socket; answer with `socket_opened` or `failed`. *uri* is a secret."""

    uri: str

    def __repr__(self) -> str:
        return "OpenSocket(…)"


@dataclass(frozen=True, slots=True)
class DropSocket:
    """Close the socket, if there is one, without waiting for the server."""


@dataclass(frozen=True, slots=True)
class PutTopics:
    """Replace the channel's subscriptions; answer with `topics_put` or `put_failed`."""

    channel_id: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SendText:
    """Send one frame."""

    text: str


@dataclass(frozen=True, slots=True)
class ReadSnapshot:
    """Read over REST what a gap may hide; answer with `snapshot_read` or a failure."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Live news stopped, or could not be had; tried again after *retry_in*.

    *is_pushed_out*: another program of the same person takes the channel away, again and again.
    *is_not_permitted*: the server answers, and does not allow what it takes.
    """

    reason: str
    retry_in: timedelta
    is_pushed_out: bool = False
    is_not_permitted: bool = False


@dataclass(frozen=True, slots=True)
class TopicRefused:
    """The server does not permit a topic."""

    topic_kind: str
    missing_permissions: tuple[str, ...]


Action = (
    CreateChannel
    | OpenSocket
    | DropSocket
    | PutTopics
    | SendText
    | ReadSnapshot
    | Lost
    | TopicRefused
)


@dataclass(frozen=True, slots=True)
class TopicState:
    """What the server said about one topic of a PUT."""

    topic: str
    is_permitted: bool
    missing_permissions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownChannel:
    """A channel that was created: its id, and the address of its stream, a secret."""

    id: str
    uri: str

    def __repr__(self) -> str:
        return f"KnownChannel({self.id})"
