"""States who chose the code that a past leg has, as far as corrections and reports tell."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from wrapup_desk.domain.history.past_leg import is_nobodys_code
from wrapup_desk.domain.repair.correction import Correction, first_code_of
from wrapup_desk.domain.wrapup import Decider, Decision


class ChosenBy(enum.Enum):
    """Who chose a code."""

    AGENT = "agent"
    RULE = "rule"  # the organisation's own system, by an attribute of the conversation
    PROGRAM = "program"  # the agent's desk by itself
    SUPERVISOR = "supervisor"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class CodeOrigin:
    """Who chose the code on record, and the code there was before any correction."""

    chooser: ChosenBy
    first_code_id: str


_BY_DECIDER = {
    Decider.AGENT: ChosenBy.AGENT,
    Decider.GUARD: ChosenBy.PROGRAM,
    Decider.AUTO: ChosenBy.PROGRAM,
    Decider.EARLY: ChosenBy.PROGRAM,
    Decider.BACKEND: ChosenBy.RULE,
    Decider.SUPERVISOR: ChosenBy.SUPERVISOR,
}


def origin_of(
    code_id: str, latest: Correction | None = None, decision: Decision | None = None
) -> CodeOrigin:
    """Return where a code on record comes from.

    Args:
        code_id: the code on record.
        latest: the newest correction of the leg.
        decision: what the agent's own desk told of the leg.
    """
    first = first_code_of(code_id, latest)
    if is_nobodys_code(code_id):
        return CodeOrigin(ChosenBy.NOBODY, first)
    if first != code_id:
        return CodeOrigin(ChosenBy.SUPERVISOR, first)
    if decision is not None and decision.code.id == code_id:
        return CodeOrigin(_BY_DECIDER[decision.decider], first)
    return CodeOrigin(ChosenBy.AGENT, first)
