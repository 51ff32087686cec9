"""The signed-in agent and whether Genesys routes work to them."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class RoutingStatus(enum.Enum):
    """Genesys' routing status of a user."""

    OFF_QUEUE = "OFF_QUEUE"
    IDLE = "IDLE"
    INTERACTING = "INTERACTING"
    NOT_RESPONDING = "NOT_RESPONDING"
    COMMUNICATING = "COMMUNICATING"
    UNKNOWN = ""

    @property
    def is_on_queue(self) -> bool:
        return self in (
            RoutingStatus.IDLE,
            RoutingStatus.INTERACTING,
            RoutingStatus.COMMUNICATING,
        )


@dataclass(frozen=True, slots=True)
class Agent:
    """The user whose token the program holds."""

    id: str
    name: str
    email: str = ""
    permissions: frozenset[str] = frozenset()
