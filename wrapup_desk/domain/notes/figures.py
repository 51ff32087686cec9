"""Finds the amounts, dates, times and other figures that were named."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, field


class FigureKind(enum.Enum):
    """What kind of figure was named."""

    AMOUNT = "amount"
    DATE = "date"
    TIME = "time"
    REFERENCE = "reference"  # letters and digits: the number of an order, a flight, a postcode
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it was said, and the form in which two of them are compared."""

    kind: FigureKind
    text: str = field(repr=False)
    same_as: str = field(repr=False)


_NUMBER = r"\d+(?:[.,'\u2019]\d+)*"
_COUNTED = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty"
    r"|fifty|sixty|seventy|eighty|ninety|hundred|thousand|zwei|drei|vier|fünf|sechs|sieben|acht"
    r"|neun|zehn|elf|zwölf|zwanzig|dreißig|vierzig|fünfzig|hundert|tausend"
)
_MONEY = (
    r"dollars?|bucks|euros?|eur|usd|gbp|chf|jpy|pounds?|quid|francs?|franken|cents?|pence|yen"
    r"|rappen"
)
_MONTH = (
    r"(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|march|märz|apr(?:il)?|may|mai|june?|juni|july?|juli"
    r"|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)"
)
_DAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)"
)
_PATTERNS = (
    (
        FigureKind.AMOUNT,
        rf"[$€£¥]\s?{_NUMBER}|(?:\b(?:eur|usd|gbp|chf)\s){_NUMBER}"
        rf"|{_NUMBER}\s?(?:[$€£¥]|万?円|(?:{_MONEY})\b)"
        rf"|\b(?:(?:{_COUNTED})[\s-]){{1,4}}(?:{_MONEY})\b",
    ),
    (
        FigureKind.DATE,
        rf"\b(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}\.\s?\d{{1,2}}\.(?:\s?\d{{2,4}})?|\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?)(?!\d)"
        rf"|\b{_MONTH}\.?\s(?:the\s)?\d{{1,2}}(?:st|nd|rd|th)?\b|\b\d{{1,2}}(?:st|nd|rd|th|\.)?\s(?:of\s)?{_MONTH}\b"
        r"|(?<=\bthe\s)\d{1,2}(?:st|nd|rd|th)\b"
        rf"|(?:\d{{4}}年)?\d{{1,2}}月(?:\d{{1,2}}日)?|\d{{1,2}}日"
        rf"|\b(?:(?:next|last|this|nächste[nrs]?|letzte[nrs]?|kommende[nrs]?)\s)?(?:{_DAY})\b"
        r"|\b(?:next|last|this|nächste[nrs]?|letzte[nrs]?|kommende[nrs]?)\s(?:week|month|year|woche|monat|jahr)\b"
        r"|\b(?:today|tonight|tomorrow|yesterday|heute|gestern|übermorgen)\b"
        r"|今日|本日|明日|明後日|昨日|来週|先週|来月|先月|今週|今月|[月火水木金土日]曜日?",
    ),
    (
        FigureKind.TIME,
        r"\b\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\b\.?|\s?uhr\b)?|\b\d{1,2}\s?(?:[ap]\.?m\b\.?|uhr\b|o'clock\b)"
        r"|\b(?:half past|quarter (?:past|to)|halb)\s(?:\d{1,2}|[a-zäöüß]{3,7})\b"
        r"|(?:午前|午後)?\d{1,2}時(?:\d{1,2}分|半)?|\b(?:noon|midnight|mittags)\b",
    ),
    (
        FigureKind.REFERENCE,
        r"(?<![\w-])(?=[\w-]{0,20}\d)(?=[\w-]{0,20}[A-Za-z])[A-Za-z0-9][A-Za-z0-9-]{3,20}(?![\w-])",
    ),
    (FigureKind.NUMBER, rf"(?<![\w.,]){_NUMBER}(?!\w)"),
)
_FIGURE = re.compile(
    "|".join(f"(?P<{kind.name}>{pattern})" for kind, pattern in _PATTERNS), re.IGNORECASE
)
_NOT_COMPARED = re.compile(r"[\s.,'\u2019]+|(?<=\d)(?:st|nd|rd|th)\b")


def figures_of(text: str) -> tuple[Figure, ...]:
    """Return the figures of *text* in the order in which they stand."""
    return tuple(
        Figure(
            FigureKind[found.lastgroup or "NUMBER"],
            found.group().strip(),
            _NOT_COMPARED.sub("", found.group().casefold()),
        )
        for found in _FIGURE.finditer(text)
    )
