"""Says what to do while the browser is waited for, and where it leads; nothing in it moves later."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from wrapup_desk.application.desk.desk_state import SignInOffer
from wrapup_desk.domain.language.texts import tr, tr_marked
from wrapup_desk.ui.sign_in.address_to_copy import COPY_HINT, AddressToCopy
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, Size, Weight
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.text_label import TextLabel, paragraph


class BrowserWait(QWidget):
    """What is said, the address to copy, and Cancel.

    That no browser could be opened comes later by itself: both sayings have the room of the higher one.
    """

    cancelled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.by_hand = AddressToCopy(theme, has_hint=False)
        self.cancel = Button(theme, ButtonKind.PLAIN)
        self.cancel.show_caption(tr("Cancel"))
        self.cancel.clicked.connect(self.cancelled)
        said = QWidget()
        place = QGridLayout(said)
        place.setContentsMargins(0, 0, 0, 0)
        self._opened = _Saying(
            theme,
            tr("Sign in in your browser"),
            tr("Your browser is open. Come back here when you are done."),
            tr_marked(COPY_HINT),
        )
        self._missed = _Saying(
            theme,
            tr("No browser could be opened"),
            tr(
                "Open this address in a browser on this computer. Come back here when you are done."
            ),
        )
        for saying in (self._opened, self._missed):
            place.addWidget(saying, 0, 0)
        self._missed.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GAP)
        for part in (said, self.by_hand, self.cancel):
            box.addWidget(part)

    @property
    def said(self) -> str:
        """All that is said now."""
        return (self._missed if self._opened.isHidden() else self._opened).text

    def show_offer(self, offer: SignInOffer) -> None:
        self._opened.setVisible(offer.has_browser)
        self._missed.setVisible(not offer.has_browser)
        self.by_hand.show_address(offer.address)


class _Saying(QWidget):
    """A title, and what to do in a sentence or two."""

    def __init__(self, theme: Theme, title: str, text: str, hint: str = "") -> None:
        super().__init__()
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.text = "\n".join((title, text, hint))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GAP)
        head = TextLabel(theme, Size.TITLE, "text", Weight.SEMIBOLD, max_lines=0)
        said = [(head, title), (paragraph(theme), text)]
        if hint:
            said.append((paragraph(theme, size=Size.CAPTION), hint))
        for label, words in said:
            label.show_text(words)
            box.addWidget(label)
        box.addStretch(1)
