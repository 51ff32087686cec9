"""A language that nobody speaks: every text longer, accented and in marks of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from wrapup_desk.domain.language.texts import Catalogue

_Said = TypeVar("_Said")

OPENING, CLOSING = "\N{MATHEMATICAL LEFT WHITE SQUARE BRACKET}", "\N{MATHEMATICAL RIGHT WHITE SQUARE BRACKET}"  # fmt: skip
_ACCENTED = str.maketrans("aeiounscAEIOUNSC", "áéíóúñšçÁÉÍÓÚÑŠÇ")
_FIELD = re.compile(r"(\{[a-z_0-9]+\})")


class _EveryText(Mapping[str, _Said]):
    """A catalogue that has an answer for everything."""

    def __init__(self, said: Callable[[str], _Said]) -> None:
        self._said = said

    def __getitem__(self, text: str) -> _Said:
        return self._said(text)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def longer(text: str) -> str:
    """Return *text* accented and 40 % longer, its fields as they are."""
    parts = _FIELD.split(text)
    shown = "".join(
        part if place % 2 else part.translate(_ACCENTED) for place, part in enumerate(parts)
    )
    return marked(shown + "~" * max(1, len(text) * 4 // 10))


def marked(text: str) -> str:
    """Return *text* between the marks, and otherwise as it is."""
    return f"{OPENING}{text}{CLOSING}"


def pseudo_catalogue(said: Callable[[str], str] = longer) -> Catalogue:
    """Return a catalogue that answers each text by *said*."""
    return Catalogue("en", _EveryText(said), _EveryText(lambda text: (said(text), said(text))))
