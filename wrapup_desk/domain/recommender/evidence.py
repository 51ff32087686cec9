"""Says what speaks for a code over its rival, in words the agent can check.

The experts are weighed linearly, so what each adds to the code's lead over its rival is exact; the
largest parts are named. Words are shown as they were said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.recommender.blend.heads import experts_of
from wrapup_desk.domain.recommender.case import LegCase
from wrapup_desk.domain.recommender.experts.linear import LinearExpert
from wrapup_desk.domain.recommender.text.code_names import CodeNameIndex
from wrapup_desk.domain.recommender.text.feature_hasher import BLOCKS, fact_names
from wrapup_desk.domain.recommender.text.languages import is_function_word
from wrapup_desk.domain.recommender.text.whole_words import has_signs, whole_word, words_of
from wrapup_desk.domain.recommender.text.words import normalised
from wrapup_desk.domain.recommender.trust.code_breaker import CodeBreakers
from wrapup_desk.domain.suggestion import Evidence, EvidenceKind, Source

Vector = NDArray[np.float32]

MOST_PIECES = 3
_MOST_PHRASES = 2
# A lead smaller than this (in log-odds) is not worth a line on the card.
_LEAST_LEAD = 0.15
_LEAST_PHRASE_LEAD = 0.05

# The queue has a line of its own, the others say nothing to an agent.
_UNTOLD_FACTS = ("queue=", "skill=", "part of day=", "talk time=")

_KIND_OF_EXPERT = {
    "queue share": EvidenceKind.QUEUE,
    "lately": EvidenceKind.RECENT,
    "likeness to earlier ones": EvidenceKind.SIMILAR,
    "likeness beyond the usual spread": EvidenceKind.SIMILAR,
    "name sense": EvidenceKind.SIMILAR,
    "name sense in one breath": EvidenceKind.SIMILAR,
}
_KIND_OF_FAMILY = {
    "name": EvidenceKind.NAME,
    "words": EvidenceKind.HEARD,
    "meaning": EvidenceKind.SIMILAR,
    "sense": EvidenceKind.SIMILAR,
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """One code of a case against its strongest rival, as indices into the case's columns."""

    place: int
    rival: int
    opinions: Vector
    weights: NDArray[np.float64]
    has_encoder: bool


def explain(
    case: LegCase, linear: LinearExpert, names: CodeNameIndex, comparison: Comparison
) -> tuple[Evidence, ...]:
    """Return the largest parts of a code's lead, largest first."""
    leads = _leads_by_kind(comparison)
    found: list[Evidence] = []
    for kind, lead in sorted(leads.items(), key=lambda each: -each[1]):
        if lead >= _LEAST_LEAD and len(found) < MOST_PIECES:
            found += _worded(kind, case, linear, names, comparison)
    return tuple(found[:MOST_PIECES])


def _leads_by_kind(comparison: Comparison) -> dict[EvidenceKind, float]:
    difference = comparison.opinions[comparison.place] - comparison.opinions[comparison.rival]
    leads: dict[EvidenceKind, float] = {}
    experts = experts_of(has_encoder=comparison.has_encoder)
    for expert, lead in zip(experts, comparison.weights * difference, strict=True):
        kind = _kind_of(expert.name)
        leads[kind] = leads.get(kind, 0.0) + float(lead)
    return leads


def _kind_of(expert: str) -> EvidenceKind:
    family = expert.split(",")[0].split()[0]
    return _KIND_OF_EXPERT.get(expert) or _KIND_OF_FAMILY[family]


def _worded(
    kind: EvidenceKind,
    case: LegCase,
    linear: LinearExpert,
    names: CodeNameIndex,
    comparison: Comparison,
) -> list[Evidence]:
    if kind is EvidenceKind.HEARD:
        return heard_and_facts(case, linear, comparison)
    if kind is EvidenceKind.NAME:
        if not case.goes_by_name(comparison.place):
            return []  # the name that is matched is another code's
        matched = _matched_words(case, names, int(case.columns[comparison.place]))
        return [Evidence(kind, each) for each in matched]
    if kind is EvidenceKind.QUEUE:
        return [Evidence(kind, case.facts.queue_name)] if case.facts.queue_name else []
    return [Evidence(kind, "")]


