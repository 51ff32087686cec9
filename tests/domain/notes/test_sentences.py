from __future__ import annotations

import pytest

from wrapup_desk.domain.notes.sentences import LONGEST, sentences_of, without_fillers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It broke. I want it back!", ["It broke.", "I want it back!"]),
        ("Mr. Cole paid 12.50 for no. 7. Why?", ["Mr. Cole paid 12.50 for no. 7.", "Why?"]),
        ("Am 3. März kam er an. Er ist kaputt.", ["Am 3. März kam er an.", "Er ist kaputt."]),
        ("Z.B. morgen um 9 Uhr. Gut.", ["Z.B. morgen um 9 Uhr.", "Gut."]),
        ("届きません。いつ届きますか。", ["届きません。", "いつ届きますか。"]),
        ("one line\nand another", ["one line", "and another"]),
        ("at 5 p.m. tomorrow", ["at 5 p.m. tomorrow"]),
        ("", []),
    ],
)
def test_sentences_end_where_people_end_them(text: str, expected: list[str]) -> None:
    assert list(sentences_of(text)) == expected


def test_speech_without_full_stops_is_cut_where_a_clause_begins() -> None:
    text = "and then I called you again and nobody could help me with the invoice " * 12

    pieces = list(sentences_of(text))

    assert " ".join(pieces) == text.strip()
    assert all(len(piece) <= LONGEST for piece in pieces)
    assert all(piece.startswith("and ") for piece in pieces)


@pytest.mark.parametrize("text", ["x" * 1000, "一" * 1000])
def test_what_has_no_words_is_cut_as_well(text: str) -> None:
    pieces = list(sentences_of(text))

    assert "".join(pieces) == text
    assert all(len(piece) <= LONGEST for piece in pieces)


@pytest.mark.parametrize(
    ("sentence", "rest"),
    [
        ("Hi Sam, um, I was charged twice.", "I was charged twice."),
        ("Okay so I want a refund.", "I want a refund."),
        ("Hallo, ich habe eine Frage.", "ich habe eine Frage."),
        ("もしもし、商品が届きません。", "商品が届きません。"),
        ("Hidden fees are on my bill.", "Hidden fees are on my bill."),
        ("Good service costs more.", "Good service costs more."),
    ],
)
def test_what_people_begin_with_by_habit_is_left_away(sentence: str, rest: str) -> None:
    assert without_fillers(sentence) == rest
