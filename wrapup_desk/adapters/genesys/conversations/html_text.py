"""Takes the words out of a mail's HTML in one pass from front to back; nothing is loaded or run.

Parsers that build a tree take quadratic time for what anybody can mail: 256 kB of nested lists or
of attributes cost selectolax 11 s, nh3 19 s, lxml 3.6 s, and `html.parser` before its mending
minutes. A tree is not wanted here, so there is none: each step below goes on or ends the reading.
"""

from __future__ import annotations

import html
import re

# What is looked at, of what may be a whole correspondence; pictures in a tag cost one step each.
MOST_STEPS = 50_000
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]{0,30})")
# To the end of a tag; `>` inside a quoted value does not end it. Possessive: nothing is tried twice.
_REST_OF_TAG = re.compile(r"""[^>=]*+(?:=\s*+(?:"[^"]*+"|'[^']*+')?+[^>=]*+)*+>""")
_UNREAD = {
    name: re.compile(rf"</{name}\b", re.IGNORECASE)
    for name in ("style", "script", "title", "template", "iframe")
}
# Tags that stand inside a word; all others part words.
_INSIDE_WORDS = frozenset({"a", "b", "big", "em", "font", "i", "mark", "s", "small", "span",
                           "strong", "sub", "sup", "u", "wbr"})  # fmt: skip
# More digits than any sign has; Python refuses to read thousands of them.
_LONG_REFERENCE = re.compile(r"&#[xX]?[0-9a-fA-F]{9,}+;?")
# White space and entities shrink: so much more is held than is wanted.
_HELD_TIMES = 4


def text_of_html(markup: str, most: int) -> str:
    """Return the words of *markup*, about the first *most* signs of them."""
    pieces: list[str] = []
    room = most * _HELD_TIMES
    at = 0
    for _ in range(MOST_STEPS):
        opening = markup.find("<", at)
        end = opening if opening >= 0 else len(markup)
        pieces.append(markup[at : min(end, at + room)])
        room -= len(pieces[-1])
        if opening < 0 or room <= 0:
            break
        piece, at = _after(markup, opening)
        pieces.append(piece)
        room -= len(piece)
    found = html.unescape(_LONG_REFERENCE.sub("\N{REPLACEMENT CHARACTER}", "".join(pieces)))
    return " ".join(found.split())[:most]


def _after(markup: str, opening: int) -> tuple[str, int]:
    """Return what stands for the markup at *opening* in the text, and where to go on."""
    if markup.startswith("<!--", opening):
        return " ", _behind(markup, "-->", opening + 4)
    if markup.startswith(("<!", "<?"), opening):
        return " ", _behind(markup, ">", opening)
    tag = _TAG.match(markup, opening)
    if tag is None:
        return "<", opening + 1
    rest = _REST_OF_TAG.match(markup, tag.end())
    if rest is None:
        return " ", len(markup)
    name = tag.group(1).lower()
    at = rest.end()
    unread = _UNREAD.get(name)
    if unread is not None and markup[opening + 1] != "/":
        closing = unread.search(markup, at)
        return " ", closing.start() if closing else len(markup)
    return "" if name in _INSIDE_WORDS else " ", at


def _behind(markup: str, mark: str, at: int) -> int:
    found = markup.find(mark, at)
    return len(markup) if found < 0 else found + len(mark)
