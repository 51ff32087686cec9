"""What a key changes in the list of codes is laid out and painted once, and nothing it covers."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.code_lists import of_one_branch
from tests.ui.conftest import OpenDesk
from tests.ui.driver import TIMEOUT_MS, Driver
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind

_RGB = QImage.Format.Format_RGB32


class PaintWatch(QObject):
    """Notes what of each widget was painted since it was asked last."""

    def __init__(self, *watched: QWidget) -> None:
        super().__init__(watched[0])
        self.painted: list[tuple[QWidget, QRegion]] = []
        for each in watched:
            each.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent) and isinstance(watched, QWidget):
            self.painted.append((watched, event.region()))
        return False

    def of(self, widget: QWidget) -> list[QRect]:
        return [region.boundingRect() for each, region in self.painted if each is widget]


def rest() -> None:
    """Let all be painted that is due."""
    for _ in range(5):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def opened(open_desk: OpenDesk) -> Driver:
    driver = open_desk(of_one_branch())
    driver.window.resize(400, 800)
    rest()
    return driver


def test_the_rows_of_a_branch_are_painted_once(open_desk: OpenDesk) -> None:
    driver = opened(open_desk)
    driver.press("/")
    palette = driver.window.palette_panel
    palette._select(palette.codes.row_of_branch("Sales"))
    rest()
    watch = PaintWatch(palette.view.viewport(), driver.active.choice.submit_button)

    driver.press(Qt.Key.Key_Right)
    rest()

    assert palette.codes.has_branches
    assert palette.codes.rows[0].is_way_up
    assert len(watch.of(palette.view.viewport())) == 1
    assert len(watch.of(driver.active.choice.submit_button)) <= 1


def test_a_row_that_is_stepped_to_has_nothing_below_the_list_painted(
    open_desk: OpenDesk,
) -> None:
    driver = opened(open_desk)
    driver.press("/")
    rest()
    palette, choice = driver.window.palette_panel, driver.active.choice
    watch = PaintWatch(palette.view.viewport(), choice.note, choice.submit_button)

    driver.press(Qt.Key.Key_Down)
    rest()

    assert watch.of(palette.view.viewport())
    assert watch.of(choice.note) == watch.of(choice.submit_button) == []


def test_the_list_that_opens_has_nothing_painted_beside_it(open_desk: OpenDesk) -> None:
    driver = opened(open_desk)
    watch = PaintWatch(driver.window)

    driver.press("/")
    rest()

    assert driver.window.palette_panel.isVisible()
    header = driver.window.header.geometry()
    assert watch.painted
    assert not any(region.boundingRect().contains(header) for _, region in watch.painted)


def test_a_button_breaks_its_caption_once_however_often_it_is_painted(theme: Theme) -> None:
    button = Button(theme, ButtonKind.PRIMARY)
    button.show_caption("a name with more words than fit on one line", "Submit “", "”")
    button.resize(200, 80)
    button.show()
    lines = button._laid_out()[1]
    assert lines is not None

    button.grab()
    button.sizeHint()
    assert button._laid_out()[1] is lines

    button.show_caption("another one with more words than fit on a line", "Submit “", "”")
    assert button._laid_out()[1] is not lines
    button.hide()
    button.deleteLater()


def on_screen(driver: Driver) -> QImage:
    """Return what of the window was painted so far, as the screen has it."""
    window = driver.window
    return window.screen().grabWindow(window.winId()).toImage().convertToFormat(_RGB)


def test_what_the_list_covers_is_not_painted_with_it_nor_with_what_is_typed(
    open_desk: OpenDesk,
) -> None:
    driver = opened(open_desk)
    palette, choice = driver.window.palette_panel, driver.active.choice
    covered = (choice.search_anchor, choice.note, choice.submit_button)
    watch = PaintWatch(*covered, choice.tab_stops[0])  # and what is beside it

    driver.press("/")
    rest()
    assert palette.isVisible()
    area = palette.geometry()
    window = driver.window
    assert all(area.contains(QRect(each.mapTo(window, QPoint()), each.size())) for each in covered)
    for letter in "sa":
        driver.press(letter)
    rest()

    assert watch.painted == []


def test_the_screen_has_the_list_and_its_corners_as_if_all_were_painted(
    open_desk: OpenDesk,
) -> None:
    driver = opened(open_desk)
    for key in ("/", "s", Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Tab):
        driver.press(key)
        rest()
        assert on_screen(driver) == driver.window.grab().toImage().convertToFormat(_RGB), key


def test_what_a_key_asks_of_a_card_is_painted_before_anything_else_that_is_due(
    open_desk: OpenDesk,
) -> None:
    driver = opened(open_desk)
    palette = driver.window.palette_panel
    second = driver.active.choice.tab_stops[1]
    watch = PaintWatch(palette.view.viewport(), second)

    driver.press("2")
    assert watch.of(second)
    assert not watch.of(palette.view.viewport())

    driver.press("/")
    assert watch.of(palette.view.viewport())
    rest()
    assert len(watch.of(palette.view.viewport())) == 1


def test_the_list_was_painted_unseen_before_it_is_opened_first(open_desk: OpenDesk) -> None:
    driver = open_desk(of_one_branch())
    palette = driver.window.palette_panel
    watch = PaintWatch(palette.view.viewport(), palette.field)

    driver.qtbot.waitUntil(lambda: bool(watch.of(palette.field)), timeout=TIMEOUT_MS)

    assert palette.isHidden()
    assert watch.of(palette.view.viewport())


def test_what_is_scrolled_is_drawn_anew_for_a_row_that_was_cut_was_not(
    open_desk: OpenDesk,
) -> None:
    driver = opened(open_desk)
    driver.press("/")
    rest()
    palette = driver.window.palette_panel
    watch = PaintWatch(palette.view.viewport())

    palette.view.verticalScrollBar().setValue(1)
    rest()

    assert palette.view.viewport().rect() in watch.of(palette.view.viewport())
