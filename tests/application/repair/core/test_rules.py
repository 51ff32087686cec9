"""Tests what the core decides when rules are previewed, kept and removed."""

from dataclasses import replace
from pathlib import Path

from tests.application.repair.core.examples import NOW, after, found, texts
from tests.domain.repair.examples import REFUND, ROBIN
from wrapup_desk.application.repair.commands import (
    Confirm,
    ExportRules,
    ImportRules,
    KeepRules,
    PreviewRules,
    RemoveRules,
)
from wrapup_desk.application.repair.effects import StopPreview, StoreBatch
from wrapup_desk.application.repair.messages import (
    RepairEffectFailed,
    RuleListsRead,
    RulesImported,
)
from wrapup_desk.application.repair.rule_effects import (
    BuildRulesPreview,
    DeleteRules,
    ReadRuleFile,
    StoreRules,
    WriteRuleFile,
)
from wrapup_desk.domain.repair.preview import Change, Preview
from wrapup_desk.domain.repair.rules import NO_CODE, Rule, RuleList

RULES = RuleList("Weekly", (Rule(REFUND.id, NO_CODE, queue="Billing"),))


def test_rules_look_at_everything_found_and_nothing_else_is_previewed() -> None:
    state = found()

    shown, effects = after(PreviewRules(RULES), state)

    assert shown.previewing.is_running
    assert list(effects) == [
        StopPreview(),
        BuildRulesPreview(state.legs, RULES, leaves_out_dialer=False),
    ]


def test_a_change_by_rules_carries_their_name() -> None:
    state = found()
    leg = state.legs.table.leg(0)
    change = Change(leg.key, leg.media, leg.agent_id, leg.queue_id, "", REFUND)
    state = replace(state, preview=Preview((change,), rule="Weekly"))

    _, effects = after(Confirm("tidied"), state)

    store = effects[0]
    assert isinstance(store, StoreBatch)
    assert store.request.rule == "Weekly"


def test_a_list_is_kept_with_who_and_when_and_needs_a_name_and_a_rule() -> None:
    state = found()

    _, effects = after(KeepRules(replace(RULES, name=" Weekly\0 ")), state)
    assert effects == (StoreRules(replace(RULES, who=ROBIN, changed_at=NOW)),)

    for wrong in (replace(RULES, name=" "), replace(RULES, rules=())):
        shown, nothing = after(KeepRules(wrong), state)
        assert nothing == ()
        assert texts(shown) == ["A rule list needs a name and at least one rule."]


def test_who_may_not_change_codes_keeps_and_removes_no_rules() -> None:
    state = found()
    state = replace(state, access=replace(state.access, may_fix=False))

    for command in (KeepRules(RULES), RemoveRules("Weekly")):
        shown, effects = after(command, state)
        assert effects == ()
        assert texts(shown) == ["Only who may change codes can keep or remove rules."]


def test_files_and_the_shelf_are_read_and_written() -> None:
    state, path = found(), Path("rules.csv")

    assert after(RemoveRules("Weekly"), state)[1] == (DeleteRules("Weekly", ROBIN, NOW),)
    assert after(ImportRules(path), state)[1] == (ReadRuleFile(path),)
    assert after(ExportRules(path, RULES), state)[1] == (WriteRuleFile(path, RULES),)
    assert after(RuleListsRead((RULES,)), state)[0].rule_lists == (RULES,)
    assert after(RulesImported(RULES), state)[0].imported_rules == RULES


def test_rules_that_cannot_run_are_told_and_nothing_goes_on() -> None:
    state = after(PreviewRules(RULES), found())[0]
    build = BuildRulesPreview(state.legs, RULES, leaves_out_dialer=False)

    shown, _ = after(RepairEffectFailed(build, "Rule 1: no active code …"), state)

    assert texts(shown) == ["Rule 1: no active code …"]
    assert not shown.previewing.is_running
