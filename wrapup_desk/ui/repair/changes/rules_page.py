"""The page of rules: keeps lists of them, shows what one would do, and does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wrapup_desk.application.repair.state import RepairState
from wrapup_desk.domain.language.conventions import beside, labelled, listed, number
from wrapup_desk.domain.language.texts import fill, tr
from wrapup_desk.domain.repair.preview import Preview
from wrapup_desk.domain.repair.rules import ANY_CODE, Rule, RuleList
from wrapup_desk.ui.hints import plain_tooltip
from wrapup_desk.ui.menus.chips import OneChip
from wrapup_desk.ui.repair.changes.preview_panel import PreviewPanel
from wrapup_desk.ui.repair.changes.rule_form import RuleForm, shown_code
from wrapup_desk.ui.repair.wording import NOTHING, code_on_record, local_time
from wrapup_desk.ui.scrolled.whole_lines import WholeLines, bring_into_view
from wrapup_desk.ui.text_fields import TextField
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP_WIDE, PADDING, Size, Weight
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind
from wrapup_desk.ui.widgets.flow_row import FlowRow
from wrapup_desk.ui.widgets.focus import show_or_hide
from wrapup_desk.ui.widgets.numbers_table import NumbersTable
from wrapup_desk.ui.widgets.progress_line import ProgressLine
from wrapup_desk.ui.widgets.rounded_panel import RoundedPanel
from wrapup_desk.ui.widgets.text_label import TextLabel, paragraph

_LONGEST_NAME = 80
_MOST_SAMPLES = 6
_WIDTHS = (40, 190, 190, 300, 70)
# Counts, also where a preview has not counted yet.
_COUNTS = (4,)
_NEW = object()


class RulesPage(RoundedPanel):
    """One rule list at a time: its rules, what they fit, and a preview that can be confirmed."""

    preview_requested = Signal(object)  # RuleList
    keep_requested = Signal(object)  # RuleList
    remove_requested = Signal(str)
    import_requested = Signal()
    export_requested = Signal(object)  # RuleList

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._rules: list[Rule] = []
        self._lists: Sequence[RuleList] = ()
        self._shown_import: RuleList | None = None
        # The preview that is of the rules as they stand; an edit makes it another's.
        self._asked_for: RuleList | None = None
        self._preview: Preview | None = None
        self._title = TextLabel(theme, Size.LEAD, "text", Weight.SEMIBOLD)
        self._hint = paragraph(theme)
        self.lists = OneChip(theme, tr("Rule lists"))
        self.name = TextField()
        self.bring = Button(theme, ButtonKind.PLAIN)
        self.write = Button(theme, ButtonKind.PLAIN)
        self.keep = Button(theme, ButtonKind.PLAIN)
        self.remove = Button(theme, ButtonKind.QUIET)
        self.table = NumbersTable(theme, tr("Rules"), most_lines=2)
        self.form = RuleForm(theme)
        self.add = Button(theme, ButtonKind.PLAIN)
        self.change = Button(theme, ButtonKind.PLAIN)
        self.drop = Button(theme, ButtonKind.QUIET)
        self.run = Button(theme, ButtonKind.PRIMARY)
        self.troubles = TextLabel(theme, Size.SMALL, "wrap", max_lines=0)
        self.previewing = ProgressLine(theme)
        self.samples = NumbersTable(theme, tr("Some of what would change"))
        self.preview = PreviewPanel(theme)
        self._make()

    def _make(self) -> None:
        self._word()
        self._lay_out()
        self._connect()
        self._show_rules()

    def _word(self) -> None:
        self._title.show_text(tr("Change many by rule"))
        self._hint.show_text(
            tr(
                "Rules look at everything the search found, not only what the table shows. Of several"
                " that fit, the first counts.",
            )
        )
        columns = tr(
            "A CSV file names the columns from and to, and where wanted queue, dnis, flow,"
            " attribute, value, media."
        )
        self.bring.setToolTip(plain_tooltip(columns))
        self.bring.setAccessibleDescription(columns)
        self.name.setPlaceholderText(tr("Name of this list"))
        self.name.setAccessibleName(tr("Name of this list"))
        self.name.setMaxLength(_LONGEST_NAME)
        for button, caption in (
            (self.bring, tr("Import CSV")),
            (self.write, tr("Export CSV")),
            (self.keep, tr("Keep")),
            (self.remove, tr("Remove list")),
            (self.add, tr("Add rule")),
            (self.change, tr("Change rule")),
            (self.drop, tr("Remove rule")),
            (self.run, tr("Preview")),
        ):
            button.show_caption(caption)

    def _lay_out(self) -> None:
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, GAP_WIDE, 0)
        inner.setSpacing(GAP_WIDE)
        top = self._top = FlowRow(
            (self.lists, self.bring, self.write, self.keep, self.remove), spreads=False
        )
        edit = FlowRow((self.add, self.change, self.drop, self.run))
        for part in (
            self._title, self._hint, top, self.name, self.table, self.form, edit, self.troubles,
            self.previewing, self.preview, self.samples,
        ):  # fmt: skip
            inner.addWidget(part)
        inner.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        box.addWidget(WholeLines(content))

    def _connect(self) -> None:
        self.lists.opening.connect(self._fill_lists)
        self.lists.chosen.connect(self._on_list)
        self.bring.clicked.connect(self.import_requested)
        self.write.clicked.connect(lambda: self.export_requested.emit(self.rule_list))
        self.keep.clicked.connect(lambda: self.keep_requested.emit(self.rule_list))
        self.remove.clicked.connect(lambda: self.remove_requested.emit(self.rule_list.name))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._on_row())
        self.form.submitted.connect(self._on_submitted)
        for field in self.form.fields.values():
            field.textChanged.connect(lambda _text: self._enable())
        self.name.textChanged.connect(lambda _text: self._enable())
        self.add.clicked.connect(self._on_add)
        self.change.clicked.connect(self._on_change)
        self.drop.clicked.connect(self._on_drop)
        self.run.clicked.connect(self._on_run)
        self.previewing.stop_requested.connect(self.preview.drop_requested)

    @property
    def rule_list(self) -> RuleList:
        """The list as it stands on the page, kept or not."""
        return RuleList(self.name.text().strip(), tuple(self._rules))

    def use(self, rules: RuleList) -> None:
        """Show *rules* to be looked at, changed and run."""
        self.name.setText(rules.name)
        self._rules = list(rules.rules)
        self.form.show_rule(None)
        self._edited()

    # The snapshot

    def show_state(self, state: RepairState) -> None:
        self._lists = state.rule_lists
        self.form.offer(state.directory)
        if state.imported_rules is not None and state.imported_rules is not self._shown_import:
            self._shown_import = state.imported_rules
            self.use(state.imported_rules)
        if self._shown_import is None and not self._rules and not self.name.text() and self._lists:
            self.use(self._lists[0])
        self._show_preview(state)
        self._enable()

    def _show_preview(self, state: RepairState) -> None:
        preview = state.preview if state.preview is not None and self._asked_for else None
        if preview is not None and preview.rule != (self._asked_for or RuleList("")).name:
            preview = None
        work = state.previewing
        show_or_hide(self.previewing, visible=work.is_running and preview is None)
        text = tr("Looking at {done} of {total} rows")
        text = fill(text, done=number(work.done), total=number(work.total))
        self.previewing.show_progress(text, work.share_done)
        was_open = self.preview.isVisible()
        self.preview.show_state(state)
        show_or_hide(self.preview, visible=preview is not None and state.access.may_fix)
        if preview is not self._preview:
            self._preview = preview
            self._show_rules()
            self._show_samples(state, preview)
        if preview is not None and not was_open:
            self.preview.take_focus()
            # The layout has to make room for it before it can be scrolled to.
            QTimer.singleShot(0, self, self._go_to_preview)

    def _go_to_preview(self) -> None:
        """Show as much of the preview as there is room for, and all of what has the keys in it."""
        bring_into_view(self.preview)
        # It is laid out once more then: what is in it takes the lines that its width needs.
        QTimer.singleShot(0, self, lambda: bring_into_view(self.preview.reason))

    def _show_samples(self, state: RepairState, preview: Preview | None) -> None:
        lines: list[tuple[str, ...]] = []
        for change in preview.changes[:_MOST_SAMPLES] if preview is not None else ():
            row = state.legs.row_of(change.key)
            if row is not None:
                shown = state.legs.row(row)
                when = local_time(shown.leg.ended_at, has_day=True)
                now = code_on_record(shown) or tr("No code")
                lines.append((when, shown.agent_name, shown.queue_name, now, change.to_code.name))
        titles = (
            tr("For example"),
            tr("Agent"),
            tr("Queue"),
            tr("Now"),
            tr("Then"),
        )
        self.samples.show_lines(titles, tuple(lines), (120, 150, 150, 190))
        show_or_hide(self.samples, visible=bool(lines))
        troubles = preview.troubles[:_MOST_SAMPLES] if preview is not None else ()
        self.troubles.show_sentences(map(str, troubles))
        self.troubles.setVisible(bool(self.troubles.shown_text))

    def _show_rules(self) -> None:
        fitting = self._preview.fitting if self._preview is not None else ()
        lines = tuple(
            (
                str(place),
                tr("any code") if one.from_code == ANY_CODE else shown_code(one.from_code),
                one.to_code,
                conditions_text(one) or NOTHING,
                number(fitting[place - 1]) if place <= len(fitting) else NOTHING,
            )
            for place, one in enumerate(self._rules, 1)
        )
        titles = (
            tr("No."),
            tr("Code now"),
            tr("New code"),
            tr("Where"),
            tr("Fits"),
        )
        self.table.show_lines(titles, lines, _WIDTHS, numeric=_COUNTS)
        show_or_hide(self.table, visible=bool(lines))
        named = self.name.text().strip() or tr("New list")
        self.lists.show_caption(named)

    def _enable(self) -> None:
        rule, is_named = self.form.rule, bool(self.name.text().strip())
        self.add.setEnabled(rule is not None)
        self.change.setEnabled(rule is not None and self._row is not None)
        self.drop.setEnabled(self._row is not None)
        for button in (self.write, self.run, self.keep):
            button.setEnabled(bool(self._rules) and is_named)
        kept = {each.name: each for each in self._lists}.get(self.rule_list.name)
        self.remove.setEnabled(kept is not None)
        is_kept = kept is not None and kept.rules == self.rule_list.rules
        caption = tr("Kept") if is_kept else tr("Keep")
        self.keep.show_caption(caption)
        self.keep.setEnabled(self.keep.isEnabled() and not is_kept)
        self._top.arrange()

    # What a person does

    def _fill_lists(self) -> None:
        choices: list[tuple[object, str]] = [(each, each.name) for each in self._lists]
        new = tr("New list")
        named = {each.name: each for each in self._lists}
        self.lists.fill([*choices, (_NEW, new)], named.get(self.rule_list.name, _NEW))

    def _on_list(self, chosen: object) -> None:
        self.use(chosen if isinstance(chosen, RuleList) else RuleList(""))
        if not self._rules:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _row(self) -> int | None:
        row = self.table.currentIndex().row()
        return row if 0 <= row < len(self._rules) else None

    def _on_row(self) -> None:
        if self._row is not None:
            self.form.show_rule(self._rules[self._row])
        self._enable()

    def _on_submitted(self) -> None:
        if self.change.isEnabled():
            self._on_change()
        elif self.add.isEnabled():
            self._on_add()

    def _on_add(self) -> None:
        rule = self.form.rule
        if rule is not None:
            self._rules.append(rule)
            self.form.show_rule(None)
            self._edited()

    def _on_change(self) -> None:
        rule, row = self.form.rule, self._row
        if rule is not None and row is not None:
            self._rules[row] = rule
            self.form.show_rule(None)
            self._edited()

    def _on_drop(self) -> None:
        if self._row is not None:
            del self._rules[self._row]
            self.form.show_rule(None)
            self._edited()

    def _edited(self) -> None:
        """Take a preview away that is of other rules than those shown now."""
        if self._asked_for is not None:
            self._asked_for = None
            self.preview.drop_requested.emit()
        self._preview = None
        self._show_rules()
        self.table.setCurrentIndex(self.table.numbers.index(-1, -1))
        self._enable()

    def _on_run(self) -> None:
        self._asked_for = replace(self.rule_list)
        self.preview_requested.emit(self._asked_for)


def conditions_text(rule: Rule) -> str:
    """Return a rule's conditions other than the code, in one line."""
    parts = (
        (tr("queue"), rule.queue),
        (tr("medium"), rule.media),
        (tr("called"), rule.dnis),
        (tr("flow"), rule.flow),
        (rule.attribute, rule.value),
    )
    named = [labelled(name, text) for name, text in parts if text]
    if rule.attribute and not rule.value:
        named.append(beside(rule.attribute, tr("is set")))
    return listed(named)
