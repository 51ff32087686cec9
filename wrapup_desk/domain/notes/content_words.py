"""Finds the words of a sentence that carry what is meant, in a form in which two are compared."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]{3,}|[一-龯々]{2,}|[ァ-ヶー]{3,}")
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-ZÄÖÜ][\w'\u2019-]+")
# So many signs of a word tell it apart from others, and leave its endings away.
_STEM = 6
_COMMON = frozenset(
    re.findall(
        r"\w+",
        """
the and for you your are was were that this with have has had not but can could would will shall should may might must
what which when where who how why there here they them their our its his her she him from into onto than then also just
very much more most some any all each other another been being does did done doing about over under out off yes yeah
like want need know get got let make made please thanks thank help good great nice okay sure sorry right well one
day time back now again still only too yet even looking find found give going something anything else while because
der die das den dem des ein eine einen einem einer und oder aber nicht kein keine ich sie wir ihr mir mich uns ihnen
ihre ihren ihrem mein meine meinen ist sind war waren bin hat habe haben hatte wird werden wurde kann können möchte
mit von zum zur aus bei nach auf für über unter vor bis als wie was wer wann denn dann noch schon auch nur sehr gut
bitte danke gern gerne genau einmal mal hier dort etwas alles dass wenn weil doch
""",
    )
)


def content_words(sentence: str) -> frozenset[str]:
    """Return the stems of the words of *sentence* that are not among the commonest."""
    words = (found.group().casefold() for found in _WORD.finditer(sentence))
    return frozenset(word[:_STEM] for word in words if word not in _COMMON)


def names_in(sentence: str) -> frozenset[str]:
    """Return the words that are written like names, in the form of `content_words`."""
    return frozenset(found.group().casefold()[:_STEM] for found in _NAME.finditer(sentence))
