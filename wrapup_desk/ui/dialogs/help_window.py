"""Shows the documents that come with the program, in a window of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QEvent, QMimeData, Qt, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QFont,
    QImage,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from wrapup_desk.domain.language.japanese_lines import has_japanese
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.resource_files import HELP_PAGES, help_page
from wrapup_desk.ui.dialogs.japanese_page import end_lines_between_words, without_ends
from wrapup_desk.ui.scrolled.side_dialog import SideDialog
from wrapup_desk.ui.scrolled.whole_lines import draw_whole_lines
from wrapup_desk.ui.theme import Theme, stressed
from wrapup_desk.ui.tokens import GAP, PADDING
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.flow_row import FlowRow
from wrapup_desk.ui.widgets.focus import bring_forward

_WIDTH, _HEIGHT = 720, 680
_PICTURE_WIDTH, _LEAST_PICTURE = 620, 200
# How often a page is laid out for a width that its scroll bar changes.
_MOST_WIDTHS = 3
_PICTURE = re.compile(r'<img src="([^"]+)"')
_KEEP_START = QTextCursor.MoveMode.KeepAnchor
_SPECIFIED = QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesSpecifiedOnly
_PARAGRAPH = "\N{PARAGRAPH SEPARATOR}"
_IMAGE = QTextDocument.ResourceType.ImageResource.value


class HelpPage(QTextBrowser):
    """One document. Links between documents are followed here, others by the system's browser."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setOpenLinks(False)
        self.setAccessibleName(tr("Help"))
        self._room = _PICTURE_WIDTH
        self._is_japanese = False
        self._is_ending_lines = False
        self._lines_ended_for = 0.0
        self.anchorClicked.connect(self._follow)
        for moved in (
            self.verticalScrollBar().valueChanged,
            self.verticalScrollBar().rangeChanged,
        ):
            moved.connect(lambda *_: draw_whole_lines(self))

    def show_page(self, name: str, anchor: str = "") -> None:
        self.setSource(QUrl.fromLocalFile(str(help_page(name))))
        self._dress()
        if anchor:
            self.scrollToAnchor(anchor)

    def _dress(self) -> None:
        """Give the page that was read what Markdown does not say."""
        self._space_out()
        self._is_japanese = has_japanese(self.toPlainText())
        self._lines_ended_for = 0.0
        if self._is_japanese:
            self._stress_upright()
            self._end_lines()
        else:
            self._draw_weights()

    @property
    def pictures(self) -> set[str]:
        """The addresses of the pictures in the page, as it has them."""
        return set(_PICTURE.findall(self.toHtml()))

    def has_picture(self, address: str) -> bool:
        """Whether the picture at *address* can be shown."""
        return not self.loadResource(_IMAGE, QUrl(address)).isNull()

    def _space_out(self) -> None:
        """Put room between paragraphs: Markdown comes without any."""
        document = self.document()
        document.setDocumentMargin(PADDING)
        cursor, block = QTextCursor(document), document.begin()
        while block.isValid():
            cursor.setPosition(block.position())
            if cursor.currentTable() is None:
                form = block.blockFormat()
                form.setTopMargin(PADDING if form.headingLevel() else 0)
                form.setBottomMargin(GAP)
                # A long command goes on below: else all of the page had to be moved aside.
                form.setNonBreakableLines(False)
                cursor.setBlockFormat(form)
            block = block.next()

    def _stress_upright(self) -> None:
        """Stress by weight: kana and kanji have no italics, and are hard to read aslant."""
        upright = QTextCharFormat()
        upright.setFontItalic(False)
        upright.setFontWeight(QFont.Weight.Bold)
        self._restyle(QTextCharFormat.fontItalic, upright)

    def _draw_weights(self) -> None:
        """Draw what is bold in a weight that the program's font has."""
        style = QTextCharFormat()
        style.setFont(stressed(), _SPECIFIED)
        self._restyle(lambda form: form.fontWeight() >= QFont.Weight.Bold, style)

    def _restyle(
        self, is_meant: Callable[[QTextCharFormat], bool], style: QTextCharFormat
    ) -> None:
        cursor, block = QTextCursor(self.document()), self.document().begin()
        while block.isValid():
            parts = [each.fragment() for each in cast("Iterable[QTextBlock.iterator]", block)]
            for part in (each for each in parts if is_meant(each.charFormat())):
                cursor.setPosition(part.position())
                cursor.setPosition(part.position() + part.length(), _KEEP_START)
                cursor.mergeCharFormat(style)
            block = block.next()

    def _end_lines(self) -> None:
        """End the lines of Japanese between words, for the width that the page has now.

        Lines more or less bring or take the scroll bar, which asks for it again, in the midst.
        """
        if not self._is_japanese or self._is_ending_lines:
            return
        self._is_ending_lines = True
        for _ in range(_MOST_WIDTHS):
            width = self.document().textWidth()
            if width in (0.0, self._lines_ended_for):
                break
            self._lines_ended_for = width
            end_lines_between_words(self.document())
        self._is_ending_lines = False

    def _fit_pictures(self) -> None:
        """Show the pictures as wide as there is room now; else all of the page had to be moved."""
        document = self.document()
        for name in self.pictures:
            address = document.baseUrl().resolved(QUrl(name))
            document.addResource(_IMAGE, address, self.loadResource(_IMAGE, QUrl(name)))
        document.markContentsDirty(0, document.characterCount())

    def _follow(self, link: QUrl) -> None:
        if link.scheme() in ("http", "https"):
            QDesktopServices.openUrl(link)
            return
        name = Path(link.path()).stem
        if not link.path():
            self.scrollToAnchor(link.fragment())
        elif name in HELP_PAGES:  # the others are for who has the source
            self.show_page(name, link.fragment())

    # Qt overrides

    def createMimeDataFromSelection(self) -> QMimeData:
        copied = QMimeData()
        copied.setText(without_ends(self.textCursor().selectedText()).replace(_PARAGRAPH, "\n"))
        return copied

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and not self.source().isEmpty():
            # What is written in another font keeps the size that it was read with.
            self.reload()
            self._dress()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        if kind != _IMAGE:
            return super().loadResource(kind, name)
        image = QImage(self.source().resolved(QUrl(name)).toLocalFile())
        if image.width() <= self._room:
            return image
        smooth = image.convertToFormat(QImage.Format.Format_RGB32)
        return smooth.scaledToWidth(self._room, Qt.TransformationMode.SmoothTransformation)

    def resizeEvent(self, event: QResizeEvent) -> None:
        room = max(_LEAST_PICTURE, min(_PICTURE_WIDTH, self.viewport().width() - 2 * PADDING - 2))
        if room != self._room:
            self._room = room
            self._fit_pictures()
        # Lays the page out for its new width, the pictures included.
        super().resizeEvent(event)
        self._end_lines()
        # Else the scroll bar may keep to the size the page had before.
        layout = self.document().documentLayout()
        layout.documentSizeChanged.emit(layout.documentSize())


