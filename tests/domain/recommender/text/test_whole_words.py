from __future__ import annotations

import pytest

from wrapup_desk.domain.recommender.text.whole_words import whole_word, words_of

_TALK = ("返金はいつですか", "先月の請求書で料金が二重に引き落とされました")


@pytest.mark.parametrize(
    ("phrase", "word"),
    [
        ("請 求", "請求書"),
        ("の 請", "請求書"),
        ("落", "落とされました"),
        ("重 に", "二重"),
        ("れ ま", ""),
        ("返 重", ""),
        ("charged twice", "charged twice"),
    ],
)
def test_a_sign_stands_for_the_word_it_was_said_in(phrase: str, word: str) -> None:
    assert whole_word(phrase, _TALK) == word


def test_of_a_run_that_is_no_word_only_what_was_learnt_is_told() -> None:
    assert whole_word("退 款", ["我想要申请退款因为商品有问题"]) == "退款"


def test_signs_of_a_name_are_told_by_the_words_that_have_most_of_them() -> None:
    assert words_of(["返", "金"], _TALK) == ["返金"]
    assert words_of(["金"], _TALK) == ["返金"], "the latest, of those with one"
    assert words_of(["猫"], _TALK) == []
    assert words_of(["は", "い"], _TALK) == [], "endings tell nothing"


def test_of_a_novel_only_the_end_is_looked_through() -> None:
    assert whole_word("返 金", ["あ" * 5_000, "返金"]) == ""
    assert whole_word("返 金", ["返金" + "あ" * 5_000 + "返金の"]) == "返金"
