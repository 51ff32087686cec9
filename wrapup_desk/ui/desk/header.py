"""Shows the agent, whether work is routed to them, the connection, and the menu."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from wrapup_desk.application.desk.desk_state import Connection, DeskState
from wrapup_desk.domain.agent import RoutingStatus
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.repair.permissions import may_open_repair
from wrapup_desk.ui.click_guard import Clickable
from wrapup_desk.ui.menus.groups import begin_group
from wrapup_desk.ui.menus.tick_menu import TickMenu
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, PADDING, Size, Tone, Weight
from wrapup_desk.ui.widgets.buttons import IconButton
from wrapup_desk.ui.widgets.flow_row import FlowRow
from wrapup_desk.ui.widgets.focus import show_or_hide
from wrapup_desk.ui.widgets.state_pill import StatePill
from wrapup_desk.ui.widgets.text_label import TextLabel

_DOT = 10  # in pixels, at any text size


class ConnectionDot(QWidget):
    """The connection as a dot: filled when live, a ring when not, beside its word."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._ink = "muted"
        self._is_filled = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_dot(self, ink: str, *, is_filled: bool) -> None:
        if (ink, is_filled) != (self._ink, self._is_filled):
            self._ink, self._is_filled = ink, is_filled
            self.update()

    # Qt overrides

    def sizeHint(self) -> QSize:
        # As high as the line that it stands before.
        line = QFontMetricsF(self._theme.font(Size.SMALL)).height()
        return QSize(_DOT, int(line) + 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = painter.pen()
        pen.setColor(self._theme.ink(self._ink))
        pen.setWidthF(2.0)
        painter.setPen(pen)
        if self._is_filled:
            painter.setBrush(self._theme.ink(self._ink))
        spot = QRectF(0, (self.height() - _DOT) / 2, _DOT, _DOT)
        painter.drawEllipse(spot.adjusted(2, 2, -2, -2))


class DeskHeader(QWidget):
    """The top line of the window."""

    settings_requested = Signal()
    day_requested = Signal()
    keys_requested = Signal()
    about_requested = Signal()
    help_requested = Signal()
    practice_requested = Signal()
    sign_out_requested = Signal()
    demo_left = Signal()
    quit_requested = Signal()
    repair_requested = Signal()
    check_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._name = TextLabel(theme, Size.LEAD, "text", Weight.SEMIBOLD)
        self._routing = StatePill(theme)
        self._dot = ConnectionDot(theme)
        self._place = TextLabel(theme, Size.SMALL, "muted", max_lines=3)
        self.menu_button = IconButton(theme, "ellipsis", tr("Menu"))
        self.form_button = IconButton(theme, "fold-vertical", tr("One line a card (L)"))
        self.menu = TickMenu(theme, self)
        self._actions: dict[str, QAction] = {}
        self._lay_out()
        self._fill_menu()
        self.menu_button.clicked.connect(self.open_menu)

    def _lay_out(self) -> None:
        connection = QWidget()
        box = QHBoxLayout(connection)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GAP)
        # Beside the first line of what it belongs to.
        box.addWidget(self._dot, 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(self._place)
        # At large text the status, and then the connection, go below the name.
        self._groups = FlowRow((self._name, self._routing, connection))
        row = QHBoxLayout(self)
        row.setContentsMargins(PADDING, 10, PADDING - 6, GAP)
        row.setSpacing(GAP)
        row.addWidget(self._groups, 1, Qt.AlignmentFlag.AlignVCenter)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons.setSpacing(0)
        for button in (self.form_button, self.menu_button):
            self._buttons.addWidget(button)
        row.addLayout(self._buttons)
        row.setAlignment(self._buttons, Qt.AlignmentFlag.AlignTop)
        self._turn_buttons()

    def _turn_buttons(self) -> None:
        """Put them above each other at large text where what they are beside takes more lines, too."""
        both = self.form_button.sizeHint().width() + self.menu_button.sizeHint().width()
        room = self.width() - (2 * PADDING - 6) - GAP - both
        is_one_line = self._groups.sizeHint().width() <= room
        is_stacked = self._theme.has_large_text and not is_one_line
        directions = QBoxLayout.Direction
        wanted = directions.BottomToTop if is_stacked else directions.LeftToRight
        if self._buttons.direction() is not wanted:  # set again, it would be laid out again
            self._buttons.setDirection(wanted)

    def _fill_menu(self) -> None:
        for key, text, command in (
            ("settings", tr("Settings"), self.settings_requested),
            ("clock", tr("My day"), self.day_requested),
            ("square-pen", tr("Fix wrap-up codes"), self.repair_requested),
            ("circle-help", tr("Help"), self.help_requested),
            ("keyboard", tr("Keys"), self.keys_requested),
            ("headset", tr("Practise for a minute"), self.practice_requested),
            ("monitor", tr("Check this installation"), self.check_requested),
            ("info", tr("About WrapUp Desk"), self.about_requested),
            ("log-out", tr("Sign out"), self.sign_out_requested),
            ("globe", tr("End the demo and sign in"), self.demo_left),
            ("power", tr("Quit"), self.quit_requested),
        ):
            if key == "circle-help":
                begin_group(self.menu, tr("Help and more"))
            elif key == "log-out":
                self.menu.addSeparator()
            action = QAction(text, self.menu)
            action.triggered.connect(lambda _checked=False, signal=command: signal.emit())
            # Keys and the pointer close a menu by themselves, assistive technology does not.
            action.triggered.connect(self.menu.close)
            self.menu.addAction(action)
            self._actions[key] = action

    def clickables(self) -> Iterator[Clickable]:
        """Return its two buttons."""
        return map(Clickable, (self.form_button, self.menu_button))

    def open_menu(self) -> None:
        """Open the menu under its button; it does not block the window."""
        for key, action in self._actions.items():
            action.setIcon(self._theme.icon(key, "muted"))
        self.menu.fit_screen()
        corner = self.menu_button.mapToGlobal(
            QPoint(self.menu_button.width(), self.menu_button.height())
        )
        self.menu.popup(corner - QPoint(self.menu.sizeHint().width(), 0))

    def show_state(self, state: DeskState) -> None:
        self._name.show_text(state.agent.name if state.agent else tr("WrapUp Desk"))
        self._show_routing(state)
        ink, is_filled, word = _connection_face(state.connection)
        self._dot.show_dot(ink, is_filled=is_filled)
        # Before the sign-in the region is what is being chosen below, not where one is.
        is_anywhere = state.is_demo or not state.waits_for_sign_in
        region = state.region_label if is_anywhere else ""
        self._place.show_text(" · ".join(part for part in (region, word) if part))
        self._place.use_ink(ink if ink == "bad" else "muted")
        self._turn_buttons()
        self._groups.arrange()
        # Only whom the server lets change other people's codes; the demo has no supervisor.
        may_repair = state.agent is not None and may_open_repair(state.agent)
        self._actions["square-pen"].setVisible(may_repair and not state.is_demo)
        self._actions["globe"].setVisible(state.is_demo)
        self._actions["log-out"].setVisible(state.agent is not None and not state.is_demo)

    def show_form(self, *, is_compact: bool) -> None:
        """Let the button offer the other form."""
        if is_compact:
            self.form_button.show_face("unfold-vertical", tr("Whole cards (L)"))
        else:
            self.form_button.show_face("fold-vertical", tr("One line a card (L)"))

    def _show_routing(self, state: DeskState) -> None:
        face = _routing_face(state.routing_status)
        show_or_hide(self._routing, visible=face is not None and state.agent is not None)
        if face is not None:
            self._routing.show_state(*face)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._turn_buttons()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._turn_buttons()
            self.updateGeometry()
        super().changeEvent(event)


def _routing_face(status: RoutingStatus) -> tuple[str, str, Tone] | None:
    if status.is_on_queue:
        return tr("On queue"), "", Tone.LIVE
    if status is RoutingStatus.OFF_QUEUE:
        return tr("Off queue"), "", Tone.NEUTRAL
    if status is RoutingStatus.NOT_RESPONDING:
        return tr("Not responding"), "circle-alert", Tone.BAD
    return None


def _connection_face(connection: Connection) -> tuple[str, bool, str]:
    """Return ink, whether the dot is filled, and the word."""
    return {
        Connection.SIGNED_OUT: ("muted", False, tr("signed out")),
        Connection.SIGNING_IN: ("muted", False, tr("signing in")),
        Connection.CONNECTING: ("wrap", False, tr("connecting")),
        Connection.LIVE: ("live", True, tr("live")),
        Connection.OFFLINE: ("wrap", False, tr("offline")),
        Connection.NOT_PERMITTED: ("bad", False, tr("not permitted")),
        Connection.SIGN_IN_ENDED: ("bad", False, tr("sign-in ended")),
    }[connection]
