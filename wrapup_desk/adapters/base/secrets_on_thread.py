"""Asks a store of secrets on a thread of its own, and goes on in memory if it does not answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TypeVar

from wrapup_desk.adapters.base.daemon_worker import DaemonWorker
from wrapup_desk.application.base.ports import SecretStore

log = logging.getLogger(__name__)

# Long enough for a person to unlock a keyring that asks for its password.
ANSWER_WITHIN_S = 20.0

Answer = TypeVar("Answer")


class SecretsOnThread:
    """A `SecretStore` without waiting for it for ever; secrets live in memory as well.

    Keyrings ask services of the desktop, and one that hangs would freeze the window. What was
    asked of a store that has stopped answering is still done if it comes back, deletions above
    all; but nothing more is asked of it.
    """

    def __init__(self, store: SecretStore, answer_within_s: float = ANSWER_WITHIN_S) -> None:
        self._store = store
        self._answer_within_s = answer_within_s
        self._memory: dict[str, str] = {}
        self._has_given_up = False
        # Called once, when the store has not answered.
        self.on_silence: Callable[[], None] = lambda: None

    async def read(self, name: str) -> str | None:
        """Return a secret; None if there is none, or the store does not answer."""
        if name in self._memory:
            return self._memory[name]
        return await self._ask(lambda: self._store.read(name), None)

    async def write(self, name: str, secret: str) -> None:
        """Keep *secret*, in memory only if the store does not answer."""
        self._memory[name] = secret
        await self._ask(lambda: self._store.write(name, secret), None)

    async def delete(self, name: str) -> None:
        """Forget a secret here at once, and in the store as soon as it answers."""
        self._memory.pop(name, None)
        await self._ask(lambda: self._store.delete(name), None)

    async def _ask(self, question: Callable[[], Answer], otherwise: Answer) -> Answer:
        if self._has_given_up:
            return otherwise
        worker = DaemonWorker("secrets")
        try:
            async with asyncio.timeout(self._answer_within_s):
                return await worker.run(question)
        except TimeoutError:
            self._give_up()
            return otherwise
        finally:
            worker.end()  # once it has its answer

    def _give_up(self) -> None:
        if self._has_given_up:
            return
        self._has_given_up = True
        log.warning("the keyring does not answer; secrets stay in memory")
        self.on_silence()
