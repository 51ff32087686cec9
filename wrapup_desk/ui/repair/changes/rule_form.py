"""The fields of one rule: which legs, by code, queue, number, flow or attribute, get which code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCompleter, QGridLayout, QLineEdit, QWidget

from wrapup_desk.domain.history.past_leg import NameDirectory
from wrapup_desk.domain.language.conventions import sort_key
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.repair.rules import ANY_CODE, NO_CODE, Rule
from wrapup_desk.ui.scrolled.lines import Span
from wrapup_desk.ui.text_fields import TextField
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP, GAP_TINY, Size
from wrapup_desk.ui.widgets.layouts import prompt_width
from wrapup_desk.ui.widgets.text_label import TextLabel

_LONGEST = 300
# How many fields stand beside each other; the fewer where what they ask for has no room.
_COLUMNS = (4, 2, 1)


class RuleForm(QWidget):
    """Fields that complete the organisation's own names; empty conditions are none."""

    submitted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._known: NameDirectory | None = None
        self.fields: dict[str, QLineEdit] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(GAP_TINY)
        self._labels: list[TextLabel] = []
        self._columns = 0
        for name, title, hint in _fields():
            self._add(theme, name, title, hint)
        self._place(_COLUMNS[0])

    def _add(self, theme: Theme, name: str, title: str, hint: str) -> None:
        label = TextLabel(theme, Size.SMALL, "muted")
        label.show_text(title)
        self._labels.append(label)
        field = self.fields[name] = TextField()
        field.setAccessibleName(title)
        field.setPlaceholderText(hint)
        field.setMaxLength(_LONGEST)
        field.setMinimumWidth(60)
        field.returnPressed.connect(self.submitted)

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for place, (label, field) in enumerate(
            zip(self._labels, self.fields.values(), strict=True)
        ):
            row, column = divmod(place, columns)
            for part, line in ((label, 2 * row), (field, 2 * row + 1)):
                self._grid.removeWidget(part)
                self._grid.addWidget(part, line, column)
        for column in range(_COLUMNS[0]):
            self._grid.setColumnStretch(column, int(column < columns))

    def line_spans(self) -> list[Span]:
        """Return where each field begins, with what it is for, and ends."""
        pairs = zip(self._labels, self.fields.values(), strict=True)
        return [(label.y(), field.y() + field.height()) for label, field in pairs]

    def _widest(self) -> int:
        """Return the width of a column in which nothing is cut."""
        labels = (label.sizeHint().width() for label in self._labels)
        return max(*map(prompt_width, self.fields.values()), *labels)

    def offer(self, directory: NameDirectory) -> None:
        """Complete the names of *directory*."""
        if directory is self._known:
            return
        self._known = directory
        codes = sorted({code.name for code in directory.codes.values()}, key=sort_key)
        self._complete("from_code", [shown_code(NO_CODE), ANY_CODE, *codes])
        self._complete("to_code", codes)
        self._complete("queue", sorted(directory.queues.values(), key=sort_key))

    @property
    def rule(self) -> Rule | None:
        """The rule in the fields; None while it says too little."""
        given = {name: field.text().strip() for name, field in self.fields.items()}
        conditions = any(text for name, text in given.items() if name not in _CODES)
        before = given["from_code"] or (NO_CODE if conditions else "")
        if before.casefold() == shown_code(NO_CODE).casefold():
            before = NO_CODE
        if not before or not given["to_code"] or (before == ANY_CODE and not conditions):
            return None
        if given["value"] and not given["attribute"]:
            return None
        return Rule(**{**given, "from_code": before})

    def show_rule(self, rule: Rule | None) -> None:
        """Put *rule* into the fields; None empties them."""
        for name, field in self.fields.items():
            text = getattr(rule, name) if rule is not None else ""
            field.setText(shown_code(text) if name == "from_code" else text)

    def _complete(self, name: str, words: Iterable[str]) -> None:
        completer = QCompleter(list(words), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.fields[name].setCompleter(completer)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        widest, width = self._widest() + GAP, event.size().width() + GAP
        self._place(next((each for each in _COLUMNS if each * widest <= width), 1))


_CODES = ("from_code", "to_code")


def shown_code(from_code: str) -> str:
    """Return what a rule changes as the window says it: files have one word in all languages."""
    return tr("(no code)") if from_code == NO_CODE else from_code


def _fields() -> Sequence[tuple[str, str, str]]:
    any_of = tr("any")
    return (
        ("from_code", tr("Code now"), shown_code(NO_CODE)),
        ("to_code", tr("New code"), tr("name or id")),
        ("queue", tr("Queue"), any_of),
        ("media", tr("Medium"), any_of),
        ("dnis", tr("Number called"), any_of),
        ("flow", tr("Flow"), any_of),
        ("attribute", tr("Attribute"), any_of),
        ("value", tr("Its value"), any_of),
    )
