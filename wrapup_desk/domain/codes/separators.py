"""Learns from a list of code names which signs divide a name into levels.

A sign is believed by what it does: what stands before it comes again in other names. A hyphen in
an ordinary word ("Follow-up") is no sign, and a list without any is left as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

Splitter = Callable[[str], tuple[str, ...]]

# In the settings, in place of separators: names are not divided at all.
NOT_DIVIDED = "off"

# Signs that nobody uses for anything else, with or without blanks around them.
ARROWS = (
    ">",
    "»",
    "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}",
    "→",
    "⇒",
    "::",
    "|",
    "\N{FULLWIDTH GREATER-THAN SIGN}",
    "\N{FULLWIDTH VERTICAL LINE}",
)
# Signs that divide where a blank stands beside them: "Refund - full", "Refund: full".
_SPACED = {
    "-": r"\s+-+\s+",
    "\N{EN DASH}": r"\s+\N{EN DASH}\s+",
    "\N{EM DASH}": r"\s+\N{EM DASH}\s+",
    "/": r"\s+/\s+",
    "\\": r"\s+\\\s+",
    ":": r"(?<=\S)\s*:\s+",
    "\N{FULLWIDTH COLON}": r"\s*\N{FULLWIDTH COLON}\s*",
    "\N{FULLWIDTH SOLIDUS}": r"\s*\N{FULLWIDTH SOLIDUS}\s*",
}
# Signs that also stand inside ordinary words, and so have to divide most of the list.
_TIGHT = ("-", "/", "\\", ".", ":", "\N{EN DASH}", "\N{KATAKANA MIDDLE DOT}")
# What is left of a word when its letters are taken: never part of one.
_LOW_LINE = "_"
_LEAST_NAMES = 3
# More levels than these nobody browses; what is between goes into one.
_MOST_LEVELS = 8
_LEVELS_OF_LOWER_CASE = 3


def splitter_for(names: Sequence[str], separators: Sequence[str] = ()) -> Splitter:
    """Return what divides a name of this list into its levels, outermost first.

    Args:
        names: all names of the list.
        separators: what an administrator says divides them; empty: it is learnt from *names*.
    """
    if any(each.strip() == NOT_DIVIDED for each in separators):
        return _whole
    if given := [each for each in separators if each.strip()]:
        longest_first = sorted(given, key=len, reverse=True)
        return _divider([re.escape(each) for each in longest_first], [])
    loose = [rf"\s*{re.escape(sign)}\s*(?!\s*[\d<=])" for sign in ARROWS if _has(sign, names)]
    loose += [
        form for sign, form in _SPACED.items() if _has(sign, names) and _comes_again(form, names)
    ]
    tight = [sign for sign in _TIGHT if _has(sign, names) and _divides_most(sign, names)]
    if _has(_LOW_LINE, names) and _is_used_as_blank(names):
        tight.append(_LOW_LINE)
    return _divider(loose, tight) if loose or tight else _whole


def _has(sign: str, names: Sequence[str]) -> bool:
    return any(sign in name for name in names)


def _whole(name: str) -> tuple[str, ...]:
    return (" ".join(name.split()) or name,)


def _divider(loose: Sequence[str], tight: Sequence[str]) -> Splitter:
    form = re.compile("|".join(loose)) if loose else None

    def split(name: str) -> tuple[str, ...]:
        parts = form.split(name) if form is not None else [name]
        for sign in tight:
            parts = [piece for part in parts for piece in _tight_parts(sign, part)]
        levels = [shown for part in parts if (shown := " ".join(part.split()))]
        if len(levels) > _MOST_LEVELS:
            levels[_MOST_LEVELS - 2 : -1] = [" ".join(levels[_MOST_LEVELS - 2 : -1])]
        return tuple(levels) or _whole(name)

    return split


def _tight_parts(sign: str, text: str) -> list[str]:
    """Return *text* divided at each *sign* that is not inside an ordinary word."""
    pieces = text.split(sign)
    if sign == _LOW_LINE or len(pieces) == 1:
        return pieces
    is_code = text.islower() and len(pieces) >= _LEVELS_OF_LOWER_CASE and " " not in text
    parts = pieces[:1]
    for piece in pieces[1:]:
        before, after = parts[-1][-1:], piece[:1]
        if is_code or _is_between_levels(before, after):
            parts.append(piece)
        else:
            parts[-1] += sign + piece
    return parts


def _is_between_levels(before: str, after: str) -> bool:
    """Whether a sign with these neighbours divides: not in "Follow-up", "24-7" or "Follow- up"."""
    if not (before.isalnum() and after.isalnum()) or (before.isdigit() and after.isdigit()):
        return False
    return not after.islower()


def _comes_again(form: str, names: Sequence[str]) -> bool:
    firsts = _firsts([re.split(form, name) for name in names])
    again = sum(count for count in firsts.values() if count > 1)
    return 0 < firsts.total() <= 2 * again


def _divides_most(sign: str, names: Sequence[str]) -> bool:
    firsts = _firsts([_tight_parts(sign, name) for name in names])
    divided, groups = firsts.total(), sum(count > 1 for count in firsts.values())
    again = sum(count for count in firsts.values() if count > 1)
    if divided < _LEAST_NAMES or 2 * divided < len(names) or 2 * again < divided:
        return False
    is_every_name = divided == len(names) and not any(" " in name for name in names)
    return groups > 1 or is_every_name


def _is_used_as_blank(names: Sequence[str]) -> bool:
    firsts = _firsts([name.split(_LOW_LINE) for name in names])
    again = sum(count for count in firsts.values() if count > 1)
    divided = firsts.total()
    return divided >= _LEAST_NAMES and 2 * divided >= len(names) and 2 * again >= divided


def _firsts(divided: Sequence[Sequence[str]]) -> Counter[str]:
    """Return how often each first level comes, of the names that have a second one."""
    return Counter(
        parts[0].strip().casefold()
        for parts in divided
        if sum(bool(part.strip()) for part in parts) > 1
    )
