"""Holds the one snapshot of a desk, and hands each new one to its listeners."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

State = TypeVar("State")


class StateStore(Generic[State]):
    """The snapshot of now; it is replaced as a whole, never changed.

    Changing is typed by `dataclasses.replace(store.state, field=value)`: a misspelt field or a
    value of a wrong type fails the type check.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._listeners: list[Callable[[State], None]] = []

    @property
    def state(self) -> State:
        return self._state

    def listen(self, listener: Callable[[State], None]) -> None:
        """Call *listener* with every new snapshot."""
        self._listeners.append(listener)

    def replace(self, state: State) -> None:
        """Make *state* the snapshot of now, without telling anyone yet."""
        self._state = state

    def publish(self) -> None:
        """Hand the snapshot to every listener."""
        for listener in self._listeners:
            listener(self._state)
