"""Says where a long German word may be hyphenated, by the sound of its syllables.

Only words wider than their line are: compounds such as "Nachbearbeitungscode" at large text.
Duden's plain rule does for them: of the consonants between two vowels, the last begins the next
syllable, where signs for one sound and what begins many a word (sch, st, fr) stay together.
"""

from __future__ import annotations

import re

_VOWELS = "aeiouyäöü"
_LETTERS = re.compile(r"[A-Za-zÄÖÜäöüß]+")
# What begins the syllable after a vowel or a joint, as long as it can be.
_BEGINS = re.compile(
    r"(?:sch[lmnrw]?|st?r|st|spr?|[bcdfgkpt]r|[bcfgkp]l|ch|ck|ph|th|qu|pf|[b-df-hj-np-tv-xzß])$"
)
_LEAST = 3  # letters on either side


def hyphen_place(word: str, most: int) -> int:
    """Return after how many letters of *word*, at most *most*, a hyphen may stand; 0 for nowhere."""
    if _LETTERS.fullmatch(word) is None:
        return 0
    lower = word.lower()
    for place in range(min(most, len(word) - _LEAST), _LEAST - 1, -1):
        if _begins_syllable(lower, place):
            return place
    return 0


def _begins_syllable(lower: str, place: int) -> bool:
    """Whether the consonants before the next vowel begin at *place*, and a vowel was before."""
    vowel = next((at for at in range(place, len(lower)) if lower[at] in _VOWELS), None)
    if vowel is None or vowel == place or not any(each in _VOWELS for each in lower[:place]):
        return False
    begins = _BEGINS.search(lower[:vowel])
    return begins is not None and begins.start() == place
