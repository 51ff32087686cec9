"""Shows the documents that come with the program, in a window of their own."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QEvent, QMimeData, Qt, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QFont,
    QFontMetricsF,
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
from wrapup_desk.ui.dialogs.long_words import part_long_words
from wrapup_desk.ui.dialogs.page_place import PagePlace
from wrapup_desk.ui.dialogs.page_tables import (
    PageTable,
    WordWidths,
    as_paragraphs,
    columns_for,
    keep_columns,
    tables_in,
)
from wrapup_desk.ui.scrolled.copying import copied_from
from wrapup_desk.ui.scrolled.japanese_page import end_lines_between_words
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
_IMAGE = QTextDocument.ResourceType.ImageResource.value
_MARKDOWN = QTextDocument.ResourceType.MarkdownResource.value


class HelpPage(QTextBrowser):
    """One document. Links between documents are followed here, others by the system's browser."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setOpenLinks(False)
        self.setAccessibleName(tr("Help"))
        self._room = _PICTURE_WIDTH
        self._is_japanese = False
        self._markdown = ""
        self._word_widths = WordWidths(self.font())
        # The columns of those tables for which there is room.
        self._columns: dict[PageTable, list[float]] = {}
        self._is_fitting = False
        self._fitted_width = 0
        self._place: PagePlace | None = None
        self.anchorClicked.connect(self._follow)
        for moved in (
            self.verticalScrollBar().valueChanged,
            self.verticalScrollBar().rangeChanged,
        ):
            moved.connect(lambda *_: draw_whole_lines(self))

    def show_page(self, name: str, anchor: str = "") -> None:
        address = QUrl.fromLocalFile(str(help_page(name)))
        self._load(lambda: self.setSource(address))
        if anchor:
            self.scrollToAnchor(anchor)

    def _load(self, load: Callable[[], None]) -> None:
        """Have the page read, and give it what Markdown does not say."""
        # A page that gets its scroll bar while it is read must not be read anew in the midst.
        was_fitting, self._is_fitting = self._is_fitting, True
        load()
        self._space_out()
        self._is_japanese = has_japanese(self.toPlainText())
        if self._is_japanese:
            self._stress_upright()
        else:
            self._draw_weights()
        self._fit_lines()
        self._is_fitting = was_fitting
        self._fit()

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
        # As wide as a number with its dot: of a narrow page Qt would leave less to its lists.
        document.setIndentWidth(QFontMetricsF(self.font()).horizontalAdvance("00.0"))
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

    def _fit(self) -> bool:
        """Fit tables and lines to the width that the page has now; return whether it was read anew.

        Another form brings or takes the scroll bar, which asks for it again, in the midst.
        """
        was_read = False
        if self._is_fitting:
            return was_read
        self._is_fitting = True
        for _ in range(_MOST_WIDTHS):
            width = self.viewport().width()
            if width == self._fitted_width:
                break
            self._fitted_width = width
            if self._columns_now().keys() == self._columns.keys():
                self._fit_lines()
            else:
                self._load(self.reload)
                was_read = True
        self._is_fitting = False
        return was_read

    def _fit_lines(self) -> None:
        """Give each column at least the width of its words, and end lines between those.

        Qt would break words in a column, anywhere in Japanese, and long ones without a hyphen.
        """
        self._columns = self._columns_now()
        keep_columns(self.document(), [*self._columns.values()])
        if self._fitted_width and self.document().textWidth() != self._fitted_width:
            # Read anew, a page has the width that it had before.
            self.document().setTextWidth(self._fitted_width)
        if self.document().textWidth() > 0:
            end_lines = end_lines_between_words if self._is_japanese else part_long_words
            end_lines(self.document())

    def _columns_now(self) -> dict[PageTable, list[float]]:
        room = self._fitted_width - 2 * PADDING if self._fitted_width else math.inf
        fitted = (
            (table, columns_for(table, self._word_widths, room))
            for table in tables_in(self._markdown)
        )
        return {table: columns for table, columns in fitted if columns is not None}

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
        return copied_from(self)

    def changeEvent(self, event: QEvent) -> None:
        place = PagePlace.at_top_of(self)
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and not self.source().isEmpty():
            self._word_widths = WordWidths(self.font())
            # What is written in another font keeps the size that it was read with.
            self._load(self.reload)
            place.bring_to_top_of(self)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        if kind == _MARKDOWN:
            self._markdown = bytes(super().loadResource(kind, name)).decode()
            self._columns = self._columns_now()
            too_wide = [each for each in tables_in(self._markdown) if each not in self._columns]
            return as_paragraphs(self._markdown, too_wide)
        if kind != _IMAGE:
            return super().loadResource(kind, name)
        image = QImage(self.source().resolved(QUrl(name)).toLocalFile())
        if image.width() <= self._room:
            return image
        smooth = image.convertToFormat(QImage.Format.Format_RGB32)
        return smooth.scaledToWidth(self._room, Qt.TransformationMode.SmoothTransformation)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # A scroll bar that comes or goes brings another event, in the midst of this one: by then
        # other words stand where the page is scrolled to.
        is_first = self._place is None
        self._place = self._place or PagePlace.at_top_of(self)
        room = max(_LEAST_PICTURE, min(_PICTURE_WIDTH, self.viewport().width() - 2 * PADDING - 2))
        if room != self._room:
            self._room = room
            self._fit_pictures()
        # Lays the page out for its new width, the pictures included.
        super().resizeEvent(event)
        if self._fit():
            self._place.bring_to_top_of(self)
        if is_first:
            self._place = None
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
