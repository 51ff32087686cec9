"""Shows the figures over the table: how many, how many are coded, and what is wrong."""

from __future__ import annotations

import math

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wrapup_desk.application.repair.state import Totals
from wrapup_desk.domain.language.conventions import number
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.repair.code_issue import CodeIssue
from wrapup_desk.ui.repair.wording import NOTHING, share_text
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, GAP_WIDE, PADDING, Size, Weight
from wrapup_desk.ui.widgets.layouts import move_to
from wrapup_desk.ui.widgets.rounded_panel import RoundedPanel
from wrapup_desk.ui.widgets.text_label import TextLabel

# Of two lines: how many tiles stand on the first.
_ON_FIRST_LINE = 3


class KpiTile(RoundedPanel):
    """One figure and what it counts."""

    def __init__(self, theme: Theme, label: str, ink: str) -> None:
        super().__init__(theme)
        self._ink = ink
        self._label_text = label
        self._figure = TextLabel(theme, Size.LARGE, ink, Weight.SEMIBOLD)
        self._label = TextLabel(theme, Size.SMALL, "muted", max_lines=3)
        self._label.show_text(label)
        box = self._box = QVBoxLayout(self)
        box.addWidget(self._figure)
        box.addWidget(self._label)
        # The words of all tiles begin on one line, however many lines one of them takes.
        box.addStretch(1)
        theme.changed.connect(self._space)
        self._space()

    def _space(self) -> None:
        """Keep close together at large text, where the rows below need the height."""
        self._keep_words_whole()
        edge, between = (3, 0) if self.theme.has_large_text else (10, 2)
        self._box.setContentsMargins(PADDING, edge, PADDING, edge)
        self._box.setSpacing(between)

    def _keep_words_whole(self) -> None:
        """Let no line end within a word: a tile with a long one is wider than the others."""
        self._figure.setMinimumWidth(self._figure.sizeHint().width())
        self._label.setMinimumWidth(math.ceil(self._label.widest_whole_word) + 1)

    @property
    def figure(self) -> str:
        return self._figure.shown_text

    def show_figure(self, figure: str) -> None:
        self._figure.show_text(figure)
        self._keep_words_whole()
        # Nothing known is no good news and no bad news.
        self._figure.use_ink("muted" if figure == NOTHING else self._ink)
        self.setAccessibleName(f"{figure} {self._label_text}")


class KpiTiles(QWidget):
    """The five figures, and a sixth where Genesys refused corrections; on two lines where they must."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.interactions = KpiTile(theme, tr("interactions"), "text")
        self.coded = KpiTile(theme, tr("coded by the agent"), "live")
        self.timed_out = KpiTile(theme, tr("timed out"), "wrap")
        self.missing = KpiTile(theme, tr("no code"), "bad")
        self.agreed = KpiTile(theme, tr("agreed with the suggestion"), "text")
        self.kept = KpiTile(theme, tr("kept here only"), "muted")
        self.kept.hide()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP)
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        for line in (self._first, self._second):
            line.setSpacing(GAP_WIDE)
            lines.addLayout(line)
        for tile in (*self.all, self.kept):
            self._first.addWidget(tile, 1)
        theme.changed.connect(self._place)

    @property
    def all(self) -> tuple[KpiTile, ...]:
        return (self.interactions, self.coded, self.timed_out, self.missing, self.agreed)

    def show_totals(self, totals: Totals) -> None:
        """Show *totals*; what is not known yet is a dash, never a zero."""
        has_legs = bool(totals.interactions)
        self.interactions.show_figure(number(totals.interactions) if has_legs else NOTHING)
        self.coded.show_figure(share_text(totals.coded_share, digits=1))
        for tile, issue in (
            (self.timed_out, CodeIssue.TIMED_OUT),
            (self.missing, CodeIssue.MISSING),
        ):
            count = totals.by_issue.get(issue, 0)
            tile.show_figure(number(count) if has_legs else NOTHING)
        self.agreed.show_figure(share_text(totals.agreed_share))
        kept = totals.by_issue.get(CodeIssue.KEPT_HERE, 0)
        self.kept.show_figure(number(kept))
        self.kept.setVisible(kept > 0)
        self._place()

    def _place(self) -> None:
        """Put what has no room beside the others on a line below."""
        tiles = (*self.all, self.kept)
        widths = [each.minimumSizeHint().width() for each in tiles if not each.isHidden()]
        has_room = sum(widths) + GAP_WIDE * (len(widths) - 1) <= self.width()
        line, other = self._first, self._second
        if not has_room:
            line, other = other, line
        for tile in tiles[_ON_FIRST_LINE:]:
            move_to(line, tile, other, stretch=1)

    # Qt overrides

    def minimumSizeHint(self) -> QSize:
        # Not as wide as all of them beside each other: the window would scroll sideways for that.
        widest = max(each.minimumSizeHint().width() for each in self.all)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()
