"""Who and what the simulated organisation has: agents, queues, wrap-up codes, permissions."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID, uuid5

from wrapup_desk.simulator.world.leg_life import Prompt

# Ids derive from names, so that a restart of the simulator is the same organisation.
_NAMESPACE = UUID("6f2d1d5e-2b1c-4c55-9a53-5a4d55a0c0de")

ORGANIZATION_NAME = "Simulated Contact Centre"
DEFAULT_CODE_ID = "7fb334b0-0e9e-11e4-9191-0800200c9a66"
TIMEOUT_CODE = "ININ-WRAP-UP-TIMEOUT"

AGENT_PERMISSIONS = frozenset(
    {
        "conversation:participant:wrapup",
        "conversation:communication:view",
        "conversation:communication:disconnect",
        "conversation:summary:view",
        "conversation:transcription:view",
        "conversation:message:view",
        "conversation:webmessaging:view",
        "routing:queue:view",
        "routing:wrapupCode:view",
        "routing:wrapupCode:search",
    }
)
SUPERVISOR_PERMISSIONS = AGENT_PERMISSIONS | {
    "analytics:conversationDetail:view",
    "analytics:agentConversationDetail:view",
    "analytics:conversationAggregate:view",
    "recording:recording:view",
    "speechAndTextAnalytics:data:view",
}


def stable_id(*names: str) -> str:
    """A GUID that is the same for the same names."""
    return str(uuid5(_NAMESPACE, "/".join(names)))


ORGANIZATION_ID = stable_id("organization", ORGANIZATION_NAME)
HOME_DIVISION_ID = stable_id("division", "Home")
TEAM_NAMES = ("Morning team", "Evening team")
TEAM_IDS = tuple(stable_id("team", name) for name in TEAM_NAMES)


@dataclass(frozen=True)
class User:
    """An agent or a supervisor."""

    id: str
    name: str
    email: str
    is_supervisor: bool = False

    @property
    def permissions(self) -> frozenset[str]:
        return SUPERVISOR_PERMISSIONS if self.is_supervisor else AGENT_PERMISSIONS


@dataclass(frozen=True)
class Code:
    """A wrap-up code of the organisation."""

    id: str
    name: str
    description: str = ""


@dataclass
class Queue:
    """A queue with its after-call work setting and its codes, which an administrator may change."""

    id: str
    name: str
    prompt: Prompt
    # On the wire, that is already divided by the speed; None for prompts without a time-out
    timeout_ms: int | None
    codes: tuple[Code, ...]
    description: str = ""
    # Id and name of each skill the queue asks for
    skills: tuple[tuple[str, str], ...] = ()

    def __hash__(self) -> int:
        return hash(self.id)


@dataclass
class Organization:
    """All users, queues and codes, by id and by name."""

    agents: list[User]
    supervisor: User
    queues: list[Queue] = field(default_factory=list)

    @property
    def users(self) -> list[User]:
        return [*self.agents, self.supervisor]

    @property
    def codes(self) -> list[Code]:
        """Every code once, by name."""
        once = {code.id: code for queue in self.queues for code in queue.codes}
        return sorted(once.values(), key=lambda code: code.name)

    def user(self, user_id: str) -> User | None:
        return next((user for user in self.users if user.id == user_id), None)

    def user_of_email(self, email: str) -> User | None:
        wanted = email.strip().lower()
        return next((user for user in self.users if user.email == wanted), None)

    def queue(self, queue_id: str | None) -> Queue | None:
        return next((queue for queue in self.queues if queue.id == queue_id), None)

    def queue_of_name(self, name: str) -> Queue | None:
        return next((queue for queue in self.queues if queue.name == name), None)

    def agent_of_name(self, name: str) -> User | None:
        return next((agent for agent in self.agents if agent.name == name), None)

    def code(self, code_id: str) -> Code | None:
        return next((code for code in self.codes if code.id == code_id), None)

    def code_of(self, name_or_id: str) -> Code | None:
        return next((code for code in self.codes if name_or_id in {code.id, code.name}), None)

    def code_name(self, code_id: str) -> str:
        """The code's name; a system literal is its own name."""
        code = self.code(code_id)
        return code.name if code else code_id


_AGENT_NAMES = (
    "Sam Agent",
    "Mia Novak",
    "Tariq Hassan",
    "Lena Fischer",
    "Noah Byrne",
    "Ines Costa",
)


def changed_codes(
    codes: Iterable[Code], *, added: Iterable[Code] = (), removed: Iterable[str] = ()
) -> tuple[Code, ...]:
    """A queue's codes after an administrator was at them; *removed* holds names or ids."""
    gone = set(removed)
    left = [code for code in codes if not gone & {code.id, code.name}]
    return (*left, *added)


def agents(count: int, names: Sequence[str] = _AGENT_NAMES) -> list[User]:
    """The first *count* agents, invented after the known names run out."""
    chosen = [*names, *(f"Agent {number}" for number in range(len(names) + 1, count + 1))]
    return [_user(name) for name in chosen[:count]]


def supervisor() -> User:
    """The one supervisor of the organisation."""
    return _user("Robin Supervisor", is_supervisor=True)


def queue_with_codes(
    name: str,
    codes: Iterable[tuple[str, str]],
    *,
    prompt: Prompt,
    timeout_ms: int | None,
    description: str = "",
) -> Queue:
    """A queue whose codes are given as (name, description)."""
    return Queue(
        id=stable_id("queue", name),
        name=name,
        prompt=prompt,
        timeout_ms=timeout_ms if prompt.has_timeout else None,
        codes=tuple(Code(stable_id("code", code), code, text) for code, text in codes),
        description=description,
        skills=((stable_id("skill", name), name),),
    )


class RealMs(Protocol):
    """Turns scripted milliseconds into those on the wall."""

    def __call__(self, scripted_ms: float, /) -> int: ...


def read_queues(path: Path, *, real_ms: RealMs) -> list[Queue]:
    """Read `organization.json`: queues with prompt, time-out in seconds, and codes.

    Raises:
        ValueError: The file is not what it should be; the message names it.
    """
    try:
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return [
            queue_with_codes(
                entry["name"],
                [(code["name"], code["description"]) for code in entry["codes"]],
                prompt=Prompt[entry["prompt"]],
                timeout_ms=real_ms(entry["timeout_s"] * 1000) if "timeout_s" in entry else None,
                description=entry.get("description", ""),
            )
            for entry in document["queues"]
        ]
    except (OSError, json.JSONDecodeError, KeyError, TypeError) as problem:
        raise ValueError(f"Cannot read the queues from {path}: {problem!r}") from problem


def _user(name: str, *, is_supervisor: bool = False) -> User:
    email = name.lower().replace(" ", ".") + "@example.com"
    return User(stable_id("user", name), name, email, is_supervisor)
