"""How a trail ended stays known, whatever happens while the next end is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adapters.full_disk import full_disk, needs_full_disk
from wrapup_desk.adapters.files.anchor_file import AnchorFile
from wrapup_desk.application.base.ports import StoreBroken
from wrapup_desk.domain.repair.audit import Anchor

FIRST, SECOND = Anchor(1, "a" * 64), Anchor(2, "b" * 64)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "anchors.json"


async def test_each_store_has_an_end_of_its_own(path: Path) -> None:
    await AnchorFile(path, "one").write(FIRST)
    await AnchorFile(path, "other").write(SECOND)

    assert await AnchorFile(path, "one").read() == FIRST
    assert await AnchorFile(path, "other").read() == SECOND


async def test_the_password_in_a_stores_address_is_not_in_the_file(path: Path) -> None:
    await AnchorFile(path, "postgresql://ledger:SECRET@db/ledger").write(FIRST)

    assert "SECRET" not in path.read_text("ascii")


@needs_full_disk
async def test_a_full_disk_is_told_and_leaves_the_last_end(path: Path) -> None:
    file = AnchorFile(path, "one")
    await file.write(FIRST)

    with full_disk(), pytest.raises(StoreBroken, match=r"anchors\.json cannot be used"):
        await file.write(SECOND)

    assert await file.read() == FIRST
    assert list(path.parent.iterdir()) == [path]
