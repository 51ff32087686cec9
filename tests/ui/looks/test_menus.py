"""Menus show their ticks at the text's size, and no entry wider than the screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from tests.languages.speaking import speaking
from tests.ui.conftest import OpenDesk
from tests.ui.looks.more_pictures import SUPERVISOR
from tests.ui.snapshots import MARTA, desk
from wrapup_desk.application.base.settings import LanguageChoice, Settings, ThemeChoice
from wrapup_desk.ui.menus.chips import ManyChip, OneChip
from wrapup_desk.ui.menus.groups import add_heading, begin_group
from wrapup_desk.ui.menus.scroll_ends import cut_rows, whole_rows
from wrapup_desk.ui.menus.tick_menu import StayOpenMenu, TickMenu
from wrapup_desk.ui.placement.edge_menu import EdgeMenu
from wrapup_desk.ui.placement.screens import Edge
from wrapup_desk.ui.theme import Theme, apply_theme, running_application
from wrapup_desk.ui.widgets.choice_box import ChoiceBox

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


def columns_of(menu: QMenu) -> int:
    rows = [menu.actionGeometry(each) for each in menu.actions() if each.isVisible()]
    return len({row.left() for row in rows if not row.isEmpty() and row.height() > 20})


def with_groups(menu: MenuOnScreens, *sizes: int) -> MenuOnScreens:
    menu.addAction("First of all")
    for number, size in enumerate(sizes):
        begin_group(menu, f"Group {number}")
        for place in range(size):
            menu.addAction(f"Entry {place} of {number}")
    menu.addSeparator()
    menu.addAction("Quit")
    return menu


def texts_of(menu: QMenu) -> list[str]:
    return [each.text() for each in menu.actions() if not each.isSeparator()]


def test_the_highest_groups_of_a_menu_that_is_too_high_become_menus_of_their_own(
    qtbot: QtBot, theme: Theme
) -> None:
    menu = with_groups(MenuOnScreens(theme, None), 2, 5, 3)
    whole = texts_of(menu)
    menu.room = QSize(600, menu.sizeHint().height() - 1)
    opened(qtbot, menu)
    folded = next(each.menu() for each in menu.actions() if each.menu() is not None)
    assert isinstance(folded, QMenu)

    assert texts_of(menu) == [
        "First of all", "Entry 0 of 0", "Entry 1 of 0", "Group 1",
        "Entry 0 of 2", "Entry 1 of 2", "Entry 2 of 2", "Quit",
    ]  # fmt: skip
    assert texts_of(folded) == [f"Entry {place} of 1" for place in range(5)]
    assert menu.sizeHint().height() <= menu.room.height()

    menu.close()
    menu.room = QSize(600, 700)
    opened(qtbot, menu).close()

    assert texts_of(menu) == whole


def test_where_one_group_is_not_enough_the_next_one_folds_too(qtbot: QtBot, theme: Theme) -> None:
    menu = with_groups(MenuOnScreens(theme, None), 4, 1, 4)
    menu.room = QSize(600, 0)
    opened(qtbot, menu)

    assert texts_of(menu) == ["First of all", "Group 0", "Entry 0 of 1", "Group 2", "Quit"]
    menu.close()


def test_a_heading_is_not_said_twice_when_it_names_a_menu(qtbot: QtBot, theme: Theme) -> None:
    menu = MenuOnScreens(theme, None)
    add_heading(menu, "Saved views")
    for number in range(4):
        menu.addAction(f"View {number}")
    heading = menu.actions()[1]
    menu.room = QSize(600, 60)
    opened(qtbot, menu)

    assert [each.text() for each in menu.actions() if each.isVisible()] == ["", "Saved views"]
    assert not heading.isVisible()
    menu.close()
    assert heading.isVisible()
    assert texts_of(menu)[0] == "Saved views"


def test_what_is_chosen_in_a_folded_group_is_done_once_and_its_tick_is_its_own(
    qtbot: QtBot, theme: Theme
) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    menu = StayOpenMenu(theme, owner)
    done = []
    begin_group(menu, "Columns")
    for name in (f"Column {number}" for number in range(90)):
        action = menu.addAction(name)
        action.setCheckable(True)
        action.toggled.connect(lambda on, which=name: done.append((which, on)))
    menu.popup(QPoint(0, 0))
    folded = menu.actions()[1].menu()
    assert isinstance(folded, StayOpenMenu)
    folded.popup(QPoint(0, 0))
    folded.setActiveAction(folded.actions()[3])

    QTest.keyClick(folded, Qt.Key.Key_Space)

    assert done == [("Column 3", True)]
    assert folded.isVisible(), "more of them may be ticked"
    menu.close()
    assert [each.text() for each in menu.actions() if each.isChecked()] == ["Column 3"]


def test_a_menu_that_is_cleared_while_it_is_folded_has_nothing_of_before(
    qtbot: QtBot, theme: Theme
) -> None:
    menu = with_groups(MenuOnScreens(theme, None), 5)
    menu.room = QSize(600, 60)
    opened(qtbot, menu)

    menu.clear()
    menu.addAction("New")
    menu.close()

    assert texts_of(menu) == ["New"]


@pytest.mark.parametrize("width", [1_000, 150])
def test_a_high_menu_without_groups_has_columns_only_where_all_of_them_are_on_the_screen(
    qtbot: QtBot, theme: Theme, width: int
) -> None:
    menu = MenuOnScreens(theme, None)
    for number in range(40):
        menu.addAction(f"Entry {number}")
    menu.room = QSize(width, 800)
    opened(qtbot, menu)

    assert columns_of(menu) == (2 if width == 1_000 else 1)
    assert [text for text in texts_of(menu) if "…" in text] == []
    menu.close()


def scrolled(qtbot: QtBot, theme: Theme) -> MenuOnScreens:
    """Return a menu that is higher than the screen, and scrolled to about its middle."""
    menu = MenuOnScreens(theme, None)
    for number in range(60):
        menu.addAction(f"Entry {number}: MMMMMMMMMM")
    menu.room = QSize(100, 800)
    opened(qtbot, menu)
    menu.setActiveAction(menu.actions()[40])
    return menu


def test_a_scrolled_menu_shows_whole_rows_and_an_arrow_at_either_end(
    qtbot: QtBot, percent: int
) -> None:
    theme = apply_theme(
        running_application(), Settings(theme=ThemeChoice.LIGHT, text_percent=percent)
    )
    menu = scrolled(qtbot, theme)
    image = menu.grab().toImage()
    cut = [part for _action, part in cut_rows(menu)]
    ground = theme.ink("surface")

    def inked(where: QRect) -> int:
        spots = (
            (x, y)
            for x in range(20, menu.width() - 20)
            for y in range(where.top(), where.bottom())
        )
        return sum(_differs(image.pixelColor(x, y), ground) for x, y in spots)

    assert cut, "this height cuts one"
    ends = (
        QRect(0, 2, 1, whole_rows(menu)[0].top() - 2),
        QRect(
            0,
            whole_rows(menu)[-1].bottom() + 1,
            1,
            menu.height() - 4 - whole_rows(menu)[-1].bottom(),
        ),
    )
    for end in ends:
        assert 0 < inked(end) < theme.px(16) ** 2, "the arrow, and nothing of a row"
    assert len(whole_rows(menu)) * menu.fontMetrics().height() > 350
    menu.close()


def test_a_row_that_is_not_drawn_cannot_be_clicked(qtbot: QtBot, theme: Theme) -> None:
    menu = scrolled(qtbot, theme)
    chosen: list[QAction] = []
    menu.triggered.connect(chosen.append)
    action, part = next(iter(cut_rows(menu)))

    QTest.mouseMove(menu, part.center())
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=part.center())

    assert menu.actionAt(part.center()) is action
    assert chosen == []
    menu.close()


@pytest.mark.parametrize("language", list(LanguageChoice)[1:])
def test_the_menu_of_the_window_is_whole_on_a_small_screen_at_large_text(
    open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch, language: LanguageChoice
) -> None:
    monkeypatch.setattr(TickMenu, "_screen_size", lambda _menu: QSize(683, 344))
    with speaking(language):
        state = desk(MARTA, agent=SUPERVISOR, is_demo=False)
        driver = open_desk(state, Settings(theme=ThemeChoice.LIGHT, text_percent=200))
        menu = driver.window.header.menu
        driver.window.header.open_menu()
        QApplication.processEvents()
        shown = [menu, *(each.menu() for each in menu.actions() if each.menu() is not None)]
        for each in shown:
            assert isinstance(each, TickMenu)
            if each is not menu:
                each.popup(QPoint(0, 0))
            assert each.sizeHint().height() <= 344
            assert each.sizeHint().width() <= 683
            assert columns_of(each) == 1
            assert [text for text in texts_of(each) if "…" in text] == []
        menu.close()
