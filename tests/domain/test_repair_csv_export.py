import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wrapup_desk.domain.repair.csv_export import csv_line, csv_lines, guarded

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@pytest.mark.parametrize("start", DANGEROUS)
def test_a_formula_is_written_as_text(start: str) -> None:
    assert guarded(f"{start}cmd|' /C calc'!A0").startswith("'")


@pytest.mark.parametrize("cell", [" =1+1", "'=1+1", '"=1+1', "\u00a0@SUM(A1)", "\uff1d1+1"])
def test_a_formula_that_hides_is_found(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Refund given", "", "5:31", "O'Connor", "a=b"])
def test_plain_text_stays_as_it_is(cell: str) -> None:
    assert guarded(cell) == cell


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=6))
def test_every_cell_comes_back_and_none_starts_a_formula(cells: list[str]) -> None:
    row = next(csv.reader(io.StringIO(csv_line(cells), newline=""), strict=True))

    assert len(row) == len(cells)
    for cell, back in zip(cells, row, strict=True):
        assert not back.startswith(DANGEROUS)
        assert back.removeprefix("'") == cell.replace("\0", "").removeprefix("'")


def test_a_file_starts_with_its_header() -> None:
    text = "".join(csv_lines(["Ended", "Agent"], [["14:02", "Priya"]]))

    assert text == '\ufeff"Ended","Agent"\r\n"14:02","Priya"\r\n'
