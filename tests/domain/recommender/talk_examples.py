"""Small talks with known codes: enough for the recommender to learn something in a second."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from wrapup_desk.domain.recommender.case import LegCase
from wrapup_desk.domain.recommender.recommender import StackRecommender
from wrapup_desk.domain.suggestion import CaseFacts, Ranking
from wrapup_desk.domain.transcript import Speaker, Utterance
from wrapup_desk.domain.wrapup import WrapupCode

REFUND = WrapupCode("refund", "Refund request", "The customer wants money back")
CARD = WrapupCode("card", "Lost card")
ADDRESS = WrapupCode("address", "Change of address")
OTHER = WrapupCode("other", "Other")
CODES = (REFUND, CARD, ADDRESS, OTHER)
BILLING = CaseFacts("billing", "Billing", media="voice", direction="inbound")
TABLE = Path(__file__).parents[3] / "resources" / "language" / "minilm-static-256.npz"

# What is said has nothing in common with the names, so only labels can teach it.
SAYINGS = {
    "refund": ("the toaster burnt my bread", "please take the toaster away", "bread is black"),
    "card": ("my wallet fell into the river", "the river took the wallet", "wallet gone swimming"),
    "address": ("a van brought our boxes", "boxes are in the new kitchen", "the van was full"),
    "other": ("just calling to chat", "nice weather to chat", "chat about the dog"),
}


def customer(text: str, number: int = 0, *, is_final: bool = True) -> Utterance:
    return Utterance(f"c{number}", Speaker.CUSTOMER, text, is_final)


def agent(text: str, number: int = 0) -> Utterance:
    return Utterance(f"a{number}", Speaker.AGENT, text)


def case_of(
    model: StackRecommender,
    said: Sequence[Utterance | str],
    codes: Sequence[WrapupCode] = CODES,
    facts: CaseFacts = BILLING,
) -> LegCase:
    case = model.open_case(facts, codes)
    for number, each in enumerate(said):
        case.hear(customer(each, number) if isinstance(each, str) else each)
    return case


def ask(
    model: StackRecommender,
    said: Sequence[Utterance | str],
    codes: Sequence[WrapupCode] = CODES,
    facts: CaseFacts = BILLING,
) -> Ranking:
    return model.suggest(case_of(model, said, codes, facts), has_ended=True)


def labelled_talks(count: int) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield talks in which each code has its own words, in turn."""
    for number in range(count):
        code = CODES[number % len(CODES)].id
        sayings = SAYINGS[code]
        first = number // len(CODES) % len(sayings)
        yield ("hello there", sayings[first], sayings[(first + 1) % len(sayings)], "bye"), code


def teach(model: StackRecommender, count: int, facts: CaseFacts = BILLING) -> StackRecommender:
    for said, code in labelled_talks(count):
        model.learn(case_of(model, said, facts=facts), code, was_looked_at=True)
    return model


def ids(ranking: Ranking) -> list[str]:
    return [suggestion.code.id for suggestion in ranking.suggestions]


def probabilities(ranking: Ranking) -> dict[str, float]:
    return {each.code.id: each.probability for each in ranking.suggestions}
