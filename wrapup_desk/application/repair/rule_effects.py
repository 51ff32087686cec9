"""What the repair desk's core wants done with rules: frozen values that `RepairTasks` performs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from wrapup_desk.application.base.effect import Worth
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.domain.repair.person import Person
from wrapup_desk.domain.repair.rules import RuleList


@dataclass(frozen=True, slots=True)
class BuildRulesPreview:
    """Work out what a rule list would do with the legs of the index."""

    worth: ClassVar[Worth] = Worth.RANK
    legs: LegIndex
    rules: RuleList
    leaves_out_dialer: bool


@dataclass(frozen=True, slots=True)
class ReadRuleLists:
    """Read the rule lists that are kept."""

    worth: ClassVar[Worth] = Worth.READ


@dataclass(frozen=True, slots=True)
class StoreRules:
    """Keep a rule list, and say so in the trail."""

    worth: ClassVar[Worth] = Worth.STORE
    rules: RuleList


@dataclass(frozen=True, slots=True)
class ReadRuleFile:
    """Read rules from a CSV file."""

    worth: ClassVar[Worth] = Worth.READ
    path: Path


@dataclass(frozen=True, slots=True)
class WriteRuleFile:
    """Write rules as CSV."""

    worth: ClassVar[Worth] = Worth.READ
    path: Path
    rules: RuleList


@dataclass(frozen=True, slots=True)
class DeleteRules:
    """Keep a rule list no more, and say so in the trail."""

    worth: ClassVar[Worth] = Worth.STORE
    name: str
    who: Person
    at: datetime


RuleEffect = ReadRuleLists | StoreRules | DeleteRules | ReadRuleFile | WriteRuleFile
