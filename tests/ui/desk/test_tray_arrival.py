"""The tray icon comes with the tray, however late that is."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from wrapup_desk.ui.desk.desktop_services import TrayArrival


def arrival(answers: Iterator[bool]) -> tuple[TrayArrival, list[str], QObject]:
    parent = QObject()
    waiting = TrayArrival(parent, lambda: next(answers), look_every_ms=5)
    told: list[str] = []
    waiting.came.connect(lambda: told.append("came"))
    return waiting, told, parent


def test_a_tray_that_is_there_is_used_at_once(qtbot: QtBot) -> None:
    waiting, told, _parent = arrival(iter([True]))

    waiting.look()

    assert told == ["came"]


def test_one_that_comes_later_is_told_once(qtbot: QtBot) -> None:
    waiting, told, _parent = arrival(iter([False, False, False, True]))

    waiting.look()
    assert told == []

    qtbot.waitUntil(lambda: told == ["came"], timeout=5_000)
    assert not waiting._timer.isActive()


def test_where_none_comes_qt_is_left_to_look_for_an_older_kind(qtbot: QtBot) -> None:
    waiting, told, _parent = arrival(iter([False] * 1000))

    for _ in range(20):
        waiting.look()
    assert told == []
    waiting.look()

    assert told == ["came"]
    assert not waiting._timer.isActive()
