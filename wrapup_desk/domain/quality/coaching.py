"""Holds each agent's figures beside those of the queues they work in; never a ranking."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median

from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.quality.estimate import NOTHING_SEEN, Estimate

# With fewer legs than this nothing is said of an agent but how many there are.
FEWEST_LEGS = 30
_MOST_TALKS = 5
_DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class CodedLeg:
    """What coaching takes of one leg that is over and owed a code.

    *first_code_id* is the code the agent gave, "" for none; *right_code_id* the one a supervisor
    or a reviewer chose instead. *was_reviewed* tells that a reviewer gave a verdict.
    """

    key: LegKey
    agent_id: str
    queue_id: str
    day: date
    is_missing: bool
    timed_out: bool = False
    first_code_id: str = ""
    right_code_id: str = ""
    was_corrected: bool = False
    was_reviewed: bool = False
    was_wrong: bool = False
    to_code_s: float | None = None


@dataclass(frozen=True, slots=True)
class ConfusedCodes:
    """One code given where another was right, and some of the conversations to talk about."""

    given_id: str
    right_id: str
    count: int
    talks: tuple[LegKey, ...] = ()


@dataclass(frozen=True, slots=True)
class AgentFigures:
    """One agent; *usual_…* is what their queues have on the mean, in the agent's own mixture."""

    agent_id: str
    legs: int
    missing: Estimate
    usual_missing: float
    timed_out: Estimate
    usual_timed_out: float
    corrected: Estimate
    usual_corrected: float
    sampled_wrong: Estimate = NOTHING_SEEN
    median_to_code_s: float | None = None
    usual_to_code_s: float | None = None
    confused: tuple[ConfusedCodes, ...] = ()

    @property
    def is_enough(self) -> bool:
        """Whether there are enough legs to say anything of this agent."""
        return self.legs >= FEWEST_LEGS

    @property
    def misses_more(self) -> bool:
        """Whether more codes are missing than chance explains."""
        return self.is_enough and self.missing.is_clearly_above(self.usual_missing)

    @property
    def misses_less(self) -> bool:
        """Whether fewer codes are missing than chance explains."""
        return self.is_enough and self.missing.is_clearly_below(self.usual_missing)

    @property
    def is_corrected_more(self) -> bool:
        """Whether more codes were corrected later than chance explains."""
        return self.is_enough and self.corrected.is_clearly_above(self.usual_corrected)


@dataclass(frozen=True, slots=True)
class TeamWeek:
    """What the whole team did in the week that begins on *monday*."""

    monday: date
    missing: Estimate
    corrected: Estimate


@dataclass(frozen=True, slots=True)
class CoachingFigures:
    """Every agent's figures by id, and the team's by week."""

    agents: tuple[AgentFigures, ...] = ()
    weeks: tuple[TeamWeek, ...] = ()


@dataclass(slots=True)
class _Tally:
    legs: int = 0
    missing: int = 0
    timed_out: int = 0
    coded: int = 0
    corrected: int = 0
    reviewed: int = 0
    wrong: int = 0
    spans_s: list[float] = field(default_factory=list)

    def count(self, leg: CodedLeg) -> None:
        self.legs += 1
        self.missing += leg.is_missing
        self.timed_out += leg.timed_out
        self.coded += not leg.is_missing
        self.corrected += leg.was_corrected and not leg.is_missing
        self.reviewed += leg.was_reviewed
        self.wrong += leg.was_wrong
        if leg.to_code_s is not None:
            self.spans_s.append(leg.to_code_s)

    @property
    def missing_rate(self) -> float:
        return self.missing / self.legs if self.legs else 0.0

    @property
    def timed_out_rate(self) -> float:
        return self.timed_out / self.legs if self.legs else 0.0

    @property
    def corrected_rate(self) -> float:
        return self.corrected / self.coded if self.coded else 0.0


class CoachingTally:
    """Counts legs one by one; `figures` says what came of them."""

    def __init__(self) -> None:
        self._agents: dict[str, _Tally] = defaultdict(_Tally)
        self._queues: dict[str, _Tally] = defaultdict(_Tally)
        self._weeks: dict[date, _Tally] = defaultdict(_Tally)
        self._mixture: dict[str, Counter[str]] = defaultdict(Counter)
        self._confused: dict[str, dict[tuple[str, str], list[LegKey]]] = defaultdict(dict)

    def count(self, leg: CodedLeg) -> None:
        """Take one leg into account."""
        monday = leg.day - timedelta(days=leg.day.weekday())
        for tally in (
            self._agents[leg.agent_id],
            self._queues[leg.queue_id],
            self._weeks[monday],
        ):
            tally.count(leg)
        self._mixture[leg.agent_id][leg.queue_id] += 1
        if leg.right_code_id and leg.first_code_id and leg.right_code_id != leg.first_code_id:
            pair = (leg.first_code_id, leg.right_code_id)
            self._confused[leg.agent_id].setdefault(pair, []).append(leg.key)

    def figures(self) -> CoachingFigures:
        """Return what was counted."""
        # Each queue's once: a median of thousands for each agent again would take a second.
        usual = {name: median(one.spans_s) for name, one in self._queues.items() if one.spans_s}
        # By id, not by any figure: whoever shows them sorts them by name.
        agents = tuple(self._agent(agent_id, usual) for agent_id in sorted(self._agents))
        weeks = tuple(
            TeamWeek(
                monday,
                Estimate(tally.missing, tally.legs),
                Estimate(tally.corrected, tally.coded),
            )
            for monday, tally in sorted(self._weeks.items())
        )
        return CoachingFigures(agents, weeks)

    def _agent(self, agent_id: str, usual_s: Mapping[str, float]) -> AgentFigures:
        own, mixture = self._agents[agent_id], self._mixture[agent_id]
        queues = [(self._queues[queue], count / own.legs) for queue, count in mixture.items()]
        return AgentFigures(
            agent_id=agent_id,
            legs=own.legs,
            missing=Estimate(own.missing, own.legs),
            usual_missing=sum(queue.missing_rate * share for queue, share in queues),
            timed_out=Estimate(own.timed_out, own.legs),
            usual_timed_out=sum(queue.timed_out_rate * share for queue, share in queues),
            corrected=Estimate(own.corrected, own.coded),
            usual_corrected=sum(queue.corrected_rate * share for queue, share in queues),
            sampled_wrong=Estimate(own.wrong, own.reviewed),
            median_to_code_s=median(own.spans_s) if own.spans_s else None,
            usual_to_code_s=_usual_span(usual_s, mixture),
            confused=_pairs(self._confused[agent_id]),
        )


def _usual_span(usual_s: Mapping[str, float], mixture: Mapping[str, int]) -> float | None:
    """Return the queues' own medians, weighted by how many legs of each an agent had."""
    known = [(usual_s[queue], count) for queue, count in mixture.items() if queue in usual_s]
    weight = sum(count for _, count in known)
    return sum(span * count for span, count in known) / weight if weight else None


def _pairs(found: Mapping[tuple[str, str], Sequence[LegKey]]) -> tuple[ConfusedCodes, ...]:
    ordered = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return tuple(
        ConfusedCodes(given, right, len(keys), tuple(keys[:_MOST_TALKS]))
        for (given, right), keys in ordered
    )


def coaching_of(legs: Iterable[CodedLeg]) -> CoachingFigures:
    """Return the figures of *legs*."""
    tally = CoachingTally()
    for leg in legs:
        tally.count(leg)
    return tally.figures()
