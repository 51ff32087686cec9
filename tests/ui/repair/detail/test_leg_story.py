from __future__ import annotations

from PySide6.QtGui import QFontMetricsF, QTextCursor

from tests.ui.repair import snapshots as s
from wrapup_desk.domain.transcript import Speaker, Utterance
from wrapup_desk.ui.repair.leg_story import LegStory, marked_spans
from wrapup_desk.ui.theme import Theme


def test_whole_words_are_marked_whatever_their_case_and_spacing() -> None:
    text = "Refund? I was Charged, twice; a refunding is no refund."

    hits = [text[start:end] for start, end in marked_spans(text, ["charged twice", "refund"])]

    assert hits == ["Refund", "Charged, twice", "refund"]


def test_nothing_is_marked_without_words() -> None:
    assert marked_spans("I was charged twice.", ["", "  "]) == []


def test_what_customers_write_is_shown_as_typed(theme: Theme) -> None:
    story = LegStory(theme)
    asked = Utterance("1", Speaker.CUSTOMER, "How long? <b>Soon?</b>")
    story.show_focus(s.focus(s.leg_index(), 0, words=(asked,)))

    assert "<b>Soon?</b>" in story.toPlainText()
    story.deleteLater()


def test_marked_words_are_underlined_and_not_only_coloured(theme: Theme) -> None:
    story = LegStory(theme)
    story.show_focus(s.focus(s.leg_index(), 0))

    found = story.document().find("charged twice", QTextCursor(story.document()))
    assert found.charFormat().fontUnderline()
    other = story.document().find("on the third", QTextCursor(story.document()))
    assert not other.charFormat().fontUnderline()
    story.deleteLater()


def test_what_happened_begins_in_one_column(theme: Theme) -> None:
    story = LegStory(theme)
    story.show_focus(s.focus(s.leg_index(), 0))

    begins, times = set(), set()
    for what in ("answered", "hung up", "agent completed"):
        found = story.document().find(what, story.document().find("What happened"))
        time, told = found.block().text().split("\t")
        [begin] = found.block().blockFormat().tabPositions()
        begins.add(begin.position)
        times.add(QFontMetricsF(found.charFormat().font()).horizontalAdvance(time))
        assert told.startswith(what)
    assert len(begins) == 1
    assert len(times) == 3, "else they would stand below each other by themselves"
    assert min(begins) > max(times)
    story.deleteLater()


def test_the_second_line_of_what_happened_stands_off_from_the_times(theme: Theme) -> None:
    story = LegStory(theme)
    story.resize(130, 600)
    story.show_focus(s.focus(s.leg_index(), 0))
    document = story.document()
    document.setTextWidth(130)
    layout = document.find("agent completed", document.find("What happened")).block().layout()
    first, second = layout.lineAt(0), layout.lineAt(1)

    assert second.isValid()
    assert second.x() - first.x() >= theme.px(8)
    assert second.naturalTextRect().right() <= 130
    story.deleteLater()


def test_another_row_starts_at_the_top_and_says_why_there_are_no_words(theme: Theme) -> None:
    story = LegStory(theme)
    legs = s.leg_index()
    story.show_focus(s.focus(legs, 0))
    story.show_focus(s.focus(legs, 1, words=(), words_problem="Nothing was transcribed."))

    assert story.toPlainText().startswith("Nothing was transcribed.")
    assert "What happened" in story.toPlainText()
    story.deleteLater()


def test_small_words_left_out_of_the_evidence_are_marked_along() -> None:
    text = "The customer could not sign in."

    hits = [text[start:end] for start, end in marked_spans(text, ["customer could sign"])]

    assert hits == ["customer could not sign"]
