"""However much a customer writes, hearing and ranking it takes less than anybody notices."""

from __future__ import annotations

import gc
import time
from random import Random

import pytest

from tests.loop_watchdog import LONGEST_HOLD_MS
from wrapup_desk.domain.suggestion import CaseFacts
from wrapup_desk.domain.transcript import Speaker, Utterance, shortened
from wrapup_desk.domain.wrapup import WrapupCode
from wrapup_desk.main.apps.recommender_setup import build_recommender

CODES = tuple(
    WrapupCode(f"code-{n}", f"Topic {n} of order, refund or bill {n * 7}") for n in range(200)
)


# A cold cache and what else a computer does take time that is no fault of a customer's.
_MOST_TRIES = 20


@pytest.mark.parametrize("parts", [1, 40, 400])
def test_words_of_a_novel_are_heard_and_ranked_in_a_moment(parts: int) -> None:
    recommender, _ = build_recommender(None)
    random = Random(parts)
    took_ms: list[float] = []
    while len(took_ms) < _MOST_TRIES and min(took_ms, default=LONGEST_HOLD_MS) >= LONGEST_HOLD_MS:
        words = " ".join(f"{random.randrange(10**9):x}"[:7] for _ in range(4000))
        size = len(words) // parts
        said = shortened([
            Utterance(str(n), Speaker.CUSTOMER, words[n * size : (n + 1) * size])
            for n in range(parts)
        ])  # fmt: skip
        case = recommender.open_case(CaseFacts("q"), CODES)
        # What earlier tests left to collect is no part of it.
        gc.disable()
        began_s = time.thread_time()
        for utterance in said:
            case.hear(utterance)
        recommender.suggest(case, has_ended=False)
        took_ms.append((time.thread_time() - began_s) * 1000)
        gc.enable()

    assert min(took_ms) < LONGEST_HOLD_MS, took_ms
