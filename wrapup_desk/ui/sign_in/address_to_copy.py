"""Offers an address to copy, for a browser that the program could not open."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from wrapup_desk.domain.language.texts import mark, tr, tr_marked
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, Size
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.text_label import paragraph

COPY_HINT = mark("No browser? Copy the address, and open it in one on this computer.")


class AddressToCopy(QWidget):
    """The address as text that can be selected, and a button that copies it.

    The hint says what it is for, where nothing beside it does.
    """

    def __init__(self, theme: Theme, *, has_hint: bool = True) -> None:
        super().__init__()
        self.address = QLineEdit()
        self.address.setReadOnly(True)
        self.address.setAccessibleName(tr("Address of the sign-in page"))
        self.copy = Button(theme, ButtonKind.PLAIN)
        self.copy.show_caption(tr("Copy the address"))
        self.copy.setEnabled(False)
        self.copy.clicked.connect(self._on_copy)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GAP)
        if has_hint:
            hint = paragraph(theme, size=Size.CAPTION)
            hint.show_text(tr_marked(COPY_HINT))
            box.addWidget(hint)
        for widget in (self.address, self.copy):
            box.addWidget(widget)

    def show_address(self, address: str) -> None:
        if address == self.address.text():
            return
        self.address.setText(address)
        self.copy.setEnabled(bool(address))
        self.address.setCursorPosition(0)
        self.copy.show_caption(tr("Copy the address"))

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.address.text())
        self.copy.show_caption(tr("Copied"))
