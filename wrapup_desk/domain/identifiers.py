"""Says when two ids, or two names, mean the same thing however they are written."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from wrapup_desk.domain.wrapup import SYSTEM_CODE_PREFIX, WrapupCode

_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
# The quotation marks of English, German and Japanese texts, and blanks that nobody sees.
_COPIED_ALONG = (
    string.whitespace
    + "\"'`<>"
    + "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
    + "\N{DOUBLE LOW-9 QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}"
    + "\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT CORNER BRACKET}\N{RIGHT CORNER BRACKET}"
    + "\N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}"
)
# The ids of one conversation come many times with each of its events. What is longer is no id.
_LONGEST_REMEMBERED = 64


def canonical_id(found: str | None) -> str:
    """Return an id as it is compared: Genesys' letter case differs from answer to answer.

    Only what is a GUID or one of Genesys' own literals is changed; a blank one is empty.
    """
    if not found:
        return ""
    return _remembered(found) if len(found) <= _LONGEST_REMEMBERED else _canonical(found)


def _canonical(found: str) -> str:
    stripped = found.strip()
    if stripped[: len(SYSTEM_CODE_PREFIX)].upper() == SYSTEM_CODE_PREFIX:
        return stripped.upper()
    return stripped.lower() if _GUID.fullmatch(stripped) else stripped


_remembered = lru_cache(maxsize=4096)(_canonical)


def is_guid(text: str) -> bool:
    """Whether *text* has the form of the ids that Genesys gives."""
    return _GUID.fullmatch(text.strip()) is not None


def pasted_id(text: str) -> str:
    """Return an id as it was meant, without the blanks and quotation marks copied along with it."""
    return text.strip(_COPIED_ALONG)


@lru_cache(maxsize=4096)
def folded_name(name: str) -> str:
    """Return a name as it is compared: composed, without letter case, each blank a single space.

    Unicode's canonical caseless matching: "é" is the same in one sign and in two.
    """
    folded = unicodedata.normalize("NFD", name).casefold()
    return " ".join(unicodedata.normalize("NFC", folded).split())


def codes_meant_by(wanted: str, codes: Iterable[WrapupCode]) -> tuple[WrapupCode, ...]:
    """Return the codes that *wanted* may mean: the one of that id, or all of that name."""
    listed = tuple(codes)
    wanted_id, wanted_name = canonical_id(wanted), folded_name(wanted)
    if not wanted_name:
        return ()
    by_id = tuple(code for code in listed if code.id == wanted_id)
    return by_id or tuple(code for code in listed if folded_name(code.name) == wanted_name)
