"""A sample is gone through by keys or clicks, and the figures it gives can be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from tests.ui.repair.conftest import OpenRepair
from tests.ui.repair.quality.quality_snapshots import coded_index, quality, reviewing
from tests.ui.repair.snapshots import CODES, DIRECTORY, NOW, focus, leg, state
from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.application.repair.state import RepairState
from wrapup_desk.domain.quality.code_list import MergeProposal
from wrapup_desk.domain.quality.sample import SampleRequest, Stratum, Verdict
from wrapup_desk.domain.repair.repair_reports import report_on
from wrapup_desk.domain.repair.rules import Rule
from wrapup_desk.domain.repair.table_view import Column, Order
from wrapup_desk.ui.repair.reports.quality_data import coaching, code_list, weeks
from wrapup_desk.ui.repair.review_bar import result_text
from wrapup_desk.ui.repair.sample_review import seed_of
from wrapup_desk.ui.repair.table.model import LegColumn


def shown_row(snapshot: RepairState) -> int:
    assert snapshot.focus is not None
    return snapshot.focus.row


@pytest.mark.parametrize(
    ("key", "verdict"),
    [("r", Verdict.RIGHT), ("x", Verdict.WRONG), ("u", Verdict.UNSURE)],
)
def test_a_key_gives_the_verdict_on_the_row_shown(
    open_repair: OpenRepair, key: str, verdict: Verdict
) -> None:
    snapshot = reviewing()
    driver = open_repair(snapshot)
    window, desk = driver.window, driver.desk

    QTest.keyClicks(window.area.table, key)

    assert desk.commands[-1] == ("judge", shown_row(snapshot), verdict, "")


def test_no_title_claims_that_a_sample_is_sorted(open_repair: OpenRepair) -> None:
    drawn = reviewing()
    driver = open_repair(drawn)
    titles = driver.window.area.table.titles

    def picture(snapshot: RepairState) -> QImage:
        driver.show(snapshot)
        return titles.viewport().grab().toImage()

    by_time, by_agent = (
        replace(drawn, order=Order(sort)) for sort in (Column.ENDED, Column.AGENT)
    )
    assert picture(by_time) == picture(by_agent)
    unsampled = [replace(each, sample=None) for each in (by_time, by_agent)]
    assert picture(unsampled[0]) != picture(unsampled[1])


def test_wrong_asks_which_code_would_have_been_right(open_repair: OpenRepair) -> None:
    snapshot = reviewing()
    driver = open_repair(snapshot)
    window, desk = driver.window, driver.desk

    assert snapshot.focus is not None
    right = snapshot.focus.codes[-1]

    QTest.keyClicks(window.area.table, "w")
    palette = window.choosing.palette
    QTest.keyClicks(palette.field, right.name)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)

    assert desk.commands[-1] == ("judge", shown_row(snapshot), Verdict.WRONG, right.id)


def test_the_right_code_is_found_by_the_administrators_other_words(
    open_repair: OpenRepair,
) -> None:
    snapshot = reviewing()
    assert snapshot.focus is not None
    right = snapshot.focus.codes[-1]
    settings = Settings(theme=ThemeChoice.LIGHT, code_synonyms={right.name: ("zebra crossing",)})
    driver = open_repair(snapshot, settings)

    QTest.keyClicks(driver.window.area.table, "w")
    palette = driver.window.choosing.palette
    QTest.keyClicks(palette.field, "zebra")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)

    assert driver.desk.commands[-1] == ("judge", shown_row(snapshot), Verdict.WRONG, right.id)


def test_the_table_stands_on_the_row_that_is_judged_next(open_repair: OpenRepair) -> None:
    snapshot = reviewing()
    window = open_repair(snapshot).window

    assert window.area.table.current_number == shown_row(snapshot)


def test_verdict_keys_do_nothing_where_no_sample_is_gone_through(open_repair: OpenRepair) -> None:
    made = coded_index()
    driver = open_repair(state(made, focus=focus(made, 3)))
    window, desk = driver.window, driver.desk

    QTest.keyClicks(window.area.table, "rxu")

    assert not [command for command in desk.commands if command[0] == "judge"]


def test_the_menu_draws_this_weeks_sample(open_repair: OpenRepair) -> None:
    driver = open_repair(state(coded_index()))
    window, desk = driver.window, driver.desk
    window.area.sample_menu.open_menu()
    menu = window.area.sample_menu.menu

    by_text = {action.text(): action for action in menu.actions()}
    by_text["50 at random"].trigger()
    by_text["10 of each queue"].trigger()

    seed = seed_of(NOW)
    assert desk.commands[-2:] == [
        ("draw_sample", SampleRequest(50, seed)),
        ("draw_sample", SampleRequest(10, seed, Stratum.QUEUE)),
    ]
    menu.close()


def test_the_share_of_wrong_codes_is_said_with_its_interval() -> None:
    view = reviewing(50).sample
    assert view is not None

    text = result_text(view)

    assert "95 of 100 times between" in text
    assert f"Of all {view.sample.population:,} codes" in text


def test_agents_are_listed_by_name_never_by_a_figure() -> None:
    made, figures = quality()

    _, data = coaching(figures, made)

    names = [bar.label for bar in data.bars]
    assert names == sorted(names)
    assert len(names) == 4


def test_figures_have_their_numbers_as_a_table() -> None:
    made, figures = quality()

    for sentence, data in (coaching(figures, made), weeks(figures), code_list(figures, made)):
        assert sentence
        assert data.lines
        assert all(len(line) == len(data.titles) for line in data.lines)
    assert DIRECTORY.codes


def test_proposed_merges_become_rules_to_look_at(open_repair: OpenRepair) -> None:
    made, figures = quality()
    old, new = CODES["Invoice explained"], CODES["Duplicate charge refunded"]
    health = replace(figures.codes, merges=(MergeProposal(old.id, new.id, "confused"),))
    reports = report_on(made.table, range(len(made)), DIRECTORY, UTC, {})
    shown = state(made, reports=reports, quality=replace(figures, codes=health))
    window = open_repair(shown).window
    window.reports_button.click()

    assert window.reports.merge.caption == "Look at 1 merge as a rule"
    window.reports.merge.click()

    assert window.pages.currentWidget() is window.rules
    assert window.rules.rule_list.rules == (Rule(new.name, old.name),)


def test_where_agents_are_not_named_nothing_tells_one_from_another(
    open_repair: OpenRepair,
) -> None:
    made = LegIndex(DIRECTORY, names_agents=False)
    for number in range(40):
        made.put(leg(number, code_id=CODES["Other"].id))
    reports = report_on(made.table, range(len(made)), DIRECTORY, UTC, {})
    window = open_repair(state(made, reports=reports, focus=focus(made, 3))).window

    assert window.area.table.isColumnHidden(int(LegColumn.AGENT))
    assert window.filters.agents.isHidden()
    assert made.row(3).agent_name == ""
    assert made.row(3).leg.agent_name == ""
    window.reports_button.click()
    assert window.reports.coaching.isHidden()
    window.area.table.hide_columns(frozenset())
    assert window.area.table.isColumnHidden(int(LegColumn.AGENT))
    window.area.sample_menu.open_menu()
    captions = [action.text() for action in window.area.sample_menu.menu.actions()]
    assert "10 of each agent" not in captions
    window.area.sample_menu.menu.close()
