"""A plan of changes as a CSV file: made, looked at and edited, then applied row by row."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from wrapup_desk.domain.history.past_leg import NameDirectory
from wrapup_desk.domain.interaction import LegKey, Media
from wrapup_desk.domain.language.conventions import number
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.repair.correction import ALREADY_CODED, Correction, CorrectionState
from wrapup_desk.domain.repair.csv_export import BYTE_ORDER_MARK, csv_lines
from wrapup_desk.domain.repair.preview import Change, Preview
from wrapup_desk.domain.wrapup import WrapupCode

HEADER = (
    "conversation", "participant", "communication", "media", "agent", "queue", "from_code",
    "from_name", "to_code", "to_name", "first_code", "corrections", "rule", "ended", "agent_name",
    "queue_name", "left_alone",
)  # fmt: skip
RESULT_HEADER = (
    "conversation", "participant", "communication", "to_code", "to_name", "result", "answer",
)  # fmt: skip
_PLANS = UUID("6c1f8a52-3c0e-5d7a-9a44-7d1b1c9a7e21")
_GUARD = re.compile(r"'(?=[\s\u00a0'\"]*[=+\-@\t|%\uff1d\uff0b\uff0d\uff20])")
MOST_ROWS = 100_000


class BadPlan(ValueError):
    """The file is no plan; says which line and why."""


@dataclass(frozen=True, slots=True)
class ChangePlan:
    """What a plan's file says; *id* is of its content, so that a second run is the same plan."""

    id: str
    changes: tuple[Change, ...]
    rule: str = ""


@dataclass(frozen=True, slots=True)
class WantedCode:
    """One line of a list of conversations: which leg (its communication, where named) gets what."""

    conversation_id: str
    communication_id: str
    to_code: str


# When a leg ended, its agent's name and its queue's: for the eyes of whoever looks at a plan.
Facts = Callable[[LegKey], tuple[str, str, str]]


def plan_lines(preview: Preview, directory: NameDirectory, facts_of: Facts) -> Iterator[str]:
    """Return a plan's file, line by line; rows that are left alone are listed with the reason."""
    changes = (
        (*_cells(each, preview.rule, directory), *facts_of(each.key), "")
        for each in preview.changes
    )
    skips = (
        (*each.key, *("" for _ in HEADER[3:-4]), *facts_of(each.key), each.reason.value)
        for each in preview.skips
    )
    yield from csv_lines(HEADER, (*changes, *skips))


def plan_of(text: str) -> ChangePlan:
    """Return the plan that a file says; rows with a word in `left_alone` are none of it.

    Raises:
        BadPlan: it is none, or a row says too little.
    """
    changes: list[Change] = []
    seen: dict[LegKey, int] = {}
    rules: set[str] = set()
    for line, row in _rows(text, ("conversation", "communication", "to_code")):
        if row.get("left_alone"):
            continue
        change = _change(line, row)
        if change.key in seen:
            raise BadPlan(
                tr(
                    "Line {line} is of the same leg as line {seen}.",
                    line=line,
                    seen=seen[change.key],
                )
            )
        seen[change.key] = line
        changes.append(change)
        rules.add(row.get("rule", ""))
    content = "\n".join(f"{each.key}{each.to_code.id}{each.from_code_id}" for each in changes)
    plan_id = str(uuid5(_PLANS, hashlib.sha256((text + content).encode()).hexdigest()))
    return ChangePlan(plan_id, tuple(changes), rules.pop() if len(rules) == 1 else "")


def is_conversation_list(text: str) -> bool:
    """Whether a file lists conversations with the code each is to get, and no rules."""
    first = text.removeprefix(BYTE_ORDER_MARK).splitlines()[:1]
    titles = re.split("[,;\t]", first[0].replace('"', "").casefold()) if first else []
    return "conversation" in [each.strip() for each in titles]


def wanted_codes(text: str) -> tuple[WantedCode, ...]:
    """Return what a list of conversations says: the columns `conversation`, `to`, `communication`.

    Raises:
        BadPlan: it is none, or a row says too little.
    """
    found = []
    for line, row in _rows(text, ("conversation", "to")):
        if not row["conversation"] or not row["to"]:
            raise BadPlan(tr("Line {line} has no conversation or no new code.", line=line))
        found.append(WantedCode(row["conversation"], row.get("communication", ""), row["to"]))
    return tuple(found)


def result_lines(
    plan: ChangePlan, corrections: Mapping[LegKey, Correction], others: Mapping[LegKey, str]
) -> Iterator[str]:
    """Return what became of every row of *plan*; *others* says why one was not begun."""
    rows: list[tuple[str, ...]] = []
    for change in plan.changes:
        one = corrections.get(change.key)
        result = one.state.value if one is not None else "left alone"
        answer = one.answer if one is not None else others.get(change.key, "not begun")
        rows.append((*change.key, change.to_code.id, change.to_code.name, result, answer))
    return csv_lines(RESULT_HEADER, rows)


def has_wanted_code(one: Correction) -> bool:
    """Whether the leg has the code it was to get, by this correction or before it."""
    return one.state.changed_the_record or (
        one.state is CorrectionState.SKIPPED and one.answer == ALREADY_CODED
    )


def _cells(change: Change, rule: str, directory: NameDirectory) -> tuple[str, ...]:
    return (
        *change.key, change.media.value, change.agent_id, change.queue_id, change.from_code_id,
        directory.code_name(change.from_code_id), change.to_code.id, change.to_code.name,
        change.first_code_id, str(change.seen_count), rule,
    )  # fmt: skip


def _change(line: int, row: Mapping[str, str]) -> Change:
    key = LegKey(row["conversation"], row.get("participant", ""), row["communication"])
    if not all(key) or not row["to_code"]:
        raise BadPlan(
            tr(
                "Line {line} lacks its conversation, participant, communication or new code.",
                line=line,
            )
        )
    try:
        media = Media(row.get("media") or Media.CALL.value)
        count = int(row.get("corrections") or 0)
    except ValueError:
        raise BadPlan(
            tr("Line {line} has an unknown medium or count of corrections.", line=line)
        ) from None
    before = row.get("from_code", "")
    return Change(
        key, media, row.get("agent", ""), row.get("queue", ""), before,
        WrapupCode(row["to_code"], row.get("to_name") or row["to_code"]), count,
        first_code_id=row.get("first_code", before),
    )  # fmt: skip


def _rows(text: str, needed: Sequence[str]) -> Iterable[tuple[int, dict[str, str]]]:
    text = text.removeprefix(BYTE_ORDER_MARK)
    first = text.splitlines()[0] if text.strip() else ""
    separator = max(",;\t", key=first.count)
    try:
        reader = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise BadPlan(tr("The file is no CSV: {error}.", error=error)) from None
    titles = [cell.strip().casefold() for cell in reader[0]] if reader else []
    if missing := [name for name in needed if name not in titles]:
        raise BadPlan(
            tr(
                "The first line has to name the columns; there is no {missing}.",
                missing=", ".join(missing),
            )
        )
    if len(reader) - 1 > MOST_ROWS:
        raise BadPlan(tr("A plan has at most {count} rows.", count=number(MOST_ROWS)))
    for line, cells in enumerate(reader[1:], 2):
        if any(cell.strip() for cell in cells):
            cleaned = (_GUARD.sub("", cell, count=1).strip() for cell in cells)
            row = dict.fromkeys(titles, "") | dict(zip(titles, cleaned, strict=False))
            yield line, row
