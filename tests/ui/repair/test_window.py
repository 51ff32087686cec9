from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from tests.ui.repair import snapshots as s
from tests.ui.repair.conftest import TIMEOUT_MS, OpenRepair, RepairDriver
from tests.ui.test_accessibility import shown, spoken_name, takes_focus
from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.application.repair.state import FindPhase, FindState, Work
from wrapup_desk.domain.repair.code_issue import CodeIssue
from wrapup_desk.domain.repair.correction import CorrectionState
from wrapup_desk.domain.repair.table_view import Column, Filters, Order
from wrapup_desk.ui.repair.table.model import LegColumn
from wrapup_desk.ui.tokens import TARGET

Fault = tuple[object, ...]
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def nameless(driver: RepairDriver) -> Iterable[Fault]:
    controls = [each for each in shown(driver.window) if takes_focus(each)]
    # Scroll areas take the focus by Qt's own default and are named by what they hold.
    named = [each for each in controls if each.metaObject().className() != "QScrollBar"]
    return [(type(each),) for each in named if not spoken_name(each).strip()]


def small_targets(driver: RepairDriver) -> Iterable[Fault]:
    buttons = [each for each in shown(driver.window) if isinstance(each, QAbstractButton)]
    ours = [each for each in buttons if type(each).__module__.startswith("wrapup_desk")]
    sizes = [(each.accessibleName(), each.width(), each.height()) for each in ours]
    return [size for size in sizes if min(size[1:]) < TARGET]


def rich_labels(driver: RepairDriver) -> Iterable[Fault]:
    labels = driver.window.findChildren(QLabel)
    plain = Qt.TextFormat.PlainText
    return [(each.accessibleName(),) for each in labels if each.textFormat() != plain]


@pytest.mark.parametrize("find", [nameless, small_targets, rich_labels])
@pytest.mark.parametrize("percent", [100, 200])
def test_every_state_is_named_large_enough_and_plain(
    open_repair: OpenRepair, find: Callable[[RepairDriver], Iterable[Fault]], percent: int
) -> None:
    driver = open_repair(s.state(), Settings(theme=ThemeChoice.LIGHT, text_percent=percent))
    faults: list[object] = []
    for name, state in s.gallery().items():
        driver.show(state)
        faults += [(name, fault) for fault in find(driver)]

    assert faults == []


def test_the_whole_fix_works_by_keyboard_alone(open_repair: OpenRepair) -> None:
    state = s.state()
    driver = open_repair(state)
    window, rows = driver.window, state.rows
    window.area.table.setFocus()  # stands on the first row

    driver.press(Qt.Key.Key_Down)
    driver.press(Qt.Key.Key_Down, SHIFT)
    driver.press(Qt.Key.Key_Space)
    selected = driver.wait_for("select")[0]
    assert selected == frozenset(rows[1:3])

    driver.show(replace(state, selection=selected, revision=2))
    window.area.fix_bar.apply.setFocus()
    driver.press(Qt.Key.Key_Return)
    assert driver.wait_for("preview_fix") == (None, None)

    preview = s.preview_of(state.legs, frozenset(rows[1:3]))
    driver.show(replace(state, selection=selected, preview=preview, needs_reason=True))
    assert QApplication.focusWidget() is window.area.fix_bar.preview.reason
    driver.press(Qt.Key.Key_Return)
    assert driver.commands("confirm") == []
    assert window.area.fix_bar.preview.missing.isVisible()
    driver.press("Missing codes")
    driver.press(Qt.Key.Key_Return)
    assert driver.wait_for("confirm") == ("Missing codes", "")


def test_ctrl_a_selects_every_row_shown(open_repair: OpenRepair) -> None:
    driver = open_repair(s.state())
    driver.window.area.table.setFocus()

    driver.press(Qt.Key.Key_A, CTRL)

    assert driver.commands("select_all") == [()]


def test_standing_on_a_row_shows_its_details_once_the_keys_rest(open_repair: OpenRepair) -> None:
    state = s.state()
    driver = open_repair(state)
    driver.window.area.table.setFocus()

    for _ in range(4):
        driver.press(Qt.Key.Key_Down)

    assert driver.wait_for("focus") == (state.rows[4],)
    assert len(driver.commands("focus")) == 1


def test_number_keys_and_slash_choose_a_code_for_the_row(open_repair: OpenRepair) -> None:
    state = s.gallery()["40-repair"]
    driver = open_repair(state)
    driver.window.area.table.setFocus()
    assert state.focus is not None

    driver.press("2")
    assert driver.commands("choose_code") == [(state.focus.row, s.CODES["Invoice explained"].id)]

    driver.press("/")
    driver.press("payment")
    driver.press(Qt.Key.Key_Return)
    chosen = (state.focus.row, s.CODES["Payment method updated"].id)
    assert driver.wait_for("choose_code") == chosen
    assert QApplication.focusWidget() is driver.window.area.table


