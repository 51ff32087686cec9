"""Fills the fields of a note template; what is not known stays as a gap that is marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

# What a template may ask for, and what each is, for those who write one.
FIELDS: Mapping[str, str] = {
    "customer": "the customer's name",
    "queue": "the queue's name",
    "code": "the code that is selected",
    "amount": "the amount that was named last",
    "date": "the day that was named last",
}
_FIELD = re.compile(r"\{(\w+)\}")
_OPEN, _CLOSE = "\u2039", "\u203a"
_GAP = re.compile(rf"{_OPEN}(?:{'|'.join(FIELDS)}){_CLOSE}")
_LEFT_OUT = "\N{HORIZONTAL ELLIPSIS}"
# Japanese puts no space between sentences.
_CALL = re.compile(r"(?:^|(?<=[\s。、]))/([a-z0-9][a-z0-9-]*)$")
_BEGUN_CALL = re.compile(r"(?:^|(?<=[\s。、]))/([a-z0-9-]*)$")
# What a Japanese input method makes of the key of the slash, and of letters it leaves as they are.
_NARROW = {0x30FB: "/"} | {code + 0xFEE0: chr(code) for code in range(0x21, 0x7F)}

Span = tuple[int, int]


def filled(template: str, known: Mapping[str, str]) -> str:
    """Return *template* with what is known of its fields, and a gap for each other one."""

    def value(field: re.Match[str]) -> str:
        name = field[1]
        return known.get(name) or f"{_OPEN}{name}{_CLOSE}"

    return _FIELD.sub(value, template)


def gaps_in(note: str) -> Iterator[Span]:
    """Yield where gaps are left in *note*."""
    for gap in _GAP.finditer(note):
        yield gap.span()


def names_of_gaps(note: str) -> tuple[str, ...]:
    """Return what is missing in *note*, each thing once."""
    return tuple(dict.fromkeys(gap.group()[1:-1] for gap in _GAP.finditer(note)))


def without_gaps(note: str) -> str:
    """Return *note* as it may be sent: three dots in the place of each gap."""
    return _GAP.sub(_LEFT_OUT, note)


def template_called(before_caret: str, templates: Mapping[str, str]) -> tuple[int, str] | None:
    """Return where a template is called at the end of *before_caret*, such as /refund, and its name."""
    call = _CALL.search(before_caret.translate(_NARROW))
    if call is None or call[1] not in templates:
        return None
    return call.start(1) - 1, call[1]


def template_begun(before_caret: str, templates: Mapping[str, str]) -> tuple[int, str] | None:
    """Return where a name is begun at the end of *before_caret*, and the first that it can become."""
    names = templates_begun(before_caret, templates)
    return (before_caret.translate(_NARROW).rindex("/"), names[0]) if names else None


def templates_begun(before_caret: str, templates: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names that begin as what is typed after a slash, one that is whole first."""
    begun = _BEGUN_CALL.search(before_caret.translate(_NARROW))
    if begun is None:
        return ()
    return tuple(name for name in sorted(templates) if name.startswith(begun[1]))
