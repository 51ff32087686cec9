"""Finds the numbers of payment cards and their security codes in what people write."""

from __future__ import annotations

import re
from collections.abc import Iterator

# What people write between the groups of a number: blanks of all kinds, dashes, dots, slashes.
# Some stand in a log by their escape, as Python shows a text within a list.
BETWEEN = (
    r"(?:[ \u00a0\u2007\u2009\u202f\u2010\u2011\u2012\u2013./,'()_-]"
    r"|\\x[aA]0|\\u20(?:0[79]|2[fF]|1[0-3]))"
)
_FEWEST, _MOST = 13, 19
_RUN = re.compile(rf"\d(?:{BETWEEN}{{0,2}}\d){{{_FEWEST - 1},}}")
# So many digits of a card that is still being typed are as good as all of them.
_BEGUN = re.compile(rf"\d(?:{BETWEEN}{{0,2}}\d){{9,}}")
_GROUP = re.compile(r"\d+")
# Whose cards: 2 and 5 Mastercard, 3 American Express and Diners, 4 Visa, 6 Discover and UnionPay.
_FIRST_DIGITS = "23456"
_SECURITY_CODE = re.compile(
    r"(?i)\b(?:cvv2?|cvc2?|cvn2?|csc|card verification (?:code|number|value)|security code"
    r"|(?:karten)?pr\u00fcf(?:nummer|ziffer)|sicherheitscode|cryptogramme)"
    r"(?:\s{0,3}(?:is|ist|est|=|:|-|#|\(|no\.?|nr\.?|number|code)){0,3}\s{0,3}"
    r"(\d(?:[ \u00a0.-]?\d){2,3})(?![\w])"
)
CARD_REMOVED = "[card number removed]"
CODE_REMOVED = "[security code removed]"

Span = tuple[int, int]


def card_numbers(text: str) -> Iterator[Span]:
    """Yield where numbers of cards stand: 13 to 19 digits whose check digit is right (Luhn).

    Where more digits follow or precede, such as the date of expiry, groups are tried together.
    """
    for run in _RUN.finditer(text):
        groups = [
            (run.start() + each.start(), run.start() + each.end())
            for each in _GROUP.finditer(run.group())
        ]
        yield from _numbers_among(text, groups)


def has_card_data(text: str) -> bool:
    """Whether there is the number of a card, or a security code that is called so."""
    return next(card_numbers(text), None) is not None or _SECURITY_CODE.search(text) is not None


def may_begin_card(text: str) -> bool:
    """Whether a number stands there that may become a card's while it is typed."""
    return _BEGUN.search(text) is not None


def without_card_data(text: str) -> str:
    """Return *text* with a word in the place of each number of a card and each security code."""
    pieces, begin = [], 0
    for start, end in card_numbers(text):
        pieces += [text[begin:start], CARD_REMOVED]
        begin = end
    left = "".join((*pieces, text[begin:]))
    return _SECURITY_CODE.sub(_without_code, left)


def _without_code(found: re.Match[str]) -> str:
    return found.group()[: found.start(1) - found.start()] + CODE_REMOVED


def _numbers_among(text: str, groups: list[Span]) -> Iterator[Span]:
    first = 0
    while first < len(groups):
        last = _last_group(text, groups, first)
        if last is None:
            first += 1
        else:
            yield groups[first][0], groups[last][1]
            first = last + 1


def _last_group(text: str, groups: list[Span], first: int) -> int | None:
    """Return up to which group a number of a card goes that begins with *first*."""
    found, digits = None, ""
    for place in range(first, len(groups)):
        begin, end = groups[place]
        digits += text[begin:end]
        if len(digits) > _MOST:
            break
        is_whole = first == 0 and place == len(groups) - 1
        is_known = is_whole or str(int(digits[0])) in _FIRST_DIGITS
        if len(digits) >= _FEWEST and is_known and _is_checked(digits):
            found = place
    return found


def _is_checked(digits: str) -> bool:
    """Whether the last digit fits the others, by Luhn's rule."""
    values = [int(digit) for digit in digits]
    doubled = [value * 2 - 9 * (value > 4) for value in values[-2::-2]]
    return (sum(values[::-2]) + sum(doubled)) % 10 == 0
