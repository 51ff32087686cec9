"""What became of each row of a bulk change is listed, and told from end to end."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

from tests.ui.repair import snapshots as s
from tests.ui.repair.conftest import OpenRepair
from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.domain.repair.correction import CorrectionState
from wrapup_desk.ui.widgets.numbers_table import FittingDelegate


def test_each_row_of_a_change_has_its_own_result(open_repair: OpenRepair) -> None:
    driver = open_repair(s.gallery()["48-repair-outcome"])
    outcome = driver.window.area.fix_bar.outcome

    driver.click(outcome.more)

    results = [line[2] for line in outcome.rows.numbers.lines]
    assert results == [
        "Kept here only", "Left alone", "Another supervisor's", "Changed", "Changed",
    ]  # fmt: skip


def test_the_row_one_stands_on_is_told_from_end_to_end(
    open_repair: OpenRepair,
) -> None:
    state = s.gallery()["48-repair-outcome"]
    assert state.fix is not None
    driver = open_repair(state)
    outcome = driver.window.area.fix_bar.outcome

    driver.click(outcome.more)
    kept = outcome.answer.shown_text
    assert kept.endswith("403: you may not change another agent's wrap-up.")
    outcome.rows.setFocus()
    driver.press(Qt.Key.Key_Down)
    assert "Somebody else changed it" in outcome.answer.shown_text

    # Another row is done: the place stays on the interaction that is read.
    last = replace(state.fix.corrections[-1], state=CorrectionState.KEPT)
    first = replace(state.fix.corrections[0], state=CorrectionState.KEPT)
    changed = (first, *state.fix.corrections[1:-1], last)
    driver.show(replace(state, fix=replace(state.fix, corrections=changed)))
    assert "Somebody else changed it" in outcome.answer.shown_text
    driver.click(outcome.more)
    assert outcome.answer.isHidden()


def test_a_change_of_legs_that_are_not_in_the_table_names_their_conversations(
    open_repair: OpenRepair,
) -> None:
    state = s.gallery()["48-repair-outcome"]
    assert state.fix is not None
    driver = open_repair(replace(state, legs=LegIndex(), rows=(), focus=None))
    outcome = driver.window.area.fix_bar.outcome

    driver.click(outcome.more)

    changes = (*state.fix.corrections, *state.fix.conflicts)
    shown = [line[0] for line in outcome.rows.numbers.lines]
    assert sorted(shown) == sorted(one.key.conversation_id for one in changes)


def test_what_became_of_a_row_is_never_cut_at_large_text(open_repair: OpenRepair) -> None:
    settings = Settings(theme=ThemeChoice.LIGHT, text_percent=200)
    driver = open_repair(s.gallery()["48-repair-outcome"], settings)
    rows = driver.window.area.fix_bar.outcome.rows
    driver.click(driver.window.area.fix_bar.outcome.more)
    QApplication.processEvents()

    option = QStyleOptionViewItem()
    rows.initViewItemOption(option)
    cells = rows.itemDelegate()
    assert isinstance(cells, FittingDelegate)
    shown = [cells.shown_text(2, line[2], option) for line in rows.numbers.lines]
    assert shown == [line[2] for line in rows.numbers.lines]
