"""Judges a list of codes: unused, confused and overlapping ones, and what to merge."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from wrapup_desk.domain.identifiers import folded_name
from wrapup_desk.domain.language.texts import tr, tr_n
from wrapup_desk.domain.quality.estimate import NOTHING_SEEN, Estimate
from wrapup_desk.domain.recommender.text.languages import is_function_word
from wrapup_desk.domain.recommender.text.synonyms import groups_of
from wrapup_desk.domain.recommender.text.words import split_words, stem
from wrapup_desk.domain.recommender.trust.suggestion_report import means_other
from wrapup_desk.domain.repair.rules import Rule, RuleList
from wrapup_desk.domain.wrapup import WrapupCode

# A code that only one agent uses says something once it is used so often, by a team of so many.
_FEWEST_USES = 5
_FEWEST_AGENTS = 3
# Two codes taken for each other: so often, and so large a part of the rarer one's uses.
_FEWEST_MISTAKES = 3
_CONFUSED_SHARE = 0.15
_ALIKE = 0.6
# Two thousand codes have two million pairs; who has more has other troubles.
_MOST_COMPARED = 2_000


@dataclass(frozen=True, slots=True)
class MistakenPair:
    """Two codes taken for each other *count* times, whichever was given first."""

    one_id: str
    other_id: str
    count: int


@dataclass(frozen=True, slots=True)
class OneAgentCode:
    """A code that only one agent uses."""

    code_id: str
    agent_id: str
    count: int


@dataclass(frozen=True, slots=True)
class MergeProposal:
    """*old_id* could become *new_id*; *reason* says why, for a person."""

    old_id: str
    new_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class CodeListHealth:
    """What is wrong with a list of codes, as far as its use and its names tell."""

    codes_count: int = 0
    unused_ids: tuple[str, ...] = ()
    other: Estimate = NOTHING_SEEN
    confused: tuple[MistakenPair, ...] = ()
    overlapping: tuple[tuple[str, str], ...] = ()
    one_agents: tuple[OneAgentCode, ...] = ()
    merges: tuple[MergeProposal, ...] = ()


def health_of(
    codes: Mapping[str, WrapupCode],
    uses: Iterable[tuple[str, str, int]],
    mistakes: Mapping[tuple[str, str], int],
) -> CodeListHealth:
    """Return the health of a list of active *codes*.

    Args:
        codes: the active codes by id.
        uses: (code id, agent id, how often), of codes that agents chose.
        mistakes: (code given, code that was right) → how often, by corrections and reviews.
    """
    by_code: Counter[str] = Counter()
    agents_of: dict[str, set[str]] = defaultdict(set)
    for code_id, agent_id, count in uses:
        by_code[code_id] += count
        agents_of[code_id].add(agent_id)
    active = {code_id: by_code[code_id] for code_id in codes}
    others = sum(count for code_id, count in active.items() if means_other(codes[code_id].name))
    confused = _confused(codes, mistakes, active)
    overlapping = _overlapping(codes)
    return CodeListHealth(
        codes_count=len(codes),
        unused_ids=tuple(
            sorted((each for each in codes if not active[each]), key=lambda each: codes[each].name)
        ),
        other=Estimate(others, sum(active.values())),
        confused=confused,
        overlapping=overlapping,
        one_agents=_one_agents(active, agents_of),
        merges=_merges(codes, active, confused, overlapping),
    )


def merge_rules(name: str, health: CodeListHealth, codes: Mapping[str, WrapupCode]) -> RuleList:
    """Return the proposed merges as rules to look at, by the codes' names where those are unique."""
    names = Counter(folded_name(code.name) for code in codes.values())

    def called(code_id: str) -> str:
        name = codes[code_id].name
        return name if names[folded_name(name)] == 1 else code_id

    rules = (Rule(called(each.new_id), called(each.old_id)) for each in health.merges)
    return RuleList(name, tuple(rules))


def _confused(
    codes: Mapping[str, WrapupCode],
    mistakes: Mapping[tuple[str, str], int],
    uses: Mapping[str, int],
) -> tuple[MistakenPair, ...]:
    both: Counter[tuple[str, str]] = Counter()
    for (given, right), count in mistakes.items():
        if given in codes and right in codes and given != right:
            one, other = sorted((given, right))
            both[one, other] += count
    return tuple(
        MistakenPair(one, other, count)
        for (one, other), count in sorted(both.items(), key=lambda pair: (-pair[1], pair[0]))
        if count >= _FEWEST_MISTAKES
        and count >= _CONFUSED_SHARE * min(uses.get(one, 0), uses.get(other, 0))
    )


def _overlapping(codes: Mapping[str, WrapupCode]) -> tuple[tuple[str, str], ...]:
    """Return pairs whose names mean the same words, as the recommender compares them."""
    meanings = {
        code_id: _meaning(code.name) for code_id, code in list(codes.items())[:_MOST_COMPARED]
    }
    by_word: dict[str, set[str]] = defaultdict(set)
    for code_id, words in meanings.items():
        for word in words:
            by_word[word].add(code_id)
    # Only pairs that share a word can be alike; a word of half the list tells nothing.
    frequent = max(10, len(meanings) // 10)
    pairs = {
        pair
        for sharing in by_word.values()
        if len(sharing) <= frequent
        for pair in combinations(sorted(sharing), 2)
    }
    return tuple(sorted(pair for pair in pairs if _are_alike(*(meanings[each] for each in pair))))


def _meaning(name: str) -> frozenset[str]:
    """Return a name's words, each by its stem, or by the synonyms it belongs to."""
    words = [word.norm for word in split_words(name.replace("_", " "))]
    stems = [stem(word) for word in words if not is_function_word(word)]
    return frozenset(_group(each) for each in stems)


def _group(word: str) -> str:
    groups = groups_of(word)
    return f"#{min(groups)}" if groups else word


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _ALIKE * len(one | other)


def _one_agents(
    uses: Mapping[str, int], agents_of: Mapping[str, set[str]]
) -> tuple[OneAgentCode, ...]:
    team = set().union(*agents_of.values()) if agents_of else set()
    if len(team) < _FEWEST_AGENTS:
        return ()
    found = [
        OneAgentCode(code_id, min(agents_of[code_id]), count)
        for code_id, count in uses.items()
        if count >= _FEWEST_USES and len(agents_of.get(code_id, ())) == 1
    ]
    return tuple(sorted(found, key=lambda each: (-each.count, each.code_id)))


def _merges(
    codes: Mapping[str, WrapupCode],
    uses: Mapping[str, int],
    confused: Sequence[MistakenPair],
    overlapping: Sequence[tuple[str, str]],
) -> tuple[MergeProposal, ...]:
    """Return what to merge, the rarer code into the more frequent; each code once."""
    reasons = [
        (each.one_id, each.other_id, tr_n("confused once", "confused {count} times", each.count))
        for each in confused
    ]
    reasons += [(one, other, tr("their names mean the same")) for one, other in overlapping]
    proposals: list[MergeProposal] = []
    old_ids: set[str] = set()
    new_ids: set[str] = set()
    for one, other, reason in reasons:
        # "Other" is confused with everything: merging into it loses what is known.
        if means_other(codes[one].name) or means_other(codes[other].name):
            continue
        old, new = sorted((one, other), key=lambda each: (uses.get(each, 0), each))
        if old in old_ids or old in new_ids or new in old_ids:
            continue
        old_ids.add(old)
        new_ids.add(new)
        proposals.append(MergeProposal(old, new, reason))
    return tuple(proposals)
