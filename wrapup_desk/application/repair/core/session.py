"""Decides what follows from signing in: access, the ledger, and what is read now and then."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from wrapup_desk.application.repair.access import access_of
from wrapup_desk.application.repair.commands import ShowNotice, Start
from wrapup_desk.application.repair.core.outcome import Outcome, arrange_soon, with_notice
from wrapup_desk.application.repair.effects import (
    LookAtTrail,
    NoteCorrections,
    ReadAccess,
    ReadBatches,
    ReadLedger,
    ReadReported,
    ReadUnfinished,
    RepairEffect,
    VerifyCorrections,
)
from wrapup_desk.application.repair.messages import (
    AccessRead,
    BatchesRead,
    CorrectionsRead,
    CorrectionsVerified,
    LedgerRead,
    SessionMessage,
)
from wrapup_desk.application.repair.rule_effects import ReadRuleLists
from wrapup_desk.application.repair.state import RepairState


def handle_session(message: SessionMessage, state: RepairState) -> Outcome:
    """Return what follows from signing in, and from what is read for it."""
    match message:
        case Start():
            return state, (ReadAccess(),)
        case ShowNotice():
            return with_notice(state, message.notice), ()
        case AccessRead():
            access = access_of(message.agent)
            return replace(state, access=access), (ReadReported(), ReadLedger(message.agent.id))
        case LedgerRead():
            return _ledger_read(message, state)
        case CorrectionsRead():
            note = NoteCorrections(state.legs, message.latest, message.counts)
            return state, (note,)
        case BatchesRead():
            return replace(state, batches=message.batches), ()
        case CorrectionsVerified():
            return _verified(message, state)
        case _:
            assert_never(message)


def _ledger_read(message: LedgerRead, state: RepairState) -> Outcome:
    effects: list[RepairEffect] = [
        NoteCorrections(state.legs, message.latest, message.counts),
        ReadBatches(),
        ReadRuleLists(),
        LookAtTrail(),
    ]
    person = state.access.person
    if person is not None:
        effects.append(VerifyCorrections(person.id))
        if message.has_work_left and not state.is_changing:
            effects.append(ReadUnfinished(person.id))
            state = replace(state, is_changing=True)
    return state, effects


def _verified(message: CorrectionsVerified, state: RepairState) -> Outcome:
    effects: list[RepairEffect] = [LookAtTrail()]
    if state.access.person is not None:
        effects.append(VerifyCorrections(state.access.person.id))
    if not message.changed:
        return state, effects
    state, more = arrange_soon(state)
    return state, (*effects, *more)
