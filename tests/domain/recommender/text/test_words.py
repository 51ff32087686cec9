from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wrapup_desk.domain.recommender.text.words import (
    NUMBER,
    REFERENCE,
    name_words,
    split_words,
    stem,
)


def norms(text: str) -> list[str]:
    return [word.norm for word in split_words(text)]


def test_words_are_kept_as_said_beside_their_normal_form() -> None:
    word = split_words("CAFÉ!")[0]

    assert (word.said, word.norm) == ("CAFÉ", "cafe")


@pytest.mark.parametrize("text", ["card 4111111111111111", "pin 1234", "on 06042018"])
def test_long_numbers_become_one_placeholder(text: str) -> None:
    assert norms(text)[-1] == NUMBER


def test_booking_codes_become_a_placeholder() -> None:
    assert norms("code ab12cd34") == ["code", REFERENCE]


def test_short_numbers_are_kept() -> None:
    assert norms("24 hours") == ["24", "hours"]


@pytest.mark.parametrize("text", ["don't", "don\u2019t", "DON'T"])
def test_a_word_with_an_apostrophe_is_one_word(text: str) -> None:
    assert norms(text) == ["don't"]


def test_scripts_without_spaces_are_split_into_signs() -> None:
    assert norms("退款 please") == ["退", "款", "please"]


@given(st.text())
def test_any_text_can_be_split(text: str) -> None:
    assert all(word.norm for word in split_words(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [("charged", "charges"), ("booking", "booked"), ("payment", "payments"), ("cards", "card")],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("name", ["LostCard", "lost_card", "Lost card", "lost-card"])
def test_a_name_is_read_however_it_is_written(name: str) -> None:
    assert list(name_words(name)) == ["lost", "card"]
