"""Reads, keeps and removes the rule lists of the ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import assert_never

from wrapup_desk.application.repair.effects import (
    DeleteRules,
    ReadRuleLists,
    RuleEffect,
    StoreRules,
)
from wrapup_desk.application.repair.messages import RuleListsRead
from wrapup_desk.application.repair.ports import CorrectionLedger
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.repair.audit import AuditEvent

_NO_LEG = LegKey("", "", "")


class RuleShelf:
    """The rule lists by name; raises `StoreError` where the ledger cannot."""

    def __init__(self, ledger: CorrectionLedger, post: Callable[[RuleListsRead], None]) -> None:
        self._ledger = ledger
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
            case _:
                assert_never(effect)
        self._post(RuleListsRead(await self._ledger.rule_lists()))
