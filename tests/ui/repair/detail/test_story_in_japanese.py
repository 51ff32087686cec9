"""What was said in Japanese reads well: its lines end between words, and what speaks is marked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

import pytest
from PySide6.QtGui import QFontMetricsF, QTextBlock
from PySide6.QtWidgets import QApplication

from tests.ui.repair import snapshots as s
from wrapup_desk.domain.language.japanese_lines import has_japanese, words_in
from wrapup_desk.domain.transcript import Speaker, Utterance
from wrapup_desk.ui.repair.leg_story import LegStory, marked_spans
from wrapup_desk.ui.scrolled.japanese_page import without_ends
from wrapup_desk.ui.theme import Theme

_SAID = (
    "先月の請求書を見たら、同じ注文の料金が二重に引き落とされていたので、確認してもらえますか。",
    "ご不便をおかけして申し訳ございません。お客様番号とお電話番号をお伺いしてもよろしいでしょうか。",
    "クレジットカードの明細にも二回載っています。返金はいつ頃になりますか。",
)


@pytest.fixture
def story(theme: Theme) -> Iterator[LegStory]:
    shown = LegStory(theme)
    shown.resize(320, 400)
    shown.show()
    words = tuple(
        Utterance(f"{number}", Speaker.CUSTOMER, _SAID[number % 3]) for number in range(12)
    )
    shown.show_focus(s.focus(s.leg_index(), 0, words=words))
    _settle()
    yield shown
    shown.close()
    shown.deleteLater()


def _settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def _blocks(story: LegStory) -> Iterator[QTextBlock]:
    block = story.document().begin()
    while block.isValid():
        yield block
        block = block.next()


def _lines_of(block: QTextBlock) -> list[str]:
    layout, text = block.layout(), block.text()
    lines = (layout.lineAt(each) for each in range(layout.lineCount()))
    return [
        without_ends(text[line.textStart() : line.textStart() + line.textLength()])
        for line in lines
    ]


def _is_japanese(block: QTextBlock) -> bool:
    return has_japanese(block.text())


def _torn(story: LegStory) -> list[str]:
    """Return the lines that begin inside of a word; there have to be lines."""
    torn, begun = [], 0
    for block in filter(_is_japanese, _blocks(story)):
        lines = _lines_of(block)
        words = words_in(without_ends(block.text()), with_endings=True)
        begins = {0, *accumulate(map(len, words))}
        wide = QFontMetricsF(story.font()).horizontalAdvance
        is_narrow = max(map(wide, words)) > block.layout().lineAt(0).width() / 2
        for place, line in zip(accumulate(map(len, lines[:-1])), lines[1:], strict=True):
            begun += 1
            torn += [line] if place not in begins and not is_narrow else []
    assert begun > 3
    return torn


def test_lines_of_talk_in_japanese_end_between_words_at_any_width(story: LegStory) -> None:
    assert _torn(story) == []

    before = [_lines_of(block) for block in _blocks(story)]
    story.resize(430, 400)
    _settle()
    assert _torn(story) == []
    assert [_lines_of(block) for block in _blocks(story)] != before

    story.resize(320, 400)
    _settle()
    assert [_lines_of(block) for block in _blocks(story)] == before


def test_talk_in_japanese_is_copied_as_it_was_said(story: LegStory) -> None:
    assert "\N{LINE SEPARATOR}" in story.document().toRawText()

    story.selectAll()
    story.copy()

    assert _SAID[0] in QApplication.clipboard().text().split("\n")


def test_a_caret_in_talk_in_japanese_stays_where_it_is_as_lines_get_other_ends(
    story: LegStory,
) -> None:
    caret = story.textCursor()
    caret.setPosition(story.toPlainText().index("返金"))
    story.setTextCursor(caret)

    story.resize(500, 400)
    _settle()

    after = story.toPlainText()[story.textCursor().position() :]
    assert without_ends(after.replace("\n", "")).startswith("返金は")


def test_words_that_speak_for_a_code_are_marked_in_japanese_too() -> None:
    text = "返金はいつですか。カードの返金です"

    hits = [text[start:end] for start, end in marked_spans(text, ["返金", "カード"])]

    assert hits == ["返金", "カード", "返金"]
    assert marked_spans("cardholder", ["card"]) == []
