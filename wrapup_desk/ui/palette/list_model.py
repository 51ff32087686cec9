"""Lists the codes of one leg for the palette: favourites and recent first, then the tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from wrapup_desk.domain.codes.names import BETWEEN_LEVELS, CodeName, NamedCodes, names_of
from wrapup_desk.domain.codes.tree import Branch, tree_of
from wrapup_desk.domain.language.conventions import listed, sort_key
from wrapup_desk.domain.language.texts import tr, tr_n
from wrapup_desk.domain.wrapup import WrapupCode
from wrapup_desk.ui.card.evidence import uses_text
from wrapup_desk.ui.palette.matching import match_codes

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
QUERY_ROLE = ROW_ROLE + 1  # what was typed


@dataclass(frozen=True, slots=True)
class PaletteCodes:
    """What the palette offers: a leg's codes, how often they were used today, and favourites."""

    codes: tuple[WrapupCode, ...] = ()
    uses: Mapping[str, int] | None = None
    favourites: tuple[str, ...] = ()

    def uses_of(self, code: WrapupCode) -> int:
        return self.uses.get(code.id, 0) if self.uses else 0


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One row: a code, a branch to open, the way back up, or a heading (none of these)."""

    text: str
    code: WrapupCode | None = None
    name: CodeName | None = None
    detail: str = ""  # tells codes of the same name apart, or why one was found
    uses: int = 0
    is_favourite: bool = False
    branch: Branch | None = None
    is_way_up: bool = False
    is_at_home: bool = False  # the way back up, above it, says what its name begins with

    @property
    def trailing(self) -> str:
        if self.branch is not None:
            return tr_n("{count} code", "{count} codes", self.branch.count)
        return uses_text(self.uses)

    @property
    def stands_for(self) -> tuple[str, str, bool]:
        """What a click on it is for, however it is drawn."""
        code_id = self.code.id if self.code is not None else ""
        branch = self.branch.name if self.branch is not None else ""
        return code_id, branch, self.is_way_up

    @property
    def is_heading(self) -> bool:
        return self.code is None and self.branch is None and not self.is_way_up


class CodeListModel(QAbstractListModel):
    """The rows for what is typed so far, or for the branch that is open."""

    def __init__(self, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._offer = PaletteCodes()
        self._separators: tuple[str, ...] = ()
        self._names = NamedCodes()
        self._root = Branch()
        # The names of the branches that are open, outermost first.
        self._opened: tuple[str, ...] = ()
        self._query = ""
        self._rows: tuple[CodeRow, ...] = ()
        self._shown_query = ""  # what the rows were found by
        self._changes = 0

    @property
    def changes(self) -> int:
        """How often other rows came than before."""
        return self._changes

    @property
    def rows(self) -> tuple[CodeRow, ...]:
        return self._rows

    @property
    def names(self) -> NamedCodes:
        """How the codes read among each other."""
        return self._names

    @property
    def has_codes(self) -> bool:
        """Whether there are any, whatever is searched for."""
        return bool(self._offer.codes)

    @property
    def has_branches(self) -> bool:
        return bool(self._root.branches)

    def use_codes(
        self,
        codes: Sequence[WrapupCode],
        uses: Mapping[str, int],
        favourites: Sequence[str],
    ) -> None:
        """Take a leg's codes, and the agent's habits; where nothing comes of it, no row moves."""
        self._offer = PaletteCodes(tuple(codes), uses, tuple(favourites))
        self._names = names_of(self._offer.codes, self._separators)
        self._root = tree_of(self._offer.codes, self._separators)
        self._rebuild()

    def use_separators(self, separators: tuple[str, ...]) -> None:
        """Divide the names of the codes that are taken next by these; empty: as learnt."""
        self._separators = separators

    def search(self, query: str) -> None:
        self._query = query
        self._rebuild()

    def open_branch(self, branch: Branch) -> None:
        """Show what is in *branch*, which is one of those shown."""
        self._opened = (*self._opened, branch.name)
        self._rebuild()

    def go_up(self) -> str:
        """Show what the open branch is in; return that branch's name, "" where none was open."""
        left = self._opened[-1] if self._opened else ""
        self._opened = self._opened[:-1]
        self._rebuild()
        return left

    def close_branches(self) -> None:
        self._opened = ()

    def row_of(self, code_id: str) -> int:
        """Return the first row that shows a code; -1 when none does."""
        for index, row in enumerate(self._rows):
            if row.code is not None and row.code.id == code_id:
                return index
        return -1

    def row_of_branch(self, name: str) -> int:
        """Return the row of the branch called *name*; -1 when there is none."""
        for index, row in enumerate(self._rows):
            if row.branch is not None and row.branch.name == name:
                return index
        return -1

    def next_row(self, row: int, step: int) -> int:
        """Return the next row in a direction that can be chosen; *row* itself when none can."""
        index = row + step
        while 0 <= index < len(self._rows):
            if not self._rows[index].is_heading:
                return index
            index += step
        return row

    def first_row(self) -> int:
        """Return the row to stand on at first: not the way back up; -1 when there is none."""
        first = self.next_row(-1, 1)
        if first >= 0 and self._rows[first].is_way_up:
            return self.next_row(first, 1)
        return first

    def _rebuild(self) -> None:
        if self._query.strip():
            rows = self._found()
        else:
            branch = self._open_branch()
            rows = self._grouped() if branch is None else self._inside(branch)
        if (rows, self._query) == (self._rows, self._shown_query):
            return
        self.beginResetModel()
        self._changes += rows != self._rows
        self._rows, self._shown_query = rows, self._query
        self.endResetModel()

    def _open_branch(self) -> Branch | None:
        """Return the branch that is open; as far down as the codes still have it."""
        branch, opened = self._root, []
        for name in self._opened:
            below = next((each for each in branch.branches if each.name == name), None)
            if below is None:
                break
            branch = below
            opened.append(name)
        self._opened = tuple(opened)
        return branch if opened else None

    def _found(self) -> tuple[CodeRow, ...]:
        habit = sorted(self._offer.codes, key=self._habit)
        matches = match_codes(self._query, habit)
        return tuple(self._row(match.code, match.synonym) for match in matches)

    def _habit(self, code: WrapupCode) -> tuple[bool, int, str]:
        is_favourite = code.id in self._offer.favourites
        return (not is_favourite, -self._offer.uses_of(code), sort_key(code.name))

    def _grouped(self) -> tuple[CodeRow, ...]:
        by_id = {code.id: code for code in self._offer.codes}
        uses = self._offer.uses or {}
        used = sorted(uses, key=lambda code_id: -uses[code_id])
        favourite_ids = self._offer.favourites
        recent = [by_id[each] for each in used if each in by_id and each not in favourite_ids]
        favourites = [by_id[each] for each in favourite_ids if each in by_id]
        shown = {code.id for code in (*recent, *favourites)}
        rows: list[CodeRow] = []
        for heading, codes in (
            (tr("Favourites"), favourites),
            (tr("Used today"), recent),
        ):
            if codes:
                rows.append(CodeRow(heading))
                rows.extend(self._row(code) for code in codes)
        rest = self._content(self._root, shown)
        if rest:
            rows += (CodeRow(tr("All codes")), *rest)
        return tuple(rows)

    def _inside(self, branch: Branch) -> tuple[CodeRow, ...]:
        way = BETWEEN_LEVELS.join(self._opened)
        rows = self._content(branch, set())
        at_home = (
            replace(row, is_at_home=row.code is not None and not row.detail) for row in rows
        )
        return (CodeRow(way, is_way_up=True), *at_home)

    def _content(self, branch: Branch, shown: set[str]) -> list[CodeRow]:
        """Return the rows of a branch, without the codes that are *shown* elsewhere."""
        branches = sorted(branch.branches, key=lambda below: sort_key(below.name))
        rows = [CodeRow(below.name, branch=below) for below in branches]
        left = [code for code in branch.codes if code.id not in shown]
        return rows + [self._row(code) for code in sorted(left, key=self._habit)]

    def _row(self, code: WrapupCode, synonym: str = "") -> CodeRow:
        name = self._names.of(code)
        return CodeRow(
            text=code.name,
            code=code,
            name=name,
            detail=synonym or name.mark,
            uses=self._offer.uses_of(code),
            is_favourite=code.id in self._offer.favourites,
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
        if role == QUERY_ROLE:
            return self._query
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(row)
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if not index.isValid() or self._rows[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _spoken(row: CodeRow) -> str:
    if row.is_way_up:
        return tr("Back, from {branch}", branch=row.text)
    favourite = tr("favourite") if row.is_favourite else ""
    return listed(part for part in (row.text, row.detail, row.trailing, favourite) if part)
