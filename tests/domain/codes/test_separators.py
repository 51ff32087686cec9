from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wrapup_desk.domain.codes.separators import splitter_for

ARROWS = ("Billing > Refund > Duplicate", "Billing > Refund > Late", "Sales > New contract")
CODES = ("BIL-REF-DUP", "BIL-REF-LAT", "TEC-NET-OUT", "TEC-NET-SLO", "Other")


def levels(*names: str, separators: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    split = splitter_for(names, separators)
    return [split(name) for name in names]


def test_signs_that_nobody_uses_otherwise_divide_even_a_single_name() -> None:
    assert levels(ARROWS[0]) == [("Billing", "Refund", "Duplicate")]
    assert levels(*ARROWS)[2] == ("Sales", "New contract")


@pytest.mark.parametrize(
    "sign",
    [
        " > ",
        ">",
        " » ",
        " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} ",
        " | ",
        "::",
        "\N{FULLWIDTH GREATER-THAN SIGN}",
        "\N{FULLWIDTH VERTICAL LINE}",
    ],
)
def test_each_of_these_signs_is_learnt(sign: str) -> None:
    assert levels(f"Billing{sign}Refund", f"Billing{sign}Late")[0] == ("Billing", "Refund")


@pytest.mark.parametrize(
    "sign",
    [
        " - ",
        " \N{EN DASH} ",
        " / ",
        ": ",
        "\N{FULLWIDTH COLON}",
        "\N{FULLWIDTH SOLIDUS}",
        "_",
        "-",
        "/",
        "\N{KATAKANA MIDDLE DOT}",
    ],
)
def test_these_are_learnt_where_what_stands_before_them_comes_again(sign: str) -> None:
    names = [f"{a}{sign}{b}" for a in ("Billing", "Sales") for b in ("Refund", "Late", "Other")]

    assert levels(*names)[1] == ("Billing", "Late")


def test_short_forms_are_divided() -> None:
    assert levels(*CODES)[0] == ("BIL", "REF", "DUP")
    assert levels(*CODES)[-1] == ("Other",)
    assert levels("bil-ref-dup", "bil-ref-late", "tec-net-out")[0] == ("bil", "ref", "dup")


@pytest.mark.parametrize(
    "names",
    [
        ("Follow-up call", "Follow-up mail", "Follow-up visit"),
        ("Check-in", "Check-out", "Check-up"),
        ("E-mail address", "Self-service", "Walk-in", "Opt-out", "Add-on"),
        ("Refund/return", "Lost/stolen", "Yes/no"),
        ("24-7 support", "24-7 other", "24-7 sales"),
        ("Refund - full", "Cancelled", "Delivery late"),
        ("Refund > 100", "Refund > 200", "Refund <= 100"),
        ("クレジット\N{KATAKANA MIDDLE DOT}カード停止", "請求", "配送"),
        ("Refund", "Order cancelled", "Delivery delayed"),
        ("Refund",),
    ],
)
def test_ordinary_words_are_left_whole(names: tuple[str, ...]) -> None:
    assert levels(*names) == [(name,) for name in names]


def test_a_hyphen_in_a_word_stays_where_other_hyphens_divide() -> None:
    names = ("Billing-Follow-up", "Billing-Refund", "Sales-Follow-up", "Sales-Offer")

    assert levels(*names)[0] == ("Billing", "Follow-up")


def test_several_signs_divide_one_name() -> None:
    names = ("Billing > Refund - full", "Billing > Refund - partial", "Sales > Offer")

    assert levels(*names)[1] == ("Billing", "Refund", "partial")


def test_what_is_empty_between_signs_is_no_level() -> None:
    assert levels("Billing > > Refund >", "> Billing", ">")[:2] == [
        ("Billing", "Refund"),
        ("Billing",),
    ]


def test_an_administrator_says_what_divides() -> None:
    names = ("Billing ~ Refund", "Billing > Late")

    assert levels(*names, separators=("~",)) == [("Billing", "Refund"), ("Billing > Late",)]
    assert levels(*names, separators=("off",)) == [(name,) for name in names]


def test_no_name_has_levels_without_end() -> None:
    (found,) = levels(" > ".join(f"Level {n}" for n in range(300)))

    assert len(found) == 8
    assert (found[0], found[-1]) == ("Level 0", "Level 299")


@given(st.lists(st.text(min_size=1, max_size=30), max_size=8))
def test_each_name_has_a_level_and_loses_no_letter_but_signs(names: list[str]) -> None:
    for name, found in zip(names, levels(*names), strict=True):
        assert found
        kept = [letter for part in found for letter in part if letter.isalnum()]
        assert kept == [letter for letter in name if letter.isalnum()]
