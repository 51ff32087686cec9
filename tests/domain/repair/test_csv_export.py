import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wrapup_desk.domain.repair.csv_export import csv_line, csv_lines, guarded

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
UNSEPARATED = st.characters(exclude_categories=["Cs"], exclude_characters=";\r\n")


@pytest.mark.parametrize("start", DANGEROUS)
def test_a_formula_is_written_as_text(start: str) -> None:
    assert guarded(f"{start}cmd|' /C calc'!A0").startswith("'")


@pytest.mark.parametrize("cell", [" =1+1", "'=1+1", '"=1+1', "\u00a0@SUM(A1)", "\uff1d1+1",
                                  "\u200b=1+1", "\ufeff=1+1", "\u3000-1", "\x01=1+1"])  # fmt: skip
def test_a_formula_that_hides_is_found(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Refund given", "", "5:31", "O'Connor", "a=b"])
def test_plain_text_stays_as_it_is(cell: str) -> None:
    assert guarded(cell) == cell


# A spreadsheet whose language separates by ";" ends a cell there and at a line break, for it does
# not see the quotes of any cell but the first.


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("Refund;=1+1", "Refund;'=1+1"),
        ("a;+1;-1;@b;\tc", "a;'+1;'-1;'@b;'\tc"),
        ('a;"=1+1', "a;'\"=1+1"),
        ("a; =1+1", "a;' =1+1"),
        ("a;\u200b\ufeff=1+1", "a;'\u200b\ufeff=1+1"),
        ("said\r\n=1+1", "said\r\n'=1+1"),
        ("said\n-1", "said\n'-1"),
        ("a;b; c\r\nd", "a;b; c\r\nd"),
    ],
)
def test_a_formula_behind_a_semicolon_or_a_line_break_is_written_as_text(
    cell: str, safe: str
) -> None:
    assert guarded(cell) == safe


@given(st.lists(st.text("a;= \n\r\t\"'-,"), min_size=1, max_size=4))
def test_read_with_semicolons_no_cell_starts_a_formula(cells: list[str]) -> None:
    for piece in re.split(r"[;\r\n]", csv_line(cells)):
        assert not piece.lstrip(' "').startswith(("=", "-", "\t"))


@given(st.lists(st.text(UNSEPARATED), min_size=1, max_size=6))
def test_every_cell_comes_back_and_none_starts_a_formula(cells: list[str]) -> None:
    row = next(csv.reader(io.StringIO(csv_line(cells), newline=""), strict=True))

    assert len(row) == len(cells)
    for cell, back in zip(cells, row, strict=True):
        assert not back.startswith(DANGEROUS)
        assert back.removeprefix("'") == cell.replace("\0", "").removeprefix("'")


def test_a_file_starts_with_its_header() -> None:
    text = "".join(csv_lines(["Ended", "Agent"], [["14:02", "Priya"]]))

    assert text == '\ufeff"Ended","Agent"\r\n"14:02","Priya"\r\n'


def test_a_nul_that_would_end_the_cell_for_some_readers_is_left_out() -> None:
    assert csv_line(["Maria\0=1+1"]) == '"Maria=1+1"\r\n'
