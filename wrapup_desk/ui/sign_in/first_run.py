"""The first run in three steps: what this is, signing in or trying it, a minute of practice."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wrapup_desk.application.desk.desk_state import Connection, DeskState, InteractionCard
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.domain.wrapup import Decider
from wrapup_desk.ui.click_guard import Clickable
from wrapup_desk.ui.scrolled.giving_way import GivingWay, whole_height
from wrapup_desk.ui.sign_in.sign_in_panel import SignInPanel
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, PADDING, PANEL_MAX_WIDTH, Size, Weight
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.flow_row import FlowRow
from wrapup_desk.ui.widgets.focus import show_or_hide
from wrapup_desk.ui.widgets.rounded_panel import RoundedPanel
from wrapup_desk.ui.widgets.text_label import TextLabel, paragraph

# Beside the words and buttons in the box.
_EDGE = PADDING + 4


class FirstRunStep(enum.Enum):
    """How far a newcomer is."""

    WHAT_IT_IS = 1
    SIGN_IN = 2
    PRACTICE = 3
    OVER = 4


class FirstRun(QWidget):
    """Stands above the *sign_in*, and then above the first wait; cards come before it.

    It leaves the room to the sign-in where there is too little for both, or the browser is waited
    for: what it says of the demo stands there, too. Nothing of it shows until `begin`. The steps can be skipped, end with the first code sent, and the practice opened again
    from Help at any time.
    """

    practice_requested = Signal()
    moved = Signal()  # another step, or the end
    finished = Signal()

    def __init__(self, theme: Theme, sign_in: SignInPanel) -> None:
        super().__init__()
        self._theme = theme
        self._sign_in = sign_in
        self.step = FirstRunStep.OVER
        self._is_signed_out = True
        self._has_cards = self._is_signing_in = False
        self._has_room = True
        self._box = RoundedPanel(theme)
        self._count = TextLabel(theme, Size.CAPTION, "muted", Weight.SEMIBOLD, max_lines=0)
        self._title = TextLabel(theme, Size.TITLE, "text", Weight.SEMIBOLD, max_lines=0)
        self._text = paragraph(theme)
        self.go_on = Button(theme, ButtonKind.PRIMARY)
        self.skip = Button(theme, ButtonKind.PLAIN)
        self._buttons = FlowRow((self.go_on, self.skip))
        # In a small window, at large text, the buttons stay in sight.
        self._reading = GivingWay(theme, GAP)
        self._lay_out()
        self.go_on.clicked.connect(self._on_go_on)
        self.skip.clicked.connect(self._on_skip)
        self.hide()

    def _lay_out(self) -> None:
        inner = QVBoxLayout(self._box)
        inner.setContentsMargins(_EDGE, PADDING, _EDGE, PADDING)
        inner.setSpacing(GAP)
        inner.addWidget(self._reading)
        for label in (self._count, self._title, self._text):
            self._reading.content.addWidget(label)
        inner.addWidget(self._buttons)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(PADDING, GAP, PADDING, 0)
        outer.addWidget(self._box)

    def clickables(self) -> Iterator[Clickable]:
        """Return its buttons; each step gives them another meaning."""
        for button in (self.go_on, self.skip):
            yield Clickable(button, self.step)

    @property
    def is_alone(self) -> bool:
        """Whether it is all there is to see while nothing is to be coded."""
        return self.step is FirstRunStep.PRACTICE and not self._has_cards

    @property
    def comes_before_sign_in(self) -> bool:
        """Whether the sign-in waits until the newcomer has read what this is."""
        return self.step is FirstRunStep.WHAT_IT_IS

    def begin(self, *, is_signing_in: bool = False) -> None:
        """Lead a newcomer; who is signed in already starts with the practice."""
        if not self._is_signed_out:
            self._go_to(FirstRunStep.PRACTICE)
        else:
            self._go_to(FirstRunStep.SIGN_IN if is_signing_in else FirstRunStep.WHAT_IT_IS)
        if self.comes_before_sign_in:
            # Enter goes on. Later it may be meant for a card that comes up.
            self.go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_state(self, state: DeskState) -> None:
        """Follow the sign-in; what is to be coded comes first."""
        waits = self._is_signed_out = state.waits_for_sign_in
        self._has_cards = bool(state.cards)
        self._is_signing_in = state.connection is Connection.SIGNING_IN
        if self._is_signing_in and self.comes_before_sign_in:
            self.step = FirstRunStep.SIGN_IN  # what the browser is open for has to be seen
        if not waits and state.agent is not None and self.step in _BEFORE_SIGN_IN:
            self.step = FirstRunStep.PRACTICE
        if self.step is not FirstRunStep.OVER and any(map(_was_coded_by_hand, state.cards)):
            self._go_to(FirstRunStep.OVER)  # who did it needs no practice
            return
        self._show()

    def give_way(self, parts: Sequence[QWidget]) -> None:
        """Leave the sign-in its room in a window that has too little for all *parts*, itself included."""
        if self.step is not FirstRunStep.SIGN_IN:
            return
        width = min(self.window().width(), self._theme.px(PANEL_MAX_WIDTH))
        self._use_width(width)
        aside = (part for part in parts if part not in (self, self._sign_in))
        needed = sum(whole_height(part, width) for part in aside if not part.isHidden())
        needed += whole_height(self, width) + self._sign_in.height_before_news(width)
        self._has_room = needed <= self.window().height()
        self._show()

    def _on_go_on(self) -> None:
        if self.step is FirstRunStep.WHAT_IT_IS:
            self._go_to(FirstRunStep.SIGN_IN)
            self._sign_in.take_keys()
        else:
            self._go_to(FirstRunStep.OVER)
            self.practice_requested.emit()

    def _on_skip(self) -> None:
        self._go_to(FirstRunStep.OVER)

    def _go_to(self, step: FirstRunStep) -> None:
        was, self.step = self.step, step
        self._show()
        self.moved.emit()
        if step is FirstRunStep.OVER and was is not step:
            self.finished.emit()

    def _show(self) -> None:
        is_there = self.step is not FirstRunStep.OVER and not self._has_cards
        if self.step is FirstRunStep.SIGN_IN:
            is_there &= self._has_room and not self._is_signing_in
        if is_there:
            title, text, go_on = _texts(self.step)
            count = tr("Step {step} of {steps}", step=self.step.value, steps=len(FirstRunStep) - 1)
            self._count.show_text(count)
            self._title.show_text(title)
            self._text.show_text(text)
            self.go_on.show_caption(go_on)
            self.skip.show_caption(tr("Skip"))
            show_or_hide(self.go_on, visible=bool(go_on))
            if (around := self.parentWidget()) is not None:
                self._use_width(around.width())
            self._reading.refit()
            self._buttons.arrange()
        show_or_hide(self, visible=is_there)

    def _use_width(self, width: int) -> None:
        self._reading.use_width(width - 2 * PADDING - 2 * _EDGE)


def _was_coded_by_hand(card: InteractionCard) -> bool:
    sent = card.submission
    is_coded = sent is not None and sent.state is SubmissionState.CONFIRMED
    return is_coded and sent is not None and sent.decision.decider is Decider.AGENT


_BEFORE_SIGN_IN = (FirstRunStep.WHAT_IT_IS, FirstRunStep.SIGN_IN)


def _texts(step: FirstRunStep) -> tuple[str, str, str]:
    """Return title, text and what the button says; without one, the window goes on by itself."""
    if step is FirstRunStep.WHAT_IT_IS:
        return (
            tr("Every interaction gets its wrap-up code"),
            tr(
                "Keep this window beside Genesys Cloud. It shows the interactions you have on hand,"
                " suggests a wrap-up code for each, and sends the one you choose before you click"
                " Done: 1, 2 or 3, then Enter."
            ),
            tr("Next"),
        )
    if step is FirstRunStep.SIGN_IN:
        return (
            tr("Sign in, or try it first"),
            tr("The demo needs no account: simulated customers call you."),
            "",
        )
    return (
        tr("A minute of practice"),
        tr(
            "One made-up interaction with the real keys; nothing is sent. You find it again in the"
            " menu."
        ),
        tr("Practise now"),
    )
