"""Counts agents' figures and the health of the code list over a table of past legs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import tzinfo

from wrapup_desk.domain.history.past_leg import NameDirectory
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.quality.coaching import CoachingFigures, CoachingTally, CodedLeg
from wrapup_desk.domain.quality.code_list import CodeListHealth, health_of
from wrapup_desk.domain.quality.sample import Review, Verdict
from wrapup_desk.domain.repair.code_origin import ChosenBy, CodeOrigin
from wrapup_desk.domain.repair.leg_table import LegTable
from wrapup_desk.domain.repair.repair_reports import LocalDays, is_no_persons
from wrapup_desk.domain.wrapup import TIMEOUT_CODE_ID

# Rows between two pauses: about two milliseconds.
_STEP = 250
_NO_PERSON = frozenset({ChosenBy.RULE, ChosenBy.PROGRAM})


@dataclass(frozen=True, slots=True)
class QualityFigures:
    """What the codes of a span say of the people who gave them, and of the list itself."""

    coaching: CoachingFigures = field(default_factory=CoachingFigures)
    codes: CodeListHealth = field(default_factory=CodeListHealth)


def quality_of(
    table: LegTable,
    rows: Iterable[int],
    directory: NameDirectory,
    zone: tzinfo | None,
    origins: Mapping[int, CodeOrigin],
    reviews: Mapping[LegKey, Review],
) -> Generator[None, None, QualityFigures]:
    """Return the figures of *rows*, with pauses; weeks are those of *zone*.

    Only what an agent did counts for the agent: codes of rules and of the program are nobody's
    merit, and a code that a supervisor changed counts as the agent gave it.
    """
    tally, days = CoachingTally(), LocalDays(zone)
    uses: Counter[tuple[str, str]] = Counter()
    mistakes: Counter[tuple[str, str]] = Counter()
    for place, row in enumerate(rows):
        if place % _STEP == 0:
            yield
        origin = origins.get(row)
        if not table.counts[row] or (origin and origin.chooser in _NO_PERSON):
            continue
        leg = _coded_leg(table, row, days, origin, reviews)
        tally.count(leg)
        if leg.first_code_id:
            uses[leg.first_code_id, leg.agent_id] += 1
        if leg.first_code_id and leg.right_code_id:
            mistakes[leg.first_code_id, leg.right_code_id] += 1
    used = [(code_id, agent_id, count) for (code_id, agent_id), count in uses.items()]
    return QualityFigures(tally.figures(), health_of(directory.codes, used, mistakes))


def _coded_leg(
    table: LegTable,
    row: int,
    days: LocalDays,
    origin: CodeOrigin | None,
    reviews: Mapping[LegKey, Review],
) -> CodedLeg:
    code_id, key = table.code_id(row), table.key(row)
    first = origin.first_code_id if origin else code_id
    is_missing = is_no_persons(first)
    leg = CodedLeg(
        key=key,
        agent_id=table.agents.texts[table.agent[row]],
        queue_id=table.queue_id(row),
        day=days.day_of(table.started_ms[row]),
        is_missing=is_missing,
        timed_out=first == TIMEOUT_CODE_ID,
        first_code_id="" if is_missing else first,
    )
    if is_missing:
        return leg
    if table.completed_ms[row] > 0:
        span_ms = table.completed_ms[row] - table.hung_up_ms[row]
        leg = replace(leg, to_code_s=max(0.0, span_ms / 1000))
    if origin is not None and origin.chooser is ChosenBy.SUPERVISOR:
        leg = replace(leg, was_corrected=True, right_code_id=code_id)
    review = reviews.get(key)
    # A verdict is on the code of its time: it says nothing of another one.
    if review is None or review.code_id != first or review.verdict is Verdict.UNSURE:
        return leg
    is_wrong = review.verdict is Verdict.WRONG
    right = review.right_code_id if is_wrong else ""
    return replace(
        leg, was_reviewed=True, was_wrong=is_wrong, right_code_id=right or leg.right_code_id
    )
