"""The agent's window: puts the panels together and turns clicks and keys into commands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSystemTrayIcon, QVBoxLayout, QWidget

from wrapup_desk.application.base.notice import NoticeAction
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.wrapup import WrapupCode
from wrapup_desk.ui.card.wrapup_panel import WrapupPanel
from wrapup_desk.ui.click_guard import ClickGuard
from wrapup_desk.ui.desk.announcements import Announcements
from wrapup_desk.ui.desk.bridge import DeskBridge
from wrapup_desk.ui.desk.card_keys import CardKeys
from wrapup_desk.ui.desk.desktop_services import TrayArrival, has_no_screen
from wrapup_desk.ui.desk.header import DeskHeader
from wrapup_desk.ui.desk.interaction_list import InteractionList
from wrapup_desk.ui.desk.leaving import QUIT_KEY, Leaving
from wrapup_desk.ui.desk.notices import notices_of
from wrapup_desk.ui.desk.status_footer import StatusFooter
from wrapup_desk.ui.desk.tray import DeskTray, program_icon
from wrapup_desk.ui.desk.waiting_panel import WaitingPanel, occupies
from wrapup_desk.ui.dialogs.side_windows import SideWindows
from wrapup_desk.ui.lost_typing import LostTyping
from wrapup_desk.ui.palette.palette import CodePalette
from wrapup_desk.ui.scrolled.giving_way import whole_height
from wrapup_desk.ui.scrolled.notice_bars import NoticeBars
from wrapup_desk.ui.scrolled.side_dialog import SideDialog, stay_above
from wrapup_desk.ui.shortcuts import Shortcut, action_for
from wrapup_desk.ui.sign_in.first_run import FirstRun
from wrapup_desk.ui.sign_in.sign_in_panel import SignInPanel
from wrapup_desk.ui.support_text import of_desk
from wrapup_desk.ui.theme import Theme, apply_theme, running_application
from wrapup_desk.ui.tokens import PANEL_MAX_WIDTH, PANEL_MIN_WIDTH, PANEL_WIDTH
from wrapup_desk.ui.widgets.focus import KeyStage, bring_forward, is_typing, show_or_hide

_VERY_LOW = 300  # below it, at 100 %, the header, too, leaves the room to the choice
_ENOUGH = 440  # what one card with its choice needs


class MainWindow(QWidget):
    """Draws each snapshot of the desk; what the agent wants goes straight to the desk.

    It never takes the focus by itself and opens nothing modal.
    """

    settings_changed = Signal(object)  # Settings
    demo_requested = Signal()
    demo_left = Signal()
    sign_in_requested = Signal(str, str)  # region id, client ID
    quit_requested = Signal()
    repair_requested = Signal()
    practice_requested = Signal()
    check_requested = Signal(object)  # InstallationCheck: the window that shows it
    notice_acted = Signal(str, object)  # key, NoticeAction: what the window cannot do itself

    def __init__(
        self,
        bridge: DeskBridge,
        settings: Settings,
        locked: frozenset[str],
        regions: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__()
        self.theme: Theme = apply_theme(running_application(), settings)
        self._bridge = bridge
        self._settings, self._locked = settings, locked
        self._stage, self._spare = KeyStage(), QWidget()
        self.header = DeskHeader(self.theme)
        details_of = partial(of_desk, lambda: bridge.state)
        self.notices = NoticeBars(self.theme, details_of)
        self.sign_in = SignInPanel(self.theme, regions, details_of)
        self.first_run = FirstRun(self.theme, self.sign_in)
        self.waiting = WaitingPanel(self.theme)
        self.list = InteractionList(self.theme, bridge.server_now)
        self.foot = StatusFooter(self.theme)
        self._lost_typing = LostTyping()
        self._card_keys = CardKeys(bridge, self.list, self._stage)
        self.palette_panel = CodePalette(self.theme, self)
        self.side_windows = SideWindows(self.theme, self, regions)
        self._announcements = Announcements(self)
        self.tray: DeskTray | None = None
        self.leaving = Leaving(self, None)
        self._build()
        self._connect_desk()
        self._connect_window()
        self.use_settings(settings, locked)
        self._on_state(bridge.state)
        if not has_no_screen():
            arrival = TrayArrival(self)
            arrival.came.connect(self.use_tray)
            QTimer.singleShot(0, arrival.look)  # the first paint comes before

    def use_tray(self) -> None:
        """Show the state in the system's tray as well: now there is one."""
        self.tray = DeskTray(self.theme, self)
        self.tray.show_requested.connect(self.come_forward)
        self.tray.quit_requested.connect(self._on_quit)
        self.tray.show_time(self._bridge.state, self._bridge.server_now())
        self.tray.icon.show()
        if QSystemTrayIcon.isSystemTrayAvailable():
            self.leaving.use_tray(self.tray.icon)

    def _build(self) -> None:
        self.setWindowTitle(tr("WrapUp Desk"))
        self.setAccessibleName(tr("WrapUp Desk"))
        self.setWindowIcon(program_icon(self.theme))
        self.setMinimumSize(PANEL_MIN_WIDTH, 320)
        # Takes the keys while no control has the focus; else Qt gives it to the menu button, and
        # Enter would open the menu. Tab goes past it: nothing would show where the focus is.
        self._stage.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._stage.setAccessibleName(tr("Interactions"))
        stage = QVBoxLayout(self._stage)
        for top in (self.notices, self.first_run, self.waiting):
            stage.addWidget(top)
        for filler in (self.list, self.sign_in, self._spare):
            stage.addWidget(filler, 1)
        self._box = box = QVBoxLayout(self)
        for layout in (stage, box):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        for part in (self.header, self._stage, self.foot):
            box.addWidget(part, int(part is self._stage))
        self._stage.setFocus(Qt.FocusReason.OtherFocusReason)
        aside = (self.header, self.notices, self.first_run, self.sign_in)
        self._above_foot = (*aside, self.waiting, self.list)
        self.click_guard = ClickGuard(self, self.list, *aside, self.palette_panel)
        self.click_guard.let_by.connect(self._announcements.tell_click)

    def _connect_desk(self) -> None:
        commands = self._bridge.commands
        self._bridge.state_changed.connect(self._on_state)
        for signal, command in (
            (self.list.selected, commands.select),
            (self.list.hold_requested, commands.hold),
            (self.list.leave_out_requested, commands.leave_draft_out),
            (self.list.undo_requested, commands.undo),
            (self.list.change_requested, commands.choose_again),
            (self.list.retry_requested, commands.retry),
            (self.list.supervisor_requested, commands.tell_supervisor),
            (self.list.dismiss_requested, commands.dismiss),
            (self.sign_in.cancel_requested, commands.cancel_sign_in),
            (self.header.sign_out_requested, commands.sign_out),
        ):
            signal.connect(command)
            signal.connect(self._bridge.pace.hurry)  # connected second, so called second

    def _connect_window(self) -> None:
        self.list.submit_requested.connect(self._on_submit)
        self.list.search_requested.connect(self._open_palette)
        self.list.ticked.connect(self._on_ticked)
        self.list.laid_out.connect(self._give_way)
        self.list.ahead.timeout.connect(self.palette_panel.make_ready)
        self.palette_panel.picked.connect(self._on_picked)
        self.palette_panel.favourite_toggled.connect(self._on_favourite_toggled)
        self.palette_panel.picked_to_send.connect(partial(self._on_picked, sends=True))
        self.palette_panel.picked_as_topic.connect(self._on_picked_as_topic)
        self.palette_panel.closed.connect(self._on_palette_closed)
        for bars in (self.notices, self.sign_in.notices):
            bars.acted.connect(self._on_notice_acted)
            bars.dismissed.connect(self._on_notice_dismissed)
        self.leaving.quit_agreed.connect(self.quit_requested)
        self.sign_in.sign_in_requested.connect(self.sign_in_requested)
        self.sign_in.demo_requested.connect(self.demo_requested)
        self.header.settings_requested.connect(self.open_settings)
        self.header.keys_requested.connect(self.side_windows.open_keys)
        self.header.day_requested.connect(self._open_day)
        self.side_windows.card_requested.connect(self.go_to_card)
        self.header.about_requested.connect(self.side_windows.open_about)
        self.header.help_requested.connect(self.side_windows.open_help)
        self.header.practice_requested.connect(self.practice_requested)
        self.first_run.practice_requested.connect(self.practice_requested)
        self.first_run.moved.connect(lambda: self._on_state(self._bridge.state))
        self.header.quit_requested.connect(self._on_quit)
        self.header.demo_left.connect(self.demo_left)
        self.header.repair_requested.connect(self.repair_requested)
        self.header.check_requested.connect(self.side_windows.open_check)
        self.side_windows.check_requested.connect(self.check_requested)
        self.side_windows.settings_changed.connect(self._on_settings_changed)

    # For the composition in main

    def use_settings(self, settings: Settings, locked: frozenset[str]) -> None:
        """Follow *settings*; keys in *locked* are shown but cannot be changed."""
        before, self._settings, self._locked = self._settings, settings, locked
        if (before.theme, before.text_percent) != (settings.theme, settings.text_percent):
            self.theme.use(settings.theme, settings.text_percent)
        self.side_windows.use_settings(settings)
        self.sign_in.fill_in(settings.region, settings.client_id, locked)
        for each in (self, *self.findChildren(SideDialog)):
            stay_above(each, stays=settings.stays_on_top)
        self.list.show_state(self._bridge.state, has_single_keys=settings.has_single_keys)

    def come_forward(self) -> None:
        """Show the window because the agent asked for it."""
        bring_forward(self)

    def open_settings(self, *, at_language: bool = False) -> None:
        self.side_windows.open_settings(self._settings, self._locked, at_language=at_language)

    # The snapshot

    def _on_state(self, state: DeskState) -> None:
        now, was_typing = self._bridge.server_now(), is_typing()
        has_list, is_signed_out = bool(state.cards), state.waits_for_sign_in
        self.list.keep_under_pointer()
        self.header.show_state(state)
        told, question = notices_of(state), self.leaving.question(state)
        is_idle = is_signed_out and not has_list
        self.notices.show_notices(question if is_idle else (*question, *told))
        self.sign_in.show_notices(told if is_idle else ())
        self.sign_in.show_state(state)
        self.first_run.show_state(state)
        self.side_windows.show_state(state, now)
        self.waiting.show_state(state)
        has_sign_in = is_idle and not self.first_run.comes_before_sign_in
        show_or_hide(self.sign_in, visible=has_sign_in)
        is_taken = self.first_run.is_alone or any(occupies(card, now) for card in state.cards)
        show_or_hide(self.waiting, visible=not (is_signed_out or is_taken))
        self.list.show_state(state, has_single_keys=self._settings.has_single_keys)
        show_or_hide(self.list, visible=has_list)
        self._spare.setVisible(not has_list and not has_sign_in)
        self.foot.show_state(state)
        self._give_way()
        self._follow_palette(state)
        self._lost_typing.note_drawn(was_typing=was_typing)
        self._on_ticked(now)

    def _on_ticked(self, now: datetime) -> None:
        self._announcements.follow(self._bridge.state.cards, now)
        if self.tray is not None:
            self.tray.show_time(self._bridge.state, now)

    def _give_way(self) -> None:
        """Let foot, header and notices go where the height is needed for the choice of a code."""
        is_choosing = (panel := self.list.active_panel) is not None and panel.offers_choice
        most = room = self.height()  # what does not fit is scrolled
        self.list.keep_under_pointer()
        self.first_run.give_way(self._above_foot)
        self.waiting.make_room()
        self.foot.give_way(self._above_foot, is_choosing=is_choosing)
        if is_choosing and not self.notices.isHidden():
            cards = sum(whole_height(each, self.width()) for each in (self.header, self.list))
            cards -= self.list.edges.bottom.inset  # where all fits, nothing is pinned
            most = max(room // 3, room - self.theme.px(_ENOUGH), room - cards)
        self.notices.setMaximumHeight(most)
        show_or_hide(self.header, visible=not is_choosing or room >= self.theme.px(_VERY_LOW))

    def _follow_palette(self, state: DeskState) -> None:
        if not (open_id := self.palette_panel.communication_id):
            return
        card = state.card(open_id)
        if card is None or not card.needs_a_code:
            self.palette_panel.close_palette()
        else:
            favourites = state.favourites_of(card.leg.queue_id)
            self.palette_panel.use_card(card, state.uses_today, favourites)

    # What the agent does

    def _on_submit(
        self, communication_id: str, code_id: str, note: str, topic_ids: tuple[str, ...]
    ) -> None:
        self._card_keys.note_sent(communication_id)
        if (panel := self.list.active_panel) is not None:
            panel.choice.forget_draft()
            panel.setFocus(Qt.FocusReason.OtherFocusReason)
        self._bridge.commands.choose_code(communication_id, code_id, note, topic_ids)
        self._bridge.pace.hurry()

    def _open_palette(self, communication_id: str) -> None:
        state = self._bridge.state
        card, panel = state.card(communication_id), self.list.active_panel
        if card is None or panel is None or not (card.expects_codes and panel.offers_choice):
            return
        anchor = panel.choice.search_anchor
        top_left = anchor.mapTo(self, anchor.rect().topLeft())
        left = panel.mapTo(self, panel.rect().topLeft()).x()
        area = QRect(left, top_left.y(), panel.width(), anchor.height())
        self.list.hold_still(still=True)
        favourites = state.favourites_of(card.leg.queue_id)
        self.palette_panel.open_over(area, card, state.uses_today, favourites)

    def _on_favourite_toggled(self, code_id: str) -> None:
        card = self._bridge.state.card(self.palette_panel.communication_id)
        if card is not None:
            self._bridge.commands.toggle_favourite(code_id, card.leg.queue_id)
            self._bridge.pace.hurry()

    def _choice_of(self, communication_id: str) -> WrapupPanel | None:
        """Return where the palette's code goes: the card it was opened for, gone to if need be.

        Another interaction may have ended while it was open, and come up as it closed.
        """
        if self.list.active_id != communication_id:
            self.list.select(communication_id)
        panel = self.list.active_panel
        return panel.choice if panel and self.list.active_id == communication_id else None

    def _on_picked(self, communication_id: str, code: WrapupCode, *, sends: bool = False) -> None:
        if (choice := self._choice_of(communication_id)) is not None:
            choice.select(code)
            if sends:
                choice.submit()

    def _on_picked_as_topic(self, communication_id: str, code: WrapupCode) -> None:
        if (choice := self._choice_of(communication_id)) is not None:
            choice.turn_topic(code)

    def _on_palette_closed(self) -> None:
        (self.list.active_panel or self._stage).setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.hold_still(still=False)

    def _on_notice_acted(self, key: str, action: NoticeAction) -> None:
        if action is NoticeAction.SIGN_IN:
            self._bridge.commands.sign_in()
        elif action is NoticeAction.OPEN_SETTINGS:
            self.open_settings()
        elif action is NoticeAction.QUIT:
            self.quit_requested.emit()
        else:
            self.notice_acted.emit(key, action)

    def _on_notice_dismissed(self, key: str) -> None:
        if key != QUIT_KEY:
            self._bridge.commands.dismiss_notice(key)
        elif self.leaving.stay():
            self._on_state(self._bridge.state)

    def _on_quit(self) -> None:
        if self.leaving.quit(self._bridge.state):
            self.come_forward()
            self._on_state(self._bridge.state)

    def _on_settings_changed(self, settings: Settings) -> None:
        self.use_settings(settings, self._locked)
        self.settings_changed.emit(settings)

    def _open_day(self) -> None:
        self._bridge.commands.look_back()
        self.side_windows.open_day(self._bridge.state, self._bridge.server_now())

    def go_to_card(self, communication_id: str) -> None:
        """Come forward with this card expanded: the agent asked for it."""
        self.come_forward()
        self.list.select(communication_id)

    # Keys

    def _act(self, action: Shortcut) -> bool:
        """Do what a key asks for; False when there is nothing to do it to."""
        if action is Shortcut.BACK:
            self._on_notice_dismissed(QUIT_KEY)  # and on: it stops what goes out by itself, too
        if action is Shortcut.KEYS:
            self.side_windows.open_keys()
        elif action is Shortcut.DAY:
            self._open_day()
        else:
            return self._card_keys.act(action)
        return True

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that no field or button wanted."""
        has_keys = self._settings.has_single_keys
        action = action_for(event, has_single_keys=has_keys, is_typing=is_typing())
        is_lost = self._lost_typing.takes_key()
        if action is not None and not event.isAutoRepeat():
            event.setAccepted(is_lost or self._act(action))
        else:
            event.ignore()
        # Afterwards: a key is meant for what was there to be seen when it was pressed.
        self.list.note_key_press()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.side_windows.close_all()
        if self.leaving.may_close(self._bridge.state):
            super().closeEvent(event)
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.palette_panel.close_palette()
        super().resizeEvent(event)
        # Wider than this, lines are hard to follow with the eye.
        aside = max(0, (self.width() - self.theme.px(PANEL_MAX_WIDTH)) // 2)
        self._box.setContentsMargins(aside, 0, aside, 0)
        self._give_way()

    def sizeHint(self) -> QSize:
        return QSize(PANEL_WIDTH, 800)
