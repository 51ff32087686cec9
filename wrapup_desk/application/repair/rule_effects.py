"""What the repair desk's core wants done with rules: frozen values that `RepairTasks` performs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import ClassVar

from wrapup_desk.application.base.effect import Worth
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.domain.message import Message
from wrapup_desk.domain.repair.person import Person
from wrapup_desk.domain.repair.rules import RuleList


class BuildRulesPreview(Message, frozen=True):
    """Work out what a rule list would do with the legs of the index."""

    worth: ClassVar[Worth] = Worth.RANK
    legs: LegIndex
    rules: RuleList
    leaves_out_dialer: bool


class ReadRuleLists(Message, frozen=True):
    """Read the rule lists that are kept."""

    worth: ClassVar[Worth] = Worth.READ


class StoreRules(Message, frozen=True):
    """Keep a rule list, and say so in the trail."""

    worth: ClassVar[Worth] = Worth.STORE
    rules: RuleList


class ReadRuleFile(Message, frozen=True):
    """Read rules from a CSV file."""

    worth: ClassVar[Worth] = Worth.READ
    path: Path


class WriteRuleFile(Message, frozen=True):
    """Write rules as CSV."""

    worth: ClassVar[Worth] = Worth.READ
    path: Path
    rules: RuleList


class DeleteRules(Message, frozen=True):
    """Keep a rule list no more, and say so in the trail."""

    worth: ClassVar[Worth] = Worth.STORE
    name: str
    who: Person
    at: datetime


RuleEffect = ReadRuleLists | StoreRules | DeleteRules | ReadRuleFile | WriteRuleFile
