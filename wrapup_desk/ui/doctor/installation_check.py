"""Shows the check of this installation: a line each with icon, word and colour, to be copied."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from wrapup_desk.application.doctor.findings import CheckOutcome, Finding, begun
from wrapup_desk.application.doctor.report import line_of, summary_of
from wrapup_desk.domain.language.conventions import aside
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.ui.scrolled.side_dialog import SideDialog
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, PADDING, Size, Tone, Weight
from wrapup_desk.ui.widgets.buttons import Button
from wrapup_desk.ui.widgets.state_pill import StatePill
from wrapup_desk.ui.widgets.text_label import TextLabel, paragraph


class InstallationCheck(SideDialog):
    """Non-modal; fills while the checks run. The texts are plain, whoever wrote them."""

    again_requested = Signal()

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window, tr("Check this installation"))
        self.findings: list[Finding] = []
        self.rows: list[FindingRow] = []
        self.summary = TextLabel(theme, Size.BODY, "text", Weight.SEMIBOLD, max_lines=0)
        self.copy_button = Button(theme)
        self.copy_button.show_caption(tr("Copy"))
        self.again_button = Button(theme)
        self.again_button.show_caption(tr("Check again"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(PADDING)
        self._lay_out()
        self.copy_button.clicked.connect(self._copy)
        self.again_button.clicked.connect(self.again_requested)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        for button in (self.copy_button, self.again_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        box = QVBoxLayout(self.content)
        box.setContentsMargins(PADDING + 4, PADDING, PADDING + 4, PADDING)
        box.setSpacing(PADDING)
        # What gets longer by itself stands below what can be clicked.
        box.addLayout(buttons)
        box.addWidget(self.summary)
        box.addLayout(self._lines)
        box.addStretch(1)

    def begin(self) -> None:
        """Start over with an empty list."""
        self.findings.clear()
        for row in self.rows:
            self._lines.removeWidget(row)
            row.deleteLater()
        self.rows.clear()
        self._show_busy(is_busy=True)
        self.summary.show_text(tr("Checking …"))

    def show_finding(self, finding: Finding) -> None:
        """Add one line."""
        self.findings.append(finding)
        row = FindingRow(self.theme, finding)
        self.rows.append(row)
        self._lines.addWidget(row)
        self._grow_soon()

    def finish(self) -> None:
        """Say what it comes to."""
        self._show_busy(is_busy=False)
        self.summary.show_text(summary_of(self.findings))
        self._grow_soon()

    def _grow_soon(self) -> None:
        # Qt shows new lines with the next turn of the loop; before that they take no room.
        QTimer.singleShot(0, self, self.grow)

    def _show_busy(self, *, is_busy: bool) -> None:
        for button in (self.copy_button, self.again_button):
            button.setEnabled(not is_busy)

    def _copy(self) -> None:
        # Without details: what is pasted into a mail or a chat is nobody's data either.
        lines = [line_of(each, with_detail=False) for each in self.findings]
        QApplication.clipboard().setText("\n".join([*lines, summary_of(self.findings)]))


class FindingRow(QWidget):
    """One finding: its outcome as a pill, its title, what was found, and the one thing to do."""

    def __init__(self, theme: Theme, finding: Finding) -> None:
        super().__init__()
        self.pill = StatePill(theme)
        word, icon, tone = _face_of(finding.outcome)
        self.pill.show_state(begun(word), icon, tone)
        title = TextLabel(theme, Size.BODY, "text", Weight.SEMIBOLD, max_lines=0)
        title.show_text(finding.title)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(title, 1)
        head.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addLayout(head)
        self.texts = [paragraph(theme)]
        said = begun(finding.text)
        self.texts[0].show_text(aside(said, finding.detail) if finding.detail else said)
        if finding.advice:
            advice = paragraph(theme, "text")
            advice.show_text(finding.advice)
            self.texts.append(advice)
        for text in self.texts:
            box.addWidget(text)
        self.setAccessibleName(line_of(finding))


def _face_of(outcome: CheckOutcome) -> tuple[str, str, Tone]:
    """Return word, icon and tone: never colour alone."""
    return {
        CheckOutcome.RIGHT: (tr("right"), "check", Tone.LIVE),
        CheckOutcome.NOTE: (tr("note"), "info", Tone.NEUTRAL),
        CheckOutcome.WARNING: (tr("warning"), "triangle-alert", Tone.WRAP),
        CheckOutcome.WRONG: (tr("wrong"), "circle-x", Tone.BAD),
        CheckOutcome.NOT_CHECKED: (
            tr("not checked"),
            "circle-alert",
            Tone.NEUTRAL,
        ),
    }[outcome]
