"""Draws a random sample of coded legs that anybody can draw again, and estimates from it."""

from __future__ import annotations

import enum
import hashlib
import heapq
from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from wrapup_desk.domain.history.past_leg import is_nobodys_code
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.language.conventions import number
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.quality.estimate import NOTHING_SEEN, Estimate
from wrapup_desk.domain.repair.code_origin import ChosenBy, CodeOrigin
from wrapup_desk.domain.repair.leg_table import LegTable
from wrapup_desk.domain.repair.person import Person

MOST_DRAWN = 2_000
# Rows between two pauses: about a millisecond.
_STEP = 500


class Stratum(enum.Enum):
    """What a sample takes so many of each of."""

    ALL = "all"
    QUEUE = "queue"
    AGENT = "agent"
    CODE = "code"
    CHOOSER = "who chose the code"


@dataclass(frozen=True, slots=True)
class SampleRequest:
    """How many to draw: *size* of each stratum, at most `MOST_DRAWN` in all.

    The same seed draws the same legs of the same population, in whatever order they come.

    Raises:
        ValueError: *size* is not within 1 and `MOST_DRAWN`.
    """

    size: int
    seed: int = 1
    stratum: Stratum = Stratum.ALL

    def __post_init__(self) -> None:
        if not 1 <= self.size <= MOST_DRAWN:
            raise ValueError(
                tr("A sample has 1 to {count} interactions.", count=number(MOST_DRAWN))
            )

    @property
    def name(self) -> str:
        """How the audit trail names the sample."""
        each = "" if self.stratum is Stratum.ALL else f" by {self.stratum.value}"
        return tr("sample of {size}{each}, seed {seed}", size=self.size, each=each, seed=self.seed)


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows that were drawn, in the order to look at them, and of how many each stratum is."""

    request: SampleRequest
    rows: tuple[int, ...] = ()
    # By row: its stratum; by stratum: how many there are in all.
    strata: Mapping[int, str] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)

    @property
    def population(self) -> int:
        """How many coded legs it was drawn from."""
        return sum(self.sizes.values())


class Verdict(enum.Enum):
    """What a reviewer says of the code on record."""

    RIGHT = "right"
    WRONG = "wrong"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Review:
    """One reviewer's verdict on the code that a leg had at that time."""

    key: LegKey
    code_id: str
    verdict: Verdict
    at: datetime
    who: Person
    # What would have been right, where it is wrong and the reviewer knows.
    right_code_id: str = ""


def drawing(
    table: LegTable, rows: Iterable[int], request: SampleRequest, origins: Mapping[int, CodeOrigin]
) -> Generator[None, None, Sample]:
    """Return a sample of those *rows* that are over and have a person's code; pauses now and then.

    Each leg has a number of its own that only the seed and its id decide; the lowest of each
    stratum are drawn. So nothing depends on the order of the rows, and a leg that comes later
    takes the place of at most one.
    """
    ranked: dict[str, list[tuple[bytes, int]]] = defaultdict(list)
    for place, row in enumerate(rows):
        if place % _STEP == 0:
            yield
        if table.counts[row] and not is_nobodys_code(table.code_id(row)):
            stratum = _stratum_of(table, row, request.stratum, origins)
            ranked[stratum].append((_lot(table.key(row), request.seed), row))
    drawn: list[tuple[bytes, int, str]] = []
    for stratum, lots in ranked.items():
        drawn += [(lot, row, stratum) for lot, row in heapq.nsmallest(request.size, lots)]
        yield
    drawn.sort()
    kept = drawn[:MOST_DRAWN]
    return Sample(
        request,
        tuple(row for _, row, _ in kept),
        {row: stratum for _, row, stratum in kept},
        {stratum: len(lots) for stratum, lots in ranked.items()},
    )


def _lot(key: LegKey, seed: int) -> bytes:
    text = f"{seed}\n{key.conversation_id}\n{key.communication_id}"
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()


def _stratum_of(
    table: LegTable, row: int, stratum: Stratum, origins: Mapping[int, CodeOrigin]
) -> str:
    match stratum:
        case Stratum.QUEUE:
            return table.queue_id(row)
        case Stratum.AGENT:
            return table.agents.texts[table.agent[row]]
        case Stratum.CODE:
            return table.code_id(row)
        case Stratum.CHOOSER:
            origin = origins.get(row)
            return (origin.chooser if origin else ChosenBy.AGENT).value
        case Stratum.ALL:
            return ""


@dataclass(frozen=True, slots=True)
class SampleResult:
    """What the reviewed part of a sample says of all legs it was drawn from."""

    wrong: Estimate = NOTHING_SEEN
    reviewed: int = 0
    right_count: int = 0
    wrong_count: int = 0
    unsure_count: int = 0
    # By stratum, those with a verdict.
    by_stratum: Mapping[str, Estimate] = field(default_factory=dict)
    # (code on record, right code) → how often.
    mistaken: Mapping[tuple[str, str], int] = field(default_factory=dict)


def result_of(sample: Sample, reviews: Mapping[int, Review]) -> SampleResult:
    """Return the share of wrong codes as *reviews* (by row) tell, each stratum by its size.

    What a reviewer is unsure of counts neither way. Where strata were drawn unlike their sizes,
    the interval is that of the effective number (Kish): so many at random would tell as much.
    """
    judged: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    verdicts: Counter[Verdict] = Counter()
    mistaken: Counter[tuple[str, str]] = Counter()
    for row in sample.rows:
        review = reviews.get(row)
        if review is None:
            continue
        verdicts[review.verdict] += 1
        if review.verdict is Verdict.UNSURE:
            continue
        tally = judged[sample.strata[row]]
        tally[0] += review.verdict is Verdict.WRONG
        tally[1] += 1
        if review.verdict is Verdict.WRONG and review.right_code_id:
            mistaken[review.code_id, review.right_code_id] += 1
    return SampleResult(
        wrong=_weighted(judged, sample.sizes),
        reviewed=verdicts.total(),
        right_count=verdicts[Verdict.RIGHT],
        wrong_count=verdicts[Verdict.WRONG],
        unsure_count=verdicts[Verdict.UNSURE],
        by_stratum={name: Estimate(*tally) for name, tally in judged.items()},
        mistaken=dict(mistaken.most_common()),
    )


def _weighted(judged: Mapping[str, Sequence[int]], sizes: Mapping[str, int]) -> Estimate:
    total = sum(sizes[name] for name in judged)
    if not total:
        return NOTHING_SEEN
    rate = variance = 0.0
    for name, (wrong, of) in judged.items():
        weight = sizes[name] / total
        rate += weight * wrong / of
        variance += weight * weight / of
    effective = 1 / variance
    return Estimate(rate * effective, effective)


def newest_reviews(reviews: Iterable[Review]) -> dict[LegKey, Review]:
    """Return the last verdict on each leg; a reviewer may think again."""
    found: dict[LegKey, Review] = {}
    for each in reviews:
        known = found.get(each.key)
        if known is None or each.at >= known.at:
            found[each.key] = each
    return found
