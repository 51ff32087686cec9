from __future__ import annotations

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from tests.languages.speaking import speaking
from tests.ui import snapshots as s
from tests.ui.code_lists import of_one_branch
from tests.ui.conftest import OpenDesk
from tests.ui.driver import Driver
from wrapup_desk.application.base.settings import LanguageChoice, Settings, ThemeChoice
from wrapup_desk.domain.wrapup import WrapupCode
from wrapup_desk.ui.palette.list_model import CodeListModel
from wrapup_desk.ui.palette.row_delegate import CodeRowDelegate

CTRL = Qt.KeyboardModifier.ControlModifier
FIELD_EDGE = 11  # what the style keeps free left and right of a field's text
OPEN_WITHIN_S = 0.5  # of the processor; the budget is 50 ms


def texts(model: CodeListModel) -> list[str]:
    return [row.text for row in model.rows]


def opened(open_desk: OpenDesk) -> Driver:
    driver = open_desk(s.desk(s.MARTA))
    driver.settle()
    driver.press("/")
    return driver


def test_the_model_keeps_qts_rules(qapp: QApplication) -> None:
    model = CodeListModel()
    model.use_codes(s.CODES, {"code-2": 6}, ("code-1",))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)

    model.search("dup")

    assert model.rowCount() == len(texts(model))
    tester.deleteLater()


@pytest.mark.parametrize("language", list(LanguageChoice)[1:])
def test_the_hint_of_the_field_is_not_cut_in_a_narrow_window_at_large_text(
    open_desk: OpenDesk, language: LanguageChoice
) -> None:
    with speaking(language):
        driver = open_desk(of_one_branch(), Settings(theme=ThemeChoice.LIGHT, text_percent=200))
        driver.window.resize(320, 560)
        driver.settle()
        driver.press("/")
        field = driver.window.palette_panel.field
        assert field.isVisible()

        wide = field.fontMetrics().horizontalAdvance(field.placeholderText())
        assert 0 < wide <= field.width() - 2 * FIELD_EDGE
        assert field.accessibleName()


def test_favourites_come_first_then_recent_then_the_rest() -> None:
    model = CodeListModel()

    model.use_codes(s.CODES[:5], {"code-3": 1, "code-2": 6, "code-1": 9}, ("code-1",))

    assert texts(model) == [
        "Favourites",
        "Payment method updated",
        "Used today",
        "Invoice explained",
        "Password reset",
        "All codes",
        "Delivery delayed",
        "Duplicate charge refunded",
    ]


def test_only_codes_of_this_leg_are_listed() -> None:
    model = CodeListModel()

    model.use_codes(s.CODES[:2], {"code-9": 3}, ("code-8",))

    assert {row.code.id for row in model.rows if row.code} == {"code-0", "code-1"}


def test_codes_of_the_same_name_are_told_apart() -> None:
    model = CodeListModel()
    model.use_codes(
        (
            WrapupCode("aaaaaa-111111", "Refund", "partial"),
            WrapupCode("aaaaaa-222222", "Refund", "in full"),
            WrapupCode("aaaaaa-333333", "Other"),
            WrapupCode("aaaaaa-444444", "Other"),
        ),
        {},
        (),
    )

    details = {row.code.id[-6:]: row.detail for row in model.rows if row.code}
    assert details == {
        "111111": "partial",
        "222222": "in full",
        "333333": "… 333333",
        "444444": "… 444444",
    }


def test_a_heading_cannot_be_chosen() -> None:
    model = CodeListModel()
    model.use_codes(s.CODES, {}, ("code-1",))

    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags
    assert model.data(QModelIndex()) is None


def test_arrows_skip_the_headings(open_desk: OpenDesk) -> None:
    driver = opened(open_desk)
    palette = driver.window.palette_panel

    seen = []
    for _ in range(4):
        code = palette.current_code
        assert code is not None
        seen.append(code.name)
        driver.press(Qt.Key.Key_Down)

    assert seen == [
        "Invoice explained",
        "Payment method updated",
        "Password reset",
        "Delivery delayed",
    ]


def test_a_favourite_is_toggled_by_keyboard_and_the_row_stays_selected(
    open_desk: OpenDesk,
) -> None:
    driver = opened(open_desk)
    driver.press("passw")

    driver.press(Qt.Key.Key_D, CTRL)
    driver.show(replace(driver.desk.state, favourites=("code-3",)))

    assert driver.desk.commands == [("toggle_favourite", "code-3", "queue-Billing")]
    assert driver.window.palette_panel.current_code == s.code("Password reset")


def test_a_click_on_a_row_picks_it(open_desk: OpenDesk) -> None:
    from PySide6.QtTest import QTest

    driver = opened(open_desk)
    view = driver.window.palette_panel.view
    row = driver.window.palette_panel.codes.row_of("code-3")
    spot = view.visualRect(view.model().index(row, 0)).center()
    spot.setX(30)

    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)

    assert driver.active.choice.code_to_submit == s.code("Password reset")
    assert not driver.window.palette_panel.isVisible()


