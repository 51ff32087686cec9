"""The agent's window: puts the panels together and turns clicks and keys into wishes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QVBoxLayout, QWidget

from wrapup_desk.application.base.notice import NoticeAction
from wrapup_desk.application.desk.desk_state import Connection, DeskState
from wrapup_desk.application.settings import Settings
from wrapup_desk.domain.wrapup import WrapupCode
from wrapup_desk.ui.announcements import Announcements
from wrapup_desk.ui.card_face import CardState, state_of
from wrapup_desk.ui.code_palette import CodePalette
from wrapup_desk.ui.desk_bridge import DeskBridge
from wrapup_desk.ui.desk_foot import DeskFoot
from wrapup_desk.ui.desk_header import DeskHeader
from wrapup_desk.ui.focus_care import is_typing, show_or_hide
from wrapup_desk.ui.interaction_list import InteractionList
from wrapup_desk.ui.keys import Action, action_for
from wrapup_desk.ui.notices import NoticeBars, notices_of
from wrapup_desk.ui.side_windows import SideWindows
from wrapup_desk.ui.sign_in_panel import SignInPanel
from wrapup_desk.ui.theme import Look, apply_theme
from wrapup_desk.ui.tokens import PANEL_MIN_WIDTH, PANEL_WIDTH
from wrapup_desk.ui.tray import DeskTray, program_icon
from wrapup_desk.ui.waiting_panel import WaitingPanel

translate = QCoreApplication.translate

_SIGNED_OUT = (Connection.SIGNED_OUT, Connection.SIGNING_IN)


class MainWindow(QWidget):
    """Draws each snapshot of the desk; what the agent wants goes straight to the desk.

    It never takes the focus by itself and opens nothing modal.
    """

    settings_changed = Signal(object)  # Settings
    demo_wanted = Signal()
    sign_in_wanted = Signal(str, str)  # region id, client id
    quit_wanted = Signal()
    repair_wanted = Signal()
    notice_acted = Signal(str, object)  # key, NoticeAction: what the window cannot do itself

    def __init__(
        self,
        bridge: DeskBridge,
        settings: Settings,
        locked: frozenset[str],
        regions: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__()
        self.look: Look = apply_theme(_application(), settings)
        self._bridge = bridge
        self._settings = settings
        self._locked = locked
        self._last_sent_id = ""
        self._stage = QWidget()
        self._spare = QWidget()
        self.header = DeskHeader(self.look)
        self.notices = NoticeBars(self.look)
        self.sign_in = SignInPanel(self.look, regions)
        self.waiting = WaitingPanel(self.look)
        self.list = InteractionList(self.look, bridge.server_now)
        self.foot = DeskFoot(self.look)
        self.palette_panel = CodePalette(self.look, self)
        self.side_windows = SideWindows(self.look, self, regions)
        self._announcements = Announcements(self)
        self.tray = DeskTray(self.look, self) if QSystemTrayIcon.isSystemTrayAvailable() else None
        self._build()
        self._connect_desk()
        self._connect_window()
        self.use_settings(settings, locked)
        self._on_state(bridge.state)

    def _build(self) -> None:
        self.setWindowTitle(translate("Window", "WrapUp Desk"))
        self.setAccessibleName(translate("Window", "WrapUp Desk"))
        self.setWindowIcon(program_icon(self.look))
        self.setMinimumSize(PANEL_MIN_WIDTH, 320)
        # Takes the keys while no control has the focus; else Qt gives it to the menu button, and
        # Enter would open the menu.
        self._stage.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._stage.setAccessibleName(translate("Window", "Interactions"))
        stage = QVBoxLayout(self._stage)
        tops: tuple[QWidget, ...] = (self.notices, self.waiting)
        for top in tops:
            stage.addWidget(top)
        fillers: tuple[QWidget, ...] = (self.list, self.sign_in, self._spare)
        for filler in fillers:
            stage.addWidget(filler, 1)
        box = QVBoxLayout(self)
        for layout in (stage, box):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        box.addWidget(self.header)
        box.addWidget(self._stage, 1)
        box.addWidget(self.foot)
        self._stage.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect_desk(self) -> None:
        wishes = self._bridge.wishes
        self._bridge.state_changed.connect(self._on_state)
        for signal, wish in (
            (self.list.hold_wanted, wishes.hold),
            (self.list.undo_wanted, wishes.undo),
            (self.list.change_wanted, wishes.choose_again),
            (self.list.retry_wanted, wishes.retry),
            (self.list.supervisor_wanted, wishes.tell_supervisor),
            (self.list.dismiss_wanted, wishes.dismiss),
            (self.notices.dismissed, wishes.dismiss_notice),
            (self.palette_panel.favourite_toggled, wishes.toggle_favourite),
            (self.sign_in.cancel_wanted, wishes.cancel_sign_in),
            (self.header.sign_out_wanted, wishes.sign_out),
        ):
            signal.connect(wish)

    def _connect_window(self) -> None:
        self.list.submit_wanted.connect(self._on_submit)
        self.list.search_wanted.connect(self._open_palette)
        self.list.ticked.connect(
            lambda now: self._announcements.follow(self._bridge.state.cards, now)
        )
        self.palette_panel.picked.connect(self._on_picked)
        self.palette_panel.picked_to_send.connect(self._on_picked_to_send)
        self.palette_panel.closed.connect(self._on_palette_closed)
        self.notices.acted.connect(self._on_notice_acted)
        self.sign_in.sign_in_wanted.connect(self.sign_in_wanted)
        self.sign_in.demo_wanted.connect(self.demo_wanted)
        self.header.settings_wanted.connect(self.open_settings)
        self.header.keys_wanted.connect(self.side_windows.open_keys)
        self.header.about_wanted.connect(self.side_windows.open_about)
        self.header.quit_wanted.connect(self.quit_wanted)
        self.header.repair_wanted.connect(self.repair_wanted)
        self.side_windows.settings_changed.connect(self._on_settings_changed)
        if self.tray is not None:
            self.tray.show_wanted.connect(self.come_forward)
            self.tray.quit_wanted.connect(self.quit_wanted)
            self.tray.icon.show()

    # For the composition in main

    def use_settings(self, settings: Settings, locked: frozenset[str]) -> None:
        """Follow *settings*; keys in *locked* are shown but cannot be changed."""
        is_new_look = (settings.theme, settings.text_percent) != (
            self._settings.theme,
            self._settings.text_percent,
        )
        self._settings, self._locked = settings, locked
        if is_new_look:
            self.look.use(settings.theme, settings.text_percent)
        self.side_windows.use_settings(settings)
        self.sign_in.fill_in(settings.region, settings.client_id, locked)
        self._stay_on_top(stays=settings.stays_on_top)
        self.list.show_state(self._bridge.state, has_single_keys=settings.has_single_keys)

    def come_forward(self) -> None:
        """Show the window because the agent asked for it."""
        self.showNormal()
        self.raise_()
        self.activateWindow()

    def open_settings(self) -> None:
        self.side_windows.open_settings(self._settings, self._locked)

    def _stay_on_top(self, *, stays: bool) -> None:
        flag = Qt.WindowType.WindowStaysOnTopHint
        if bool(self.windowFlags() & flag) == stays:
            return
        was_visible = self.isVisible()
        self.setWindowFlag(flag, stays)  # hides the window
        if was_visible:
            self.show()

    # The snapshot

    def _on_state(self, state: DeskState) -> None:
        now = self._bridge.server_now()
        is_signed_out = state.connection in _SIGNED_OUT
        is_busy = any(state_of(card, now).is_open for card in state.cards)
        self.header.show_state(state)
        self.notices.show_notices(notices_of(state))
        self.sign_in.show_state(state)
        self.waiting.note_results(state)
        self.waiting.show_state(state)
        has_list = bool(state.cards)
        show_or_hide(self.sign_in, visible=is_signed_out and not has_list)
        show_or_hide(self.waiting, visible=not is_signed_out and not is_busy)
        self.list.show_state(state, has_single_keys=self._settings.has_single_keys)
        show_or_hide(self.list, visible=has_list)
        self._spare.setVisible(not has_list and not is_signed_out)
        self.foot.show_state(state)
        self._follow_palette(state)
        self._announcements.follow(state.cards, now)
        if self.tray is not None:
            self.tray.show_state(state, shows_toasts=self._settings.shows_toasts)

    def _follow_palette(self, state: DeskState) -> None:
        open_id = self.palette_panel.communication_id
        if not open_id:
            return
        card = state.card(open_id)
        if card is None or not card.needs_a_code:
            self.palette_panel.close_palette()
        else:
            self.palette_panel.use_codes(card.codes, state.uses_today, state.favourites)

    # What the agent does

    def _on_submit(self, communication_id: str, code_id: str, note: str) -> None:
        self._last_sent_id = communication_id
        panel = self.list.active_panel
        if panel is not None:
            panel.choice.forget_draft()
            panel.setFocus(Qt.FocusReason.OtherFocusReason)
        self._bridge.wishes.choose_code(communication_id, code_id, note)

    def _open_palette(self, communication_id: str) -> None:
        state = self._bridge.state
        card, panel = state.card(communication_id), self.list.active_panel
        if card is None or panel is None or not card.codes or not panel.offers_choice:
            return
        anchor = panel.choice.search_anchor
        top_left = anchor.mapTo(self, anchor.rect().topLeft())
        left = panel.mapTo(self, panel.rect().topLeft()).x()
        area = QRect(left, top_left.y(), panel.width(), anchor.height())
        self.list.hold_still(still=True)
        self.palette_panel.open_over(area, card, state.uses_today, state.favourites)

    def _on_picked(self, communication_id: str, code: WrapupCode) -> None:
        panel = self.list.active_panel
        if panel is not None and panel.communication_id == communication_id:
            panel.choice.select(code)

    def _on_picked_to_send(self, communication_id: str, code: WrapupCode) -> None:
        self._on_picked(communication_id, code)
        panel = self.list.active_panel
        if panel is not None and panel.communication_id == communication_id:
            panel.choice.submit()

    def _on_palette_closed(self) -> None:
        target = self.list.active_panel or self._stage
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.hold_still(still=False)

    def _on_notice_acted(self, key: str, action: NoticeAction) -> None:
        if action is NoticeAction.SIGN_IN:
            self._bridge.wishes.sign_in()
        elif action is NoticeAction.OPEN_SETTINGS:
            self.open_settings()
        else:
            self.notice_acted.emit(key, action)

    def _on_settings_changed(self, settings: Settings) -> None:
        self.use_settings(settings, self._locked)
        self.settings_changed.emit(settings)

    # Keys

    def _act(self, action: Action) -> bool:
        """Do what a key asks for; False when there is nothing to do it to."""
        if action.row >= 0:
            panel = self.list.active_panel
            return (
                panel is not None and panel.offers_choice and panel.choice.select_row(action.row)
            )
        acts: dict[Action, Callable[[], None]] = {
            Action.SUBMIT: self._submit,
            Action.SEARCH: lambda: self._open_palette(self.list.active_id),
            Action.NOTE: self._write_note,
            Action.UNDO: self._undo,
            Action.RETRY: self._retry,
            Action.UP: lambda: self.list.step(-1),
            Action.DOWN: lambda: self.list.step(1),
            Action.BACK: self._go_back,
            Action.KEYS: self.side_windows.open_keys,
        }
        acts[action]()
        return True

    def _submit(self) -> None:
        panel = self.list.active_panel
        if panel is not None and panel.offers_choice:
            panel.choice.submit()

    def _write_note(self) -> None:
        panel = self.list.active_panel
        if panel is not None and panel.offers_choice and not panel.choice.note.isHidden():
            panel.choice.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _undo(self) -> None:
        """Undo on the active card, or else on the one that was sent last."""
        for communication_id in (self.list.active_id, self._last_sent_id):
            card = self._bridge.state.card(communication_id)
            if card is None or card.submission is None or card.is_choosing_again:
                continue
            waits = state_of(card, self._bridge.server_now()) in (
                CardState.SENDING,
                CardState.SAVED,
            )
            if waits or card.can_change:
                self.list.select(communication_id)
                self._bridge.wishes.undo(communication_id)
                return

    def _retry(self) -> None:
        panels = [self.list.active_panel, *self.list.panels]
        for panel in panels:
            if panel is None or panel.card is None:
                continue
            if panel.state is CardState.REFUSED or panel.card.codes_problem:
                self._bridge.wishes.retry(panel.communication_id)
                return

    def _go_back(self) -> None:
        """Leave a text field; else hold what goes out by itself; else drop the selection."""
        panel = self.list.active_panel
        if is_typing():
            (panel or self._stage).setFocus(Qt.FocusReason.OtherFocusReason)
        elif panel is None or panel.card is None:
            return
        elif panel.card.plan is not None:
            self._bridge.wishes.hold(panel.communication_id)
        elif not panel.choice.deselect() and panel.card.is_choosing_again:
            self._bridge.wishes.choose_again(panel.communication_id)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that no field or button wanted."""
        self.list.note_key_press()
        has_keys = self._settings.has_single_keys
        action = action_for(event, has_single_keys=has_keys, is_typing=is_typing())
        is_handled = action is not None and not event.isAutoRepeat() and self._act(action)
        event.setAccepted(is_handled)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.side_windows.close_all()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.palette_panel.close_palette()
        super().resizeEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(PANEL_WIDTH, 800)


def _application() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError("the window needs a QApplication")
    return app
