"""Shows the rows of the snapshot as a table, each looked up only when it is drawn."""

from __future__ import annotations

import enum
from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from wrapup_desk.application.repair.leg_index import LegIndex, RepairRow
from wrapup_desk.application.repair.state import RepairState
from wrapup_desk.domain.codes.names import NamedCodes, names_of
from wrapup_desk.domain.history.past_leg import NameDirectory
from wrapup_desk.domain.language.conventions import aside, labelled, listed
from wrapup_desk.domain.language.texts import fill, tr
from wrapup_desk.domain.repair.code_issue import CodeIssue
from wrapup_desk.domain.repair.table_view import Column
from wrapup_desk.ui.card.wording import percent_text
from wrapup_desk.ui.hints import plain_tooltip
from wrapup_desk.ui.repair.wording import (
    NOTHING,
    beside_code,
    code_now,
    customer_of,
    issue_face,
    local_time,
    result_face,
)

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
# More rows than any screen shows at once, few enough to forget soon what has changed.
_KEPT_ROWS = 400

Index = QModelIndex | QPersistentModelIndex


class LegColumn(enum.IntEnum):
    """The columns, in the order they stand."""

    CHECK = 0
    ENDED = 1
    AGENT = 2
    QUEUE = 3
    CUSTOMER = 4
    MEDIA = 5
    CODE = 6
    NOTE = 7
    PROBLEM = 8
    SUGGESTED = 9
    RESULT = 10
    COPILOT = 11


SORTS = {
    LegColumn.ENDED: Column.ENDED,
    LegColumn.AGENT: Column.AGENT,
    LegColumn.QUEUE: Column.QUEUE,
    LegColumn.CUSTOMER: Column.CUSTOMER,
    LegColumn.MEDIA: Column.MEDIA,
    LegColumn.CODE: Column.CODE,
    LegColumn.PROBLEM: Column.ISSUE,
    LegColumn.SUGGESTED: Column.SUGGESTED,
}


def column_title(column: LegColumn) -> str:
    """Return what stands above a column."""
    return {
        LegColumn.CHECK: tr("Selected"),
        LegColumn.ENDED: tr("Ended"),
        LegColumn.AGENT: tr("Agent"),
        LegColumn.QUEUE: tr("Queue"),
        LegColumn.CUSTOMER: tr("Customer"),
        LegColumn.MEDIA: tr("Medium"),
        LegColumn.CODE: tr("Code now"),
        LegColumn.NOTE: tr("Note"),
        LegColumn.PROBLEM: tr("Problem"),
        LegColumn.SUGGESTED: tr("Suggested"),
        LegColumn.RESULT: tr("Correction"),
        LegColumn.COPILOT: tr("Copilot predicted"),
    }[column]


