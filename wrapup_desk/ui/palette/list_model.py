"""Lists the codes of one leg for the palette: favourites and recent first, then the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from wrapup_desk.domain.identifiers import folded_name
from wrapup_desk.domain.language.conventions import sort_key
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.wrapup import WrapupCode
from wrapup_desk.ui.card.wording import uses_text
from wrapup_desk.ui.palette.matching import Span, match_codes

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_ID_TAIL = 6


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One row: a code, or (without one) the heading of the codes below it."""

    text: str
    code: WrapupCode | None = None
    detail: str = ""  # tells codes of the same name apart
    uses: int = 0
    is_favourite: bool = False
    spans: tuple[Span, ...] = ()

    @property
    def trailing(self) -> str:
        return uses_text(self.uses)


class CodeListModel(QAbstractListModel):
    """The rows for what is typed so far."""

    def __init__(self, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._codes: tuple[WrapupCode, ...] = ()
        self._uses: Mapping[str, int] = {}
        self._favourites: tuple[str, ...] = ()
        self._details: dict[str, str] = {}
        self._query = ""
        self._rows: tuple[CodeRow, ...] = ()

    @property
    def rows(self) -> tuple[CodeRow, ...]:
        return self._rows

    def use_codes(
        self, codes: Sequence[WrapupCode], uses: Mapping[str, int], favourites: Sequence[str]
    ) -> None:
        """Take a leg's codes, and the agent's habits."""
        self._codes = tuple(codes)
        self._uses = uses
        self._favourites = tuple(favourites)
        self._details = _details(self._codes)
        self._rebuild()

    def search(self, query: str) -> None:
        self._query = query
        self._rebuild()

    def row_of(self, code_id: str) -> int:
        """Return the first row that shows a code; -1 when none does."""
        for index, row in enumerate(self._rows):
            if row.code is not None and row.code.id == code_id:
                return index
        return -1

    def next_code_row(self, row: int, step: int) -> int:
        """Return the next row in a direction that is a code; *row* itself when there is none."""
        index = row + step
        while 0 <= index < len(self._rows):
            if self._rows[index].code is not None:
                return index
            index += step
        return row

    def _rebuild(self) -> None:
        self.beginResetModel()
        self._rows = self._found() if self._query.strip() else self._grouped()
        self.endResetModel()

    def _found(self) -> tuple[CodeRow, ...]:
        habit = sorted(self._codes, key=self._habit)
        matches = match_codes(self._query, habit)
        return tuple(self._row(match.code, match.spans) for match in matches)

    def _habit(self, code: WrapupCode) -> tuple[bool, int, str]:
        return (code.id not in self._favourites, -self._uses.get(code.id, 0), sort_key(code.name))

    def _grouped(self) -> tuple[CodeRow, ...]:
        by_id = {code.id: code for code in self._codes}
        used = sorted(self._uses, key=lambda code_id: -self._uses[code_id])
        recent = [by_id[each] for each in used if each in by_id and each not in self._favourites]
        favourites = [by_id[each] for each in self._favourites if each in by_id]
        shown = {code.id for code in (*recent, *favourites)}
        rest = [code for code in self._codes if code.id not in shown]
        rows: list[CodeRow] = []
        for heading, codes in (
            (tr("Favourites"), favourites),
            (tr("Used today"), recent),
            (tr("All codes of this queue"), sorted(rest, key=self._habit)),
        ):
            if codes:
                rows.append(CodeRow(heading))
                rows.extend(self._row(code, ()) for code in codes)
        return tuple(rows)

    def _row(self, code: WrapupCode, spans: tuple[Span, ...]) -> CodeRow:
        return CodeRow(
            text=code.name,
            code=code,
            detail=self._details.get(code.id, ""),
            uses=self._uses.get(code.id, 0),
            is_favourite=code.id in self._favourites,
            spans=spans,
        )

    # Qt overrides

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(row)
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if not index.isValid() or self._rows[index.row()].code is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _spoken(row: CodeRow) -> str:
    favourite = tr("favourite") if row.is_favourite else ""
    return ", ".join(part for part in (row.text, row.detail, row.trailing, favourite) if part)


def _details(codes: Sequence[WrapupCode]) -> dict[str, str]:
    """Return for each code whose name is not its own what tells it apart."""
    names = Counter(folded_name(code.name) for code in codes)
    described = Counter((folded_name(code.name), code.description) for code in codes)
    details: dict[str, str] = {}
    for code in codes:
        name = folded_name(code.name)
        if names[name] < 2:
            continue
        is_unique = code.description and described[name, code.description] == 1
        id_tail = f"… {code.id[-_ID_TAIL:]}"
        details[code.id] = (
            code.description if is_unique else f"{code.description} {id_tail}".strip()
        )
    return details
