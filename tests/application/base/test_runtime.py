"""A core decides, the runtime performs: in the order of worth, one message at a time."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.effect import Worth
from wrapup_desk.application.base.runtime import Runtime

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Do:
    name: str
    worth: Worth


State = tuple[str, ...]


def handle(message: str, state: State, now: datetime) -> tuple[State, Sequence[Do]]:
    if message == "decided":
        effects = (
            Do("learn", Worth.LEARN),
            Do("rank", Worth.RANK),
            Do("send", Worth.DELIVER),
            Do("store", Worth.STORE),
        )
        return (*state, message), effects
    if message == "nothing":
        return state, ()
    return (*state, message), ()


class Hand:
    """Performs by noting; what is in *breaks* fails."""

    def __init__(self, background: Background, *breaks: str) -> None:
        self.done: list[str] = []
        self.breaks = breaks
        self.runtime = Runtime[State, str, Do](
            (), handle, self.perform, lambda effect, _: f"{effect.name} failed", now, background
        )
        self.seen: list[tuple[State, tuple[str, ...]]] = []
        self.runtime.listen(lambda state: self.seen.append((state, tuple(self.done))))

    def perform(self, effect: Do) -> None:
        if effect.name in self.breaks:
            raise ValueError(effect.name)
        self.done.append(effect.name)


def now() -> datetime:
    return NOON


def test_what_may_not_be_lost_is_done_before_what_only_helps(background: Background) -> None:
    hand = Hand(background)

    hand.runtime.dispatch("decided")

    assert hand.done == ["store", "send", "rank", "learn"]


def test_the_effects_are_under_way_before_anybody_is_shown_the_state(
    background: Background,
) -> None:
    hand = Hand(background)

    hand.runtime.dispatch("decided")

    assert hand.seen == [(("decided",), ("store", "send", "rank", "learn"))]


def test_a_failed_effect_is_a_message_and_holds_up_no_other(background: Background) -> None:
    hand = Hand(background, "send", "rank")

    hand.runtime.dispatch("decided")

    assert hand.done == ["store", "learn"]
    assert hand.runtime.state == ("decided", "send failed", "rank failed")


def test_a_message_while_another_is_handled_waits_its_turn(background: Background) -> None:
    hand = Hand(background)
    inner: Callable[[Do], None] = hand.perform

    def perform(effect: Do) -> None:
        inner(effect)
        hand.runtime.dispatch(f"{effect.name} done")

    hand.runtime._perform = perform
    hand.runtime.dispatch("decided")

    assert hand.runtime.state == (
        "decided", "store done", "send done", "rank done", "learn done"
    )  # fmt: skip
    assert len(hand.seen) == 1


def test_nothing_is_shown_where_nothing_changed(background: Background) -> None:
    hand = Hand(background)

    hand.runtime.dispatch("nothing")

    assert not hand.seen


async def test_work_that_fails_in_the_background_is_a_message_too(background: Background) -> None:
    hand = Hand(background)
    ended = asyncio.Event()

    async def break_down() -> None:
        ended.set()
        raise ValueError("broken")

    hand.runtime.start(Do("read", Worth.READ), break_down(), "read")
    await ended.wait()
    await asyncio.sleep(0)

    assert hand.runtime.state == ("read failed",)


async def test_work_that_is_cancelled_before_its_first_step_is_put_away(
    background: Background,
) -> None:
    hand = Hand(background)

    async def never() -> None:
        raise AssertionError

    work = never()
    task = hand.runtime.start(Do("read", Worth.READ), work, "read")
    task.cancel()
    await asyncio.wait({task})
    await asyncio.sleep(0)

    assert inspect.getcoroutinestate(work) == inspect.CORO_CLOSED
    assert hand.runtime.state == ()
