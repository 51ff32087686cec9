from __future__ import annotations

import pytest

from wrapup_desk.domain.notes.templates import (
    filled,
    gaps_in,
    names_of_gaps,
    template_begun,
    template_called,
    templates_begun,
    without_gaps,
)

TEMPLATES = {"refund": "Refund of {amount} for {customer}", "refund-late": "x", "delay": "y"}


def test_known_fields_are_filled_and_the_others_stay_as_gaps() -> None:
    note = filled("{amount} to {customer}, {amount}", {"customer": "Ms Cole", "amount": ""})

    assert note == "\u2039amount\u203a to Ms Cole, \u2039amount\u203a"
    assert [note[begin:end] for begin, end in gaps_in(note)] == [
        "\u2039amount\u203a",
        "\u2039amount\u203a",
    ]
    assert names_of_gaps(note) == ("amount",)


def test_a_gap_is_not_sent() -> None:
    assert without_gaps("Refund of \u2039amount\u203a for Ms Cole") == "Refund of … for Ms Cole"
    assert without_gaps("«quoted» \u2039and\u203a [more]") == "«quoted» \u2039and\u203a [more]"


def test_a_template_is_called_by_a_slash_and_its_whole_name() -> None:
    assert template_called("/refund", TEMPLATES) == (0, "refund")
    assert template_called("Called. /refund-late", TEMPLATES) == (8, "refund-late")
    for typed in ("/refun", "refund", "and/refund", "/refund ", "/other"):
        assert template_called(typed, TEMPLATES) is None


@pytest.mark.parametrize(
    "typed",
    [
        "\N{KATAKANA MIDDLE DOT}refund",  # recorded: Anthy's answer to the key of the slash
        "\N{FULLWIDTH SOLIDUS}\uff52\uff45\uff46\uff55\uff4e\uff44",
    ],
)
def test_a_template_is_called_with_a_japanese_input_method_on(typed: str) -> None:
    assert template_called(typed, TEMPLATES) == (0, "refund")
    assert template_called(f"返金済み。{typed}", TEMPLATES) == (5, "refund")
    assert template_begun(f"返金済み。{typed[:3]}", TEMPLATES) == (5, "refund")
    assert template_called(f"返金{typed}", TEMPLATES) is None


def test_names_are_offered_as_they_are_begun() -> None:
    assert templates_begun("Called. /ref", TEMPLATES) == ("refund", "refund-late")
    assert templates_begun("/", TEMPLATES) == ("delay", "refund", "refund-late")
    assert templates_begun("12/2", TEMPLATES) == ()
    assert templates_begun("nothing", TEMPLATES) == ()


def test_a_name_that_is_begun_can_become_the_first_that_begins_so() -> None:
    assert template_begun("Called. /ref", TEMPLATES) == (8, "refund")
    assert template_begun("/refund", TEMPLATES) == (0, "refund")
    assert template_begun("/refund-", TEMPLATES) == (0, "refund-late")
    assert template_begun("/nothing", TEMPLATES) is None
    assert template_begun("12/2", TEMPLATES) is None
