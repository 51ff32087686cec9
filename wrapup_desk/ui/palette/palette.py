"""Opens over a card to find any code of its leg by typing, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QVBoxLayout, QWidget

from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.language.texts import tr, tr_n
from wrapup_desk.domain.wrapup import WrapupCode
from wrapup_desk.ui.announcer import Announcer
from wrapup_desk.ui.assistive import AssistiveSelection
from wrapup_desk.ui.card.wording import unclear_text
from wrapup_desk.ui.click_guard import Clickable
from wrapup_desk.ui.palette.list_model import ROW_ROLE, CodeListModel, CodeRow
from wrapup_desk.ui.palette.list_view import Backdrop, CodeListView
from wrapup_desk.ui.palette.row_delegate import CodeRowDelegate
from wrapup_desk.ui.shortcuts import is_command
from wrapup_desk.ui.text_fields import PromptField
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, Size
from wrapup_desk.ui.widgets.focus import is_inside
from wrapup_desk.ui.widgets.rounded_panel import CoveringPanel
from wrapup_desk.ui.widgets.text_label import paragraph

_MARGIN, _FOOT = 10, 2  # at the foot, a sliver of what is pinned there would read as a fault
_MOST_ROWS = 9
_PAGE = 6
# Nobody searches by more: thousands of signs, pasted by mistake, would be looked for one by one.
_MOST_TYPED = 100
# How much of the window's height the line of keys takes at most, where there are more rows.
_MOST_OF_HINT = 1 / 8


class CodePalette(CoveringPanel):
    """A search field and the codes that fit; it picks, the card's submit sends.

    Ctrl+Enter picks and sends at once. Nothing outside is blocked but by the backdrop, and the
    palette never opens by itself. Without *has_favourites* none are offered, marked or told of.
    """

    picked = Signal(str, object)  # communication id, WrapupCode
    picked_to_send = Signal(str, object)
    picked_as_topic = Signal(str, object)  # a further one, to go as a tag
    favourite_toggled = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme, window: QWidget, *, has_favourites: bool = True) -> None:
        super().__init__(theme, window, "accent")
        self._communication_id = ""
        self._has_favourites = has_favourites
        self._takes_topics = self._is_ready = False
        self._missing = ""
        self._over = window
        self._backdrop = Backdrop(window)
        self._backdrop.hide()
        self._backdrop.clicked.connect(self.close_palette)
        self.field = PromptField()
        self.field.setMaxLength(_MOST_TYPED)
        self.codes = CodeListModel(self)
        self.view = CodeListView(theme)
        self._delegate = CodeRowDelegate(theme, self.view, has_stars=has_favourites)
        self._empty = paragraph(theme)
        self._empty.hide()
        self._anchor = QRect()
        self._row_height = 1
        self.announcer = Announcer(self)
        self._hint = paragraph(theme, size=Size.CAPTION)
        self._set_up_view()
        self._lay_out()
        self._word()
        self.field.looked_for.connect(self._on_typed)
        self.field.installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._on_focus_changed)  # type: ignore[union-attr]  # there is one: this is a widget

    def _set_up_view(self) -> None:
        delegate = self._delegate
        # The view's own "clicked" comes for the star, too.
        delegate.star_clicked.connect(self.favourite_toggled)
        delegate.code_clicked.connect(lambda code: self._pick(code, sends=False))
        delegate.code_added.connect(self._pick_topic)
        delegate.branch_clicked.connect(self._on_branch_clicked)
        self.view.setObjectName("codes")
        self.view.setModel(self.codes)
        self.view.setItemDelegate(delegate)
        self.view.setMouseTracking(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        AssistiveSelection(self.view).taken.connect(self._take)

    def _lay_out(self) -> None:
        box = self._box = QVBoxLayout(self)
        box.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        box.setSpacing(GAP)
        for widget in (self.field, self._empty, self.view, self._hint):
            box.addWidget(widget)
        box.setStretchFactor(self.view, 1)

    def _word(self) -> None:
        name = tr("Search codes")
        self.field.setAccessibleName(name)
        self.view.setAccessibleName(tr("Codes of this queue"))

    def _word_hint(self) -> None:
        keys = tr("Enter selects · Esc closes")
        if self._has_favourites:
            keys = tr("Enter selects · Ctrl+Enter sends · Ctrl+D favourite · Esc closes")
        if self.codes.has_branches:
            keys = tr("→ opens · ← goes back · {keys}", keys=keys)
        if self._takes_topics:
            keys = tr("{keys} · Shift+Enter adds a further topic", keys=keys)
        self._hint.show_text(keys)

    @property
    def communication_id(self) -> str:
        """The leg the palette is open for; "" while it is closed."""
        return self._communication_id

    @property
    def current_row(self) -> CodeRow | None:
        row: CodeRow | None = self.view.currentIndex().data(ROW_ROLE)
        return row

    @property
    def current_code(self) -> WrapupCode | None:
        row = self.current_row
        return row.code if row is not None else None

    def make_ready(self) -> None:
        """Be laid out and painted once, unseen: the first time takes as long as two later ones."""
        if not self._is_ready and self.isHidden():
            self._is_ready = True
            self.grab()

    def open_over(
        self,
        anchor: QRect,
        card: InteractionCard,
        uses: Mapping[str, int],
        favourites: Sequence[str],
    ) -> None:
        """Open with *card*'s codes at *anchor*, a rectangle of the window."""
        self.codes.use_separators(card.separators)
        self._takes_topics = card.takes_topics
        self._missing = unclear_text(card)
        key = card.leg.key
        self.open_for(anchor, key.communication_id, card.codes, uses, favourites)

    def use_card(
        self, card: InteractionCard, uses: Mapping[str, int], favourites: Sequence[str]
    ) -> None:
        """Take news of the card it was opened for, whose codes may only come now."""
        self._missing = unclear_text(card)
        self.use_codes(card.codes, uses, favourites)

    def open_for(
        self,
        anchor: QRect,
        communication_id: str,
        codes: Sequence[WrapupCode],
        uses: Mapping[str, int],
        favourites: Sequence[str],
    ) -> None:
        """Open with *codes* for a leg, or for whatever *communication_id* stands for."""
        self._communication_id = communication_id
        self.codes.close_branches()
        self.use_codes(codes, uses, favourites)
        # What says that codes are to come stands close below other words: those stay whole.
        self._anchor = anchor if codes else anchor.translated(0, _MARGIN)
        self._place()
        self._backdrop.setGeometry(self._over.rect())
        self._backdrop.show()
        self._backdrop.raise_()
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def use_codes(
        self, codes: Sequence[WrapupCode], uses: Mapping[str, int], favourites: Sequence[str]
    ) -> None:
        """Take news of the codes or the favourites, keeping the selected row and the place."""
        before, changes = self.current_row, self.codes.changes
        place = self.view.verticalScrollBar().value()
        self.codes.use_codes(codes, uses, favourites)
        self._delegate.use_names(self.codes.names)
        prompt = tr_n("Search 1 code", "Search {count} codes", len(codes))
        shorter = tr("Search codes")
        self.field.use_prompts(prompt if codes else shorter, shorter, tr("Search"))
        self._word_hint()
        self._tell_if_empty()
        if not self.isVisible():
            self._select(self._row_like(before))
        elif self.codes.changes != changes:
            self._select(self._row_like(before))
            self.view.verticalScrollBar().setValue(place)
            if before is None:
                self._place()  # what was waited for needs more room

    def _row_like(self, before: CodeRow | None) -> int:
        """Return the row that shows what *before* did; else the first one."""
        row = -1
        if before is not None and before.code is not None:
            row = self.codes.row_of(before.code.id)
        elif before is not None and before.branch is not None:
            row = self.codes.row_of_branch(before.branch.name)
        return row if row >= 0 else self.codes.first_row()

    def clickables(self) -> Iterator[Clickable]:
        """Return the rows, as one, and what covers the window around them."""
        yield Clickable(self._backdrop)
        rows = (self.codes.changes, self.view.verticalScrollBar().value())
        yield Clickable(self.view.viewport(), rows, self._delegate.forget_press)

    def close_palette(self) -> None:
        if not self._communication_id:
            return
        self._communication_id = ""
        self._backdrop.hide()
        self.hide()
        # Not when it opens next: a screen reader that hears of the change first keeps silent about the focus.
        if self.field.text():
            self.field.clear()
        self.closed.emit()

    def _place(self) -> None:
        """Lie at the anchor if there is room below, else as far up as it takes."""
        anchor = self._anchor
        # How high a row is depends on its width.
        self.resize(anchor.width(), self.height())
        self._box.activate()
        window = self._over.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_FOOT)
        heights = [
            self.view.sizeHintForRow(row) for row in range(min(_MOST_ROWS, len(self.codes.rows)))
        ]
        self._row_height = max([self._row_height, *heights])
        inner = anchor.width() - 2 * _MARGIN
        others = self.field.sizeHint().height()
        least = self._row_height if heights else max(self._row_height, others)
        wanted = max(3 * least, sum(heights))
        # Where rows are cut, what is read once does not take the height of several.
        hint = self._hint.heightForWidth(inner)
        is_cut = wanted + others + hint > window.height()
        has_hint = not is_cut or hint <= window.height() * _MOST_OF_HINT
        self._hint.setVisible(has_hint)
        others += hint if has_hint else 0
        if not self.codes.rows:
            others += self._empty.heightForWidth(inner) + GAP
        extra = 2 * _MARGIN + 3 * GAP
        height = min(window.height(), wanted + others + extra)
        top = max(window.top(), min(anchor.top() - _MARGIN, window.bottom() + 1 - height))
        left_over = window.bottom() + 1 - top - height
        height += left_over if left_over < self._row_height else 0
        self.setGeometry(QRect(anchor.left(), top, anchor.width(), height))
        self.view.lay_out()

    def _select(self, row: int) -> None:
        """Make *row* the current one; none is selected, so that to select one is to choose it."""
        index = self.codes.index(row) if row >= 0 else QModelIndex()
        is_new = index != self.view.currentIndex()
        self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.Clear)
        if is_new and index.isValid() and self._communication_id:
            self.announcer.say(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        # The heading above the first code belongs into sight with it.
        if self.codes.first_row() == row:
            self.view.scrollToTop()

    def _take(self, row: int) -> None:
        """Choose the row that assistive technology selected."""
        if self._communication_id:
            self._select(row)
            self._enter(sends=False)

    def _on_typed(self, text: str) -> None:
        self.codes.search(text)
        if self.field.is_composing and not self.codes.rows:
            self.codes.search(self.field.text())  # the kana of a name that is written in kanji
        self._select(self.codes.first_row())
        self._tell_if_empty()
        if self._communication_id:
            self._place()

    def _tell_if_empty(self) -> None:
        """Say why there is no row: the codes are still to come, or what is typed fits none."""
        typed = self.field.wanted
        nothing = tr("No code of this queue matches “{text}”.", text=typed)
        self._empty.show_text(nothing if self.codes.has_codes else self._missing)
        self._empty.setVisible(not self.codes.rows)

    def _pick(self, code: WrapupCode, *, sends: bool) -> None:
        signal = self.picked_to_send if sends else self.picked
        communication_id = self._communication_id
        self.close_palette()
        signal.emit(communication_id, code)

    def _pick_topic(self, code: WrapupCode) -> None:
        if self._takes_topics:
            communication_id = self._communication_id
            self.close_palette()
            self.picked_as_topic.emit(communication_id, code)

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self._communication_id and now is not None and not is_inside(now, self):
            self.close_palette()

    def _move(self, step: int) -> None:
        row = self.view.currentIndex().row()
        for _ in range(abs(step)):
            row = self.codes.next_row(row, 1 if step > 0 else -1)
        if row >= 0:
            self._select(row)

    def _on_branch_clicked(self, row: CodeRow) -> None:
        if row.branch is not None:
            self._open(row)
        else:
            self._go_up()

    def _open(self, row: CodeRow) -> None:
        if row.branch is not None:
            self.codes.open_branch(row.branch)
            self._select(self.codes.first_row())
            self.view.scrollToTop()
            self._place()

    def _go_up(self) -> None:
        left = self.codes.go_up()
        row = self.codes.row_of_branch(left) if left else self.view.currentIndex().row()
        self._select(row if row >= 0 else self.codes.first_row())
        self._place()

    def _browse(self, event: QKeyEvent) -> bool:
        """Take the keys of the tree while nothing is typed; False for any other key."""
        row = self.current_row
        if self.field.text() or not self.codes.has_branches:
            return False
        if event.key() == Qt.Key.Key_Right and row is not None and row.branch is not None:
            self._open(row)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Backspace):
            self._go_up()
        else:
            return False
        return True

    def _enter(self, *, sends: bool) -> None:
        row = self.current_row
        if row is not None and row.code is not None:
            self._pick(row.code, sends=sends)
        elif row is not None:
            self._on_branch_clicked(row)

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what the search field would keep: Ctrl+D deletes there on X11, arrows do nothing."""
        if watched is not self.field or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.KeyPress and self._browse(event):
            return True
        if is_command(event, "d"):
            if event.type() == QEvent.Type.KeyPress:
                self.keyPressEvent(event)
                return True
            event.accept()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys the search field leaves over; none gets through to the cards."""
        has_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        code = self.current_code
        steps = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_PageUp: -_PAGE,
            Qt.Key.Key_PageDown: _PAGE,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self._move(steps[key])
        elif key is Qt.Key.Key_Escape:
            self.close_palette()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if code is not None and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._pick_topic(code)
            else:
                self._enter(sends=has_ctrl)
        elif is_command(event, "d") and code is not None and self._has_favourites:
            self.favourite_toggled.emit(code.id)
        event.accept()
