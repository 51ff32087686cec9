"""A learnt model is on disk as a whole: a kill in the middle of writing leaves the former one."""

from __future__ import annotations

import asyncio
import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes import FakeClock
from wrapup_desk.adapters.sqlite_store import SqliteStore

# Each model begins with its number and is large, so that the kill falls into the writing.
WRITER = """
import asyncio, hashlib, sys
from pathlib import Path
from tests.fakes import FakeClock
from wrapup_desk.adapters.sqlite_store import SqliteStore

async def main():
    store = SqliteStore(Path(sys.argv[1]), FakeClock())
    await store.open()
    for number in range(1, 100_000):
        body = number.to_bytes(4, "big") * 500_000
        await store.save_model(hashlib.sha256(body).digest() + body)
        sys.stdout.write(f"{number}\\n")
        sys.stdout.flush()

asyncio.run(main())
"""


@pytest.mark.parametrize("after_s", [0.003, 0.01, 0.02, 0.05])
async def test_after_a_kill_the_last_model_told_to_be_saved_or_the_next_is_there(
    tmp_path: Path, after_s: float
) -> None:
    path = tmp_path / "desk.sqlite3"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WRITER, str(path), stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    async with asyncio.timeout(60):
        told = int(await process.stdout.readline())
        await asyncio.sleep(after_s)  # where in the writing of the next one, is chance
        process.kill()
        told = max([told, *map(int, (await process.stdout.read()).split())])
        await process.wait()

    store = SqliteStore(path, FakeClock())
    await store.open()
    model = await store.load_model()
    await store.close()

    assert store.recovered.kept is None
    assert model is not None
    assert hashlib.sha256(model[32:]).digest() == model[:32]
    assert int.from_bytes(model[32:36], "big") in (told, told + 1)
