"""Where an agent's hands work: in a window of this process, or in one of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from wrapup_desk.ui.desk.window import MainWindow


async def nothing() -> None:
    """Let nothing happen."""


class Room(Protocol):
    """Where the hands work."""

    @property
    def window(self) -> MainWindow: ...

    def communication_id(self, number: int) -> str: ...

    async def rest(self) -> None:
        """Wait until the window has drawn what it was told."""

    async def wait_a_moment(self) -> None:
        """Let the window live on for some milliseconds."""

    async def act(self, act: Callable[[], None]) -> None:
        """Press or click as a person does: while nothing else is being done."""
