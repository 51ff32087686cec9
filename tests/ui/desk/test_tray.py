from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtWidgets import QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import snapshots as s
from wrapup_desk.application.desk.desk_state import Connection
from wrapup_desk.ui.desk.tray import DeskTray
from wrapup_desk.ui.theme import Theme


class RecordingIcon(QSystemTrayIcon):
    """A tray icon that keeps its toasts."""

    def __init__(self) -> None:
        super().__init__()
        self.toasts: list[str] = []

    def showMessage(self, title: str, msg: str, /, *_more: object, **_named: object) -> None:
        self.toasts.append(f"{title}: {msg}")


def tray_with_icon(theme: Theme, qtbot: QtBot) -> tuple[DeskTray, RecordingIcon]:
    window = QWidget()
    qtbot.addWidget(window)
    tray = DeskTray(theme, window)
    icon = RecordingIcon()
    icon.messageClicked.connect(tray._on_toast_clicked)
    tray.icon = icon
    return tray, icon


def test_a_toast_that_is_clicked_names_what_it_was_shown_for(theme: Theme, qtbot: QtBot) -> None:
    tray, icon = tray_with_icon(theme, qtbot)

    tray.show_toast("Code due: Refund", "Billing", "marta")
    with qtbot.waitSignal(tray.toast_clicked) as clicked:
        icon.messageClicked.emit()

    assert icon.toasts == ["Code due: Refund: Billing"]
    assert clicked.args == ["marta"]


def test_a_click_on_a_toast_of_no_interaction_opens_the_window(theme: Theme, qtbot: QtBot) -> None:
    tray, icon = tray_with_icon(theme, qtbot)

    with qtbot.waitSignal(tray.show_requested):
        icon.messageClicked.emit()


def test_the_tooltip_says_the_state(theme: Theme, qtbot: QtBot) -> None:
    tray, icon = tray_with_icon(theme, qtbot)

    seen = []
    for state in (
        s.desk(),
        s.desk(s.MARTA),
        replace(s.desk(), connection=Connection.OFFLINE),
    ):
        tray.show_time(state, s.NOW)
        seen.append(icon.toolTip())

    assert seen == [
        "WrapUp Desk: live",
        "WrapUp Desk: a code is due, 18 s left",
        "WrapUp Desk: offline",
    ]


def test_the_seconds_of_the_first_deadline_count_down_without_a_name(
    theme: Theme, qtbot: QtBot
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    tray = DeskTray(theme, window)
    state = s.desk(s.MARTA, s.UNSURE)

    tray.show_time(state, s.NOW)
    assert tray.icon.toolTip() == "WrapUp Desk: 2 codes are due, 9 s left"
    tray.show_time(state, s.NOW + timedelta(seconds=4))

    assert tray.icon.toolTip() == "WrapUp Desk: 2 codes are due, 5 s left"
