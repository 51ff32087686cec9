"""Checks what the program keeps and shows on this computer, and lists all checks in order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from wrapup_desk.application.doctor import account_checks, network_checks
from wrapup_desk.application.doctor.diagnosis import Check, CheckEvidence
from wrapup_desk.application.doctor.findings import CheckId, CheckOutcome, Finding, right
from wrapup_desk.application.doctor.ports import ComputerProbe, Trouble
from wrapup_desk.domain.language.texts import mark, tr_marked

_Look = Callable[[ComputerProbe], Trouble | None]


def _part(check_id: CheckId, look: _Look, well: str, *, may_take_long: bool = False) -> Check:
    async def run(evidence: CheckEvidence) -> Sequence[Finding]:
        if may_take_long:  # the window goes on meanwhile
            trouble = await asyncio.to_thread(look, evidence.computer)
        else:
            trouble = look(evidence.computer)
        if trouble is None:
            return [right(check_id, tr_marked(well))]
        outcome = CheckOutcome.WRONG if trouble.is_fatal else CheckOutcome.WARNING
        return [Finding(check_id, outcome, trouble.text, trouble.advice, detail=trouble.detail)]

    return Check(check_id, run)


CHECKS: tuple[Check, ...] = (
    _part(
        CheckId.DISK,
        lambda computer: computer.disk(),
        mark("there is room, and it can be written"),
    ),
    _part(
        CheckId.DATABASE, lambda computer: computer.database(), mark("whole"), may_take_long=True
    ),
    _part(
        CheckId.KEYRING,
        lambda computer: computer.keyring(),
        mark("keeps the sign-in"),
        may_take_long=True,
    ),
    _part(CheckId.NOTIFICATIONS, lambda computer: computer.notifications(), mark("can be shown")),
    _part(CheckId.TRAY, lambda computer: computer.tray(), mark("there is one")),
)

# Every check, in the order of its line.
ALL_CHECKS: tuple[Check, ...] = (*network_checks.CHECKS, *account_checks.CHECKS, *CHECKS)
