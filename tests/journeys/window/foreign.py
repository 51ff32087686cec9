"""Knows each text of the program in the languages it is not to be heard in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

from tests.languages.extraction import FIELD
from wrapup_desk.domain.language.texts import Catalogue
from wrapup_desk.main.language import read_catalogue

_LANGUAGES = ("de", "ja")
# A text with fewer letters besides its fields would fit anything.
_LEAST_LETTERS = 4
_PARTS = re.compile(r" · |\n|, ")


def foreign_in(text: str, language: str, names: Collection[str]) -> list[str]:
    """Return what of *text* is said in another language than *language*.

    *names* are what others called things: they stay in the language they were given in.
    """
    parts = dict.fromkeys(each.strip() for each in (text, *_PARTS.split(text)))
    return [part for part in parts if part and part not in names and _is_foreign(part, language)]


def _is_foreign(text: str, language: str) -> bool:
    ours, theirs = _patterns(language)
    return text not in ours and any(each.fullmatch(text) for each in theirs)


@cache
def _patterns(language: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Return what is said in *language*, and patterns of what is said in the others."""
    catalogues = {each: read_catalogue(each) for each in _LANGUAGES}
    said = {each: frozenset(_translations(catalogues[each])) for each in _LANGUAGES}
    said["en"] = frozenset(
        key for each in catalogues.values() for key in (*each.texts, *each.forms)
    )
    ours = said[language]
    theirs = frozenset().union(*(said[each] for each in said if each != language)) - ours
    return ours, tuple(re.compile(_fitting(each)) for each in theirs if _has_words(each))


def _translations(catalogue: Catalogue) -> Iterator[str]:
    yield from catalogue.texts.values()
    for forms in catalogue.forms.values():
        yield from forms


def _has_words(text: str) -> bool:
    return len(re.sub(r"[\W\d_]", "", FIELD.sub("", text))) >= _LEAST_LETTERS


def _fitting(text: str) -> str:
    return ".+".join(map(re.escape, FIELD.sub("\0", text).split("\0")))