def test_escape_drops_the_preview_and_returns_to_the_table(open_repair: OpenRepair) -> None:
    driver = open_repair(s.state())
    driver.show(s.gallery()["46-repair-preview"])

    driver.press(Qt.Key.Key_Escape)

    assert driver.commands("drop_preview") == [()]
    assert QApplication.focusWidget() is driver.window.area.table


def test_a_kept_correction_says_that_the_official_record_did_not_change(
    open_repair: OpenRepair,
) -> None:
    driver = open_repair(s.gallery()["49-repair-kept"])

    detail, outcome = driver.window.detail, driver.window.area.fix_bar.outcome
    assert "official record did not change" in detail.record.shown_text
    assert detail.pill_word == "Kept here only"
    assert outcome.pill.word == "Record unchanged"
    assert "its record did not change" in outcome.sentence.shown_text


def test_a_change_under_way_can_be_stopped_and_its_end_undone(open_repair: OpenRepair) -> None:
    driver = open_repair(s.gallery()["47-repair-running"])
    outcome = driver.window.area.fix_bar.outcome
    assert "30 of 50" in outcome.progress.text
    assert "trying again in 12 s" in outcome.progress.text

    driver.click(outcome.progress.stop)
    assert driver.commands("cancel_fix") == [()]

    driver.show(s.gallery()["48-repair-outcome"])
    driver.click(outcome.undo)
    assert driver.commands("preview_undo") == [("batch-1",)]


def test_what_is_left_after_a_break_can_be_gone_on_with(open_repair: OpenRepair) -> None:
    view = s.batch_view(CorrectionState.CONFIRMED, CorrectionState.SENT)
    driver = open_repair(s.state(fix=view))

    driver.click(driver.window.area.fix_bar.outcome.resume)

    assert driver.commands("resume_fix") == [()]


def test_who_may_not_fix_sees_why_and_no_button_to_do_it(open_repair: OpenRepair) -> None:
    driver = open_repair(s.gallery()["50-repair-may-not-fix"])

    assert "conversation:participant:wrapup" in driver.window.notices.bars[0].text
    assert driver.window.area.fix_bar.apply.isHidden()
    assert driver.window.detail.fix.isHidden()


def test_a_search_shows_how_far_it_is_and_can_be_stopped(open_repair: OpenRepair) -> None:
    driver = open_repair(s.gallery()["41-repair-finding"])
    finding = driver.window.area.finding

    assert finding.text == "Searching: 41,260 found. Genesys asks us to wait; trying again in 8 s"
    driver.click(finding.stop)
    assert driver.commands("cancel_find") == [()]


def test_a_finished_search_is_followed_by_live_news_and_figures(open_repair: OpenRepair) -> None:
    driver = open_repair(s.state(find=FindState(FindPhase.FINDING, s.TODAY)))

    driver.show(s.state())

    assert driver.commands("follow_queues") == [(("queue-billing", "queue-support"),)]
    assert driver.commands("read_reports") == [()]


@pytest.mark.parametrize(
    ("name", "title", "action"),
    [
        ("42-repair-first", "Choose a time range to search.", "Search"),
        (
            "43-repair-all-good",
            "Nothing to fix: every interaction has a code",
            "Show all interactions",
        ),
        ("44-repair-no-fit", "No interaction fits the filters", "Clear the filters"),
        ("45-repair-failed", "The search failed", "Search again"),
    ],
)
def test_an_empty_table_says_what_that_means(
    open_repair: OpenRepair, name: str, title: str, action: str
) -> None:
    driver = open_repair(s.gallery()[name])
    empty = driver.window.area.empty

    assert empty.isVisible()
    assert empty.title.shown_text == title
    assert empty.action.caption == action


def test_where_nothing_is_to_fix_one_click_shows_all_so_that_codes_can_be_suggested(
    open_repair: OpenRepair,
) -> None:
    driver = open_repair(s.gallery()["43-repair-all-good"])

    driver.click(driver.window.area.empty.action)

    assert driver.commands("set_filters") == [(Filters(includes_good=True),)]


def test_clearing_the_filters_shows_everything_again(open_repair: OpenRepair) -> None:
    driver = open_repair(s.gallery()["44-repair-no-fit"])

    driver.click(driver.window.area.empty.action)

    assert driver.commands("set_filters") == [(Filters(),)]


def test_a_title_sorts_and_pressed_again_turns_the_order(open_repair: OpenRepair) -> None:
    driver = open_repair(s.state())
    table = driver.window.area.table

    table.titles.sectionClicked.emit(int(LegColumn.AGENT))
    driver.show(s.state(order=Order(Column.AGENT, is_descending=False)))
    table.titles.sectionClicked.emit(int(LegColumn.AGENT))

    assert driver.commands("sort") == [(Column.AGENT, False), (Column.AGENT, True)]


def test_searching_waits_for_the_end_of_a_word(open_repair: OpenRepair) -> None:
    driver = open_repair(s.state())
    driver.press(Qt.Key.Key_F, CTRL)

    driver.press("becker")

    assert driver.wait_for("set_filters") == (Filters(text="becker"),)
    assert len(driver.commands("set_filters")) == 1


