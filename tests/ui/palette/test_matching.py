from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.snapshots import CODES
from wrapup_desk.domain.wrapup import WrapupCode
from wrapup_desk.ui.palette.matching import fold, match_codes


def names(query: str, codes: tuple[WrapupCode, ...] = CODES) -> list[str]:
    return [match.code.name for match in match_codes(query, codes)]


def test_word_starts_find_a_code() -> None:
    assert names("dup ch")[0] == "Duplicate charge refunded"
    assert set(names("dup ch")) == {
        "Duplicate charge refunded",
        "Duplicate charge, no refund",
        "Duplicate account, changed",
    }


def test_a_whole_word_beats_letters_inside_one() -> None:
    codes = (WrapupCode("a", "Prefund check"), WrapupCode("b", "Refund"))

    assert names("refund", codes) == ["Refund", "Prefund check"]


def test_initials_find_a_code() -> None:
    assert "Duplicate charge refunded" in names("dcr")


@pytest.mark.parametrize("typed", ["pasword", "passwrod", "delayd", "REFUDN"])
def test_small_slips_are_forgiven(typed: str) -> None:
    assert names(typed)


def test_accents_and_case_do_not_matter() -> None:
    codes = (WrapupCode("a", "Überweisung prüfen"),)

    (match,) = match_codes("uberw PRUF", codes)
    assert match.spans == ((0, 5), (12, 16))


def test_the_description_is_searched_too_but_counts_less() -> None:
    codes = (WrapupCode("a", "Other", "goodwill voucher"), WrapupCode("b", "Voucher sent"))

    assert names("voucher", codes) == ["Voucher sent", "Other"]


def test_nothing_fits_nonsense() -> None:
    assert names("qqqq xyzzy") == []


def test_what_was_typed_is_marked_in_the_name() -> None:
    match = match_codes("dup ch", CODES)[0]

    marked = [match.code.name[start:end] for start, end in match.spans]
    assert [part.lower() for part in marked] == ["dup", "ch"]


@given(st.text(max_size=40))
def test_folding_keeps_every_letter_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(max_size=12), st.lists(st.text(min_size=1, max_size=30), max_size=8))
def test_marks_lie_inside_the_name_in_order(query: str, texts: list[str]) -> None:
    codes = tuple(WrapupCode(str(at), text) for at, text in enumerate(texts))

    for match in match_codes(query, codes):
        ends = [0, *(edge for span in match.spans for edge in span)]
        assert ends == sorted(ends)
        assert ends[-1] <= len(match.code.name)
