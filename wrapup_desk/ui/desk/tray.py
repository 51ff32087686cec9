"""Shows the desk's state in the system tray, and tells when a code is due."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from wrapup_desk.application.desk.desk_state import Connection, DeskState
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.language.texts import tr, tr_n
from wrapup_desk.ui.card.wording import seconds_up
from wrapup_desk.ui.desk.desktop_services import NotificationService
from wrapup_desk.ui.theme import Theme

_SIDE = 32
_TOAST_MS = 8_000
# Seconds left from which the icon is red.
_URGENT_S = 15


class DeskTray(QObject):
    """The tray icon: a dot for the connection, amber while a code is due."""

    show_requested = Signal()
    toast_clicked = Signal(str)  # what the toast was shown for
    quit_requested = Signal()

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._toast_for = ""
        self._face = ("", "")
        self._service = NotificationService(self)
        self.icon = QSystemTrayIcon(self)
        self._menu = QMenu(window)
        for text, signal in (
            (tr("Show WrapUp Desk"), self.show_requested),
            (tr("Quit"), self.quit_requested),
        ):
            action = QAction(text, self._menu)
            action.triggered.connect(lambda _checked=False, command=signal: command.emit())
            self._menu.addAction(action)
        self.icon.setContextMenu(self._menu)
        self.icon.activated.connect(self._on_activated)
        self.icon.messageClicked.connect(self._on_toast_clicked)
        theme.changed.connect(self._repaint)

    def show_toast(self, title: str, text: str, communication_id: str) -> None:
        """Show a toast, once the desktop's service answers; a click names *communication_id*."""
        self._toast_for = communication_id
        self._service.when_it_answers(partial(self._show_toast, title, text))

    def _show_toast(self, title: str, text: str) -> None:
        self.icon.showMessage(title, text, self.icon.icon(), _TOAST_MS)

    def show_time(self, state: DeskState, now: datetime) -> None:
        """Show what is due, and how long the first of it has."""
        self._show_face(*_face(state, now))

    def _show_face(self, ink: str, text: str) -> None:
        if (ink, text) == self._face:
            return
        self._face = (ink, text)
        self.icon.setToolTip(tr("WrapUp Desk: {state}", state=text))
        self._repaint()

    def _repaint(self) -> None:
        self.icon.setIcon(program_icon(self._theme, self._face[0] or "muted"))

    def _on_toast_clicked(self) -> None:
        if self._toast_for:
            self.toast_clicked.emit(self._toast_for)
        else:
            self.show_requested.emit()

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.show_requested.emit()


def _face(state: DeskState, now: datetime) -> tuple[str, str]:
    due = [
        card for card in state.cards if card.needs_a_code and card.leg.phase is Phase.AFTER_CALL
    ]
    if due:
        deadlines = [card.leg.deadline_at for card in due if card.leg.deadline_at is not None]
        return _due_face(len(due), min(deadlines, default=None), now)
    texts = {
        Connection.LIVE: ("live", tr("live")),
        Connection.OFFLINE: ("bad", tr("offline")),
        Connection.NOT_PERMITTED: ("bad", tr("not permitted")),
        Connection.SIGN_IN_ENDED: ("bad", tr("sign-in ended")),
    }
    return texts.get(state.connection, ("muted", tr("not connected")))


def _due_face(count: int, deadline: datetime | None, now: datetime) -> tuple[str, str]:
    text = tr_n("a code is due", "{count} codes are due", count)
    if deadline is None:
        return "wrap", text
    left = seconds_up((deadline - now).total_seconds())
    timed = tr("{what}, {count} s left", what=text, count=left)
    return ("bad" if left <= _URGENT_S else "wrap"), timed


def program_icon(theme: Theme, ink: str = "") -> QIcon:
    """Return the program's icon; *ink* adds the dot of a state."""
    pixmap = QPixmap(_SIDE * 2, _SIDE * 2)
    pixmap.setDevicePixelRatio(2.0)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.ink("accent"))
    painter.drawRoundedRect(QRectF(1, 1, _SIDE - 2, _SIDE - 2), 8, 8)
    theme.draw_icon(painter, QRectF(6, 6, 20, 20), "headset", "on_accent")
    if ink:
        painter.setBrush(theme.ink("surface"))
        painter.drawEllipse(QRectF(_SIDE - 13, _SIDE - 13, 13, 13))
        painter.setBrush(theme.ink(ink))
        painter.drawEllipse(QRectF(_SIDE - 11, _SIDE - 11, 9, 9))
    painter.end()
    return QIcon(pixmap)
