"""Decides what follows from rules that are previewed, kept and removed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from wrapup_desk.application.repair.commands import (
    ExportRules,
    ImportRules,
    KeepRules,
    PreviewRules,
    RemoveRules,
)
from wrapup_desk.application.repair.core.outcome import Outcome, dismissed, told
from wrapup_desk.application.repair.core.previews import without_preview
from wrapup_desk.application.repair.messages import (
    RuleCommand,
    RuleListsRead,
    RuleMessage,
    RulesImported,
)
from wrapup_desk.application.repair.rule_effects import (
    BuildRulesPreview,
    DeleteRules,
    ReadRuleFile,
    StoreRules,
    WriteRuleFile,
)
from wrapup_desk.application.repair.state import RepairState, Work
from wrapup_desk.domain.language.texts import mark, tr, tr_marked


def handle_rule_command(message: RuleCommand, state: RepairState, now: datetime) -> Outcome:
    """Return what follows from what a person wants of rules."""
    match message:
        case PreviewRules():
            return _preview(message, state)
        case KeepRules():
            return _keep(message, state, now)
        case ImportRules():
            return dismissed(state, "rules"), (ReadRuleFile(message.path),)
        case ExportRules():
            return state, (WriteRuleFile(message.path, message.rules),)
        case RemoveRules():
            person = state.access.person
            if person is None or not state.access.may_fix:
                return told(state, "rules", tr_marked(_NOT_PERMITTED)), ()
            return state, (DeleteRules(message.name, person, now),)
        case _:
            assert_never(message)


def handle_rules(message: RuleMessage, state: RepairState) -> Outcome:
    """Return what follows from rules that were read."""
    match message:
        case RuleListsRead():
            return replace(state, rule_lists=message.lists), ()
        case RulesImported():
            return replace(state, imported_rules=message.rules), ()
        case _:
            assert_never(message)


_NOT_PERMITTED = mark("Only who may change codes can keep or remove rules.")


def _preview(message: PreviewRules, state: RepairState) -> Outcome:
    """Rules look at everything found, whatever of it the table shows."""
    state, dropped = without_preview(dismissed(state, "rules"))
    state = replace(state, previewing=Work(len(state.legs), is_running=True))
    build = BuildRulesPreview(state.legs, message.rules, state.leaves_out_dialer)
    return state, (*dropped, build)


def _keep(message: KeepRules, state: RepairState, now: datetime) -> Outcome:
    person, rules = state.access.person, message.rules
    name = rules.name.replace("\0", "").strip()
    if person is None or not state.access.may_fix:
        return told(state, "rules", tr_marked(_NOT_PERMITTED)), ()
    if not name or not rules.rules:
        return told(state, "rules", tr("A rule list needs a name and at least one rule.")), ()
    kept = replace(rules, name=name, who=person, changed_at=now)
    return dismissed(state, "rules"), (StoreRules(kept),)
