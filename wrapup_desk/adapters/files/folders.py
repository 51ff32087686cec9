"""Finds out which folders answer, so that no window has to wait for a share that does not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from pathlib import Path

# A share in reach answers at once; a person who clicked waits for this.
ANSWER_WITHIN_S = 1.0


async def those_that_answer(
    folders: Collection[Path],
    within_s: float = ANSWER_WITHIN_S,
    is_folder: Callable[[Path], bool] = Path.is_dir,
) -> frozenset[Path]:
    """Return which of *folders* are there and say so; each is asked on a thread of its own."""

    async def answers(folder: Path) -> bool:
        try:
            async with asyncio.timeout(within_s):
                return await asyncio.to_thread(is_folder, folder)
        except (TimeoutError, OSError):
            return False

    asked = tuple(dict.fromkeys(folders))
    found = await asyncio.gather(*map(answers, asked))
    return frozenset(folder for folder, is_there in zip(asked, found, strict=True) if is_there)
