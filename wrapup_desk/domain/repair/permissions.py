"""Names the permissions that repairing needs, and says who is offered it."""

from __future__ import annotations

from wrapup_desk.domain.agent import Agent

# Genesys documents each of these as "any of".
FIND = ("analytics:conversationDetail:view", "analytics:agentConversationDetail:view")
FIX = ("conversation:participant:wrapup",)
READ_WORDS = ("recording:recording:view", "recording:recordingSegment:view")


def may_open_repair(agent: Agent) -> bool:
    """Whether the server says that *agent* may search everybody's past and change codes."""
    # The second of the two ways to search, agentConversationDetail, is an agent's own past.
    return {FIND[0], *FIX} <= agent.permissions
