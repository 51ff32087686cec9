"""Makes texts alike that a search should not tell apart: letters large or small, kana of any kind."""

from __future__ import annotations

import unicodedata

# Katakana to the hiragana of the same sound, as what an input method has under way is.
_KANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}


def folded(text: str) -> str:
    """Return *text* in small letters, katakana as hiragana, wide and narrow forms as the usual ones.

    Its length may change.
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).casefold().translate(_KANA)


def folded_letter(letter: str) -> str:
    """Return one letter as `folded` does and without its accents, as one letter again."""
    parts = unicodedata.normalize("NFKD", letter)
    if any(unicodedata.category(mark) != "Mn" for mark in parts[1:]):
        return letter  # a Korean syllable is more than its first sound
    small = parts[0].lower().translate(_KANA)
    return small if len(small) == 1 else letter
