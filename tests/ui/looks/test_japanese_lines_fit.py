"""What the window says in Japanese is not broken inside a word that a line could hold."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from PySide6.QtGui import QFontMetricsF

from tests.languages.ts_files import read_ts
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import Size
from wrapup_desk.ui.widgets.text_label import Flow, TextLabel

_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc]+")
# Two words in one: between them a line may end.
_SECOND_PARTS = ("コード", "ワーク", "デスク")


def texts() -> list[str]:
    said = {form for forms in read_ts("ja").forms.values() for form in forms}
    return sorted(text for text in said if "\n" not in text)


def cut_word(before: str, after: str) -> str:
    """Return the word in katakana that the end of a line goes through, or nothing."""
    end, begin = re.search(rf"{_KATAKANA.pattern}$", before), _KATAKANA.match(after)
    if end is None or begin is None or after.startswith(_SECOND_PARTS):
        return ""
    return end[0] + begin[0]


@pytest.mark.parametrize("width", [180, 260, 340])
def test_no_word_that_fits_a_line_is_broken(theme: Theme, width: int) -> None:
    font = theme.font(Size.BODY)
    metrics = QFontMetricsF(font)

    cut = []
    for text in texts():
        lines = Flow(text, font, width, 99).lines
        words = [cut_word(before, after) for before, after in pairwise(lines)]
        cut += [word for word in words if 0 < metrics.horizontalAdvance(word) < width * 2 / 3]

    assert cut == []


def test_no_line_begins_with_a_sign_that_hangs_on(theme: Theme) -> None:
    font = theme.font(Size.BODY)

    begun = {line[:1] for text in texts() for line in Flow(text, font, 180, 99).lines[1:]}

    assert (
        begun & set("ーぁぃぅぇぉっゃゅょァィゥェォッャュョ、。・」…\uff1a\uff01\uff1f\uff09")
        == set()
    )


def test_a_word_in_katakana_asks_for_the_width_it_needs_in_one_piece(theme: Theme) -> None:
    label = TextLabel(theme)
    label.show_text("エージェントがインタラクションを終了")

    assert label.widest_word == QFontMetricsF(label._font()).horizontalAdvance("インタラクション")


def test_sentences_of_two_sources_are_joined_without_a_gap(theme: Theme) -> None:
    joined = "サインインが終了しました。 コードは保存済みです \uff081件\uff09。"

    flow = Flow(joined, theme.font(Size.BODY), 999)

    assert flow.lines == ["サインインが終了しました。コードは保存済みです\uff081件\uff09。"]


def test_what_is_wide_enough_for_few_lines_is_not_cut_to_break_well(theme: Theme) -> None:
    text, font = "次のインタラクションを待っています", theme.font(Size.BODY)
    half = QFontMetricsF(font).horizontalAdvance(text) / 2 + QFontMetricsF(font).maxWidth()

    assert not Flow(text, font, half, 2).is_elided


def test_a_word_in_kanji_asks_for_the_width_it_needs_in_one_piece(theme: Theme) -> None:
    label = TextLabel(theme)
    label.show_text("Billing \u00b7 着信通話 \u00b7 6:42")

    wide = QFontMetricsF(label._font()).horizontalAdvance
    assert label.widest_word == max(wide("着信通話 \u00b7"), wide("Billing \u00b7"))


@pytest.mark.parametrize("width", [140, 150, 160])
def test_a_word_in_katakana_goes_to_the_next_line_where_that_holds_it(
    theme: Theme, width: int
) -> None:
    text = "このインタラクションのラップアップコードがGenesysにありません。"

    lines = Flow(text, theme.font(Size.BODY), width, 99).lines

    assert [word for before, after in pairwise(lines) if (word := cut_word(before, after))] == []
    assert "".join(lines) == text


@pytest.mark.parametrize(
    "text", ["𠮷野家", "𠮷ぁ", "髙𠮷 様のお問い合わせ😀です", "😀😀 𠮷田さん、 𠮷野さん"]
)
@pytest.mark.parametrize("width", [1, 20, 45, 90])
def test_rare_kanji_are_broken_at_their_own_places_and_nothing_is_lost(
    theme: Theme, text: str, width: int
) -> None:
    flow = Flow(text, theme.font(Size.BODY), width, 99).even_out(0.25)

    assert "".join(flow.lines).replace(" ", "") == text.replace(" ", "")
    assert all(flow.lines)
