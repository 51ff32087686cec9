from __future__ import annotations

import pytest

from tests.domain.recommender.text.small_packs import PIECES, vocabulary
from wrapup_desk.domain.recommender.text.unigram_pieces import UnigramPieces

UNKNOWN, START, END = 0, 1, 2


def pieces_of(text: str, most: int = 128) -> list[str]:
    return [PIECES[at] for at in UnigramPieces(vocabulary()).ids(text, most)]


def test_a_text_is_split_into_its_most_probable_pieces() -> None:
    assert pieces_of("book a table") == ["<s>", "▁book", "▁a", "▁table", "</s>"]
    # One long piece is more probable than two short ones.
    assert pieces_of("books") == ["<s>", "▁book", "s", "</s>"]


def test_probability_decides_not_length() -> None:
    scores = {"<unk>": 0.0, "<s>": 0.0, "</s>": 0.0, "▁ab": -9.0, "▁a": -1.0, "b": -1.0}

    assert UnigramPieces(vocabulary(scores)).ids("ab", 9) == [START, 4, 5, END]


def test_a_language_without_blanks_is_split_too() -> None:
    assert pieces_of("予約する") == ["<s>", "▁", "予約", "する", "</s>"]


@pytest.mark.parametrize(
    "text", ["book\ta  table ", "\u3000book a\u00a0table", "\uff42ook a table"]
)
def test_blanks_and_the_width_of_signs_make_no_difference(text: str) -> None:
    assert pieces_of(text) == pieces_of("book a table")


def test_a_sign_that_is_in_no_piece_is_unknown_and_spoils_nothing_else() -> None:
    assert pieces_of("book \u2603 table") == ["<s>", "▁book", "▁", "<unk>", "▁table", "</s>"]


@pytest.mark.parametrize("text", ["", " \n\t", "\x00"])
def test_nothing_said_is_one_unknown_piece(text: str) -> None:
    assert pieces_of(text) == ["<s>", "<unk>", "</s>"]


def test_a_long_text_is_cut_and_still_ends() -> None:
    found = UnigramPieces(vocabulary()).ids("book " * 5_000, 16)

    assert len(found) == 16
    assert (found[0], found[-1]) == (START, END)


def test_a_vocabulary_cut_anywhere_is_refused_or_shorter_never_a_crash() -> None:
    whole = vocabulary()

    for end in range(len(whole)):
        try:
            assert len(UnigramPieces(whole[:end])) < len(PIECES)
        except ValueError:  # a piece cut within one sign is a `UnicodeDecodeError`, which is one
            continue
