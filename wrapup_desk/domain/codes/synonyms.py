"""Gives codes the other words that an administrator says they go by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from wrapup_desk.domain.identifiers import canonical_id, folded_name
from wrapup_desk.domain.wrapup import WrapupCode


def with_synonyms(
    codes: Sequence[WrapupCode], words: Mapping[str, Sequence[str]]
) -> tuple[WrapupCode, ...]:
    """Return *codes* with the words that *words* has for them, by the code's id or its name."""
    if not words:
        return tuple(codes)
    by_id = {canonical_id(key): tuple(found) for key, found in words.items()}
    by_name = {folded_name(key): tuple(found) for key, found in words.items()}
    return tuple(
        _with(code, by_id.get(code.id) or by_name.get(folded_name(code.name))) for code in codes
    )


def _with(code: WrapupCode, words: tuple[str, ...] | None) -> WrapupCode:
    shown = tuple(word.strip() for word in words or () if word.strip())
    return replace(code, synonyms=shown) if shown else code
