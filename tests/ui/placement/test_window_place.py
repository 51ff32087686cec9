"""The window keeps its form, its edge, and its place on each set of monitors."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.placement.conftest import PlaceWindow, settle
from tests.ui.placement.desks import LAPTOP, LARGE, SMALL_AT_200, FakeScreens
from wrapup_desk.ui.placement.screens import Edge, along, key_of, within
from wrapup_desk.ui.placement.window_place import WindowPlace


def put(place: WindowPlace, x: int, y: int, width: int = 400, height: int = 600) -> None:
    """Move the window as a hand does, which then rests."""
    window = place.window
    window.move(x, y)
    window.resize(width, height)
    rest(place)


def rest(place: WindowPlace) -> None:
    """Let the time go by after which a window that was moved rests, without waiting for it."""
    QApplication.processEvents()
    place._resting.stop()
    place.note()


def placed(place: WindowPlace) -> QRect:
    """Return where the window is, and how large within its borders."""
    QApplication.processEvents()
    return QRect(place.window.pos(), place.window.size())


def frame(place: WindowPlace) -> QRect:
    QApplication.processEvents()
    return place.window.frameGeometry()


def test_each_set_of_monitors_has_its_own_place(place_window: PlaceWindow) -> None:
    screens = FakeScreens(LAPTOP, LARGE)
    place = place_window(screens)
    put(place, 2500, 200)
    screens.plug(LAPTOP)
    settle(place)
    assert LAPTOP.area.contains(frame(place)), "nothing stays where no monitor is"
    put(place, 900, 50)

    screens.plug(LAPTOP, LARGE)
    settle(place)
    assert frame(place).topLeft() == QPoint(2500, 200)

    screens.plug(LAPTOP)
    settle(place)
    assert frame(place).topLeft() == QPoint(900, 50)


def test_what_the_desktop_does_with_the_window_meanwhile_is_no_place_of_its(
    place_window: PlaceWindow,
) -> None:
    screens = FakeScreens(LAPTOP, LARGE)
    place = place_window(screens)
    put(place, 2500, 200)
    screens.plug(LAPTOP)
    put(place, 10, 10)  # the desktop brings it onto what is left, before we do anything

    screens.plug(LAPTOP, LARGE)
    settle(place)

    assert frame(place).topLeft() == QPoint(2500, 200)


def test_the_next_start_finds_the_place_of_these_monitors(place_window: PlaceWindow) -> None:
    first = place_window(FakeScreens(LAPTOP, LARGE))
    put(first, 2500, 200, 440, 650)
    other = place_window(FakeScreens(LAPTOP))
    put(other, 300, 80)

    again = place_window(FakeScreens(LAPTOP, LARGE))

    assert placed(again) == QRect(2500, 200, 440, 650)


def test_a_place_is_kept_though_the_program_is_killed(
    place_window: PlaceWindow, place_file: QSettings, qtbot: QtBot
) -> None:
    first = place_window(FakeScreens(LAPTOP))  # never told to keep anything

    first.window.resize(400, 500)
    first.window.move(640, 60)

    qtbot.waitUntil(lambda: place_file.contains(f"places/{key_of((LAPTOP,))}"))
    assert frame(place_window(FakeScreens(LAPTOP))).topLeft() == QPoint(640, 60)


def test_monitors_that_go_bring_the_window_back_by_themselves(
    place_window: PlaceWindow, qtbot: QtBot
) -> None:
    screens = FakeScreens(LAPTOP, LARGE)
    place = place_window(screens)
    put(place, 2500, 200)

    screens.plug(LAPTOP)

    qtbot.waitUntil(lambda: LAPTOP.area.contains(place.window.frameGeometry()))


def test_a_monitor_that_got_smaller_has_the_window_wholly_on_it(
    place_window: PlaceWindow,
) -> None:
    screens = FakeScreens(LAPTOP)
    place = place_window(screens)
    put(place, 900, 100)

    screens.plug(SMALL_AT_200)
    settle(place)

    assert SMALL_AT_200.area.contains(frame(place))


def test_the_window_stands_along_the_edge_at_full_height(place_window: PlaceWindow) -> None:
    place = place_window(FakeScreens(LAPTOP, LARGE))
    put(place, 1500, 100)

    wide = frame(place).width()
    place.use_edge(Edge.RIGHT)
    assert frame(place) == along(Edge.RIGHT, wide, LARGE.area)

    place.use_edge(Edge.LEFT)
    assert frame(place) == along(Edge.LEFT, wide, LARGE.area)


def test_the_edge_is_kept_when_monitors_change_and_over_the_next_start(
    place_window: PlaceWindow,
) -> None:
    screens = FakeScreens(LAPTOP, LARGE)
    place = place_window(screens)
    put(place, 1500, 100)
    wide = frame(place).width()
    place.use_edge(Edge.RIGHT)
    rest(place)

    screens.plug(LAPTOP)
    settle(place)
    assert frame(place) == along(Edge.RIGHT, wide, LAPTOP.area)

    screens.plug(LAPTOP, LARGE)
    settle(place)
    assert frame(place) == along(Edge.RIGHT, wide, LARGE.area)
    assert frame(place_window(FakeScreens(LAPTOP, LARGE))) == along(Edge.RIGHT, wide, LARGE.area)


def test_a_window_dragged_away_from_its_edge_is_free(place_window: PlaceWindow) -> None:
    screens = FakeScreens(LAPTOP)
    place = place_window(screens)
    put(place, 300, 90, 400, 540)
    place.use_edge(Edge.LEFT)
    rest(place)
    put(place, 500, 30, 400, place.window.height())
    assert place.edge is Edge.NONE
    assert place.window.height() == 540, "it is as high as before it stood there"

    screens.plug(LAPTOP, LARGE)
    screens.plug(LAPTOP)
    settle(place)

    assert frame(place).topLeft() == QPoint(500, 30)


def test_who_leaves_the_edge_is_back_where_they_were(place_window: PlaceWindow) -> None:
    place = place_window(FakeScreens(LAPTOP))
    put(place, 320, 90, 410, 560)
    place.use_edge(Edge.RIGHT)
    rest(place)

    place.use_edge(Edge.NONE)

    assert placed(place) == QRect(320, 90, 410, 560)


def test_one_line_a_card_is_narrow_and_stays_at_its_edge(place_window: PlaceWindow) -> None:
    place = place_window(FakeScreens(LAPTOP))
    wide = frame(place).width()
    place.use_edge(Edge.RIGHT)
    rest(place)

    place.window.header.form_button.click()
    assert frame(place) == along(Edge.RIGHT, wide - 80, LAPTOP.area)
    assert place.window.width() == 320
    assert place.window.list.panels[0].line.isVisible()

    place.window.header.form_button.click()
    assert frame(place) == along(Edge.RIGHT, wide, LAPTOP.area)


def test_the_form_is_kept_with_its_width(place_window: PlaceWindow) -> None:
    place = place_window(FakeScreens(LAPTOP))
    put(place, 100, 50, 460, 600)
    place.window.list.form_requested.emit()  # the key
    put(place, 100, 50, 340, 600)

    again = place_window(FakeScreens(LAPTOP))
    assert again.is_compact
    assert again.window.width() == 340

    again.turn_form()
    assert again.window.width() == 460


def test_the_menu_offers_the_edges_and_ticks_the_one_in_use(place_window: PlaceWindow) -> None:
    place = place_window(FakeScreens(LAPTOP))
    free, left, right = place.menu.actions()
    assert place.menu.menuAction() in place.window.header.menu.actions()
    assert free.isChecked()

    right.trigger()

    assert place.edge is Edge.RIGHT
    assert (free.isChecked(), left.isChecked(), right.isChecked()) == (False, False, True)


def test_where_programs_place_no_windows_the_choice_is_closed_and_says_why(
    place_window: PlaceWindow,
) -> None:
    place = place_window(FakeScreens(LAPTOP, takes_positions=False))
    choice = place.menu.menuAction()

    assert not choice.isEnabled()
    assert "Wayland" in choice.toolTip()
    assert place.window.header.menu.toolTipsVisible()


def test_a_place_file_that_is_broken_does_no_harm(
    place_window: PlaceWindow, place_file: QSettings
) -> None:
    for key in (
        f"places/{key_of((LAPTOP,))}",
        f"widths/{key_of((LAPTOP,))}-cards",
        "edge",
        "form",
        "geometry",
    ):
        place_file.setValue(key, "no such thing")

    assert LAPTOP.area.contains(frame(place_window(FakeScreens(LAPTOP))))


def test_sets_of_monitors_differ_by_name_size_place_and_scale() -> None:
    sets = [(LAPTOP,), (LARGE,), (LAPTOP, LARGE), (SMALL_AT_200,)]

    assert len({key_of(each) for each in sets}) == 4
    assert key_of((LAPTOP, LARGE)) == key_of((LARGE, LAPTOP))


def test_an_edge_is_the_outermost_place_of_an_area() -> None:
    assert along(Edge.LEFT, 320, LARGE.area) == QRect(1366, 0, 320, 1040)
    assert along(Edge.RIGHT, 320, LARGE.area) == QRect(2966, 0, 320, 1040)


def test_a_frame_larger_than_the_screen_is_made_to_fit() -> None:
    assert within(QRect(-50, -60, 900, 900), SMALL_AT_200.area) == SMALL_AT_200.area
