"""States what a past leg is and what can be wrong with its code."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from wrapup_desk.domain.interaction import LegKey, Media
from wrapup_desk.domain.wrapup import (
    DEFAULT_CODE_ID,
    SYSTEM_CODE_PREFIX,
    TIMEOUT_CODE_ID,
    WrapupCode,
)

# Genesys: observed in reports, not documented; tolerated in any case.
SKIPPED_CODE_ID = "ININ-WRAP-UP-SKIPPED"
DELETED_CODE_ID = "ININ-WRAP-UP-DELETED"


class Flaw(enum.Enum):
    """Why a leg's code is bad; a leg has the first that fits, or none."""

    MISSING = "no code"
    TIMED_OUT = "timed out"
    SKIPPED = "skipped"
    DEFAULT = "default code"  # or another the platform wrote by itself
    DELETED = "deleted code"
    DOUBTED = "doubted"  # what was said speaks for another code
    REPORTED = "not delivered"  # the agent's desk could not deliver another code


@dataclass(frozen=True, slots=True)
class PastLeg:
    """One agent's leg as analytics tells of it.

    *started_at* is the conversation's start: by it a leg belongs to a day, as in Genesys' own
    views. *code_id* is empty when there is no code; a system code is kept as its literal.
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
    was_skipped: bool = False
    is_dialer: bool = False
    direction: str = ""  # "inbound", "outbound" or ""
    # Whether another agent had the conversation before.
    was_transferred: bool = False
    # Ids of the skills that routing asked for, and the participants' attributes that may be used.
    skills: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def is_over(self) -> bool:
        """Whether the agent has answered, hung up, and has no after-call work left."""
        return (
            self.answered_at is not None
            and self.hung_up_at is not None
            and not self.is_in_after_call
        )

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
class Directory:
    """The organisation's names: queues, active codes, and each queue's own codes."""

    queues: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, WrapupCode] = field(default_factory=dict)
    queue_codes: Mapping[str, tuple[WrapupCode, ...]] = field(default_factory=dict)
    # Codes the server was asked for by id and does not have (any more).
    gone_codes: frozenset[str] = frozenset()

    def needs_a_name(self, code_id: str) -> bool:
        """Whether *code_id* is a code of a person's that nobody has asked the server for."""
        return (
            not is_nobodys_code(code_id)
            and code_id not in self.codes
            and code_id not in self.gone_codes
        )

    def code_name(self, code_id: str) -> str:
        """Return the code's name, or what a code without one is called."""
        code = self.codes.get(code_id)
        if code is not None:
            return code.name
        return _NAMES.get(
            code_id, code_id if code_id.startswith(SYSTEM_CODE_PREFIX) else "deleted code"
        )

    def codes_of(self, queue_id: str) -> tuple[WrapupCode, ...]:
        """Return the codes of a queue; every code when the queue's own are not known."""
        return self.queue_codes.get(queue_id) or tuple(self.codes.values())


_NAMES = {
    "": "",
    TIMEOUT_CODE_ID: "Timed out",
    SKIPPED_CODE_ID: "Skipped",
    DELETED_CODE_ID: "Deleted code",
    DEFAULT_CODE_ID: "Default Wrap-up Code",
}
_FLAWS = {
    TIMEOUT_CODE_ID: Flaw.TIMED_OUT,
    SKIPPED_CODE_ID: Flaw.SKIPPED,
    DELETED_CODE_ID: Flaw.DELETED,
    DEFAULT_CODE_ID: Flaw.DEFAULT,
}


def flaw_of(leg: PastLeg, directory: Directory) -> Flaw | None:
    """Return what is wrong with a leg's code, as far as can be told without its words.

    A leg that is not over yet may still get its code; one without a queue (a direct call) has
    no after-call work and needs none.
    """
    if not leg.is_over or not leg.queue_id:
        return None
    if not leg.code_id:
        return Flaw.SKIPPED if leg.was_skipped else Flaw.MISSING
    if (flaw := _FLAWS.get(leg.code_id)) is not None:
        return flaw
    if leg.code_id.startswith(SYSTEM_CODE_PREFIX):
        return Flaw.DEFAULT
    # Without a list of codes nothing can be called deleted.
    if directory.codes and leg.code_id not in directory.codes:
        return Flaw.DELETED
    return None


def is_nobodys_code(code_id: str) -> bool:
    """Whether *code_id* is no code, or one that no person chose."""
    return not code_id or code_id == DEFAULT_CODE_ID or code_id.startswith(SYSTEM_CODE_PREFIX)


def is_doubtful(code_id: str, suggested: Mapping[str, float], least_probability: float) -> bool:
    """Whether the suggestions for a leg speak plainly against the code it has.

    The best of them has to be at least *least_probability* and four times as probable as the
    code on record: a near tie is the agent's to judge, and they heard the conversation.
    """
    if not suggested or is_nobodys_code(code_id):
        return False
    best = max(suggested, key=suggested.__getitem__)
    if best == code_id or suggested[best] < least_probability:
        return False
    return suggested.get(code_id, 0.0) * 4 <= suggested[best]
