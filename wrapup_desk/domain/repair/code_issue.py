"""States what can be wrong with the code of a past leg."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from wrapup_desk.domain.history.past_leg import (
    DELETED_CODE_ID,
    SKIPPED_CODE_ID,
    NameDirectory,
    PastLeg,
    is_nobodys_code,
)
from wrapup_desk.domain.wrapup import DEFAULT_CODE_ID, SYSTEM_CODE_PREFIX, TIMEOUT_CODE_ID
from wrapup_desk.domain.wrapup_duty import past_leg_owes_code


class CodeIssue(enum.Enum):
    """Why a leg's code is bad; a leg has the first that fits, or none."""

    MISSING = "no code"
    TIMED_OUT = "timed out"
    SKIPPED = "skipped"
    DEFAULT = "default code"  # or another the platform wrote by itself
    DELETED = "deleted code"
    DOUBTED = "doubted"  # what was said speaks for another code
    REPORTED = "not delivered"  # the agent's desk could not deliver another code
    # Corrected, but Genesys refused: its record stays as it is, and nothing is left to do.
    KEPT_HERE = "kept here only"


_ISSUES = {
    TIMEOUT_CODE_ID: CodeIssue.TIMED_OUT,
    SKIPPED_CODE_ID: CodeIssue.SKIPPED,
    DELETED_CODE_ID: CodeIssue.DELETED,
    DEFAULT_CODE_ID: CodeIssue.DEFAULT,
}


def issue_of(leg: PastLeg, directory: NameDirectory) -> CodeIssue | None:
    """Return what is wrong with a leg's code, as far as can be told without its words.

    A leg that is not over yet may still get its code, and one that owes none needs none.
    """
    if not leg.is_over or not past_leg_owes_code(leg, directory.prompt_of(leg.queue_id)):
        return None
    if not leg.code_id:
        return CodeIssue.SKIPPED if leg.was_skipped else CodeIssue.MISSING
    if (issue := _ISSUES.get(leg.code_id)) is not None:
        return issue
    if leg.code_id.startswith(SYSTEM_CODE_PREFIX):
        return CodeIssue.DEFAULT
    # Without a list of codes nothing can be called deleted.
    if directory.codes and leg.code_id not in directory.codes:
        return CodeIssue.DELETED
    return None


def counts_in_figures(leg: PastLeg, directory: NameDirectory) -> bool:
    """Whether a leg is one of those of which a share has a code: over, and owing one or having one."""
    if not leg.is_over:
        return False
    owes = past_leg_owes_code(leg, directory.prompt_of(leg.queue_id))
    return owes or (bool(leg.queue_id) and not is_nobodys_code(leg.code_id))


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
