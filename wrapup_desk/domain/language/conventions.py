"""How a language writes numbers, shares, days and times, counts, and puts names in order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from wrapup_desk.domain.language.folding import folded

_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_GERMAN = (
    "Jan.",
    "Feb.",
    "März",
    "Apr.",
    "Mai",
    "Juni",
    "Juli",
    "Aug.",
    "Sept.",
    "Okt.",
    "Nov.",
    "Dez.",
)
_JAPANESE = tuple(f"{month}月" for month in range(1, 13))
# A count, a share, or that there is none; no time and no telephone number.
_NUMBER = re.compile(r"-?\d[\d.,\u00a0\u202f]*%?|\u2013")


@dataclass(frozen=True, slots=True)
class Conventions:
    """What a language does its own way."""

    group: str = ","
    point: str = "."
    percent: str = "{share}%"
    months: tuple[str, ...] = _ENGLISH
    day: str = "{day} {month}"
    day_of_year: str = "{day} {month} {year}"
    has_singular: bool = True
    # Between the parts of a list and of clauses, a name and what it is, a text and what is aside.
    comma: str = ", "
    semicolon: str = "; "
    labelled: str = "{name}: {value}"
    aside: str = "{text} ({more})"
    # What ends a sentence, and what is between two, and between words.
    stop: str = "."
    between: str = " "

    def form(self, count: int) -> int:
        """Return which of the forms of a text stands beside *count*."""
        return 0 if count == 1 or not self.has_singular else 1

    @property
    def forms(self) -> int:
        return 2 if self.has_singular else 1


LANGUAGES = {
    "en": Conventions(),
    "de": Conventions(
        ".", ",", "{share}\u00a0%", _GERMAN, "{day}. {month}", "{day}. {month} {year}"
    ),
    "ja": Conventions(
        months=_JAPANESE,
        day="{month}{day}日",
        day_of_year="{year}年{month}{day}日",
        has_singular=False,
        comma="、",
        semicolon="\uff0f",
        labelled="{name}\uff1a{value}",
        aside="{text}\uff08{more}\uff09",
        stop="。",
        between="",
    ),
}

_in_use = LANGUAGES["en"]


def of(language: str) -> Conventions:
    """Return the conventions of *language*; of one that is not known here, the English ones."""
    return LANGUAGES.get(language, LANGUAGES["en"])


def use(language: str) -> None:
    """Write by *language* from now on."""
    global _in_use
    _in_use = of(language)


def number(value: float, digits: int = 0) -> str:
    """Return a number with its thousands apart: 12,400 or 12.400."""
    plain = f"{value:,.{digits}f}"
    return plain.translate({ord(","): _in_use.group, ord("."): _in_use.point})


def percent(share: float, digits: int = 0) -> str:
    """Return a share of 1 in percent: 82% or 82 %."""
    return _in_use.percent.replace("{share}", number(share * 100, digits))


def day(moment: date, *, has_year: bool = False) -> str:
    """Return a day: 20 Nov, or 20 Nov 2026; a moment in the zone it is given in."""
    pattern = _in_use.day_of_year if has_year else _in_use.day
    return pattern.format(day=moment.day, month=_in_use.months[moment.month - 1], year=moment.year)


def clock(moment: datetime, *, has_seconds: bool = False) -> str:
    """Return the time of day, in the zone it is given in: 14:02."""
    return f"{moment:%H:%M:%S}" if has_seconds else f"{moment:%H:%M}"


def listed(parts: Iterable[str]) -> str:
    """Return *parts* as a list: a, b."""
    return _in_use.comma.join(parts)


def clauses(parts: Iterable[str]) -> str:
    """Return *parts*, which may hold lists themselves, as a list: a, b; c."""
    return _in_use.semicolon.join(parts)


def labelled(name: str, value: object) -> str:
    """Return what *name* is: name: value."""
    return _in_use.labelled.replace("{name}", name).replace("{value}", str(value))


def aside(text: str, more: str) -> str:
    """Return *text* with *more* in brackets: text (more)."""
    return _in_use.aside.replace("{text}", text).replace("{more}", more)


def sentences(*parts: str) -> str:
    """Return whole sentences after each other; what is empty is left out."""
    return _in_use.between.join(part for part in parts if part)


def beside(name: str, said: str) -> str:
    """Return what is *said* of *name*, which begins the sentence."""
    return f"{name}{_in_use.between}{said}"


def followed(text: str, more: str) -> str:
    """Return *text*, and where there is *more*, that after it as a sentence of its own."""
    return sentences(f"{text}{_in_use.stop}", more) if more else text


@lru_cache(maxsize=4096)  # the code palette asks again with each key
def sort_key(text: str) -> str:
    """Return what puts names in order: letter case, accents and the kind of kana do not count."""
    if text.isascii():
        return text.lower()
    return "".join(
        each
        for each in unicodedata.normalize("NFD", folded(text))
        # The marks of voiced kana make another sound, and stay.
        if not unicodedata.combining(each) or each in "\u3099\u309a"
    )


def are_numbers(texts: Iterable[str]) -> bool:
    """Whether *texts* are counts or shares, in any language's manner, or that none is known."""
    told = tuple(texts)
    return any(any(map(str.isdigit, text)) for text in told) and all(map(_NUMBER.fullmatch, told))