def test_a_chip_opens_by_keyboard_and_stays_open_while_ticking(open_repair: OpenRepair) -> None:
    driver = open_repair(s.state())
    chip = driver.window.filters.issues
    chip.setFocus()

    driver.press(Qt.Key.Key_Down)
    driver.qtbot.waitUntil(chip.menu.isVisible)
    actions = [each for each in chip.menu.actions() if each.isCheckable()]
    chip.menu.setActiveAction(actions[0])
    QTest.keyClick(chip.menu, Qt.Key.Key_Space)
    chip.menu.setActiveAction(actions[1])
    QTest.keyClick(chip.menu, Qt.Key.Key_Space)

    assert chip.menu.isVisible()
    chosen = driver.commands("set_filters")[-1][0]
    assert chosen == Filters(issues=frozenset({CodeIssue.MISSING, CodeIssue.TIMED_OUT}))
    chip.menu.close()


def test_the_reports_show_the_numbers_behind_each_chart(open_repair: OpenRepair) -> None:
    driver = open_repair(s.gallery()["55-repair-reports"])
    driver.click(driver.window.reports_button)
    page = driver.window.reports
    assert page.queues.plot.isVisible()

    driver.click(page.numbers)

    assert page.queues.table.isVisible()
    assert page.queues.table.numbers.lines[0][0] == "Billing"
    assert page.audit.pill.word == "Unbroken"


def test_a_tampered_trail_is_said_plainly(open_repair: OpenRepair) -> None:
    driver = open_repair(s.gallery()["56-repair-tampered"])
    driver.click(driver.window.reports_button)

    audit = driver.window.reports.audit
    assert audit.pill.word == "Broken"
    assert "entry 812 was changed after it was written" in audit.sentence.shown_text


def test_nobody_signed_in_sees_why_and_the_button_to_sign_in(open_repair: OpenRepair) -> None:
    driver = open_repair(s.gallery()["57-repair-signed-out"])

    with driver.qtbot.waitSignal(driver.window.sign_in_requested):
        driver.click(driver.window.sign_in.button)

    assert "sign-in has ended" in driver.window.sign_in.text.shown_text


def test_reading_words_shows_progress_and_can_be_stopped(open_repair: OpenRepair) -> None:
    driver = open_repair(s.state(suggesting=Work(400, 120, is_running=True)))
    line = driver.window.area.fix_bar.suggesting

    driver.click(line.stop)

    assert line.text == "Reading what was said: 120 of 400"
    assert driver.commands("cancel_suggesting") == [()]


def test_the_window_opens_on_the_list_and_not_in_a_text_field(open_repair: OpenRepair) -> None:
    driver = open_repair(s.state())

    assert QApplication.focusWidget() is driver.window.area.table


def test_tab_goes_from_the_filters_through_the_tools_to_the_table(open_repair: OpenRepair) -> None:
    driver = open_repair(s.state())
    window = driver.window
    window.filters.issues.setFocus(Qt.FocusReason.TabFocusReason)
    passed = []
    for _ in range(8):
        driver.press(Qt.Key.Key_Tab)
        passed.append(QApplication.focusWidget())

    assert passed == [
        window.rules_button, window.reports_button, window.export, window.filters.search,
        window.filters.more, window.area.sample_menu, window.area.view_menu,
        window.area.table,
    ]  # fmt: skip


def test_at_200_percent_no_part_lies_over_another(open_repair: OpenRepair) -> None:
    driver = open_repair(
        s.gallery()["46-repair-preview"], Settings(theme=ThemeChoice.LIGHT, text_percent=200)
    )
    preview = driver.window.area.fix_bar.preview
    driver.click(preview.more)
    read = (preview.sentence, preview.details, preview.warning)

    def stand_apart() -> bool:
        return are_apart(read) and are_apart((preview.reading, preview.reason))

    def are_apart(parts: tuple[QWidget, ...]) -> bool:
        tops = [part.mapTo(driver.window, part.rect().topLeft()).y() for part in parts]
        bottoms = [part.mapTo(driver.window, part.rect().bottomLeft()).y() for part in parts]
        return all(above < below for above, below in zip(bottoms[:-1], tops[1:], strict=True))

    # A layout in a splitter in a scroll area takes some turns of the loop to settle.
    driver.qtbot.waitUntil(stand_apart, timeout=TIMEOUT_MS)


def test_a_kept_row_says_so_in_the_table(open_repair: OpenRepair) -> None:
    driver = open_repair(s.gallery()["49-repair-kept"])
    legs = driver.window.area.table.legs
    place = legs.place_of(0)

    said = legs.data(legs.index(place, int(LegColumn.SUGGESTED)))
    assert said == "Kept here only: Duplicate charge refunded"


def test_called_forward_it_stays_maximised(open_repair: OpenRepair) -> None:
    window = open_repair(s.state()).window
    window.showMaximized()

    window.come_forward()

    assert window.isMaximized()
