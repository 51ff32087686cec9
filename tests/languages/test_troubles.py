"""Each notice that reports trouble is explained in the help, and what is explained is said."""

from __future__ import annotations

import re
from functools import cache

import pytest

from tests.languages.extraction import FIELD, texts_of
from tests.languages.troubles import trouble_texts
from wrapup_desk.resource_files import help_page

# What stands for a name, a number or a reason.
_VARIABLE = "…"
# A text that is hardly more than its fields would fit anything.
_LEAST_LETTERS = 12
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
