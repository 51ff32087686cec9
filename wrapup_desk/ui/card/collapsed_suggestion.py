"""Shows the leading suggestion of a card that is not expanded, in one line."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.modes import ScheduledSubmit
from wrapup_desk.ui.card.wording import (
    SEPARATOR,
    leading_text,
    left_text,
    percent_text,
    seconds_up,
)
from wrapup_desk.ui.scrolled.lines import Span
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, Size, Weight
from wrapup_desk.ui.widgets.layouts import LaidOutPart
from wrapup_desk.ui.widgets.share_bar import ShareBar
from wrapup_desk.ui.widgets.text_label import TextLabel


class CollapsedSuggestion(LaidOutPart):
    """The first suggestion with its percent and bar, or that nothing is clear yet."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._text = TextLabel(theme, Size.SMALL, "muted", Weight.MEDIUM, max_lines=0)
        self._percent = TextLabel(theme, Size.SMALL, "muted", Weight.SEMIBOLD)
        self._percent.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._bar = ShareBar(theme)
        self._plan: ScheduledSubmit | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._text, 1)
        row.addWidget(self._percent)
        row.addWidget(self._bar)

    def show_card(self, card: InteractionCard, now: datetime) -> None:
        is_selected = card.selected_code is not None
        first = card.ranking.first if card.ranking.is_clear and not is_selected else None
        self._plan = card.plan if is_selected else None
        self._text.show_text(leading_text(card), self._countdown(now))
        self._text.use_ink("wrap" if is_selected else "text" if first is not None else "muted")
        self._percent.setVisible(first is not None)
        self._bar.setVisible(first is not None)
        if first is not None:
            self._percent.show_text(percent_text(first.probability))
            self._bar.show_share(first.probability)

    def tick(self, now: datetime) -> None:
        self._text.tick_tail(self._countdown(now))

    def line_spans(self) -> list[Span]:
        """Return all of it: a code whose name ends at a line reads as another code."""
        return [(0, self.height())]

    def _countdown(self, now: datetime) -> str:
        if self._plan is None:
            return ""
        seconds = seconds_up((self._plan.at - now).total_seconds())
        return SEPARATOR + tr("sends in {span}", span=left_text(seconds))
