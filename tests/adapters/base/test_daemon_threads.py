"""Work that hangs, however much of it, holds up neither other work nor the end of the program."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import wrapup_desk
from wrapup_desk.adapters.base.daemon_threads import use_daemon_threads


async def test_a_hundred_hung_pieces_leave_room_for_names_to_be_resolved() -> None:
    use_daemon_threads()
    is_over = threading.Event()
    hung = [asyncio.ensure_future(asyncio.to_thread(is_over.wait)) for _ in range(100)]  # noqa: TID251 -- just what must not do harm
    await asyncio.sleep(0)

    async with asyncio.timeout(10):
        found = await asyncio.get_running_loop().getaddrinfo("localhost", 443)

    assert found
    is_over.set()
    await asyncio.gather(*hung)


async def test_results_and_errors_come_back() -> None:
    use_daemon_threads()

    assert await asyncio.to_thread(int, "12") == 12
    with pytest.raises(ValueError, match="invalid literal"):
        await asyncio.to_thread(int, "x")


def test_a_program_ends_while_something_hangs() -> None:
    program = """
import asyncio, time
from wrapup_desk.adapters.base import daemon_threads
async def main():
    try:
        async with asyncio.timeout(0.05):
            await asyncio.to_thread(time.sleep, 600)
    except TimeoutError:
        print("gone on")
daemon_threads.run(main())
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "gone on\n", "")


def test_every_command_runs_so() -> None:
    package = Path(wrapup_desk.__file__).parent
    commands = [*(package / "main").rglob("*.py"), *(package / "adapters").rglob("*.py")]

    runs = [path.name for path in commands if "asyncio.run(" in path.read_text("utf-8")]

    assert runs == ["daemon_threads.py"]
