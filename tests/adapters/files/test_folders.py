"""A folder that does not answer is left out in time; the others are found."""

from __future__ import annotations

import threading
from pathlib import Path

from wrapup_desk.adapters.files.folders import those_that_answer


async def test_a_folder_on_a_share_that_hangs_keeps_nobody_waiting(tmp_path: Path) -> None:
    is_back = threading.Event()
    share = tmp_path / "share"

    def is_folder(folder: Path) -> bool:
        return is_back.wait(10) if folder == share else folder.is_dir()

    found = await those_that_answer([tmp_path, share, tmp_path / "gone"], 2, is_folder)
    is_back.set()

    assert found == {tmp_path}


async def test_a_share_that_refuses_is_left_out(tmp_path: Path) -> None:
    def is_folder(folder: Path) -> bool:
        raise OSError("the network name is no longer available")

    assert await those_that_answer([tmp_path], is_folder=is_folder) == frozenset()
