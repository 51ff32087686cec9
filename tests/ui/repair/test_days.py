"""Tests choosing the first and last day of a search."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QDate, QSettings, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidgetAction

from tests.ui.repair import snapshots as s
from tests.ui.repair.conftest import OpenRepair, RepairDriver
from wrapup_desk.application.history.ports import Span
from wrapup_desk.ui.menus.tick_menu import TickMenu
from wrapup_desk.ui.repair.table.days import DayRange, DaysPicker
from wrapup_desk.ui.repair.table.filter_row import TimeRange
from wrapup_desk.ui.repair.table.saved_views import SavedView, SavedViews

TODAY = s.NOW.astimezone().date()


def local(day: date) -> datetime:
    return datetime(day.year, day.month, day.day).astimezone()


def picker_of(driver: RepairDriver) -> DaysPicker:
    chip = driver.window.filters.range_chip
    chip.open_menu()
    actions = [each for each in chip.menu.actions() if isinstance(each, QWidgetAction)]
    picker = actions[-1].defaultWidget()
    assert isinstance(picker, DaysPicker)
    return picker


def choose(picker: DaysPicker, first: date, last: date) -> None:
    picker.first.setDate(QDate(first.year, first.month, first.day))
    picker.last.setDate(QDate(last.year, last.month, last.day))


def test_any_days_can_be_searched_and_the_chip_names_them(open_repair: OpenRepair) -> None:
    driver = open_repair(s.state())
    picker = picker_of(driver)
    first, last = TODAY - timedelta(days=12), TODAY - timedelta(days=3)
    choose(picker, first, last)

    driver.click(picker.search)

    ((span, _queues),) = driver.commands("find")
    assert span == Span(local(first), local(last + timedelta(days=1)))
    label = DayRange(first, last).label
    assert driver.window.filters.range_chip.caption == f"Ended: {label}"
    assert not driver.window.filters.range_chip.menu.isVisible()


@pytest.mark.parametrize("height", [800, 300])
def test_days_are_chosen_by_keys_alone_also_in_a_menu_of_their_own(
    open_repair: OpenRepair, monkeypatch: pytest.MonkeyPatch, height: int
) -> None:
    monkeypatch.setattr(TickMenu, "_screen_size", lambda _menu: QSize(800, height))
    driver = open_repair(s.state())
    chip = driver.window.filters.range_chip
    chip.open_menu()

    def press(key: Qt.Key) -> None:
        popup = QApplication.activePopupWidget()
        assert popup is not None
        QTest.keyClick(popup.focusWidget() or popup, key)

    for _ in TimeRange:
        press(Qt.Key.Key_Down)
    if height == 300:
        press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Down)  # a day earlier
    for _ in range(6):  # the parts of two dates
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)

    ((span, _queues),) = driver.commands("find")
    assert isinstance(span, Span)
    assert span.start_at == local(TODAY - timedelta(days=7))
    assert not chip.menu.isVisible()


def test_days_the_wrong_way_round_are_understood(open_repair: OpenRepair) -> None:
    driver = open_repair(s.state())
    picker = picker_of(driver)
    choose(picker, TODAY - timedelta(days=1), TODAY - timedelta(days=4))

    driver.click(picker.search)

    ((span, _queues),) = driver.commands("find")
    assert isinstance(span, Span)
    assert span.start_at == local(TODAY - timedelta(days=4))


def test_a_last_day_that_is_today_ends_now() -> None:
    assert DayRange(TODAY, TODAY).span_at(s.NOW) == Span(local(TODAY), s.NOW)


def test_no_day_to_come_can_be_chosen(open_repair: OpenRepair) -> None:
    picker = picker_of(open_repair(s.state()))

    choose(picker, TODAY, TODAY + timedelta(days=30))

    assert picker.last.date() == QDate(TODAY.year, TODAY.month, TODAY.day)


def test_days_are_chosen_by_keyboard_alone(open_repair: OpenRepair) -> None:
    driver = open_repair(s.state())
    picker = picker_of(driver)
    picker.first.setFocus()
    QTest.keyClick(picker.first, Qt.Key.Key_Down)
    picker.search.setFocus()
    QTest.keyClick(picker.search, Qt.Key.Key_Space)

    ((span, _queues),) = driver.commands("find")
    assert isinstance(span, Span)
    assert span.start_at < local(TODAY - timedelta(days=6))


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        (date(2026, 11, 3), date(2026, 11, 9), "3 Nov \N{EN DASH} 9 Nov 2026"),
        (date(2026, 11, 3), date(2026, 11, 3), "3 Nov 2026"),
        (date(2025, 12, 30), date(2026, 1, 2), "30 Dec 2025 \N{EN DASH} 2 Jan 2026"),
    ],
)
def test_days_have_a_short_name(first: date, last: date, label: str) -> None:
    assert DayRange(first, last).label == label


def test_a_saved_view_remembers_chosen_days(tmp_path: Path) -> None:
    file = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    view = SavedView("Outage", DayRange(date(2026, 11, 3), date(2026, 11, 9)))

    SavedViews(file).keep(view)

    assert SavedViews(file).views == (view,)


def test_a_saved_view_with_days_that_are_none_is_left_out(tmp_path: Path) -> None:
    file = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    SavedViews(file).keep(SavedView("Outage", DayRange(date(2026, 11, 3), date(2026, 11, 9))))
    file.setValue("repair/views", str(file.value("repair/views")).replace("2026-11-03", "2026-99"))

    assert SavedViews(file).views == ()


@pytest.mark.parametrize(
    ("chosen", "first", "last"),
    [
        (TimeRange.TODAY, "2026-10-26T00:00+01:00", "2026-10-26T09:30+01:00"),
        (TimeRange.YESTERDAY, "2026-10-25T00:00+02:00", "2026-10-26T00:00+01:00"),
        (TimeRange.WEEK, "2026-10-19T00:00+02:00", "2026-10-26T09:30+01:00"),
    ],
)
def test_ranges_begin_at_midnight_when_summer_time_has_just_ended(
    chosen: TimeRange, first: str, last: str
) -> None:
    now = datetime.fromisoformat("2026-10-26T08:30+00:00")

    span = chosen.span_at(now, ZoneInfo("Europe/Berlin"))

    assert span == Span(datetime.fromisoformat(first), datetime.fromisoformat(last))
