from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.codes.test_names import FIVE_HUNDRED, up_to
from wrapup_desk.domain.codes.fitting import fitted_texts, in_whole_words


@pytest.mark.parametrize("room", [12, 20, 30, 45, 80])
def test_of_500_long_texts_no_two_read_alike_in_any_room(room: int) -> None:
    drawn = fitted_texts((code.name for code in FIVE_HUNDRED), up_to(room))

    assert len(set(drawn.values())) == len(FIVE_HUNDRED)
    assert all(len(line) <= room for line in drawn.values())


def test_what_has_room_is_left_alone() -> None:
    drawn = fitted_texts(("Refund", "Duplicate charge refunded to the card"), up_to(12))

    assert drawn["Refund"] == "Refund"
    assert (
        drawn["Duplicate charge refunded to the card"] != "Duplicate charge refunded to the card"
    )


def test_texts_that_only_begin_differently_keep_their_beginnings() -> None:
    texts = ("Billing > Request about matter 3 > Other", "Sales > Request about matter 3 > Other")

    first, second = fitted_texts(texts, up_to(16)).values()

    assert first.startswith("Billing")
    assert second.startswith("Sales")


@given(st.sets(st.text("ab >", min_size=1, max_size=30), max_size=12))
def test_any_texts_are_told_apart(texts: set[str]) -> None:
    drawn = fitted_texts(texts, up_to(9))

    assert len(set(drawn.values())) == len(texts)


def test_a_sentence_that_begins_like_no_other_is_cut_at_its_end() -> None:
    texts = ("Kept here only", "Left alone", "Another supervisor's", "+61 2 9000 0000")

    drawn = fitted_texts(texts, up_to(10))

    assert list(drawn.values()) == ["Kept here…", "Left alone", "Another s…", "+61 2…0000"]


def test_sentences_that_begin_alike_keep_what_tells_them_apart() -> None:
    first, second = fitted_texts(
        ("Charged twice, kept it", "Charged twice, sent back"), up_to(16)
    ).values()

    assert first.endswith("kept it")
    assert second.endswith("back")


def test_a_code_with_levels_keeps_its_last_level() -> None:
    assert fitted_texts(("Billing > Request > Other",), up_to(16)).popitem()[1].endswith("Other")


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("Duplicate …e refunded", "Duplicate… refunded"),
        ("Duplicat…refunded", "Duplicat…refunded"),  # nothing whole would be left before it
        ("Duplicate ch…unded", "Duplicate ch…unded"),  # nor behind it
        ("…icate charge refunded", "…charge refunded"),
        ("…ded", "…ded"),
        ("Duplicate charge ref…", "Duplicate charge ref…"),
    ],
)
def test_what_is_left_out_leaves_whole_words_where_there_are_some(shown: str, said: str) -> None:
    assert in_whole_words(shown, "Duplicate charge refunded") == said
