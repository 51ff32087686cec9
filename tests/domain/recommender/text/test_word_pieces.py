from __future__ import annotations

import pytest

from tests.benchmarks.tokens import shipped_tokens
from wrapup_desk.domain.recommender.text.word_pieces import WordPieces

PIECES = WordPieces(shipped_tokens())
# What the reference tokenizer made of each with the vocabulary that ships; the comparison with
# whole data sets is `dev.py bench tokens`.
RECORDED = {
    "": [2, 3],
    "I'm\u2014well\u2014waiting for my refund": [
        2,
        51,
        11,
        55,
        119,
        275,
        119,
        1586,
        188,
        209,
        23563,
        6813,
        3,
    ],
    "why was I charged \xa350 and \u20ac20 twice?": [
        2,
        522,
        184,
        51,
        3521,
        25954,
        875,
        181,
        176,
        9568,
        1990,
        35,
        3,
    ],
    "na\xefve caf\xe9 \xdcbergr\xf6\xdfe": [2, 13916, 5851, 17332, 14693, 263, 15666, 3],
    "tabs\tand\nlines\r\n": [2, 19787, 198, 181, 1393, 3],
    "zero\u200bwidth and soft\xadhyphen": [
        2,
        3900,
        7331,
        10108,
        415,
        181,
        1913,
        8717,
        6641,
        551,
        3,
    ],
    "emoji \U0001f600 too": [2, 6044, 27283, 255, 1, 388, 3],
    "\u65e5\u672c\u8a9e \u0e44\u0e17\u0e22": [2, 1, 1, 1, 1, 3],
    "a_b-c/d.e@f.com": [2, 43, 41, 44, 17, 45, 19, 46, 18, 47, 36, 48, 18, 2195, 3],
    "1,234.56": [2, 21, 16, 20177, 18, 3362, 3],
    "unbelievableness of electroencephalographically": [
        2,
        21806,
        974,
        180,
        14347,
        8310,
        20049,
        19356,
        18880,
        2156,
        3,
    ],
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx": [
        2,
        1,
        3,
    ],
    "combining e\u0301": [2, 9747, 47, 3],
}


@pytest.mark.parametrize("text", RECORDED, ids=ascii)
def test_a_text_is_split_as_the_reference_tokenizer_splits_it(text: str) -> None:
    assert PIECES.ids(text, 128) == RECORDED[text]


def test_a_long_text_is_cut_and_still_ends_with_its_mark() -> None:
    short, long = PIECES.ids("word", 128), PIECES.ids("word " * 300, 128)

    assert len(long) == 128
    assert (long[0], long[-1]) == (short[0], short[-1])
