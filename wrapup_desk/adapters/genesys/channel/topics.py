"""Names the topics of the notification channel, and tells what a topic is about."""

from __future__ import annotations

import re

_TOPIC_KINDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^v2\.users\.[^.]+\.conversations$"), "conversations"),
    (re.compile(r"^v2\.users\.[^.]+\.conversations\.summaries$"), "summaries"),
    (re.compile(r"^v2\.users\.[^.]+\.routingStatus$", re.IGNORECASE), "routingStatus"),
    (re.compile(r"^v2\.conversations\.[^.]+\.transcription$"), "transcription"),
)


def conversations_topic(agent_id: str) -> str:
    """Return the main feed: full snapshots of the agent's conversations."""
    return f"v2.users.{agent_id}.conversations"


def agent_topics(agent_id: str) -> tuple[str, ...]:
    """Return what is subscribed to from sign-in on, the most important first."""
    return (
        conversations_topic(agent_id),
        f"v2.users.{agent_id}.routingStatus",
        f"v2.users.{agent_id}.conversations.summaries",
    )


def transcription_topic(conversation_id: str) -> str:
    """Return the feed of one conversation's words; voice only."""
    return f"v2.conversations.{conversation_id}.transcription"


def kind_of(topic: str) -> str:
    """Return what *topic* is about, without its ids; "" for one the program does not know."""
    for pattern, kind in _TOPIC_KINDS:
        if pattern.match(topic):
            return kind
    return ""


def queue_topic(queue_id: str) -> str:
    """Return the feed of one queue's conversations."""
    return f"v2.routing.queues.{queue_id}.conversations"
