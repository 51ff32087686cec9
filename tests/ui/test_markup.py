"""What others wrote is text wherever Qt could take it for markup: nothing in it is ever loaded."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.desk.test_tray import tray_with_icon
from tests.ui.markup import MARKUP, poisoned, rendered_in, would_render
from wrapup_desk.ui.hints import plain_tooltip
from wrapup_desk.ui.theme import Theme

UI = Path(__file__).resolve().parents[2] / "wrapup_desk" / "ui"
# These show markup whenever a text looks like it; only `plain_tooltip` may speak through them.
_GUESSING = {"setToolTip", "showText", "setStatusTip", "setWhatsThis"}
_RENDERING = {
    "setHtml",
    "insertHtml",
    "setMarkdown",
    "appendHtml",
    "setTextFormat",
    "drawStaticText",
}


def test_the_search_finds_what_would_be_rendered(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    label = QLabel("<b>x</b>", window)
    window.setToolTip(MARKUP)

    assert {where for where, _ in rendered_in(window)} == {"QWidget", "QLabel"}
    label.deleteLater()


@pytest.mark.parametrize(
    "text", [MARKUP, "<b>x", "a < b", "&lt;qt&gt;", "<?xml?><p>", "two\nlines"]
)
def test_a_tooltip_shows_the_text_itself(qtbot: QtBot, text: str) -> None:
    document = QTextDocument()
    document.setHtml(plain_tooltip(text))

    assert document.toPlainText() == " ".join(text.split())
    assert not would_render(plain_tooltip(text))


@pytest.mark.parametrize("name", s.gallery())
def test_nothing_in_the_window_is_rendered(open_desk: OpenDesk, name: str) -> None:
    driver = open_desk(poisoned(s.gallery()[name]))
    driver.window.open_settings()

    assert list(rendered_in(driver.window)) == []
    QToolTip.hideText()


def test_nothing_in_the_palette_is_rendered(open_desk: OpenDesk) -> None:
    driver = open_desk(poisoned(s.desk(s.HOSTILE)))
    driver.press("/")

    assert list(rendered_in(driver.window)) == []


def test_the_tray_says_only_our_own_words(theme: Theme, qtbot: QtBot) -> None:
    tray, icon = tray_with_icon(theme, qtbot)

    for state in s.gallery().values():
        tray.show_time(poisoned(state), s.NOW)
        assert "img" not in icon.toolTip()
        assert not would_render(icon.toolTip())


def test_one_place_decides_that_a_tooltip_is_text() -> None:
    assert list(_guessed_texts()) == []


def test_no_widget_renders_markup() -> None:
    found = [
        f"{path.name}:{node.lineno}"
        for path, node in _calls()
        if _name(node) in _RENDERING and "PlainText" not in ast.unparse(node)
    ]

    assert found == []


def _guessed_texts() -> Iterator[str]:
    for path, node in _calls():
        if _name(node) in _GUESSING and not _is_plain(path, node):
            yield f"{path.name}:{node.lineno}: {ast.unparse(node)}"


def _is_plain(path: Path, node: ast.Call) -> bool:
    said = ast.unparse(node)
    # The tray's text is our own; it is looked at above. A name was made plain a line before.
    return "plain_tooltip(" in said or path.name == "tray.py" or said.endswith(", text, self)")


def _calls() -> Iterator[tuple[Path, ast.Call]]:
    for path in sorted(UI.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield path, node


def _name(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""
