"""Says where a word that is wider than its line may be parted with a hyphen, by patterns.

Liang's method, as TeX has it: a pattern such as `4s1st` votes on the places between its letters,
the highest vote for a place counts, and an odd one parts the word there. A language without
patterns parts no word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations
from string import digits

_LEAST = 3  # letters on either side
# A word, with no more than brackets, quotes and stops around it: what is in a name that programs
# use (`conversation:participant`) is none.
_WORD = re.compile(
    r"(?<![^\s\-/(\u201e\u201a\"'])(?P<word>[^\W\d_]+)(?P<closes>[-/]|[^\w\s]{0,2}(?=\s|$))"
)
_OPENS = 2  # signs before a word that begins a line


@dataclass(frozen=True)
class Hyphens:
    """The *patterns* of a language, with space between them."""

    patterns: str = ""

    def line_end(
        self, text: str, start: int, end: int, has_room: Callable[[int], bool]
    ) -> int | None:
        """Return where to end the line of *text* from *start* with a hyphen; None for nowhere.

        *end* is as much as the line holds; *has_room* says whether a hyphen fits behind a place.
        None, too, where the line ends between words, or this word is not all there is in it.
        """
        word = next((each for each in _WORD.finditer(text) if each.end() > end), None)
        if word is None or not word.start() < end or word.start() > start + _OPENS:
            return None
        ends = (word.start() + place for place in reversed(self.places(word["word"])))
        return next((at for at in ends if start + _LEAST <= at < end and has_room(at)), None)

    def places(self, word: str) -> tuple[int, ...]:
        """Return after how many letters of *word* a hyphen may stand."""
        if not self.patterns or not (word[1:].islower() or word.isupper()):
            return ()
        return _places_in(self, word.lower())

    @cached_property
    def _by_letters(self) -> dict[str, str]:
        letters = self.patterns
        for digit in digits:  # ten passes take a tenth of the time that a translation does
            letters = letters.replace(digit, "")
        return dict(zip(letters.split(), self.patterns.split(), strict=True))

    def votes(self, letters: str) -> Iterator[tuple[int, str]]:
        """Yield each pattern that *letters* have, and where it begins in them."""
        for start, end in combinations(range(len(letters) + 1), 2):
            if pattern := self._by_letters.get(letters[start:end]):
                yield start, pattern


@lru_cache(maxsize=256)
def _places_in(hyphens: Hyphens, word: str) -> tuple[int, ...]:
    best = [0] * (len(word) + 3)  # a stop marks either end of a word
    for place, pattern in hyphens.votes(f".{word}."):
        at = place
        for sign in pattern:
            if sign.isdigit():
                best[at] = max(best[at], int(sign))
            else:
                at += 1
    odd = [at for at in range(_LEAST, len(word) - _LEAST + 1) if best[at + 1] % 2]
    # A letter alone is no syllable: "Notiz|entwurf", and not "Noti|z|entwurf".
    return tuple(at for at in odd if at + 1 not in odd)
