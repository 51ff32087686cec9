"""The reports: rates, times, agreement and unused codes, and whether the audit trail is whole."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from wrapup_desk.application.repair.state import RepairState
from wrapup_desk.domain.language.conventions import sentences
from wrapup_desk.domain.language.texts import fill, tr, tr_n
from wrapup_desk.domain.quality.code_list import merge_rules
from wrapup_desk.domain.quality.quality_figures import QualityFigures
from wrapup_desk.domain.repair.audit import ChainCheck
from wrapup_desk.domain.repair.repair_reports import RepairReports
from wrapup_desk.domain.repair.rules import RuleList
from wrapup_desk.ui.repair.reports.chart_data import (
    confusions,
    missing_by_day,
    missing_by_queue,
    precision,
    time_to_code,
    topics,
    uses,
)
from wrapup_desk.ui.repair.reports.charts import Chart
from wrapup_desk.ui.repair.reports.quality_data import coaching, code_list, weeks
from wrapup_desk.ui.scrolled.whole_lines import WholeLines
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, GAP_WIDE, PADDING, Size, Tone, Weight
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.focus import show_or_hide
from wrapup_desk.ui.widgets.rounded_panel import RoundedPanel
from wrapup_desk.ui.widgets.state_pill import StatePill
from wrapup_desk.ui.widgets.text_label import TextLabel, paragraph


class AuditPanel(RoundedPanel):
    """The trail: where it is kept, and what checking it found."""

    check_requested = Signal()
    export_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._title = TextLabel(theme, Size.LEAD, "text", Weight.SEMIBOLD)
        self._title.show_text(tr("Audit trail"))
        self.pill = StatePill(theme)
        self.sentence = paragraph(theme)
        self.anchor = paragraph(theme, size=Size.CAPTION)
        self.anchor.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.check = Button(theme, ButtonKind.PLAIN)
        self.check.show_caption(tr("Check the trail"))
        self.export = Button(theme, ButtonKind.PLAIN)
        self.export.show_caption(tr("Export the trail"))
        self.check.clicked.connect(self.check_requested)
        self.export.clicked.connect(self.export_requested)
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self.pill)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self.check)
        buttons.addWidget(self.export)
        buttons.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(PADDING, PADDING - 2, PADDING, PADDING)
        box.setSpacing(GAP)
        box.addLayout(top)
        box.addWidget(self.sentence)
        box.addWidget(self.anchor)
        box.addLayout(buttons)

    def show_check(self, check: ChainCheck | None, store_label: str) -> None:
        kept = tr("Kept in: {place}.", place=store_label)
        self.pill.setVisible(check is not None)
        self.anchor.setVisible(check is not None and check.is_whole and check.count > 0)
        if check is None:
            text = tr("Each entry seals all before it; a check shows any tampering.")
            self.sentence.show_text(sentences(text, kept))
        elif check.is_whole:
            text = tr_n(
                "The one entry is there and unchanged.",
                "All {count} entries are there and unchanged.",
                check.count,
            )
            self.sentence.show_text(sentences(text, kept))
            word = tr("Unbroken")
            self.pill.show_state(word, "check", Tone.LIVE)
            self.anchor.show_text(
                tr("Write this down to prove it later: {anchor}", anchor=check.head)
            )
        else:
            text = tr("The trail was tampered with or damaged: {problem}.")
            self.sentence.show_text(sentences(fill(text, problem=check.problem), kept))
            self.pill.show_state(tr("Broken"), "circle-alert", Tone.BAD)


class ReportPage(QWidget):
    """The charts and the audit trail."""

    merges_requested = Signal(object)  # RuleList

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._reports: RepairReports | None = None
        self._quality: QualityFigures | None = None
        self._is_numbers = False
        self.numbers = Button(theme, ButtonKind.PLAIN)
        self.merge = Button(theme, ButtonKind.PLAIN)
        self._merges = RuleList("")
        self.queues = Chart(theme, tr("Without a code, by queue"))
        self.days = Chart(theme, tr("Without a code, by day"), stands=True)
        self.times = Chart(theme, tr("From hang-up to code"), stands=True)
        self.precision = Chart(theme, tr("Suggested against chosen"))
        self.confusions = Chart(theme, tr("Codes taken for each other"))
        self.uses = Chart(theme, tr("Use of codes"))
        self.coaching = Chart(theme, tr("Agents beside their queues"))
        self.weeks = Chart(theme, tr("Without a code, by week"), stands=True)
        self.code_list = Chart(theme, tr("The list of codes"))
        self.topics = Chart(theme, tr("Further topics"))
        self.audit = AuditPanel(theme)
        self.numbers.clicked.connect(self._toggle_numbers)
        self.merge.clicked.connect(lambda: self.merges_requested.emit(self._merges))
        self._lay_out()
        self._word()

    @property
    def charts(self) -> tuple[Chart, ...]:
        return (
            self.queues, self.days, self.times, self.precision, self.confusions, self.uses,
            self.coaching, self.weeks, self.code_list, self.topics,
        )  # fmt: skip

    def _lay_out(self) -> None:
        content = QWidget()
        grid = self._grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, GAP_WIDE, 0)
        grid.setSpacing(GAP_WIDE)
        self._place_charts()
        grid.addWidget(self.audit, 5, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(6, 1)
        top = QHBoxLayout()
        top.addStretch(1)
        top.addWidget(self.merge)
        top.addWidget(self.numbers)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GAP_WIDE)
        box.addLayout(top)
        box.addWidget(WholeLines(content), 1)

    def _place_charts(self, *left_out: Chart) -> None:
        """Put two side by side, and one that is left over across; what is hidden leaves no hole."""
        for chart in self.charts:
            self._grid.removeWidget(chart)
        shown = [chart for chart in self.charts if chart not in left_out]
        for place, chart in enumerate(shown):
            is_alone = place == len(shown) - 1 and place % 2 == 0
            self._grid.addWidget(chart, place // 2, place % 2, 1, 2 if is_alone else 1)

    def _word(self) -> None:
        numbers = tr("Show the numbers")
        self.numbers.show_caption(tr("Show the charts") if self._is_numbers else numbers)

    def show_state(self, state: RepairState) -> None:
        self.audit.show_check(state.audit, state.store_label)
        reports = state.reports or RepairReports()
        if reports is self._reports and state.quality is self._quality:
            return
        self._reports, self._quality = reports, state.quality
        directory = state.directory
        self._offer_merges(state)
        left_out = [] if state.legs.table.names_agents else [self.coaching]
        left_out += [] if reports.topics_by_code else [self.topics]
        for chart in (self.coaching, self.topics):
            show_or_hide(chart, visible=chart not in left_out)
        self._place_charts(*left_out)
        for chart, (sentence, data) in (
            (self.queues, missing_by_queue(reports)),
            (self.days, missing_by_day(reports)),
            (self.times, time_to_code(reports)),
            (self.precision, precision(reports, directory)),
            (self.confusions, confusions(reports, directory)),
            (self.uses, uses(reports, directory)),
            (self.coaching, coaching(state.quality, state.legs)),
            (self.weeks, weeks(state.quality)),
            (self.code_list, code_list(state.quality, state.legs)),
            (self.topics, topics(reports, directory)),
        ):
            chart.show_data(sentence, data)

    def _offer_merges(self, state: RepairState) -> None:
        name = tr("Merge codes")
        self._merges = merge_rules(name, state.quality.codes, state.directory.codes)
        count = len(self._merges.rules)
        caption = tr_n("Look at 1 merge as a rule", "Look at {count} merges as rules", count)
        self.merge.show_caption(caption)
        show_or_hide(self.merge, visible=bool(self._merges.rules) and state.access.may_fix)

    def _toggle_numbers(self) -> None:
        self._is_numbers = not self._is_numbers
        for chart in self.charts:
            chart.show_numbers(shown=self._is_numbers)
        self._word()
