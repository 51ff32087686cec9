"""Menus show their ticks at the text's size, and no entry wider than the screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.ui.placement.edge_menu import EdgeMenu
from wrapup_desk.ui.placement.screens import Edge
from wrapup_desk.ui.theme import Theme, apply_theme, running_application
from wrapup_desk.ui.widgets.choice_box import ChoiceBox
from wrapup_desk.ui.widgets.menu_chip import ManyChip, OneChip, TickMenu

BEGUN = "Customer was charged twice for the same order in the online shop and wants"
LONG = tuple(f"{BEGUN} {end} with the next delivery" for end in ("it back", "another", "nothing"))


@pytest.fixture(params=[100, 200])
def percent(request: pytest.FixtureRequest) -> int:
    return int(request.param)


def opened(qtbot: QtBot, menu: QMenu) -> QMenu:
    qtbot.addWidget(menu)
    menu.popup(QPoint(0, 0))
    QApplication.processEvents()
    return menu


def marked_height(menu: QMenu, action: QAction, side: slice) -> int:
    """Return how high what is drawn in a part of an entry's line is, beside its text."""
    line = menu.actionGeometry(action)
    image = menu.grab(line).toImage()
    ground = image.pixelColor(image.width() // 2, 1)
    columns = range(image.width())[side]

    def has_ink(y: int) -> bool:
        return any(_differs(image.pixelColor(x, y), ground) for x in columns)

    drawn = [y for y in range(2, image.height() - 2) if has_ink(y)]
    return max(drawn) - min(drawn) + 1 if drawn else 0


def _differs(one: QColor, other: QColor) -> bool:
    return abs(one.lightness() - other.lightness()) > 40


def test_the_tick_of_a_choice_is_as_large_as_the_text(qtbot: QtBot, percent: int) -> None:
    theme = apply_theme(
        running_application(), Settings(theme=ThemeChoice.LIGHT, text_percent=percent)
    )
    chip = OneChip(theme, "Days")
    qtbot.addWidget(chip)
    chip.fill([("a", "Today"), ("b", "Yesterday")], "a")
    menu = opened(qtbot, chip.menu)
    ticked, other = menu.actions()

    assert marked_height(menu, ticked, slice(2, theme.px(18))) >= theme.px(7)
    assert marked_height(menu, other, slice(2, theme.px(18))) == 0


def test_the_edge_in_use_is_ticked_as_large(qtbot: QtBot, percent: int) -> None:
    theme = apply_theme(
        running_application(), Settings(theme=ThemeChoice.LIGHT, text_percent=percent)
    )
    owner = QWidget()
    qtbot.addWidget(owner)
    menu = EdgeMenu(theme, owner, takes_positions=True)
    menu.show_edge(Edge.LEFT)
    opened(qtbot, menu)

    assert marked_height(menu, menu.actions()[1], slice(2, theme.px(18))) >= theme.px(7)


def test_entries_wider_than_the_screen_are_shortened_and_told_apart(
    qtbot: QtBot, percent: int
) -> None:
    theme = apply_theme(
        running_application(), Settings(theme=ThemeChoice.LIGHT, text_percent=percent)
    )
    chip = ManyChip(theme, "Queues", "All queues")
    qtbot.addWidget(chip)
    chip.fill([(each, each) for each in LONG], frozenset())
    menu = opened(qtbot, chip.menu)
    shown = [action.text() for action in menu.actions() if action.isCheckable()]

    assert menu.sizeHint().width() <= menu.screen().availableSize().width()
    assert len(set(shown)) == len(LONG)
    for action, name in zip(menu.actions()[2:], LONG, strict=True):
        assert action.text() == name or name in action.toolTip()


def test_the_arrow_of_a_box_is_as_large_as_its_text(qtbot: QtBot, percent: int) -> None:
    theme = apply_theme(
        running_application(), Settings(theme=ThemeChoice.LIGHT, text_percent=percent)
    )
    box = ChoiceBox(theme)
    qtbot.addWidget(box)
    box.addItem("A")
    box.resize(400, 80)
    box.show()
    image = box.grab().toImage()
    ground = image.pixelColor(200, 40)

    right = range(400 - theme.px(28), 395)
    drawn = [
        x for x in right if any(_differs(image.pixelColor(x, y), ground) for y in range(8, 72))
    ]

    assert max(drawn) - min(drawn) + 1 >= theme.px(7)


def test_the_list_of_a_box_shows_each_choice_whole(qtbot: QtBot, percent: int) -> None:
    """Qt's menu of choices hid the last one, or the first, behind an arrow."""
    theme = apply_theme(
        running_application(), Settings(theme=ThemeChoice.LIGHT, text_percent=percent)
    )
    box = ChoiceBox(theme)
    qtbot.addWidget(box)
    box.addItems(["None", "Offer one under the code", LONG[0][:40], "Last"])
    box.setCurrentIndex(2)
    box.resize(200, 80)
    box.show()
    QTest.mousePress(box, Qt.MouseButton.LeftButton)
    view = box.view()
    # The arrow came when the list had been laid out once more.
    qtbot.waitUntil(view.isVisible)
    for _ in range(20):
        QApplication.processEvents()

    for row in range(box.count()):
        line = view.visualRect(box.model().index(row, 0))
        assert view.viewport().rect().contains(line), row
        assert line.height() >= theme.px(24)
    assert view.sizeHintForColumn(0) <= view.viewport().width()
    box.hidePopup()
    QTest.mouseRelease(box, Qt.MouseButton.LeftButton)


class MenuOnScreens(TickMenu):
    """A menu that is opened on screens of any size."""

    room = QSize(800, 800)

    def _screen_size(self) -> QSize:
        return self.room


def test_what_a_small_screen_shortened_is_whole_again_on_a_larger_one(
    qtbot: QtBot, theme: Theme
) -> None:
    menu = MenuOnScreens(theme, None)
    for name in LONG:
        menu.addAction(name)
    menu.room = QSize(300, 800)
    opened(qtbot, menu).close()
    short = [action.text() for action in menu.actions()]
    menu.room = QSize(2_000, 800)

    opened(qtbot, menu).close()

    assert all(len(text) < len(name) for text, name in zip(short, LONG, strict=True))
    assert [action.text() for action in menu.actions()] == list(LONG)
    assert [action.toolTip() for action in menu.actions()] == list(LONG)


def test_a_menu_in_columns_is_shortened_no_more_than_it_has_to_be(
    qtbot: QtBot, theme: Theme
) -> None:
    menu = MenuOnScreens(theme, None)
    for number in range(40):
        menu.addAction(f"{number} of them: an entry of a menu that is higher than the screen")
    menu.addAction("An entry that is not shown, and wider than any of those: " * 2).setVisible(
        False
    )
    opened(qtbot, menu).close()
    menu.room = QSize(menu.sizeHint().width() - 60, 800)

    opened(qtbot, menu).close()

    columns = {menu.actionGeometry(action).left() for action in menu.actions()[:40]}
    assert len(columns) > 1
    assert menu.room.width() - 30 < menu.sizeHint().width() <= menu.room.width()