def heard_and_facts(case: LegCase, linear: LinearExpert, comparison: Comparison) -> list[Evidence]:
    """Return the phrases and facts with the largest weight for the code over its rival."""
    reading = case.readings.whole
    if reading is None:
        return []
    buckets = np.fromiter(reading.values, np.intp, len(reading.values))
    values = np.fromiter(reading.values.values(), np.float32, len(buckets))
    blocks = np.searchsorted(BLOCKS[1:-1], buckets, side="right")
    lengths = np.sqrt(np.maximum(reading.squares, 1e-9))
    pair = case.columns[[comparison.place, comparison.rival]]
    weights = linear.weights[buckets[:, None], pair]
    leads = values / lengths[blocks] * (weights[:, 0] - weights[:, 1])
    order = np.argsort(-leads)
    ranked = [int(buckets[at]) for at in order if leads[at] >= _LEAST_PHRASE_LEAD]
    heard = [bucket for bucket in ranked if bucket < BLOCKS[1]]
    phrases = _phrases(heard, case)
    facts = _facts([bucket for bucket in ranked if bucket >= BLOCKS[2]], case)
    return [Evidence(EvidenceKind.HEARD, phrase) for phrase in phrases] + facts


def _phrases(buckets: list[int], case: LegCase) -> list[str]:
    """Return the first phrases that tell something and do not repeat each other."""
    phrases: list[str] = []
    for bucket in buckets:
        phrase = case.said.get(bucket, "")
        words = phrase.casefold().split()
        if all(is_function_word(normalised(word), case.language) for word in words):
            continue
        phrase = whole_word(phrase, case.texts())
        words = phrase.casefold().split()
        if not words:
            continue
        if any(set(words) & set(other.casefold().split()) for other in phrases):
            continue
        phrases.append(phrase)
        if len(phrases) == _MOST_PHRASES:
            break
    return phrases


def _facts(buckets: list[int], case: LegCase) -> list[Evidence]:
    names = [name for name in fact_names(case.facts) if not name.startswith(_UNTOLD_FACTS)]
    found = [name for name in names if case.fact_bucket(name) in buckets]
    return [Evidence(EvidenceKind.FACT, name.replace("=", ": ", 1)) for name in found[:1]]


def _matched_words(case: LegCase, names: CodeNameIndex, column: int) -> list[str]:
    """Return what of the talk stands in the code's name, each word once, as said."""
    matched: dict[str, str] = {}
    for word in case.words_met:
        if names.matched(column, word):
            matched.setdefault(word, case.words_met[word])
    phrase = " ".join(list(matched.values())[:MOST_PIECES])
    if has_signs(phrase):
        return words_of(matched.values(), case.texts())[:_MOST_PHRASES]
    return [phrase] if phrase else []


_KIND_OF_SOURCE = {
    Source.BACKEND: EvidenceKind.BACKEND,
    Source.COPILOT: EvidenceKind.COPILOT,
    Source.HISTORY: EvidenceKind.RECENT,
}


def said_by_others(place: int, named: Mapping[Source, int]) -> tuple[Evidence, ...]:
    """Return who else names the code at *place*, by what each source names."""
    return tuple(
        Evidence(_KIND_OF_SOURCE[source], "") for source, at in named.items() if at == place
    )


def why_asked(
    case: LegCase, order: NDArray[np.intp], breakers: CodeBreakers, *, is_heard_worse: bool
) -> tuple[Evidence, ...]:
    """Return why a person is to be asked for a sure code; nothing where it may be sent."""
    if is_heard_worse:
        return (Evidence(EvidenceKind.HEARD_BADLY, ""),)
    suggested, runner_up = case.first_two(order)
    if not breakers.asks(suggested, runner_up, case.chance):
        return ()
    times = breakers.contradictions(suggested, runner_up)
    if not times:
        return (Evidence(EvidenceKind.CHECKED, ""),)
    return (Evidence(EvidenceKind.CONTRADICTED, str(times)),)
