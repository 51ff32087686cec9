"""Reads and writes rules as CSV, as a spreadsheet makes it: a list of old codes and new ones."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields

from wrapup_desk.domain.language.conventions import number
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.repair.csv_export import BYTE_ORDER_MARK, csv_lines
from wrapup_desk.domain.repair.rules import (
    ANY_CODE,
    MOST_RULES,
    NO_CODE,
    Rule,
    RuleTrouble,
    RuleTroubles,
)

HEADER = ("from", "to", "queue", "dnis", "flow", "attribute", "value", "media")
_FIELDS: Mapping[str, str] = {
    **dict.fromkeys(("from", "old", "old code", "from code", "before"), "from_code"),
    **dict.fromkeys(("to", "new", "new code", "to code", "after"), "to_code"),
    **{name: name for name in HEADER[2:]},
}
_NO_CODE_WORDS = frozenset({NO_CODE, "no code", "none", "(none)", "-"})
_LONGEST = 300
# What a guarded cell of ours begins with.
_GUARD = re.compile(r"'(?=[\s\u00a0'\"]*[=+\-@\t|%\uff1d\uff0b\uff0d\uff20])")


def rules_of(text: str) -> tuple[Rule, ...]:
    """Return the rules of a CSV file, separated by comma, semicolon or tab.

    The first line names the columns: `from` (or `old code`) and `to` (`new code`), and where
    wanted `queue`, `dnis`, `flow`, `attribute`, `value`, `media`. Two columns need no such line.

    Raises:
        RuleTroubles: a line says no rule, or the file has none.
    """
    text = text.removeprefix(BYTE_ORDER_MARK)
    lines = text.splitlines()
    first = lines[0] if lines else ""
    separator = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise RuleTroubles(
            [RuleTrouble(1, tr("the file is no CSV: {error}.", error=error), stops=True)]
        ) from None
    names, rows = _columns([row for row in rows if any(cell.strip() for cell in row)])
    if len(rows) > MOST_RULES:
        text = tr(
            "there are {count}; a list has at most {most}.",
            count=number(len(rows)),
            most=number(MOST_RULES),
        )
        raise RuleTroubles([RuleTrouble(MOST_RULES, text, stops=True)])
    found, troubles = list[Rule](), list[RuleTrouble]()
    for place, row in enumerate(rows, 1):
        try:
            found.append(_rule(dict(zip(names, map(_cell, row), strict=False))))
        except ValueError as error:
            troubles.append(RuleTrouble(place, str(error), stops=True))
    if not rows:
        troubles.append(RuleTrouble(1, tr("the file has none."), stops=True))
    if troubles:
        raise RuleTroubles(troubles)
    return tuple(found)


def csv_of(rules: Iterable[Rule]) -> Iterator[str]:
    """Return a file that `rules_of` reads again, line by line."""
    rows = (
        (one.from_code, one.to_code, *(getattr(one, name) for name in HEADER[2:])) for one in rules
    )
    return csv_lines(HEADER, rows)


def _columns(rows: Sequence[list[str]]) -> tuple[list[str], list[list[str]]]:
    if not rows:
        return [], []
    titles = [" ".join(cell.casefold().split()) for cell in rows[0]]
    named = [_FIELDS.get(title, "") for title in titles]
    if "to_code" in named and ("from_code" in named or len(named) > 1):
        return named, list(rows[1:])
    if all(len(row) == 2 for row in rows):
        return ["from_code", "to_code"], list(rows)
    text = tr("the first line has to name the columns, “from” and “to” among them.")
    raise RuleTroubles([RuleTrouble(1, text, stops=True)])


def _rule(cells: dict[str, str]) -> Rule:
    cells.pop("", None)
    if any(len(cell) > _LONGEST for cell in cells.values()):
        raise ValueError(tr("a cell is longer than {count} characters.", count=_LONGEST))
    if not cells.get("to_code"):
        raise ValueError(tr("it names no new code."))
    before = cells.get("from_code", "")
    conditions = [name for name in HEADER[2:] if cells.get(name)]
    if not before and not conditions:
        raise ValueError(
            tr("it names no old code; {no_code} stands for legs without one.", no_code=NO_CODE)
        )
    if cells.get("value") and not cells.get("attribute"):
        raise ValueError(tr("it has a value but no attribute."))
    if before == ANY_CODE and not conditions:
        raise ValueError(tr("it would change every leg; name a queue, a flow or the like."))
    if not before or before.casefold() in _NO_CODE_WORDS:
        cells["from_code"] = NO_CODE
    known = {each.name for each in fields(Rule)}
    return Rule(**{name: cell for name, cell in cells.items() if name in known})


def _cell(text: str) -> str:
    return _GUARD.sub("", text.replace("\0", ""), count=1).strip()
