from __future__ import annotations

import pytest

from wrapup_desk.domain.language.folding import folded, folded_letter


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Refund", "refund"),
        ("きゃんせる", "キャンセル"),
        ("ｷｬﾝｾﾙ", "キャンセル"),
        ("ﾃﾞﾝﾜ", "デンワ"),
        ("\uff10\uff19\uff10", "090"),
        ("\uff32\uff45\uff46\uff55\uff4e\uff44", "REFUND"),
        ("STRASSE", "Straße"),
        ("é", "e\u0301"),
    ],
)
def test_what_is_written_in_another_way_is_the_same_to_a_search(typed: str, meant: str) -> None:
    assert folded(typed) == folded(meant)


@pytest.mark.parametrize(
    ("letter", "expected"),
    [("É", "e"), ("ガ", "か"), ("ｶ", "か"), ("\uff21", "a"), ("한", "한"), ("ß", "ß")],
)
def test_a_letter_stays_one_letter(letter: str, expected: str) -> None:
    assert folded_letter(letter) == expected
