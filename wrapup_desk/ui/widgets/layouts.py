"""Lays out once what changes in many places: Qt does so again for each part that is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QWidget

from wrapup_desk.ui.tokens import GAP_TINY, GAP_WIDE
from wrapup_desk.ui.widgets.focus import show_or_hide

# Left and right of what is in a bar, in pixels.
BAR_EDGE = 16
# A field's own hint has room for so many letters.
_HINT_LETTERS = 17
_ANYWHERE = Qt.AlignmentFlag(0)


class LaidOutPart(QWidget):
    """A widget with a layout, whose hint is not measured.

    Its height follows its width. Left to itself Qt would break all the texts in it once more, for a
    width that is hinted at and never given.
    """

    # Qt overrides

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()


class ToldPart(LaidOutPart):
    """The same, telling when it got another size: what is in it may be out of sight then.

    Whoever listens does so queued: its parts are laid out only then.
    """

    resized = Signal()

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


@contextmanager
def laid_out_once(*widgets: QWidget) -> Iterator[None]:
    """Let the layouts of *widgets*, from inside out, wait until it is left; then they are due."""
    layouts = [layout for widget in widgets if (layout := widget.layout()) is not None]
    for layout in layouts:
        layout.setEnabled(False)
    try:
        yield
    finally:
        for layout in layouts:
            layout.setEnabled(True)
        for widget in widgets:
            # What is around it reckons with the size it had, until it is told.
            widget.updateGeometry()


def parts_of(part: QWidget) -> tuple[QWidget, ...]:
    """Return what lays out something in *part*, and itself, from inside out."""
    return (*reversed(part.findChildren(LaidOutPart)), part)


def show_as_wide(part: QWidget, width: int, *, visible: bool) -> None:
    """Show *part* with the size it is going to have in a column of *width*, or hide it.

    Shown with whatever size it had, all that is in it would be laid out for that, and again.
    """
    if visible and part.isHidden():
        part.resize(width, part.heightForWidth(width))
    show_or_hide(part, visible=visible)


def move_to(
    line: QBoxLayout,
    part: QWidget,
    other: QBoxLayout,
    *,
    place: int = -1,
    stretch: int = 0,
    align: Qt.AlignmentFlag = _ANYWHERE,
) -> bool:
    """Put *part* into *line*, out of the *other*, unless it stands there; return whether it moved."""
    if line.indexOf(part) >= 0:
        return False
    other.removeWidget(part)
    line.insertWidget(place, part, stretch, align)
    return True


def prompt_width(field: QLineEdit) -> int:
    """Return the width in which *field* says whole what it asks for, in whatever language.

    Its own hint is for some letters: what it holds scrolls, what it asks for does not.
    """
    field.ensurePolished()
    wide = field.fontMetrics().horizontalAdvance
    around = field.sizeHint().width() - _HINT_LETTERS * wide("x")
    return wide(field.placeholderText()) + around + 1


def pad_bar(bar: QWidget, *, is_tight: bool) -> None:
    """Leave room around what is in *bar*; above and below less where the screen is small."""
    layout, edge = bar.layout(), GAP_TINY if is_tight else GAP_WIDE
    if layout is not None:
        layout.setContentsMargins(BAR_EDGE, edge, BAR_EDGE, edge)


def widths_in(
    room: int, wishes: Sequence[int], needs: Mapping[int, int], least: Mapping[int, int]
) -> dict[int, int]:
    """Return the width of each column of a table, in *room* pixels if that does.

    Args:
        room: for all of them.
        wishes: how wide each would be where there is room, by its place.
        needs: how wide each has to be for none of its texts to be cut.
        least: how wide each is at least; the widest is the first to be cut down to that.
    """
    widths = {each: max(need, wishes[each]) for each, need in needs.items()}
    last = max(needs)
    if sum(widths.values()) - widths[last] + needs[last] > room:
        widths = dict(needs)
    while (excess := sum(widths.values()) - room) > 0:
        wider = [each for each in needs if widths[each] > least[each]]
        if not wider:
            break  # what is left over is scrolled to
        widest = max(wider, key=lambda column: (widths[column], -column))
        others = [widths[column] for column in wider if column != widest]
        lowered = max(others, default=0) - 1
        widths[widest] = max(least[widest], lowered, widths[widest] - excess)
    return widths