class HelpWindow(SideDialog):
    """The help: a button for each page a user needs, and the page; *first* is shown at first."""

    def __init__(self, theme: Theme, window: QWidget, first: str = HELP_PAGES[0]) -> None:
        super().__init__(theme, window, tr("WrapUp Desk help"))
        self.page = HelpPage()
        self.buttons: dict[str, Button] = {}
        for name, caption in (
            ("agents", tr("For agents")),
            ("supervisors", tr("For supervisors")),
            ("troubleshooting", tr("Troubleshooting")),
        ):
            button = Button(theme, ButtonKind.PLAIN)
            button.show_caption(caption)
            # Says which page is shown, to screen readers too.
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, page=name: self._open(page))
            self.buttons[name] = button
        row = FlowRow(tuple(self.buttons.values()), spreads=False)
        box = QVBoxLayout(self.content)
        box.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        box.setSpacing(GAP)
        box.addWidget(row)
        box.addWidget(self.page, 1)
        self.page.sourceChanged.connect(self._mark)
        self.page.show_page(first)
        # Else the keys begin at a page that is not shown.
        self.buttons[first].setFocus()

    def _open(self, page: str) -> None:
        self.page.show_page(page)
        # A press of the page that is shown opens no other, and yet turns its mark off.
        self._mark(self.page.source())

    def _mark(self, source: QUrl) -> None:
        """Mark the button of the page that is shown, also where a link led there."""
        shown = Path(source.path()).stem
        for name, button in self.buttons.items():
            button.setChecked(name == shown)

    def fit(self) -> None:
        """Take the size that a page is read well in, as far as the screen has it."""
        room = self.screen().availableSize()
        self.setMinimumWidth(min(360, room.width() - 2 * PADDING))
        self.resize(
            min(self.theme.px(_WIDTH), room.width() - 2 * PADDING),
            min(self.theme.px(_HEIGHT), room.height() - 4 * PADDING),
        )


def open_help(theme: Theme, window: QWidget, first: str) -> None:
    """Open the help of *window* at the page *first*, or where it was left."""
    shown = window.findChild(HelpWindow) or HelpWindow(theme, window, first)
    shown.fit()
    bring_forward(shown)
