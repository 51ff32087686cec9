"""The help in other languages says what the English page says, in the words of the window."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.languages.speaking import speaking
from tests.languages.ts_files import TRANSLATED
from wrapup_desk.application.base.settings import LanguageChoice
from wrapup_desk.domain.language.texts import tr_marked
from wrapup_desk.resource_files import help_page
from wrapup_desk.ui.repair.table.view import _FOR_THE_WINDOW
from wrapup_desk.ui.shortcuts import _SINGLE_KEYS, _WITH_COMMAND, overview

_DOCS = Path(__file__).resolve().parents[2] / "docs"
_LINK = re.compile(r"\]\(([^)]+)\)")
_SPOKEN = re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)")
# How a key is called there.
_KEYS = {"Umschalt": "Shift", "Strg": "Ctrl", "Leertaste": "Space", "スペース": "Space"}


@pytest.fixture(autouse=True, params=sorted(TRANSLATED))
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with speaking(LanguageChoice(request.param)):
        yield request.param


@pytest.fixture(params=["agents", "supervisors", "troubleshooting"])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _english(name: str) -> str:
    return (_DOCS / f"{name}.md").read_text("utf-8")


def _page(name: str) -> str:
    return help_page(name).read_text("utf-8")


def _shape(text: str) -> list[str]:
    """Return what begins each line that is more than a line of a paragraph."""
    found = (re.match(r"#+ |- |\d\. |!\[|\|(?=.)", line) for line in text.splitlines())
    return [each.group() for each in found if each]


def _keys(text: str) -> set[str]:
    said = set(re.findall(r"`([^`\n]+)`", text))
    for there, here in _KEYS.items():
        said = {each.replace(there, here) for each in said}
    return said - {"Backspace"}  # German says it in a word


def test_it_is_not_the_english_page(name: str) -> None:
    assert _page(name) != _english(name)


def test_it_has_the_same_headings_lists_tables_and_pictures(name: str) -> None:
    assert _shape(_page(name)) == _shape(_english(name))


def test_it_names_the_same_keys(name: str) -> None:
    assert _keys(_page(name)) == _keys(_english(name))


def test_the_page_for_agents_has_each_key_as_the_window_says_it() -> None:
    assert [said for _key, said in overview() if said not in _page("agents")] == []


def test_the_page_for_agents_names_each_key_that_acts_in_the_window() -> None:
    named = _keys(_page("agents"))
    keys = {*(sign.upper() for sign in _SINGLE_KEYS), "F1", "Esc", "Enter", "↑", "↓", "Ctrl+K"}
    # N and Z do nothing in a note that they do not do there anyway.
    held = {sign.upper() for sign in _WITH_COMMAND} - {"K", "N", "Z"}
    sentences = re.split("[.。\n]", _page("agents"))
    with_control = [
        set(re.findall(r"`(\w)`", each)) for each in sentences if re.search("`(Ctrl|Strg)`", each)
    ]

    assert keys - named == set()
    assert held in with_control


def test_the_page_for_supervisors_names_each_key_that_acts_in_their_window() -> None:
    acts = {sign.upper() for sign in _FOR_THE_WINDOW} - {"?"}  # that one does nothing there

    assert acts | {"Ctrl+F", "Ctrl+A", "Space", "Esc", "Enter"} <= _keys(_page("supervisors"))


def test_it_leads_to_the_same_pages_and_pictures_translated_where_they_are(
    language: str, name: str
) -> None:
    def place(link: str) -> Path:
        own = _DOCS / language / link
        return (own if own.is_file() else _DOCS / link).resolve()

    there = [(_DOCS / language / link).resolve() for link in _LINK.findall(_page(name))]

    assert there == [place(link) for link in _LINK.findall(_english(name))]


def test_it_calls_what_is_on_the_screen_by_its_words_there(name: str) -> None:
    spoken = _SPOKEN.findall(_english(name))
    translated = {tr_marked(each) for each in spoken if tr_marked(each) != each}

    # Of the troubles there are few that a press of something ends.
    assert len(translated) > (2 if name == "troubleshooting" else 5)
    assert translated <= set(_SPOKEN.findall(_page(name)))


def test_no_line_ends_where_japanese_has_no_space(name: str) -> None:
    """Markdown puts one there."""
    sign = r"[\u3001\u3002\u3040-\u30ff\u4e00-\u9fff\uff01-\uff60]"

    assert re.findall(f".{sign}\n{sign}.", _page(name)) == []
