"""Every window and state in a language of marks: what stands outside them is data, or forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.languages.pseudo import CLOSING, OPENING, marked, pseudo_catalogue
from tests.screenshots import REGIONS, close, pictures, settle
from wrapup_desk.application.base.settings import ThemeChoice
from wrapup_desk.domain.language.texts import use_catalogue

ROOT = Path(__file__).resolve().parents[2]
_MARKED = re.compile(f"{OPENING}[^{OPENING}{CLOSING}]*{CLOSING}")
_WORDS = re.compile(r"[^\W\d_]+(?:[' ][^\W\d_]+)*")
_DATA = (
    "tests/ui",
    "tests/examples.py",
    "tests/screenshots.py",
    "tests/fakes.py",
    "tests/application/desk",
)
# The names of things, in every language: the help is shown in English, and so are Qt's own words.
_NAMES = (
    "WrapUp Desk Genesys Cloud English Deutsch 日本語 Qt, vip yes,"
    " Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
)
_MOST_ROWS = 8


@pytest.fixture(scope="module")
def data() -> str:
    """Return the words of everything made up for the pictures, as one text."""
    files: list[Path] = []
    for place in _DATA:
        path = ROOT / place
        files += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    said = " ".join(path.read_text(encoding="utf-8") for path in files)
    # A text over several lines is one text.
    return re.sub(r'"\s*\n\s*f?"', "", said) + f" {_NAMES} {REGIONS}"


@pytest.fixture
def marks() -> Iterator[None]:
    former = use_catalogue(pseudo_catalogue(marked))
    yield
    use_catalogue(former)


def names() -> list[str]:
    return [name for name, _ in pictures(ThemeChoice.LIGHT, 100) if name != "37-help"]


@pytest.mark.parametrize("name", names())
def test_what_stands_outside_the_marks_is_data(
    name: str, data: str, marks: None, qtbot: QtBot
) -> None:
    # Built again, so that what a snapshot takes from the program is in the language of marks.
    open_it = dict(pictures(ThemeChoice.LIGHT, 100))[name]
    window, shown = open_it()
    settle()

    left = {
        phrase
        for text in texts_of(shown)
        for phrase in _WORDS.findall(unmarked(text))
        if len(phrase) > 2 and phrase not in data
    }
    close(window)

    assert left == set()


def unmarked(text: str) -> str:
    """Return what of *text* is in no marks, however they stand within one another."""
    shorter = _MARKED.sub(" ", text)
    return text if shorter == text else unmarked(shorter)


def test_marks_within_marks_are_taken_out() -> None:
    assert unmarked(f"a {marked('one ' + marked('two') + ' three')} b").split() == ["a", "b"]


def texts_of(window: QWidget) -> Iterator[str]:
    """Yield everything the window says, to the eye or to a screen reader."""
    for widget in (window, *window.findChildren(QWidget)):
        yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip())
        yield from _texts_in(widget)
    yield from (action.text() for action in window.findChildren(QAction))


def _texts_in(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(index) for index in range(widget.count()))
    elif isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView):
        yield from _of_model(widget.model())


def _of_model(model: QAbstractItemModel) -> Iterator[str]:
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    rows = min(model.rowCount(), _MOST_ROWS)
    found = [model.index(row, column).data() for row in range(rows) for column in range(columns)]
    found += [model.headerData(each, Qt.Orientation.Horizontal) for each in range(columns)]
    yield from (text for text in found if isinstance(text, str))
