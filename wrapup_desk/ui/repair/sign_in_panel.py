"""Stands in the repair window until somebody is signed in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wrapup_desk.domain.language.texts import tr
from wrapup_desk.ui.sign_in.address_to_copy import AddressToCopy
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, Size, Weight
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.focus import show_or_hide
from wrapup_desk.ui.widgets.text_label import TextLabel, paragraph

_ADDRESS_WIDTH = 420


class RepairSignInPanel(QWidget):
    """What is going on, or what went wrong, and the button to sign in."""

    sign_in_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.title = TextLabel(theme, Size.TITLE, "text", Weight.SEMIBOLD, max_lines=0)
        self.text = paragraph(theme)
        self.by_hand = AddressToCopy(theme)
        self.by_hand.setMaximumWidth(theme.px(_ADDRESS_WIDTH))
        self.button = Button(theme, ButtonKind.PRIMARY)
        self.button.show_caption(tr("Sign in to Genesys Cloud"))
        self.button.clicked.connect(self.sign_in_requested)
        self.help = Button(theme, ButtonKind.PLAIN)
        self.help.show_caption(tr("Help"))
        self.help.clicked.connect(lambda: _open_help(theme, self))
        for label in (self.title, self.text):
            label.align(Qt.AlignmentFlag.AlignHCenter)
        box = QVBoxLayout(self)
        box.setSpacing(GAP)
        box.addStretch(1)
        box.addWidget(self.title)
        box.addWidget(self.text)
        box.addWidget(self.by_hand, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self.help, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(2)
        self.show_waiting()

    def show_waiting(self, text: str = "") -> None:
        """Say that signing in is under way."""
        self.title.show_text(tr("Signing in …"))
        self.text.show_text(text)
        for each in (self.button, self.help, self.by_hand):
            show_or_hide(each, visible=False)

    def show_address(self, address: str) -> None:
        """Offer the address of the sign-in page while it is waited for."""
        self.by_hand.show_address(address)
        show_or_hide(self.by_hand, visible=True)

    def show_problem(self, problem: str) -> None:
        """Say why nobody is signed in, and offer to try."""
        self.title.show_text(tr("Sign in to fix wrap-up codes"))
        self.text.show_text(problem)
        for each in (self.button, self.help):
            show_or_hide(each, visible=True)
        show_or_hide(self.by_hand, visible=False)


def _open_help(theme: Theme, panel: QWidget) -> None:
    # Loaded when it is wanted: it delays no first paint.
    from wrapup_desk.ui.dialogs.help_window import open_help

    open_help(theme, panel.window(), "supervisors")
