"""Tests the page of rules: made by hand or from a file, kept, previewed and done."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from tests.languages.speaking import speaking
from tests.ui.repair import snapshots as s
from tests.ui.repair.conftest import OpenRepair, RepairDriver
from wrapup_desk.application.base.settings import LanguageChoice
from wrapup_desk.domain.repair.rules import ANY_CODE, NO_CODE, Rule, RuleList
from wrapup_desk.ui.repair.changes.rules_page import RulesPage, conditions_text
from wrapup_desk.ui.repair.wording import NOTHING

BY_HAND = (Rule("Delivery delayed", NO_CODE, queue="Billing"),)


def opened(driver: RepairDriver) -> RulesPage:
    driver.click(driver.window.rules_button)
    return driver.window.rules


def fill(page: RulesPage, **texts: str) -> None:
    for name, text in texts.items():
        page.form.fields[name].setText(text)


def test_a_rule_written_by_hand_is_kept_and_previewed(open_repair: OpenRepair) -> None:
    driver = open_repair(s.gallery()["40-repair"])
    page = opened(driver)
    assert not page.keep.isEnabled()
    page.name.setText("  Billing  ")
    fill(page, queue="Billing", to_code="Delivery delayed")

    page.form.fields["to_code"].setFocus()
    driver.press(Qt.Key.Key_Return)
    driver.click(page.keep)
    driver.click(page.run)

    wanted = RuleList("Billing", BY_HAND)
    assert driver.commands("keep_rules") == [(wanted,)]
    assert driver.commands("preview_rules") == [(wanted,)]
    assert page.form.fields["queue"].text() == ""


def test_a_rule_that_says_too_little_cannot_be_added(open_repair: OpenRepair) -> None:
    page = opened(open_repair(s.gallery()["40-repair"]))

    fill(page, to_code="Delivery delayed")
    assert not page.add.isEnabled()
    fill(page, from_code=ANY_CODE)
    assert not page.add.isEnabled()
    fill(page, value="yes")
    assert not page.add.isEnabled()
    fill(page, attribute="vip")
    assert page.add.isEnabled()


def test_legs_without_a_code_are_named_in_the_language_of_the_window(
    open_repair: OpenRepair,
) -> None:
    with speaking(LanguageChoice.GERMAN):
        page = opened(open_repair(s.gallery()["61-repair-rules"]))
        field = page.form.fields["from_code"]
        assert page.table.numbers.lines[2][1] == "(kein Code)"
        assert field.placeholderText() == "(kein Code)"

        page.table.selectRow(2)
        assert field.text() == "(kein Code)"
        fill(page, to_code="Invoice explained")
        page.change.click()

        assert page.rule_list.rules[2].to_code == "Invoice explained"
        assert page.rule_list.rules[2].from_code == NO_CODE


def test_a_chosen_rule_is_changed_and_removed(open_repair: OpenRepair) -> None:
    page = opened(open_repair(s.gallery()["61-repair-rules"]))
    assert page.rule_list == RuleList("Tidied list 2027", s.RULE_LISTS[0].rules)
    assert page.keep.caption == "Kept"

    page.table.selectRow(1)
    fill(page, to_code="Delivery delayed")
    page.change.click()
    assert page.rule_list.rules[1].to_code == "Delivery delayed"
    assert page.keep.caption == "Keep"
    page.table.selectRow(0)
    page.drop.click()

    assert len(page.rule_list.rules) == 3


def test_what_a_list_would_do_is_shown_and_done_from_there(open_repair: OpenRepair) -> None:
    shown = s.gallery()["62-repair-rules-previewed"]
    driver = open_repair(replace(shown, preview=None))
    page = opened(driver)
    driver.click(page.run)

    driver.show(shown)

    assert shown.preview is not None
    assert page.preview.isVisible()
    assert page.table.numbers.lines[1][4] == f"{shown.preview.fitting[1]:,}"
    assert "no queue “Nowhere” was found" in page.troubles.shown_text
    assert page.samples.numbers.lines[0][4] == "Duplicate charge refunded"
    driver.press("tidied")
    page.preview.confirm.click()
    assert driver.commands("confirm") == [("tidied", "")]
    assert driver.window.pages.currentWidget() is not page


def test_an_edit_takes_a_preview_of_other_rules_away(open_repair: OpenRepair) -> None:
    shown = s.gallery()["62-repair-rules-previewed"]
    driver = open_repair(shown)
    page = opened(driver)
    assert not page.preview.isVisible()  # not asked for on this page
    driver.click(page.run)
    driver.show(replace(shown, revision=1))
    assert page.preview.isVisible()

    page.table.selectRow(0)
    page.drop.click()

    assert driver.commands("drop_preview") == [()]
    driver.show(replace(shown, revision=2))
    assert not page.preview.isVisible()


def test_rules_come_from_a_file_and_go_to_one(open_repair: OpenRepair) -> None:
    driver = open_repair(s.gallery()["40-repair"])
    page = opened(driver)

    driver.click(page.bring)
    asked = driver.window.findChild(QFileDialog)
    assert asked is not None
    assert not asked.isModal()
    asked.fileSelected.emit("/somewhere/tidied.csv")
    asked.close()
    driver.show(replace(driver.desk.state, imported_rules=RuleList("tidied", BY_HAND)))

    assert driver.commands("import_rules") == [(Path("/somewhere/tidied.csv"),)]
    assert page.rule_list == RuleList("tidied", BY_HAND)
    assert page.write.isEnabled()


def test_another_list_is_chosen_and_a_kept_one_removed(open_repair: OpenRepair) -> None:
    driver = open_repair(s.gallery()["61-repair-rules"])
    page = opened(driver)

    page.lists.open_menu()
    page.lists.menu.actions()[1].trigger()
    page.lists.menu.close()
    assert page.rule_list.name == "Billing without a code"
    driver.click(page.remove)
    page.lists.open_menu()
    page.lists.menu.actions()[-1].trigger()
    page.lists.menu.close()

    assert driver.commands("remove_rules") == [("Billing without a code",)]
    assert page.rule_list == RuleList("")
    assert not page.table.isVisible()


def test_conditions_are_one_line() -> None:
    rule = Rule("x", NO_CODE, "Billing", "100", "Main", "vip", "", "call")

    told = "queue: Billing, medium: call, called: 100, flow: Main, vip is set"
    assert conditions_text(rule) == told
    assert conditions_text(Rule("x", "y")) == ""


def test_what_the_rules_fit_ends_below_its_title_before_it_is_counted(
    open_repair: OpenRepair,
) -> None:
    page = opened(open_repair(s.gallery()["61-repair-rules"]))
    numbers, middle = page.table.numbers, Qt.AlignmentFlag.AlignVCenter
    role = int(Qt.ItemDataRole.TextAlignmentRole)
    where, fits = (numbers.index(0, column) for column in (3, 4))

    assert numbers.data(fits) == NOTHING
    assert numbers.data(fits, role) == Qt.AlignmentFlag.AlignRight | middle
    assert numbers.data(where, role) == Qt.AlignmentFlag.AlignLeft | middle
