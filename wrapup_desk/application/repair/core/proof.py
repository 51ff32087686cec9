"""Decides what follows for reports, the audit trail and exports."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from wrapup_desk.application.base.notice import NoticeKind
from wrapup_desk.application.repair.commands import (
    CheckAudit,
    DismissNotice,
    ExportAudit,
    ExportRows,
    ReadReports,
)
from wrapup_desk.application.repair.core.outcome import Outcome, dismissed, told
from wrapup_desk.application.repair.effects import (
    CheckTrail,
    CountReports,
    WriteAudit,
    WriteRows,
)
from wrapup_desk.application.repair.messages import (
    AuditChecked,
    ExportDone,
    ProofCommand,
    ProofMessage,
    ReportsRead,
    TrailSeen,
)
from wrapup_desk.application.repair.state import RepairState
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.repair.person import Person


def handle_proof_command(message: ProofCommand, state: RepairState, now: datetime) -> Outcome:
    """Return what follows from what a person wants to see proved."""
    match message:
        case ReadReports():
            return state, (CountReports(state.legs, state.filters),)
        case CheckAudit():
            return state, (CheckTrail(message.anchor),)
        case ExportRows():
            who = state.access.person or Person("")
            return state, (WriteRows(message.path, state.legs, state.rows, who, now),)
        case ExportAudit():
            return state, (WriteAudit(message.path),)
        case DismissNotice():
            return dismissed(state, message.key), ()
        case _:
            assert_never(message)


def handle_proof(message: ProofMessage, state: RepairState) -> Outcome:
    """Return what follows from figures, checks and files that are there."""
    match message:
        case ReportsRead():
            agreement = message.reports.agreement
            totals = replace(
                state.totals,
                suggestions_held_against=agreement.of,
                suggestions_agreed=agreement.count,
            )
            read = replace(state, reports=message.reports, quality=message.quality)
            return replace(read, totals=totals), ()
        case AuditChecked():
            return replace(state, audit=message.check), ()
        case TrailSeen():
            return _trail_seen(message, state), ()
        case ExportDone():
            return told(state, "export", message.text, NoticeKind.INFO), ()
        case _:
            assert_never(message)


def _trail_seen(message: TrailSeen, state: RepairState) -> RepairState:
    """Say so when the trail does not end where, or go on from where, it was last seen."""
    check = message.check
    if check.is_whole:
        return state
    text = tr(
        "The audit trail was modified outside WrapUp Desk: {problem}. Open"
        " Reports and inform the store's administrator.",
        problem=check.problem,
    )
    return told(replace(state, audit=check), "audit", text)
