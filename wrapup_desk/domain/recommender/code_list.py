"""Gives every code the model has met a column of its own, found by its hashed id."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.recommender.text.code_names import CodeNameIndex
from wrapup_desk.domain.recommender.text.feature_hasher import FeatureHasher
from wrapup_desk.domain.wrapup import WrapupCode


class CodeList:
    """All codes ever met; a deleted one keeps its column and is simply no longer listed."""

    def __init__(self, hasher: FeatureHasher, names: CodeNameIndex) -> None:
        self._hasher = hasher
        self.names = names
        self.column_of: dict[int, int] = {}
        # Where what codes mean is kept, of those that changed places: by a code's own column, which
        # keeps its name. Whoever holds columns asks again once the revision has changed.
        self.moved_to: dict[int, int] = {}
        self.revision = 0
        self._described: dict[WrapupCode, int] = {}

    def __len__(self) -> int:
        return len(self.column_of)

    def columns_of(self, codes: Sequence[WrapupCode]) -> NDArray[np.intp]:
        """Return the columns of *codes*, new ones added, changed names taken in."""
        own = [self._column(code) for code in codes]
        return np.array([self.moved_to.get(column, column) for column in own], np.intp)

    def exchange(self, one: int, other: int) -> None:
        """Let two codes, by the columns in use, change places: each means what the other did."""
        owner = {self.moved_to.get(own, own): own for own in self.column_of.values()}
        for own, column in ((owner[one], other), (owner[other], one)):
            self.moved_to[own] = column
            if own == column:
                del self.moved_to[own]
        self.revision += 1

    def goes_by_name(self, column: int) -> bool:
        """Whether what *column* stands for is what the name of its code says."""
        return column not in self.moved_to

    def _column(self, code: WrapupCode) -> int:
        column = self._described.get(code)
        if column is None:
            hashed = self._hasher.opaque(code.id)
            column = self.column_of.setdefault(hashed, len(self.column_of))
            self._forget(column)
            self.names.describe(column, code)
            # Last: a code counts as described only once it is, or nothing would try again.
            self._described[code] = column
        return column

    def _forget(self, column: int) -> None:
        """Drop the old name of a renamed code, so that a name taken back is noticed, too."""
        for code in [code for code, at in self._described.items() if at == column]:
            del self._described[code]
