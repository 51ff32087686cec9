"""Reads, keeps and removes the rule lists of the ledger, and those of files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import assert_never

from wrapup_desk.application.repair.messages import ExportDone, RuleListsRead, RulesImported
from wrapup_desk.application.repair.ports import CorrectionLedger, ExportFile
from wrapup_desk.application.repair.rule_effects import (
    DeleteRules,
    ReadRuleFile,
    ReadRuleLists,
    RuleEffect,
    StoreRules,
    WriteRuleFile,
)
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.repair.audit import AuditEvent
from wrapup_desk.domain.repair.rule_csv import csv_of, rules_of
from wrapup_desk.domain.repair.rules import RuleList

_NO_LEG = LegKey("", "", "")


class RuleShelf:
    """The rule lists by name; raises `StoreError` where the ledger cannot."""

    def __init__(
        self,
        ledger: CorrectionLedger,
        files: ExportFile,
        post: Callable[[RuleListsRead | RulesImported | ExportDone], None],
    ) -> None:
        self._ledger = ledger
        self._files = files
        self._post = post

    async def perform(self, effect: RuleEffect) -> None:
        """Do *effect*, and post what is kept then."""
        match effect:
            case ReadRuleLists():
                pass
            case StoreRules():
                rules = effect.rules
                at = rules.changed_at or datetime.fromtimestamp(0, UTC)
                answer = f"{len(rules.rules)} rules"
                event = AuditEvent(at, rules.who, "rules kept", _NO_LEG, answer=answer)
                await self._ledger.keep_rules(rules, event)
            case DeleteRules():
                event = AuditEvent(effect.at, effect.who, "rules removed", _NO_LEG)
                await self._ledger.remove_rules(effect.name, event)
            case ReadRuleFile():
                read = rules_of(await self._files.read(effect.path))
                self._post(RulesImported(RuleList(effect.path.stem, read)))
            case WriteRuleFile():
                await self._files.write(effect.path, list(csv_of(effect.rules.rules)))
                self._post(ExportDone(tr("The rules are in {path}.", path=effect.path)))
            case _:
                assert_never(effect)
        self._post(RuleListsRead(await self._ledger.rule_lists()))
