"""Fits the names of a list of codes into rows of one width, all together."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QFontMetricsF

from wrapup_desk.domain.codes.fitting import FittedName, fitted_names
from wrapup_desk.domain.codes.names import NamedCodes
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import Size, Weight
from wrapup_desk.ui.widgets.text_label import Flow

# A table has a few columns with codes, each of its own width.
_MOST_WIDTHS = 8


class NameFitter:
    """Says how each code of a list is drawn, its leaf over its path, in rows of a width.

    Every name has the same room, whatever else stands in its row, so that no two read alike: a
    line for the path, and one for the leaf, or two with *has_two_lines*.
    """

    def __init__(self, theme: Theme, *, has_two_lines: bool = False) -> None:
        self._theme = theme
        self._has_two_lines = has_two_lines
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
                lambda text: self._has_room(leaf, text, room),
                lambda text: path.horizontalAdvance(text) <= room,
            )
        return self._fitted[key].get(code_id)

    def flow_of(self, leaf: str, room: float) -> Flow:
        """Return the lines of a leaf as they are drawn in *room* pixels."""
        font = self._theme.words(Size.BODY, Weight.SEMIBOLD)
        return Flow(leaf, font, room, max_lines=2 if self._has_two_lines else 1)

    def line_count(self, leaf: str, room: float) -> int:
        """Return how many lines `flow_of` has, in less time."""
        metrics = QFontMetricsF(self._theme.words(Size.BODY, Weight.SEMIBOLD))
        return 2 if self._has_two_lines and metrics.horizontalAdvance(leaf) > room else 1

    def _has_room(self, metrics: QFontMetricsF, leaf: str, room: float) -> bool:
        width = metrics.horizontalAdvance(leaf)
        if width <= room or not self._has_two_lines or width > 2 * room:
            return width <= room
        # Breaking lines takes its time: where two halves of the words do, nobody has to.
        end = leaf.rfind(" ", 0, int(len(leaf) * room / width))
        halves = (leaf[:end], leaf[end + 1 :]) if end > 0 else (leaf,)
        if all(metrics.horizontalAdvance(half) <= room for half in halves):
            return True
        return not self.flow_of(leaf, room).is_elided
