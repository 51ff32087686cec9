"""Names what the channel's protocol wants done and has to tell."""

from __future__ import annotations

from datetime import timedelta

from wrapup_desk.domain.message import Message


class CreateChannel(Message, frozen=True):
    """POST a new channel; answer with `channel_created` or `failed`."""


class OpenSocket(Message, frozen=True):
    """Open the socket; answer with `socket_opened` or `failed`. *uri* is a secret."""

    uri: str

    def __repr__(self) -> str:
        return "OpenSocket(…)"


class DropSocket(Message, frozen=True):
    """Close the socket, if there is one, without waiting for the server."""


class PutTopics(Message, frozen=True):
    """Replace the channel's subscriptions; answer with `topics_put` or `put_failed`."""

    channel_id: str
    topics: tuple[str, ...]


class SendText(Message, frozen=True):
    """Send one frame."""

    text: str


class ReadSnapshot(Message, frozen=True):
    """Read over REST what a gap may hide; answer with `snapshot_read` or a failure."""


class Lost(Message, frozen=True):
    """Live news stopped, or could not be had; tried again after *retry_in*.

    *is_pushed_out*: another program of the same person takes the channel away, again and again.
    *is_not_permitted*: the server answers, and does not allow what it takes.
    """

    reason: str
    retry_in: timedelta
    is_pushed_out: bool = False
    is_not_permitted: bool = False


class TopicRefused(Message, frozen=True):
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


class TopicState(Message, frozen=True):
    """What the server said about one topic of a PUT."""

    topic: str
    is_permitted: bool
    missing_permissions: tuple[str, ...] = ()


class KnownChannel(Message, frozen=True):
    """A channel that was created: its id, and the address of its stream, a secret."""

    id: str
    uri: str

    def __repr__(self) -> str:
        return f"KnownChannel({self.id})"
