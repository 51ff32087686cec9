"""Shows which key does what, in a small window of its own that blocks nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from wrapup_desk.domain.language.texts import tr
from wrapup_desk.ui.scrolled.side_dialog import SideDialog
from wrapup_desk.ui.shortcuts import overview
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import PADDING, RADIUS, Size, Weight
from wrapup_desk.ui.widgets.text_label import TextLabel, paragraph


class ShortcutsOverview(SideDialog):
    """The table of keys; Esc closes it."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window, tr("Keys"))
        grid = QGridLayout(self.content)
        grid.setContentsMargins(PADDING + 4, PADDING, PADDING + 4, PADDING)
        grid.setHorizontalSpacing(PADDING + RADIUS)
        grid.setVerticalSpacing(RADIUS)
        for row, (key, meaning) in enumerate(overview()):
            cap = TextLabel(theme, Size.BODY, "accent", Weight.SEMIBOLD)
            cap.show_text(key)
            text = TextLabel(theme, Size.BODY, max_lines=0)
            text.show_text(meaning)
            grid.addWidget(cap, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, row, 1)
        hint = paragraph(theme)
        hint.show_text(
            tr(
                "Single-key shortcuts work outside text fields; you can turn them off in the settings.",
            )
        )
        grid.addWidget(hint, len(overview()), 0, 1, 2)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(overview()) + 1, 1)
