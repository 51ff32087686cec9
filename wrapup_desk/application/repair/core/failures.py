"""Decides what a failed effect means: a notice, another try, or an end that is reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from wrapup_desk.application.repair.core.changes import after_change
from wrapup_desk.application.repair.core.live import LOOK_EVERY_S
from wrapup_desk.application.repair.core.outcome import Outcome, arrange_soon, told
from wrapup_desk.application.repair.effects import (
    Arrange,
    BuildPreview,
    BuildUndoPreview,
    CheckTrail,
    CountReports,
    DeliverBatch,
    DrawRows,
    FollowNews,
    LookAtTrail,
    ReadAccess,
    ReadCorrections,
    ReadDetails,
    ReadLedger,
    ReadReported,
    ReadUnfinished,
    RepairEffect,
    RestArranging,
    Search,
    StoreBatch,
    StoreReview,
    SuggestCodes,
    VerifyCorrections,
    WriteAudit,
    WriteRows,
)
from wrapup_desk.application.repair.messages import RepairEffectFailed
from wrapup_desk.application.repair.rule_effects import (
    BuildRulesPreview,
    DeleteRules,
    ReadRuleFile,
    ReadRuleLists,
    StoreRules,
    WriteRuleFile,
)
from wrapup_desk.application.repair.state import Arranging, FindPhase, RepairState, Work

# What a notice tells a person, and under which key. The rest is tried again by itself, or
# leaves something out that the window does without.
_NOTICES: Mapping[type[RepairEffect], str] = {
    StoreBatch: "fix",
    DeliverBatch: "fix",
    ReadUnfinished: "fix",
    BuildPreview: "fix",
    BuildRulesPreview: "rules",
    ReadRuleLists: "rules",
    StoreRules: "rules",
    DeleteRules: "rules",
    ReadRuleFile: "rules",
    WriteRuleFile: "export",
    BuildUndoPreview: "fix",
    ReadLedger: "store",
    ReadCorrections: "store",
    LookAtTrail: "audit",
    CheckTrail: "audit",
    CountReports: "reports",
    DrawRows: "sample",
    StoreReview: "sample",
    WriteRows: "export",
    WriteAudit: "export",
}


def handle_failure(message: RepairEffectFailed, state: RepairState) -> Outcome:
    """Return what follows from an effect that could not be performed."""
    effect, problem = message.effect, message.problem
    key = _NOTICES.get(type(effect))
    if key is not None:
        state = told(state, key, problem)
    match effect:
        case StoreBatch() | DeliverBatch() | ReadUnfinished():
            return _change_failed(problem, state)
        case ReadAccess():
            return replace(state, access=replace(state.access, problem=problem)), ()
        case VerifyCorrections():
            return state, (LookAtTrail(), effect)
        case ReadReported():
            return state, (ReadReported(LOOK_EVERY_S),)
        case FollowNews():
            return replace(state, live_problem=problem), ()
        case _:
            return _view_failed(effect, problem, state)


def _view_failed(effect: RepairEffect, problem: str, state: RepairState) -> Outcome:
    match effect:
        case Search():
            return _search_failed(effect, problem, state)
        case SuggestCodes():
            suggesting = replace(state.suggesting, is_running=False, note=problem)
            return arrange_soon(replace(state, suggesting=suggesting))
        case ReadDetails():
            return _details_failed(effect, problem, state)
        case DrawRows():
            return replace(state, is_drawing=False), ()
        case BuildPreview() | BuildRulesPreview():
            return replace(state, previewing=Work()), ()
        case Arrange() | RestArranging():
            # Not tried again by itself: what made it fail is still there.
            return replace(state, arranging=Arranging.IDLE, is_arranging_due=False), ()
        case _:
            return state, ()


def _change_failed(problem: str, state: RepairState) -> Outcome:
    if state.fix is not None and state.fix.work.is_running:
        work = replace(state.fix.work, is_running=False, note=problem)
        state = replace(state, fix=replace(state.fix, work=work))
    return after_change(state)


def _search_failed(effect: Search, problem: str, state: RepairState) -> Outcome:
    if effect.legs is not state.legs:
        return state, ()
    find = replace(state.find, phase=FindPhase.FAILED, note=problem)
    return arrange_soon(replace(state, find=find))


def _details_failed(effect: ReadDetails, problem: str, state: RepairState) -> Outcome:
    focus = state.focus
    if focus is None or focus.row != effect.focus.row:
        return state, ()
    return replace(state, focus=replace(focus, is_loading=False, words_problem=problem)), ()
