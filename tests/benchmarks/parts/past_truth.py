"""Holds what a search of the past found against what the simulator says really happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wrapup_desk.application.history.ports import Span
from wrapup_desk.application.repair.leg_index import LegIndex

# The kinds of the simulator's truth, as the repair desk calls them.
ISSUES = {
    "missing": "no code",
    "timed_out": "timed out",
    "skipped": "skipped",
    "default": "default code",
    "deleted": "deleted code",
    "none": "",
}


@dataclass
class Verdict:
    """How a search did; all that is not right is counted by the shape it was in."""

    legs: int = 0
    found: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    invented: int = 0
    # Found, and something about them is not what happened: which of its facts.
    wrong: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        return not self.missed and not self.invented and not self.wrong

    def note(self, text: str) -> None:
        if len(self.examples) < 10:
            self.examples.append(text)


def legs_within(truth: Iterable[Mapping[str, Any]], span: Span) -> list[Mapping[str, Any]]:
    """Return the true legs that ended in *span*."""
    return [
        leg
        for leg in truth
        if span.start_at <= datetime.fromisoformat(leg["ended_at"]) < span.end_at
    ]


def judged(truth: Sequence[Mapping[str, Any]], legs: LegIndex, former: str) -> Verdict:
    """Compare every leg by its facts; a found leg that is nobody's is invented.

    The agent named *former* was deleted since.
    """
    truth = [leg for leg in truth if leg["is_shown"]]
    verdict = Verdict(legs=len(truth))
    table = legs.table
    rows = {row for row in range(len(table)) if table.counts[row]}
    for leg in truth:
        row = next(
            (
                row
                for each in leg["communication_ids"]
                if (row := table.row_of(each)) is not None and row in rows
            ),
            None,
        )
        if row is None:
            verdict.missed[leg["shape"]] += 1
            verdict.note(f"missed: {leg}")
            continue
        verdict.found += 1
        rows.remove(row)
        for fact, true, seen in _facts(leg, legs, row, former):
            if true != seen:
                verdict.wrong[f"{fact} of {leg['shape']}"] += 1
                verdict.note(f"{fact} is {seen!r}, not {true!r}: {leg}")
    verdict.invented = len(rows)
    for row in sorted(rows):
        verdict.note(f"invented: {table.leg(row)}")
    return verdict


def _facts(
    leg: Mapping[str, Any], legs: LegIndex, row: int, former: str
) -> Iterable[tuple[str, Any, Any]]:
    shown = legs.row(row)
    seen = shown.leg
    yield "conversation", leg["conversation_id"], seen.key.conversation_id
    yield "participant", leg["participant_id"], seen.key.participant_id
    name = leg["agent"]
    if name == former:
        name = f"Former agent {leg['agent_id'][:8]}"
    yield "agent", (leg["agent_id"], name), (seen.agent_id, shown.agent_name)
    yield "queue", leg["queue_id"], seen.queue_id
    yield "code", leg["code_id"] or "", seen.code_id
    yield "problem", ISSUES[leg["kind"]], shown.issue.value if shown.issue else ""
    yield "answer", _moment(leg["answered_at"]), seen.answered_at
    yield "end", _moment(leg["ended_at"]), seen.ended_at


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
