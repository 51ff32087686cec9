"""However much a customer writes, hearing and ranking it is no more work than of a page.

Work is counted in calls, of Python's functions and of those it is built on: an overloaded computer
makes no more of them, and a check of seconds would blame it.
"""

from __future__ import annotations

import sys
from random import Random
from types import FrameType

import pytest

from wrapup_desk.domain.outside_text import LONGEST_READING
from wrapup_desk.domain.suggestion import CaseFacts
from wrapup_desk.domain.transcript import Speaker, Utterance, shortened
from wrapup_desk.domain.wrapup import WrapupCode
from wrapup_desk.main.apps.recommender_setup import build_recommender

CODES = tuple(
    WrapupCode(f"code-{n}", f"Topic {n} of order, refund or bill {n * 7}") for n in range(200)
)


def said_in(parts: int, letters: int) -> list[Utterance]:
    """Return as many utterances of one customer, all different words."""
    random = Random(parts)
    words = " ".join(f"{random.randrange(10**9):x}"[:7] for _ in range(letters // 7))[:letters]
    size = len(words) // parts
    return [
        Utterance(str(n), Speaker.CUSTOMER, words[n * size : (n + 1) * size]) for n in range(parts)
    ]


def calls_for(parts: int, letters: int) -> int:
    """Return how many calls it takes to hear so much and to rank all codes."""
    recommender, _ = build_recommender(None)
    said = shortened(said_in(parts, letters))
    case = recommender.open_case(CaseFacts("q"), CODES)
    count = 0

    def counted(_frame: FrameType, event: str, _about: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        for utterance in said:
            case.hear(utterance)
        recommender.suggest(case, has_ended=False)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("parts", [1, 40, 400])
def test_words_of_a_novel_are_as_soon_heard_and_ranked_as_those_of_a_page(parts: int) -> None:
    page, novel, library = (
        calls_for(parts, letters)
        for letters in (LONGEST_READING, 6 * LONGEST_READING, 26 * LONGEST_READING)
    )

    assert page > 1_000
    assert novel < page * 1.2
    assert library < novel * 1.1
