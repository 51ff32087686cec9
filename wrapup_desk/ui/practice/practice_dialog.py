"""A minute of practice: a made-up interaction in a real card, with the real keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from wrapup_desk.domain.language.texts import tr
from wrapup_desk.ui.desk.bridge import DeskBridge
from wrapup_desk.ui.desk.card_keys import CardKeys
from wrapup_desk.ui.desk.interaction_list import InteractionList
from wrapup_desk.ui.practice.practice_desk import PracticeDesk
from wrapup_desk.ui.scrolled.giving_way import GivingWay
from wrapup_desk.ui.scrolled.side_dialog import SideDialog
from wrapup_desk.ui.shortcuts import Shortcut, action_for
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, PADDING, Size, Weight
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.focus import bring_forward, is_typing, put_in_order
from wrapup_desk.ui.widgets.text_label import TextLabel, paragraph

_HEIGHT = 600
# The least of the card that is seen above its pinned button, at 100 % text.
_LEAST_OF_CARDS = 80
_NOT_HERE = (Shortcut.SEARCH, Shortcut.KEYS, Shortcut.BACK)


class PracticeDialog(SideDialog):
    """Three steps: what this is, a first code, another one. Esc or Skip ends it at any time."""

    def __init__(self, theme: Theme, window: QWidget, server_now: Callable[[], datetime]) -> None:
        super().__init__(theme, window, tr("Practice"))
        self.desk = PracticeDesk(server_now)
        self._bridge = DeskBridge(self.desk, self)  # else the frame of its last redraw outlives it
        self._has_changed_code = False
        self.title = TextLabel(theme, Size.TITLE, "text", Weight.SEMIBOLD, max_lines=0)
        self.task = paragraph(theme, "text")
        self.cards = InteractionList(theme, server_now)
        # Where the screen is low the card scrolls in itself, and its button stays in sight.
        self.cards.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.keys = CardKeys(self._bridge, self.cards, self)
        # Read first, and then in the way: on a low screen it scrolls, as the card does.
        self._reading = GivingWay(theme, GAP)
        self.again = Button(theme, ButtonKind.PLAIN)
        self.skip = Button(theme, ButtonKind.PLAIN)
        self._lay_out()
        self._connect()
        self._show_state()

    def _lay_out(self) -> None:
        self.again.show_caption(tr("Start again"))
        row = QHBoxLayout()
        row.setContentsMargins(PADDING, 0, PADDING, 0)
        row.addWidget(self.again)
        row.addStretch(1)
        row.addWidget(self.skip)
        self._reading.content.setContentsMargins(PADDING, 0, PADDING, 0)
        for label in (self.title, self.task):
            self._reading.content.addWidget(label)
        box = QVBoxLayout(self.content)
        # The cards bring their margin along, and stand in line with what is around them.
        box.setContentsMargins(0, PADDING, 0, PADDING)
        box.setSpacing(GAP)
        box.addWidget(self._reading)
        box.addWidget(self.cards, 1)
        box.addLayout(row)

    def _connect(self) -> None:
        self._bridge.state_changed.connect(self._show_state)
        self.cards.submit_requested.connect(self._submit)
        self.cards.change_requested.connect(self.desk.choose_again)
        self.cards.undo_requested.connect(self.desk.undo)
        self.again.clicked.connect(self.begin)
        self.skip.clicked.connect(self.close)

    def open_again(self) -> None:
        """Show it from its beginning."""
        self.begin()
        self.fit()
        bring_forward(self)

    def begin(self) -> None:
        """Start over."""
        self._has_changed_code = False
        self.desk.begin()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def fit(self) -> None:
        """Take the room for the card with its suggestions, as far as the screen has it."""
        super().fit()
        room = self.screen().availableSize().height() - 4 * PADDING
        self.cards.setMinimumHeight(self.theme.px(_LEAST_OF_CARDS))
        self._reading.use_width(self.width())
        self._reading.refit()
        wished = max(self.theme.px(_HEIGHT), self._whole_height())
        self.resize(self.width(), min(wished, room))

    def _whole_height(self) -> int:
        """The height in which the card stands whole under its task."""
        listed = self.cards.widget()
        around, cards = self.content.layout(), listed.layout() if listed is not None else None
        if around is None or cards is None:
            return 0
        rest = around.totalHeightForWidth(self.width()) - self.cards.minimumHeight()
        return rest + cards.totalHeightForWidth(self.width() - self.cards.bar_width) + 2

    def _submit(
        self, communication_id: str, code_id: str, note: str, topic_ids: tuple[str, ...]
    ) -> None:
        self.keys.note_sent(communication_id)
        self.desk.choose_code(communication_id, code_id, note, topic_ids)

    def _show_state(self) -> None:
        card = self.desk.card
        self._has_changed_code |= card.is_choosing_again
        is_coded = card.submission is not None and not card.is_choosing_again
        self.cards.show_state(self.desk.state, has_single_keys=True)
        if not is_coded:
            title, task = _first_step() if not self._has_changed_code else _another_code()
        else:
            title, task = _the_end() if self._has_changed_code else _change_it()
        # The card first: it is what the practice is about.
        put_in_order(*self._stops_of_cards(), self.again, self.skip)
        self.title.show_text(title)
        self.task.show_text(task)
        self._reading.refit()
        is_over = is_coded and self._has_changed_code
        self.skip.show_caption(tr("Close") if is_over else tr("Skip"))

    def _stops_of_cards(self) -> tuple[QWidget, ...]:
        return tuple(stop for panel in self.cards.panels for stop in panel.tab_stops)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key does in the agent's window; Esc ends the practice."""
        action = action_for(event, has_single_keys=True, is_typing=is_typing())
        if action is None or action in _NOT_HERE or event.isAutoRepeat():
            super().keyPressEvent(event)
        elif self.keys.act(action):
            event.accept()


def _first_step() -> tuple[str, str]:
    return tr("A call has ended"), tr(
        "WrapUp Desk suggests its wrap-up code; you send it before you click Done in Genesys. "
        "Press 2 to select the second suggestion, then Enter to send it. All of this is made up.",
    )


def _change_it() -> tuple[str, str]:
    return tr("Sent"), tr(
        "In earnest you now click Done in Genesys. Until then you can change it: press Z.",
    )


def _another_code() -> tuple[str, str]:
    return tr("Choose another one"), tr(
        "Press 1, then Enter. With N you write a note to go with it."
    )


def _the_end() -> tuple[str, str]:
    return tr("That is all"), tr(
        "1, 2 or 3 and Enter; Z changes it; ? shows all keys in the agent's window."
    )
