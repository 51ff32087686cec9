"""Lets the agent sign in: region and client ID once, then the system's browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from wrapup_desk.application.base.notice import Notice
from wrapup_desk.application.desk.desk_state import Connection, DeskState
from wrapup_desk.domain.identifiers import pasted_id
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.outside_text import without_traces
from wrapup_desk.ui.click_guard import Clickable
from wrapup_desk.ui.dialogs.client_id_advice import advice_on
from wrapup_desk.ui.scrolled.giving_way import whole_height
from wrapup_desk.ui.scrolled.notice_bars import NoticeBars
from wrapup_desk.ui.scrolled.steady_view import QuietBar, SteadyView
from wrapup_desk.ui.scrolled.whole_lines import WholeLines, bring_into_view
from wrapup_desk.ui.sign_in.browser_wait import BrowserWait
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, PADDING, RADIUS_CARD, Size, Tone, Weight
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.choice_box import ChoiceBox
from wrapup_desk.ui.widgets.focus import is_inside, is_typing, show_or_hide
from wrapup_desk.ui.widgets.rounded_panel import RoundedPanel
from wrapup_desk.ui.widgets.text_label import TextLabel, paragraph

# The keys of `Settings` this panel asks for.
REGION, CLIENT_ID = "region", "client_id"


class SignInPanel(WholeLines):
    """What an agent without a session sees instead of cards.

    What comes later by itself stands below everything, so that it moves nothing: what is behind a
    failure, and notices.
    """

    sign_in_requested = Signal(str, str)  # region id, client ID
    cancel_requested = Signal()
    demo_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        regions: Sequence[tuple[str, str]],
        details_of: Callable[[Notice], str],
    ) -> None:
        """Offer *regions*, ids with their names; *details_of* a notice are for support."""
        super().__init__(QWidget(), QuietBar())
        self._leads_keys = self._is_set = False
        self._box = RoundedPanel(theme)
        self._form = QWidget()
        self._title = TextLabel(theme, Size.TITLE, "text", Weight.SEMIBOLD, max_lines=0)
        self._text = paragraph(theme)
        self._problem = _trouble(theme)
        self._region_label = TextLabel(theme, Size.SMALL, "text", Weight.MEDIUM)
        self.region = ChoiceBox(theme)
        for region_id, label in regions:
            self.region.addItem(label, region_id)
        self._client_label = TextLabel(theme, Size.SMALL, "text", Weight.MEDIUM)
        self.client_id = QLineEdit()
        self.advice = paragraph(theme, size=Size.CAPTION)
        self.sign_in = Button(theme, ButtonKind.PRIMARY)
        self.waiting = BrowserWait(theme)
        self.demo = Button(theme, ButtonKind.PLAIN)
        self._demo_text = paragraph(theme, size=Size.CAPTION)
        self._cause = _trouble(theme)
        self.notices = NoticeBars(theme, details_of, is_inset=False)
        self._lay_out()
        self._word()
        self._connect()

    def clickables(self) -> Iterator[Clickable]:
        """Return what stands for one step each: one takes the place of another."""
        steps = (self.sign_in, self.waiting.by_hand.copy, self.waiting.cancel, self.demo)
        yield from map(Clickable, steps)
        yield from self.notices.clickables()

    def _lay_out(self) -> None:
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(GAP)
        for label in (self._title, self._text, self._problem):
            form.addWidget(label)
        for asked in (self._region_label, self.region, self._client_label, self.client_id):
            form.addWidget(asked)
        form.addWidget(self.advice)
        form.addSpacing(GAP)
        form.addWidget(self.sign_in)
        form.addSpacing(RADIUS_CARD)
        form.addWidget(self.demo)
        form.addWidget(self._demo_text)
        inner = self._inner = QVBoxLayout(self._box)
        inner.setContentsMargins(PADDING + 4, PADDING + GAP, PADDING + 4, PADDING + GAP)
        inner.setSpacing(GAP)
        for part in (self._form, self.waiting, self._cause):
            inner.addWidget(part)
        column = self._column = QVBoxLayout(self.page)
        column.setSpacing(GAP)
        # As wide with a scroll bar as without: what comes below breaks no line above anew.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        column.setContentsMargins(PADDING, GAP, PADDING - SteadyView.bar_width, GAP)
        column.addWidget(self._box)
        column.addWidget(self.notices)
        column.addStretch(1)

    def _word(self) -> None:
        self._title.show_text(tr("Sign in to Genesys Cloud"))
        self._text.show_text(tr("Your browser opens; this program never sees your password."))
        region, client = tr("Region"), tr("Client ID")
        self._region_label.show_text(region)
        self.region.name_it(region)
        self._client_label.show_text(client)
        self.client_id.setAccessibleName(client)
        self.client_id.setPlaceholderText(tr("Paste it here"))
        self.sign_in.show_caption(tr("Sign in"))
        self.demo.show_caption(tr("Try the demo"))
        self._demo_text.show_text(
            tr("Simulated customers call you. Nothing leaves this computer.")
        )

    def _connect(self) -> None:
        self.sign_in.clicked.connect(self._on_sign_in)
        self.client_id.returnPressed.connect(self._on_sign_in)
        self.client_id.textChanged.connect(self._refresh)
        self.waiting.cancelled.connect(self.cancel_requested)
        self.demo.clicked.connect(self.demo_requested)

    def fill_in(self, region: str, client_id: str, locked: frozenset[str]) -> None:
        """Show what the settings know; what an administrator set cannot be changed here."""
        if region:
            self.region.choose(region, region)
        self.client_id.setText(client_id)
        self._is_set = locked >= {REGION, CLIENT_ID}
        self.region.setEnabled(REGION not in locked)
        self.client_id.setEnabled(CLIENT_ID not in locked)
        self._refresh()

    def take_keys(self) -> None:
        """Have the keys where the next step is, also after a kept sign-in was tried in between."""
        self._leads_keys = True
        first = self.sign_in if self.sign_in.isEnabled() else self.client_id
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, lambda: bring_into_view(first))  # once all has its place

    def show_state(self, state: DeskState) -> None:
        is_waiting = state.connection is Connection.SIGNING_IN
        self._leads_keys &= state.agent is None and not is_waiting
        self._problem.show_text(without_traces(state.sign_in.problem))
        show_or_hide(self._problem, visible=bool(state.sign_in.problem))
        self.waiting.show_offer(state.sign_in)
        show_or_hide(self._form, visible=not is_waiting)
        show_or_hide(self.waiting, visible=is_waiting)
        self._cause.show_text(without_traces(state.sign_in.cause))
        is_new = bool(state.sign_in.cause) and self._cause.isHidden()
        show_or_hide(self._cause, visible=bool(state.sign_in.cause))
        if is_new:
            self._show_news(self._cause)

    def show_notices(self, notices: Sequence[Notice]) -> None:
        """Show what the desk tells while nobody is signed in."""
        known = len(self.notices.bars)
        self.notices.show_notices(notices)
        if len(self.notices.bars) > known and self.isVisible():  # else it is read from the top
            self._show_news(self.notices.bars[-1])

    def height_before_news(self, width: int) -> int:
        """Return how high the page is in a view of *width* without what comes later by itself."""
        around, inner = self._column.contentsMargins(), self._inner.contentsMargins()
        box = width - SteadyView.bar_width - around.left() - around.right()
        height = whole_height(self._box, box) + around.top() + around.bottom()
        if not self._cause.isHidden():
            height -= self._cause.heightForWidth(box - inner.left() - inner.right()) + GAP
        return height

    def _show_news(self, news: QWidget) -> None:
        """Scroll to *news*, unless that would move what somebody is about to use."""

        def look() -> None:
            focused = QApplication.focusWidget()
            is_used = self.underMouse() or (focused is not None and is_inside(focused, self))
            if not is_used:
                bring_into_view(news)

        QTimer.singleShot(0, self, look)  # it has no place before it is laid out

    def _refresh(self) -> None:
        entered = pasted_id(self.client_id.text())
        self.sign_in.setEnabled(bool(entered))
        # A hint, no refusal: what Genesys takes is Genesys' to say.
        advice = tr("Set by your administrator") if self._is_set else advice_on(entered)
        self.advice.show_text(advice)

    def _on_sign_in(self) -> None:
        client_id = pasted_id(self.client_id.text())
        if client_id:
            self.sign_in_requested.emit(str(self.region.currentData()), client_id)

    # Qt overrides

    def sizeHint(self) -> QSize:
        """Ask for no height of its own: what comes later takes none from what stands above."""
        return self.minimumSizeHint()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._leads_keys and not is_typing():
            self.take_keys()


def _trouble(theme: Theme) -> TextLabel:
    return TextLabel(theme, Size.SMALL, Tone.BAD.ink, Weight.MEDIUM, max_lines=0)