def test_a_click_on_the_star_neither_picks_nor_closes(open_desk: OpenDesk) -> None:
    from PySide6.QtTest import QTest

    driver = opened(open_desk)
    palette = driver.window.palette_panel
    row = palette.view.visualRect(palette.codes.index(palette.codes.row_of("code-3"), 0))
    delegate = palette.view.itemDelegate()
    assert isinstance(delegate, CodeRowDelegate)
    star = delegate._star_area(row).center()

    QTest.mouseClick(palette.view.viewport(), Qt.MouseButton.LeftButton, pos=star)

    assert driver.desk.commands == [("toggle_favourite", "code-3", "queue-Billing")]
    assert palette.isVisible()


def test_the_search_field_never_gets_ctrl_d_which_deletes_on_x11(open_desk: OpenDesk) -> None:
    driver = opened(open_desk)
    palette = driver.window.palette_panel
    ctrl_d = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_D, CTRL)

    assert palette.eventFilter(palette.field, ctrl_d)

    assert len(driver.desk.commands) == 1


def test_a_click_beside_the_palette_only_closes_it(open_desk: OpenDesk) -> None:
    from PySide6.QtTest import QTest

    driver = opened(open_desk)

    backdrop = driver.window.palette_panel._backdrop
    QTest.mouseClick(backdrop, Qt.MouseButton.LeftButton)

    assert not driver.window.palette_panel.isVisible()
    assert driver.desk.commands == []


def test_no_fit_is_said_in_words(open_desk: OpenDesk) -> None:
    driver = opened(open_desk)

    driver.press("qqqqqq")

    shown = driver.window.palette_panel._empty
    assert shown.isVisible()
    assert shown.shown_text == "No code of this queue matches “qqqqqq”."
    driver.press(Qt.Key.Key_Return)
    assert driver.desk.commands == []


def test_no_key_gets_through_to_the_cards(open_desk: OpenDesk) -> None:
    driver = opened(open_desk)

    for key in (Qt.Key.Key_F1, Qt.Key.Key_Insert):
        driver.press(key)

    assert driver.window.side_windows.keys is None


def test_500_codes_open_and_filter_quickly(open_desk: OpenDesk) -> None:
    codes = tuple(WrapupCode(f"c{n}", f"Topic number {n} about something") for n in range(500))
    driver = open_desk(s.desk(replace(s.MARTA, codes=(*s.CODES, *codes))))

    began = time.thread_time()
    driver.press("/")
    QApplication.processEvents()
    driver.press("4")
    QApplication.processEvents()

    assert time.thread_time() - began < OPEN_WITHIN_S
    assert driver.window.palette_panel.codes.rows


def test_a_queue_of_one_code_does_not_offer_to_search_codes(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(replace(s.MARTA, codes=s.CODES[:1])))

    driver.press("/")

    assert driver.window.palette_panel.field.placeholderText() == "Search 1 code"


def test_the_palette_stays_inside_the_window(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    for height in (340, 500, 900):
        driver.window.resize(360, height)
        QApplication.processEvents()
        driver.press("/")

        assert driver.window.rect().contains(driver.window.palette_panel.geometry())
        driver.press(Qt.Key.Key_Escape)


def test_nothing_in_the_search_field_changes_as_it_opens(open_desk: OpenDesk) -> None:
    """A screen reader that hears of a change before the focus says nothing of the focus."""
    driver = opened(open_desk)
    palette = driver.window.palette_panel
    driver.press("dup")
    driver.press(Qt.Key.Key_Escape)
    changes: list[str] = []
    palette.field.textChanged.connect(lambda _text: changes.append("text"))
    palette.field.selectionChanged.connect(lambda: changes.append("selection"))
    palette.field.cursorPositionChanged.connect(lambda _old, _new: changes.append("caret"))

    driver.press("/")

    assert palette.field.hasFocus()
    assert palette.field.text() == ""
    assert changes == []


@pytest.mark.parametrize("percent", [100, 200])
def test_no_sliver_of_the_pinned_submit_stands_below_the_palette(
    open_desk: OpenDesk, percent: int
) -> None:
    driver = open_desk(s.desk(s.MARTA), Settings(theme=ThemeChoice.LIGHT, text_percent=percent))
    driver.window.resize(683, 384)
    driver.settle()
    pinned = driver.window.list.edges.bottom.submit
    assert pinned.isVisible()

    driver.press("/")

    palette = driver.window.palette_panel
    foot = pinned.mapTo(driver.window, pinned.rect().bottomLeft()).y()
    assert foot <= palette.geometry().bottom() < driver.window.height() - 1


def test_a_short_list_leaves_no_sliver_either(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    driver.settle()
    driver.press("/")
    palette = driver.window.palette_panel
    palette.field.setText("dup ch")
    row = palette.view.sizeHintForRow(palette.codes.first_row())
    gaps = []
    for top in range(100, 780, 10):
        palette._anchor.moveTop(top)
        palette._place()
        gaps.append(driver.window.height() - 1 - palette.geometry().bottom())

    assert [gap for gap in gaps if 2 < gap < row] == []
    assert max(gaps) > row
