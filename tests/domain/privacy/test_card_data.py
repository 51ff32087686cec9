"""Numbers of cards and their security codes are found however people write them."""

from __future__ import annotations

import time

import pytest

from wrapup_desk.domain.privacy.card_data import (
    CARD_REMOVED,
    CODE_REMOVED,
    card_numbers,
    has_card_data,
    without_card_data,
)
from wrapup_desk.domain.privacy.redaction import redact

WIDE = str.maketrans("0123456789", "".join(chr(0xFF10 + digit) for digit in range(10)))
CARDS = {
    "plain": "4111111111111111",
    "blanks": "4111 1111 1111 1111",
    "hard blanks": "4111\u00a01111\u00a01111\u00a01111",
    "thin blanks": "4111\u202f1111\u202f1111\u202f1111",
    "dashes": "4111-1111-1111-1111",
    "long dashes": "4111\u20131111\u20131111\u20131111",
    "slashes": "4111/1111/1111/1111",
    "dots": "4111.1111.1111.1111",
    "blank and dash": "4111 - 1111-1111-1111".replace(" - ", " -"),
    "full-width": "4111111111111111".translate(WIDE),
    "full-width groups": "4111 1111 1111 1111".translate(WIDE),
    "American Express": "3782 822463 10005",
    "Mastercard": "5555 5555 5555 4444",
    "Mastercard from 2": "2223003122003222",
    "Maestro of 19": "6304000000000000000",
    "Visa of 13": "4222222222222",
}


@pytest.mark.parametrize("number", CARDS.values(), ids=CARDS)
@pytest.mark.parametrize(
    "around", ["{}", "paid with {}.", "card:{}, thanks", "{} 12/27", "{} 12/27 123", "12/27 {}"]
)
def test_a_card_is_found_and_taken_out(number: str, around: str) -> None:
    text = around.format(number)

    assert has_card_data(text)
    left = without_card_data(text)
    assert CARD_REMOVED in left
    assert number not in left
    assert not has_card_data(left)
    assert number not in redact(text)


@pytest.mark.parametrize(
    "text",
    ["CVV 123", "cvv: 1234", "CVC2=123", "the cvv is 1 2 3", "security code 123",
     "Kartenpr\u00fcfnummer: 123", "CVV number: 987", "Sicherheitscode ist 123"],
)  # fmt: skip
def test_a_security_code_that_is_called_so_is_found_and_taken_out(text: str) -> None:
    assert has_card_data(text)
    assert without_card_data(text).endswith(CODE_REMOVED)
    assert not has_card_data(without_card_data(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "called back at 14:30, order 12345, agreed 3 payments of 250",
        "tel. +61 2 9000 0000",
        "ticket 4111111111111112",  # the check digit is wrong
        "conversation 0a1b2c3d-1111-4222-8333-444455556666",
        "asked what a CVV is",
        "security code was refused 3 times",
        "CVV 12345",
        "DE89 3704 0044 0532 0130 00",
    ],
)
def test_what_agents_write_otherwise_stays(text: str) -> None:
    assert not has_card_data(text)
    assert without_card_data(text) == text


def test_two_cards_are_two() -> None:
    text = "4111 1111 1111 1111 or 5555 5555 5555 4444"

    assert len(list(card_numbers(text))) == 2
    assert without_card_data(text) == f"{CARD_REMOVED} or {CARD_REMOVED}"


@pytest.mark.parametrize("unit", ["1", "1 ", "4111 ", "cvv ", "cvv is is ", "1\u00a0", "1-/"])
def test_a_hostile_note_costs_no_more_than_its_length(unit: str) -> None:
    few, many = unit * (12_000 // len(unit)), unit * (48_000 // len(unit))

    # Four times as long: four times the work, and sixteen times if it went by the square.
    assert least_s(many) < 9 * least_s(few)


def least_s(text: str) -> float:
    """Return the processor time of the quickest of three readings."""
    spans_s = []
    for _ in range(3):
        began_s = time.thread_time()
        without_card_data(text)
        spans_s.append(time.thread_time() - began_s)
    return min(spans_s)