class LegTableModel(QAbstractTableModel):
    """The rows as filtered and sorted; the order is the desk's, never the model's own."""

    toggled = Signal(int)  # row number in the index

    def __init__(self, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self.separators: tuple[str, ...] = ()
        self._legs = LegIndex()
        self._directory: NameDirectory | None = None
        # How the organisation's codes read, told apart among all of them.
        self.names = NamedCodes()
        self._rows: Sequence[int] = ()
        self._selection: frozenset[int] = frozenset()
        self._has_day = False
        self._known: OrderedDict[int, RepairRow] = OrderedDict()

    def show_state(self, state: RepairState) -> bool:
        """Take a snapshot; tell whether the rows themselves are others than before."""
        is_new = state.legs is not self._legs or not _same(state.rows, self._rows)
        self._known.clear()
        if state.directory is not self._directory:
            self._directory = state.directory
            self.names = names_of(tuple(state.directory.codes.values()), self.separators)
        self._has_day = state.find.spans_days
        if is_new:
            self.beginResetModel()
            self._legs, self._rows = state.legs, state.rows
            self._selection = state.selection
            self.endResetModel()
        else:
            self._selection = state.selection
            last = self.index(len(self._rows) - 1, len(LegColumn) - 1)
            if last.isValid():
                self.dataChanged.emit(self.index(0, 0), last)
        return is_new

    @property
    def numbers(self) -> Sequence[int]:
        """The row numbers of the index, as shown from top to bottom."""
        return self._rows

    def number_at(self, place: int) -> int | None:
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def place_of(self, number: int) -> int:
        """Return where a row of the index stands; -1 when it is not shown."""
        try:
            return self._rows.index(number)
        except ValueError:
            return -1

    def is_selected(self, number: int) -> bool:
        return number in self._selection

    def row_at(self, place: int) -> RepairRow:
        number = self._rows[place]
        row = self._known.get(number)
        if row is None:
            row = self._known[number] = self._legs.row(number)
            if len(self._known) > _KEPT_ROWS:
                self._known.popitem(last=False)
        return row

    def text_of(self, row: RepairRow, column: LegColumn) -> str:
        """Return what a cell says; of two codes with the same name, what they differ in, too."""
        name = self.names.by_id.get(code_in(row, column))
        text = self._plain_text_of(row, column)
        return aside(text, name.mark) if name is not None and name.mark else text

    def _plain_text_of(self, row: RepairRow, column: LegColumn) -> str:
        match column:
            case LegColumn.CHECK:
                return ""
            case LegColumn.ENDED:
                return local_time(row.leg.ended_at, has_day=self._has_day)
            case LegColumn.AGENT:
                return row.agent_name or NOTHING
            case LegColumn.CUSTOMER:
                return customer_of(row.leg)
        return _fact(row, column)

    def _spoken(self, row: RepairRow, column: LegColumn) -> str:
        if column is LegColumn.CHECK:
            is_on = self.is_selected(row.row)
            return tr("selected") if is_on else tr("not selected")
        said = labelled(column_title(column), self.text_of(row, column))
        if column is LegColumn.CODE and (beside := beside_code(row.leg)):
            return listed((said, beside))
        if column is LegColumn.ENDED and row.is_new:
            return tr("new, {rest}", rest=said)
        return said

    # Qt overrides

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(LegColumn)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        column = LegColumn(index.column())
        if role == Qt.ItemDataRole.CheckStateRole:
            if column is not LegColumn.CHECK:
                return None
            is_on = self.is_selected(self._rows[index.row()])
            return Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text_of(self.row_at(index.row()), column)
        if role == Qt.ItemDataRole.ToolTipRole and code_in(self.row_at(index.row()), column):
            return plain_tooltip(self.text_of(self.row_at(index.row()), column))
        if role == ROW_ROLE:
            return self.row_at(index.row())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(self.row_at(index.row()), column)
        return None

    def setData(
        self, index: Index, _value: object, role: int = int(Qt.ItemDataRole.EditRole)
    ) -> bool:
        """Wish for another check mark; it shows when the desk has it."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        self.toggled.emit(self._rows[index.row()])
        return True

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(LegColumn):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column_title(LegColumn(section))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == LegColumn.CHECK:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags


def code_in(row: RepairRow, column: LegColumn) -> str:
    """Return the id of the code that a cell names; "" where it names none."""
    match column:
        case LegColumn.CODE:
            return row.leg.code_id
        case LegColumn.COPILOT:
            return row.predicted_id
        case LegColumn.SUGGESTED:
            if row.correction is not None and is_still_wrong(row):
                return row.correction.to_code.id
            return row.wanted.id if row.wanted is not None else ""
    return ""


def is_still_wrong(row: RepairRow) -> bool:
    """Whether a correction of this row is known that Genesys' record does not show."""
    if row.correction is None or row.chosen is not None:
        return False
    return row.is_only_in_the_ledger or row.correction.state.is_active


def _fact(row: RepairRow, column: LegColumn) -> str:
    match column:
        case LegColumn.QUEUE:
            return row.queue_name or NOTHING
        case LegColumn.MEDIA:
            return row.leg.media.value
        case LegColumn.CODE:
            return code_now(row)
        case LegColumn.NOTE:
            return beside_code(row.leg)
        case LegColumn.PROBLEM:
            is_kept = row.is_only_in_the_ledger
            return issue_face(CodeIssue.KEPT_HERE if is_kept else row.issue).word
        case LegColumn.SUGGESTED:
            return _wanted_text(row)
        case LegColumn.COPILOT:
            return f"{row.predicted[0]}  {percent_text(row.predicted[1])}" if row.predicted else ""
    return result_face(row.correction.state).word if row.correction else ""


def _wanted_text(row: RepairRow) -> str:
    if row.correction is not None and is_still_wrong(row):
        word = result_face(row.correction.state).word
        return labelled(word, row.correction.to_code.name)
    if row.chosen is not None:
        return tr("{code}, chosen by you", code=row.chosen.name)
    if row.undelivered is not None:
        decided = tr("Agent's: {code}")
        return fill(decided, code=row.undelivered.name)
    if row.suggestion is None:
        return NOTHING
    return f"{row.suggestion.code.name}  {percent_text(row.suggestion.probability)}"


def _same(one: Sequence[int], other: Sequence[int]) -> bool:
    # Equal arrays are told from each other in a millisecond; a tuple is only the empty start.
    return one is other or (type(one) is type(other) and one == other)
