"""Lets the agent sign in: region and client id once, then the system's browser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from wrapup_desk.application.desk.desk_state import Connection, DeskState
from wrapup_desk.domain.identifiers import pasted_id
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.outside_text import without_traces
from wrapup_desk.ui.address_to_copy import AddressToCopy
from wrapup_desk.ui.click_guard import Clickable
from wrapup_desk.ui.dialogs.client_id_advice import advice_on
from wrapup_desk.ui.scrolled.whole_lines import WholeLines
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, PADDING, RADIUS_CARD, Size, Tone, Weight
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.choice_box import ChoiceBox
from wrapup_desk.ui.widgets.focus import show_or_hide
from wrapup_desk.ui.widgets.rounded_panel import RoundedPanel
from wrapup_desk.ui.widgets.text_label import TextLabel, paragraph

# The keys of `Settings` this panel asks for.
REGION, CLIENT_ID = "region", "client_id"


class SignInPanel(QWidget):
    """What an agent without a session sees instead of cards."""

    sign_in_requested = Signal(str, str)  # region id, client id
    cancel_requested = Signal()
    demo_requested = Signal()

    def __init__(self, theme: Theme, regions: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._box = RoundedPanel(theme)
        self._title = TextLabel(theme, Size.TITLE, "text", Weight.SEMIBOLD, max_lines=0)
        self._text = paragraph(theme)
        self._problem = TextLabel(theme, Size.SMALL, Tone.BAD.ink, Weight.MEDIUM, max_lines=0)
        self._region_label = TextLabel(theme, Size.SMALL, "text", Weight.MEDIUM)
        self.region = ChoiceBox(theme)
        for region_id, label in regions:
            self.region.addItem(label, region_id)
        self._client_label = TextLabel(theme, Size.SMALL, "text", Weight.MEDIUM)
        self.client_id = QLineEdit()
        self.advice = paragraph(theme, size=Size.CAPTION)
        self.sign_in = Button(theme, ButtonKind.PRIMARY)
        self.by_hand = AddressToCopy(theme)
        self.cancel = Button(theme, ButtonKind.PLAIN)
        self.demo = Button(theme, ButtonKind.PLAIN)
        self._demo_text = paragraph(theme, size=Size.CAPTION)
        self._lay_out()
        self._word()
        self._connect()

    def clickables(self) -> Iterator[Clickable]:
        """Return what stands for one step each: one takes the place of another."""
        return map(Clickable, (self.sign_in, self.by_hand.copy, self.cancel, self.demo))

    def _lay_out(self) -> None:
        inner = QVBoxLayout(self._box)
        inner.setContentsMargins(PADDING + 4, PADDING + GAP, PADDING + 4, PADDING + GAP)
        inner.setSpacing(GAP)
        self._fields: tuple[QWidget, ...] = (
            self._region_label,
            self.region,
            self._client_label,
            self.client_id,
            self.advice,
        )
        for widget in (self._title, self._text, self._problem, *self._fields):
            inner.addWidget(widget)
        inner.addSpacing(GAP)
        inner.addWidget(self.sign_in)
        inner.addWidget(self.by_hand)
        inner.addWidget(self.cancel)
        inner.addSpacing(RADIUS_CARD)
        inner.addWidget(self.demo)
        inner.addWidget(self._demo_text)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(PADDING, GAP, PADDING, GAP)
        column.addWidget(self._box)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(WholeLines(page))

    def _word(self) -> None:
        region, client = tr("Region"), tr("Client ID")
        self._region_label.show_text(region)
        self.region.name_it(region)
        self._client_label.show_text(client)
        self.client_id.setAccessibleName(client)
        self.client_id.setPlaceholderText(tr("Paste it here"))
        self.cancel.show_caption(tr("Cancel"))
        self.demo.show_caption(tr("Try the demo"))
        self._demo_text.show_text(
            tr("Simulated customers call you. Nothing leaves this computer.")
        )

    def _connect(self) -> None:
        self.sign_in.clicked.connect(self._on_sign_in)
        self.client_id.returnPressed.connect(self._on_sign_in)
        self.client_id.textChanged.connect(self._refresh)
        self.cancel.clicked.connect(self.cancel_requested)
        self.demo.clicked.connect(self.demo_requested)

    def fill_in(self, region: str, client_id: str, locked: frozenset[str]) -> None:
        """Show what the settings know; what an administrator set cannot be changed here."""
        if region:
            self.region.choose(region, region)
        self.client_id.setText(client_id)
        self.region.setEnabled(REGION not in locked)
        self.client_id.setEnabled(CLIENT_ID not in locked)
        self._refresh()

    def show_state(self, state: DeskState) -> None:
        is_waiting = state.connection is Connection.SIGNING_IN
        if is_waiting:
            title = tr("Sign in in your browser")
            text = tr("Your browser is open. Come back here when you are done.")
            if not state.sign_in.has_browser:
                title = tr("No browser could be opened")
                text = tr(
                    "Open this address in a browser on this computer. Come back here when you are"
                    " done.",
                )
        else:
            title = tr("Sign in to Genesys Cloud")
            text = tr("Your browser opens; this program never sees your password.")
        self._title.show_text(title)
        self._text.show_text(text)
        self._problem.show_text(without_traces(state.sign_in.problem))
        show_or_hide(self._problem, visible=bool(state.sign_in.problem))
        for widget in (*self._fields, self.sign_in, self.demo, self._demo_text):
            show_or_hide(widget, visible=not is_waiting)
        show_or_hide(self.cancel, visible=is_waiting)
        self.by_hand.show_address(state.sign_in.address, has_hint=state.sign_in.has_browser)
        show_or_hide(self.by_hand, visible=is_waiting and bool(state.sign_in.address))

    def _refresh(self) -> None:
        entered = pasted_id(self.client_id.text())
        self.sign_in.setEnabled(bool(entered))
        # A hint, no refusal: what Genesys takes is Genesys' to say.
        self.advice.show_text(advice_on(entered))
        self.sign_in.show_caption(tr("Sign in"))

    def _on_sign_in(self) -> None:
        client_id = pasted_id(self.client_id.text())
        if client_id:
            self.sign_in_requested.emit(str(self.region.currentData()), client_id)
