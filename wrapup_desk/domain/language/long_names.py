"""Says where a name that programs use may end a line: between its parts, not inside of one."""

from __future__ import annotations

import re

# After a mark between parts (`conversation:participant`), or before a capital (`speechAndText`).
_PART_END = re.compile(r"[:._/@=&?](?=\w)|(?<=[^\W\d_])[a-z0-9](?=[A-Z][a-z])")
_MARKS = ":._/@=&?"
_JOINS = "-/\N{EM DASH}\N{EN DASH}"
_SHORT = 2  # letters: what is before a hyphen, or behind it, is no word then
_LETTERS = re.compile(r"\w*")


def part_end(text: str, start: int, end: int) -> int:
    """Return where the line of *text* from *start* to *end* ends best; *end* if that is inside no name.

    A mark goes before a capital: `speechAndText:` is a part, `speech` only a word of one.
    """
    is_inside = start < end < len(text) and not (text[end - 1].isspace() or text[end].isspace())
    if not is_inside:
        return end
    begin = max(text.rfind(" ", start, end), text.rfind("\N{NO-BREAK SPACE}", start, end)) + 1
    if text[end - 1] in _JOINS:
        return begin if begin > start and _is_one_word(text, begin, end) else end
    ends = [each.end() for each in _PART_END.finditer(text, max(begin, start), end + 2)]
    found = [place for place in ends if place <= end]
    marked = [place for place in found if text[place - 1] in _MARKS]
    return max(marked or found, default=end)


def _is_one_word(text: str, begin: int, end: int) -> bool:
    """Whether the word from *begin* is not parted at *end*, after a stroke (`/late`, `wrap-up`)."""
    stroke = text[end - 1]
    if stroke == "/":
        return end - 1 == begin
    after = _LETTERS.match(text, end)
    return stroke == "-" and min(end - 1 - begin, len(after[0]) if after else 0) <= _SHORT
