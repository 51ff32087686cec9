"""Says where a line ends inside a word that is wider than it: at a syllable, or at a joint of a name.

Names of permissions and fields (`speechAndTextAnalytics:data:view`) are long words too; they are
read by their joints, and copied as they are: they take no hyphen.
"""

from __future__ import annotations

import re

from wrapup_desk.domain.language.german_words import hyphen_place

_GERMAN_WORD = re.compile(r"[^\W\d_]+(?=\W?\W?(?:\s|$))")
# After a mark between two parts, or before a capital within one.
_JOINT = re.compile(r"(?<=[a-z0-9][:._=&?@])(?=[A-Za-z0-9])|(?<=[a-z])(?=[A-Z][a-z])")
_LEAST = 3  # letters on the line


def end_inside_word(text: str, start: int, end: int, language: str) -> tuple[int, str]:
    """Return where the line of *text* from *start* ends, *end* at most, and the hyphen it takes."""
    if end >= len(text) or any(each.isspace() for each in text[start : end + 1]):
        return end, ""
    if language == "de" and text[start : end + 1].isalpha():
        found = _GERMAN_WORD.match(text, start)
        if found and (place := hyphen_place(found[0], end - start - 1)):
            return start + place, "-"
    joints = (each.start() for each in _JOINT.finditer(text, start, end + 1))
    return max((place for place in joints if start + _LEAST <= place <= end), default=end), ""
