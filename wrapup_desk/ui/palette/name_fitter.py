"""Fits the names of a list of codes into rows of one width, all together."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QFontMetricsF

from wrapup_desk.domain.codes.fitting import FittedName, fitted_names
from wrapup_desk.domain.codes.names import NamedCodes
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import Size, Weight

# A table has a few columns with codes, each of its own width.
_MOST_WIDTHS = 4


class NameFitter:
    """Says how each code of a list is drawn, its leaf over its path, in rows of a width.

    Every name has the same room, whatever else stands in its row, so that no two read alike.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._names = NamedCodes()
        # By width and text size: fitting a long list takes some milliseconds.
        self._fitted: dict[tuple[float, int], Mapping[str, FittedName]] = {}

    @property
    def names(self) -> NamedCodes:
        return self._names

    def use_names(self, names: NamedCodes) -> None:
        """Fit the codes of another list."""
        if names is not self._names:
            self._names = names
            self._fitted.clear()

    def line_of(self, code_id: str, room: float) -> FittedName | None:
        """Return what is drawn of a code in *room* pixels; None when it is not of the list."""
        key = (room, self._theme.text_percent)
        if key not in self._fitted:
            if len(self._fitted) >= _MOST_WIDTHS:
                self._fitted.clear()
            leaf = QFontMetricsF(self._theme.words(Size.BODY, Weight.SEMIBOLD))
            path = QFontMetricsF(self._theme.words(Size.CAPTION))
            self._fitted[key] = fitted_names(
                self._names.by_id,
                lambda text: leaf.horizontalAdvance(text) <= room,
                lambda text: path.horizontalAdvance(text) <= room,
            )
        return self._fitted[key].get(code_id)
