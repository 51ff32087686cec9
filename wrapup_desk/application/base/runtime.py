"""Runs a desk's core: hands it each message, keeps its state, performs its effects.

A core is one pure function: `handle(message, state, now) -> (state, effects)`. It neither waits
nor calls out. What it wants done it returns as values; what comes of them, failure included,
arrives as another message.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Generic, TypeVar

from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.effect import Effect

State = TypeVar("State")
Message = TypeVar("Message")
EffectT = TypeVar("EffectT", bound=Effect)

Handle = Callable[[Message, State, datetime], tuple[State, Sequence[EffectT]]]

_worth_of = attrgetter("worth")


class Runtime(Generic[State, Message, EffectT]):
    """One core at work.

    The state is one snapshot, replaced as a whole and never changed. Effects come before
    listeners: a code is on its way before anything is drawn. A message dispatched while another
    is handled waits its turn, so the core never sees half a change.

    Args:
        state: what the core starts with.
        handle: the core.
        perform: does one effect, or starts it with `start`; it must not wait.
        failed: makes the message that says an effect failed.
        now: the clock the core reckons by.
        background: owner of the effects that take time.
    """

    def __init__(
        self,
        state: State,
        handle: Handle[Message, State, EffectT],
        perform: Callable[[EffectT], None],
        failed: Callable[[EffectT, Exception], Message],
        now: Callable[[], datetime],
        background: Background,
    ) -> None:
        self._state = state
        self._listeners: list[Callable[[State], None]] = []
        self._handle = handle
        self._perform = perform
        self._failed = failed
        self._now = now
        self._background = background
        self._inbox: deque[Message] = deque()
        self._is_handling = False

    @property
    def state(self) -> State:
        return self._state

    def listen(self, listener: Callable[[State], None]) -> None:
        """Call *listener* with every new snapshot."""
        self._listeners.append(listener)

    def dispatch(self, message: Message) -> None:
        """Let the core handle *message*, perform what follows, then publish once."""
        self._inbox.append(message)
        if self._is_handling:
            return
        before = self._state
        self._is_handling = True
        try:
            while self._inbox:
                self._handle_one(self._inbox.popleft())
        finally:
            self._is_handling = False
        if self._state is not before:
            for listener in self._listeners:
                listener(self._state)

    def start(
        self, effect: EffectT, work: Coroutine[object, object, None], name: str
    ) -> asyncio.Task[None]:
        """Perform *effect* by *work* in the background; its failure becomes a message."""
        task = self._background.start(self._watched(effect, work), name)
        # A task cancelled before its first step never awaits what it was given.
        task.add_done_callback(lambda _: work.close())
        return task

    def _handle_one(self, message: Message) -> None:
        self._state, effects = self._handle(message, self._state, self._now())
        for effect in sorted(effects, key=_worth_of):
            try:
                self._perform(effect)
            except Exception as error:  # noqa: BLE001 -- the core decides what a failure means
                self._inbox.append(self._failed(effect, error))

    async def _watched(self, effect: EffectT, work: Coroutine[object, object, None]) -> None:
        try:
            await work
        except Exception as error:  # noqa: BLE001 -- the core decides what a failure means
            self.dispatch(self._failed(effect, error))
