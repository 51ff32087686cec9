"""Says a text in the language in use: its English is the key, its fields are named.

The catalogue is put in place once, at the start; whatever it lacks is said in English. A field's
value is put in as it is, never translated, and never read as a pattern; what counts is written as
the language does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from wrapup_desk.domain.language import conventions
from wrapup_desk.domain.language.hyphens import Hyphens

# Hebrew, Arabic and the scripts beside them.
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]")
_FIELD = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
# What counts has its thousands apart; a port, a year or a status does not.
_COUNTS = frozenset({
    "all", "coded", "count", "done", "handled", "legs", "of", "queues", "right", "suggested",
    "total", "unsure", "wrong",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The texts of one language by their English, and the forms of those that count something."""

    language: str = "en"
    texts: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by the English plural
    hyphens: Hyphens = field(default_factory=Hyphens)

    def form_of(self, plural: str, count: int) -> str | None:
        """Return the form of *plural* for *count*; None where the catalogue has none."""
        forms = self.forms.get(plural)
        place = conventions.of(self.language).form(count)
        return forms[place] if forms is not None and place < len(forms) else None


_in_use = Catalogue()


def use_catalogue(catalogue: Catalogue) -> Catalogue:
    """Say everything by *catalogue* from now on; return the one that was in use."""
    global _in_use
    former, _in_use = _in_use, catalogue
    conventions.use(catalogue.language)
    return former


def language_in_use() -> str:
    """Return the code of the language in use."""
    return _in_use.language


def hyphens_in_use() -> Hyphens:
    """Return where the language in use parts its words."""
    return _in_use.hyphens


def tr(text: str, /, **fields: object) -> str:
    """Return *text*, a literal, in the language in use, with its fields filled in."""
    return fill(_in_use.texts.get(text) or text, **fields)


def tr_n(one: str, many: str, /, count: int, **fields: object) -> str:
    """Return the form for *count* of a text, both literals; `{count}` is the count as written."""
    said = _in_use.form_of(many, count) or (one if count == 1 else many)
    return fill(said, count=conventions.number(count), **fields)


def mark(text: str, /) -> str:
    """Mark a literal that is said later, by `tr_marked`; returns it as it is."""
    return text


def tr_marked(text: str, /, **fields: object) -> str:
    """Return a text that was marked elsewhere in the language in use."""
    return fill(_in_use.texts.get(text) or text, **fields)


def fill(text: str, /, **fields: object) -> str:
    """Return *text* with each `{name}` replaced; what is not given stays as it stands."""
    if not fields:
        return text
    return _FIELD.sub(lambda found: _written(found[1], fields.get(found[1], found[0])), text)


def apart(text: str) -> str:
    """Return *text* so that a name from right to left takes no neighbours along.

    A number or a mark that stands after such a name would be drawn before it.
    """
    return f"\u2068{text}\u2069" if _RIGHT_TO_LEFT.search(text) else text


def _written(name: str, value: object) -> str:
    if type(value) is int and name in _COUNTS:
        return conventions.number(value)
    return apart(str(value))
