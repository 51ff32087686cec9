"""An export is whole under its name, or the one before is still there."""

from __future__ import annotations

import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.full_disk import full_disk, needs_full_disk
from wrapup_desk.adapters.files.chosen_file import ChosenFile
from wrapup_desk.application.base.ports import StoreBroken
from wrapup_desk.application.repair.ports import Sheet


async def test_lines_are_written_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "legs.csv"

    await ChosenFile().write(path, (f"{number};Grüße\r\n" for number in range(1200)))

    text = path.read_bytes().decode()
    assert text.splitlines(keepends=True) == [f"{number};Grüße\r\n" for number in range(1200)]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists instead")
async def test_customers_data_is_for_its_owner_only(tmp_path: Path) -> None:
    await ChosenFile().write(tmp_path / "legs.csv", ["line"])

    assert stat.S_IMODE((tmp_path / "legs.csv").stat().st_mode) == 0o600


async def test_a_share_that_does_not_answer_is_told_and_not_waited_for(tmp_path: Path) -> None:
    is_back = threading.Event()

    def lines() -> Iterator[str]:
        is_back.wait(10)
        yield "line"

    with pytest.raises(StoreBroken, match="does not answer") as told:
        await ChosenFile(answer_within_s=0.05).write(tmp_path / "legs.csv", lines())
    is_back.set()

    assert str(tmp_path) in str(told.value)
    assert "export to another folder" in str(told.value)


async def test_a_workbook_is_not_waited_for_either(tmp_path: Path) -> None:
    is_back = threading.Event()

    class HungTitles(list[str]):
        def __iter__(self) -> Iterator[str]:
            is_back.wait(10)
            return super().__iter__()

    with pytest.raises(StoreBroken, match="does not answer"):
        await ChosenFile(answer_within_s=0.05).write_sheet(
            tmp_path / "legs.xlsx", Sheet("legs", HungTitles(["name"]), [])
        )
    is_back.set()


@needs_full_disk
async def test_a_full_disk_is_told_and_leaves_the_last_export(tmp_path: Path) -> None:
    path = tmp_path / "legs.csv"
    await ChosenFile().write(path, ["the last one\r\n"])

    with full_disk(), pytest.raises(StoreBroken, match=r"legs\.csv cannot be written"):
        await ChosenFile().write(path, ["the next one\r\n"])

    assert path.read_bytes() == b"the last one\r\n"
    assert list(tmp_path.iterdir()) == [path]
