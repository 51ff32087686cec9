"""Tests what stands in a workbook: texts as texts, local times, a first line that stays."""

import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from wrapup_desk.adapters.files.chosen_file import ChosenFile
from wrapup_desk.adapters.files.xlsx_file import workbook_bits
from wrapup_desk.application.base.ports import StoreBroken
from wrapup_desk.application.repair.ports import CellValue, Sheet

SPACE = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
ENDED = datetime(2026, 7, 1, 22, 30, 15, tzinfo=UTC)


def sheet(*rows: Sequence[CellValue]) -> Sheet:
    return Sheet("Wrap-up codes", ("Ended", "Customer", "Probability"), rows)


def read(path: Path) -> ElementTree.Element:
    with zipfile.ZipFile(path) as book:
        assert book.testzip() is None
        return ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))


def cells(page: ElementTree.Element, row: int) -> list[tuple[str, str]]:
    """Return the kind and the text of each cell of a row, from 1."""
    found = page.findall(f".//m:row[@r='{row}']/m:c", SPACE)
    return [(cell.get("t", "n"), "".join(cell.itertext())) for cell in found]


def written(tmp_path: Path, zone: str, *rows: Sequence[CellValue]) -> ElementTree.Element:
    path = tmp_path / "rows.xlsx"
    path.write_bytes(b"".join(workbook_bits(sheet(*rows), ZoneInfo(zone))))
    return read(path)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+61255500001", "-5", "@cmd", "https://example.org", "12", "\t=1", "Ähm 請", "a\nb"],
)
def test_a_text_is_a_text_whatever_it_begins_with(tmp_path: Path, text: str) -> None:
    page = written(tmp_path, "UTC", (None, text, None))

    assert cells(page, 2) == [("inlineStr", text)]
    assert page.findall(".//m:f", SPACE) == []


def test_a_time_is_a_time_of_the_zone_and_a_number_a_number(tmp_path: Path) -> None:
    page = written(tmp_path, "Europe/Vienna", (ENDED, "x", 0.25))

    (_, serial), _, number = cells(page, 2)
    # Days since 1899-12-30, as spreadsheets count: half past midnight in Vienna, the day after.
    local = datetime(2026, 7, 2, 0, 30, 15, tzinfo=UTC) - datetime(1899, 12, 30, tzinfo=UTC)
    assert float(serial) == pytest.approx(local / timedelta(days=1))
    assert number == ("n", "0.25")


def test_the_first_line_stays_and_filters(tmp_path: Path) -> None:
    page = written(tmp_path, "UTC", (ENDED, "x", 0.25))

    pane = page.find(".//m:pane", SPACE)
    assert pane is not None
    assert (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")
    found = page.find(".//m:autoFilter", SPACE)
    assert found is not None
    assert found.get("ref") == "A1:C2"
    assert [text for _, text in cells(page, 1)] == ["Ended", "Customer", "Probability"]


def test_what_no_workbook_can_hold_is_cut_not_refused(tmp_path: Path) -> None:
    page = written(tmp_path, "UTC", (None, "x" * 40_000, None), (None, "a\0b\x01c", None))

    assert len(cells(page, 2)[0][1]) == 32_767
    assert cells(page, 3)[0][1].startswith("ab")


async def test_a_workbook_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "rows.xlsx"
    await ChosenFile().write_sheet(path, sheet((ENDED, "x", 0.5), *[(ENDED, "y", None)] * 2_000))
    assert len(read(path).findall(".//m:row", SPACE)) == 2_002

    with pytest.raises(StoreBroken, match="cannot be written"):
        await ChosenFile().write_sheet(tmp_path / "nowhere" / "rows.xlsx", sheet())
    assert [each.name for each in tmp_path.iterdir()] == ["rows.xlsx"]
