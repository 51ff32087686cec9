"""Each notice that reports trouble is explained in the help, in each language in its words there."""

from __future__ import annotations

import re
from functools import cache

import pytest

from tests.languages.extraction import FIELD, ROOT, texts_of
from tests.languages.troubles import trouble_texts
from tests.languages.ts_files import TRANSLATED, read_ts
from wrapup_desk.resource_files import help_page

# What stands for a name, a number or a reason.
_VARIABLE = "…"
# A text that is hardly more than its fields would fit anything.
_LEAST_LETTERS = 12
# A character of Japanese says more.
_LEAST_THERE = {"de": 12, "ja": 6}
_ROWS = [
    line.split("|")[1].strip()
    for line in help_page("troubleshooting").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| message")
]


def _anything_for(said: str) -> str:
    return ".*".join(map(re.escape, said.split(_VARIABLE)))


@cache
def _texts() -> tuple[str, ...]:
    """Return all that the program says, in English."""
    both = (form for each in texts_of() for form in (each.text, each.one) if form)
    return tuple(FIELD.sub(_VARIABLE, each) for each in both)


def _is_explained(text: str) -> bool:
    """Whether a row of the help is this text, begins it, or holds it as one of its sentences."""
    said = FIELD.sub(_VARIABLE, text)
    return any(re.match(_anything_for(row), said) or said in row for row in _ROWS)


def _is_said(row: str) -> bool:
    """Whether the row begins a text of the program, or a text with its fields filled in is it."""
    begins = re.compile(_anything_for(row))
    return any(
        begins.match(text)
        or (len(re.sub(r"\W", "", text)) >= _LEAST_LETTERS and re.match(_anything_for(text), row))
        for text in _texts()
    )


@pytest.mark.parametrize(("text", "path"), sorted(trouble_texts().items()))
def test_what_reports_trouble_is_explained(text: str, path: str) -> None:
    assert _is_explained(text), f"docs/troubleshooting.md lacks what {path} says"


@pytest.mark.parametrize("row", _ROWS)
def test_what_is_explained_is_said_by_the_program(row: str) -> None:
    assert _is_said(row)


def test_the_notices_of_both_desks_are_among_them() -> None:
    paths = set(trouble_texts().values())

    assert {"application/desk/notices.py", "ui/desk/notices.py", "ui/repair/notices.py"} <= paths


def test_a_message_nobody_says_or_explains_would_be_found() -> None:
    assert not _is_explained("The program has met a thing that is in no document.")
    assert not _is_said("The moon hides behind a cloud. Wait for the wind.")


@cache
def _rows_in(language: str) -> tuple[str, ...]:
    """Return the messages that the page explains; the first line of a table heads it."""
    lines = (ROOT / "docs" / language / "troubleshooting.md").read_text("utf-8").splitlines()
    tables = [line.split("|")[1].strip() for line in lines if line.startswith("| ")]
    return tuple(each for each in tables if each != tables[0])


@cache
def _said_in(language: str) -> dict[str, tuple[str, ...]]:
    """Return by its English text what the program says in *language*, fields replaced."""
    forms = read_ts(language).forms
    return {
        text: tuple(FIELD.sub(_VARIABLE, each) for each in said if each)
        for text, said in forms.items()
    }


def _is_explained_there(said: str, language: str) -> bool:
    return any(re.match(_anything_for(row), said) or said in row for row in _rows_in(language))


def _is_said_there(row: str, language: str) -> bool:
    """Whether the row begins a text of the program, or holds one with its fields filled in."""
    begins, least = re.compile(_anything_for(row)), _LEAST_THERE[language]
    return any(
        begins.match(said)
        or (len(re.sub(r"\W", "", said)) >= least and re.search(_anything_for(said), row))
        for forms in _said_in(language).values()
        for said in forms
    )


@pytest.mark.parametrize("language", sorted(TRANSLATED))
def test_what_reports_trouble_is_explained_in_the_words_it_has_there(language: str) -> None:
    lacking = [
        (path, forms)
        for text, path in trouble_texts().items()
        if (forms := _said_in(language).get(text))
        and not any(_is_explained_there(said, language) for said in forms)
    ]

    assert lacking == []


@pytest.mark.parametrize("language", sorted(TRANSLATED))
def test_what_is_explained_there_is_said_there(language: str) -> None:
    assert [row for row in _rows_in(language) if not _is_said_there(row, language)] == []


def test_a_message_nobody_says_or_explains_there_would_be_found() -> None:
    assert not _is_explained_there("Das steht in keinem Dokument.", "de")
    assert not _is_said_there(
        "Der Mond versteckt sich hinter einer Wolke. Warten Sie auf Wind.", "de"
    )
    assert not _is_said_there("月は雲に隠れています。風を待ってください。", "ja")
