"""No listing, model or settings file, however spoilt, holds the loop, is repeated or ends in an error."""

from __future__ import annotations

from functools import partial
from random import Random

from tests.adapters.hostile_files import a_listing, a_model, settings
from tests.conftest import ExpectLog
from tests.hostile import hostile_texts, random_text
from tests.loop_watchdog import LONGEST_HOLD_MS, LoopWatchdog

# More than a notice ever says; a text that was taken over would be longer.
_LONGEST_PROBLEM = 4_000


def texts(seed: str, mixtures: int) -> list[tuple[str, str]]:
    random = Random(seed)
    mixed = [(f"mixture {number}", random_text(random, 50_000)) for number in range(mixtures)]
    return [*hostile_texts(100_000).items(), *mixed]


async def test_no_listing_holds_the_loop(
    loop_watchdog: LoopWatchdog, expect_log: ExpectLog
) -> None:
    expect_log("cannot be read")
    for name, text in texts("listing", 60):
        await loop_watchdog.hold_to(LONGEST_HOLD_MS, partial(a_listing, text), name)


async def test_no_settings_or_policy_hold_a_start_or_are_told_at_length(
    loop_watchdog: LoopWatchdog,
) -> None:
    for name, text in texts("settings", 60):
        told = await loop_watchdog.hold_to(LONGEST_HOLD_MS, partial(settings, text), name)
        assert all(len(each) < _LONGEST_PROBLEM for each in told), name


async def test_no_model_stops_a_desk_or_holds_its_loop(
    loop_watchdog: LoopWatchdog, expect_log: ExpectLog
) -> None:
    expect_log("a model cannot be used")
    for name, text in texts("model", 0):
        told = await loop_watchdog.hold_to(LONGEST_HOLD_MS, partial(a_model, text), name)
        assert all(len(each) < _LONGEST_PROBLEM for each in told), name
