"""Says whether the agent's window offers the repair desk at all."""

from __future__ import annotations

from wrapup_desk.domain.agent import Agent

# Genesys: the second of the two ways to search, agentConversationDetail, is an agent's own past.
_SEARCH_EVERYBODY = "analytics:conversationDetail:view"
_CHANGE_CODES = "conversation:participant:wrapup"


def may_open_repair(agent: Agent) -> bool:
    """Whether the server says that *agent* may search everybody's past and change codes."""
    return {_SEARCH_EVERYBODY, _CHANGE_CODES} <= agent.permissions
