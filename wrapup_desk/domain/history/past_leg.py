"""States what a past leg is, and by which names an organisation knows its queues and codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from wrapup_desk.domain.interaction import LegKey, Media, Prompt
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.wrapup import (
    DEFAULT_CODE_ID,
    SYSTEM_CODE_PREFIX,
    TIMEOUT_CODE_ID,
    WrapupCode,
)

# Genesys: observed in reports, not documented; tolerated in any case.
SKIPPED_CODE_ID = "ININ-WRAP-UP-SKIPPED"
DELETED_CODE_ID = "ININ-WRAP-UP-DELETED"
_TOLD_APART_BY = 8


@dataclass(frozen=True, slots=True)
class PastLeg:
    """One agent's leg as analytics tells of it.

    *started_at* is the conversation's start, which may be weeks before the leg's: a leg belongs
    to the day on which it ended (`ended_at`). *code_id* is empty when there is no code; a system code is kept as its literal.
    """

    key: LegKey
    media: Media
    agent_id: str
    queue_id: str
    started_at: datetime
    agent_name: str = ""
    queue_name: str = ""
    customer_name: str = field(default="", repr=False)
    customer_address: str = field(default="", repr=False)
    answered_at: datetime | None = None
    hung_up_at: datetime | None = None
    # End of after-call work; None while it lasts, and where there was none.
    completed_at: datetime | None = None
    is_in_after_call: bool = False
    code_id: str = ""
    note: str = field(default="", repr=False)
    tags: tuple[str, ...] = field(default=(), repr=False)
    was_skipped: bool = False
    # Listened in on a colleague's conversation, coached them, or barged in.
    has_joined: bool = False
    is_dialer: bool = False
    direction: str = ""  # "inbound", "outbound" or ""
    # Whether another agent had the conversation before.
    was_transferred: bool = False
    # Ids of the skills that routing asked for, and the participants' attributes that may be used.
    skills: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict, repr=False)
    # The number that was called, or the address written to; the flow that routed it, by name.
    dnis: str = ""
    flow: str = ""
    division_ids: tuple[str, ...] = ()
    # The team its agent was in then; "" where Genesys does not tell.
    team_id: str = ""

    @property
    def is_over(self) -> bool:
        """Whether the agent has hung up, if they answered, and has no after-call work left."""
        if self.answered_at is None:
            # After-call work without talk: the agent did not answer and owes a code all the same.
            return self.completed_at is not None and not self.is_in_after_call
        return self.hung_up_at is not None and not self.is_in_after_call

    @property
    def ended_at(self) -> datetime | None:
        """When the agent's part ended: with the talk, or where there was none with its work."""
        return self.hung_up_at or (self.completed_at if self.answered_at is None else None)

    @property
    def dated_at(self) -> datetime:
        """By what it belongs to a span: its end, and as long as it lasts by its beginning."""
        return self.ended_at or self.answered_at or self.started_at

    @property
    def talk_time(self) -> timedelta | None:
        """How long agent and customer talked; None while that is not known."""
        if self.answered_at is None or self.hung_up_at is None:
            return None
        return self.hung_up_at - self.answered_at

    @property
    def talk_seconds(self) -> float | None:
        """The talk time as the recommender takes it."""
        return None if self.talk_time is None else self.talk_time.total_seconds()

    @property
    def time_to_code(self) -> timedelta | None:
        """From hang-up to the end of after-call work of a leg that has a person's code."""
        if self.hung_up_at is None or self.completed_at is None or is_nobodys_code(self.code_id):
            return None
        return max(timedelta(), self.completed_at - self.hung_up_at)


@dataclass(frozen=True, slots=True)
class NameDirectory:
    """The organisation's names: queues, active codes, and each queue's own codes."""

    queues: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, WrapupCode] = field(default_factory=dict)
    queue_codes: Mapping[str, tuple[WrapupCode, ...]] = field(default_factory=dict)
    # Codes the server was asked for by id and does not have (any more).
    gone_codes: frozenset[str] = frozenset()
    # The queues' settings for after-call work, as they are today.
    queue_prompts: Mapping[str, Prompt] = field(default_factory=dict)
    # Divisions, as far as queues and codes name them.
    divisions: Mapping[str, str] = field(default_factory=dict)
    teams: Mapping[str, str] = field(default_factory=dict)

    def team_name(self, team_id: str) -> str:
        """Return the team's name, or what one without a name is called."""
        return self.teams.get(team_id) or f"Team {team_id[:_TOLD_APART_BY]}"

    def needs_a_name(self, code_id: str) -> bool:
        """Whether *code_id* is a code of a person's that nobody has asked the server for."""
        return (
            not is_nobodys_code(code_id)
            and code_id not in self.codes
            and code_id not in self.gone_codes
        )

    def prompt_of(self, queue_id: str) -> Prompt:
        return self.queue_prompts.get(queue_id, Prompt.UNKNOWN)

    def code_name(self, code_id: str) -> str:
        """Return the code's name, or what a code without one is called."""
        code = self.codes.get(code_id)
        if code is not None:
            return code.name
        if code_id in _NAMES or code_id.startswith(SYSTEM_CODE_PREFIX):
            return _NAMES.get(code_id, code_id)
        # So that two of them are told apart, and the same one is known again.
        return tr("Deleted code {id}", id=code_id[:_TOLD_APART_BY])

    def codes_of(self, queue_id: str) -> tuple[WrapupCode, ...]:
        """Return the codes of a queue; every code when the queue's own are not known."""
        return self.queue_codes.get(queue_id) or tuple(self.codes.values())


def unnamed_agent(agent_id: str) -> str:
    """Return what an agent is called whose name cannot be read: told apart by the id's beginning."""
    return tr("Agent {id}", id=agent_id[:_TOLD_APART_BY]) if agent_id else ""


def former_agent(agent_id: str) -> str:
    """Return what an agent is called whom the organisation has deleted."""
    return tr("Former agent {id}", id=agent_id[:_TOLD_APART_BY])


_NAMES = {
    "": "",
    TIMEOUT_CODE_ID: "Timed out",
    SKIPPED_CODE_ID: "Skipped",
    DELETED_CODE_ID: "Deleted code",
    DEFAULT_CODE_ID: "Default Wrap-up Code",
}


def is_nobodys_code(code_id: str) -> bool:
    """Whether *code_id* is no code, or one that no person chose."""
    return not code_id or code_id == DEFAULT_CODE_ID or code_id.startswith(SYSTEM_CODE_PREFIX)
