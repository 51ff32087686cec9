"""What was seen of newer versions outlives the program, and a damaged file is nothing seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adapters.full_disk import full_disk, needs_full_disk
from tests.fakes import NOON
from wrapup_desk.adapters.files.update_memory_file import UpdateMemoryFile
from wrapup_desk.application.base.ports import StoreBroken
from wrapup_desk.application.services.update_watch import UpdateMemory


async def test_what_was_seen_is_kept_between_runs(tmp_path: Path) -> None:
    file = UpdateMemoryFile(tmp_path / "updates.json")
    assert await file.read() == UpdateMemory()
    memory = UpdateMemory(NOON, "1.3.0", NOON, "https://updates.test/1.3.0")

    await file.write(memory)

    assert await UpdateMemoryFile(tmp_path / "updates.json").read() == memory


@pytest.mark.parametrize("content", [b"", b"{", b'{"version": "x"}', b"[1]", b'{"page": 1}'])
async def test_a_damaged_memory_is_no_memory(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "updates.json"
    path.write_bytes(content)

    assert await UpdateMemoryFile(path).read() == UpdateMemory()


@needs_full_disk
async def test_a_full_disk_leaves_what_was_remembered_before(tmp_path: Path) -> None:
    file = UpdateMemoryFile(tmp_path / "updates.json")
    await file.write(UpdateMemory(NOON, "1.3.0"))

    with full_disk(), pytest.raises(StoreBroken, match=r"updates\.json cannot be written"):
        await file.write(UpdateMemory(NOON, "1.4.0"))

    assert await file.read() == UpdateMemory(NOON, "1.3.0")
    assert [each.name for each in tmp_path.iterdir()] == ["updates.json"]
