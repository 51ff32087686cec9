"""Has sentences encoded off the event loop, for a recommender that wants their vectors."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

from wrapup_desk.domain.language.texts import tr

log = logging.getLogger(__name__)

# Few at a time: what was said last is asked for first, and waits for one batch at most.
_AT_ONCE = 8


class WantedSentences(Protocol):
    """The sentences a recommender has met and knows no vector of."""

    @property
    def has_wanted(self) -> bool: ...

    def take_wanted(self, most: int) -> list[str]: ...

    def put(self, texts: Sequence[str], vectors: Any) -> None: ...

    def give_up(self) -> None: ...


class SentenceReader:
    """Encodes what is wanted, one batch after another.

    Args:
        sentences: says what is wanted, and takes what was found.
        encode: returns a vector for each text, from another thread.
        tell: told once, in words for the agent, why sentences cannot be read.
    """

    def __init__(
        self,
        sentences: WantedSentences,
        encode: Callable[[Sequence[str]], Awaitable[Any]],
        tell: Callable[[str], None],
    ) -> None:
        self._sentences = sentences
        self._encode = encode
        self._tell = tell
        self._reading = asyncio.Lock()

    @property
    def has_wanted(self) -> bool:
        return self._sentences.has_wanted

    @property
    def is_reading(self) -> bool:
        return self._reading.locked()

    async def read(self) -> None:
        """Encode until nothing is wanted any more."""
        async with self._reading:
            while self._sentences.has_wanted:
                texts = self._sentences.take_wanted(_AT_ONCE)
                try:
                    vectors = await self._encode(texts)
                except Exception as error:  # noqa: BLE001 -- suggestions go on without sentences
                    # Without the exception's own text: it may quote what was said.
                    log.warning("sentences cannot be encoded: %s", type(error).__name__)
                    self._sentences.give_up()
                    self._tell(
                        tr(
                            "The sentence encoder does not work; suggestions rest on single"
                            " words. Install WrapUp Desk again."
                        )
                    )
                    return
                self._sentences.put(texts, vectors)
