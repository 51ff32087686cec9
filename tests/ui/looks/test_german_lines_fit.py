"""A German word that is wider than the window ends its line with a hyphen, and nothing else does."""

from __future__ import annotations

from PySide6.QtGui import QFontMetricsF

from tests.languages.speaking import speaking
from wrapup_desk.application.base.settings import LanguageChoice
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import Size
from wrapup_desk.ui.widgets.text_label import Flow


def lines_of(theme: Theme, text: str, width: str) -> list[str]:
    font = theme.font(Size.BODY)
    return Flow(text, font, QFontMetricsF(font).horizontalAdvance(width), 9).lines


def test_a_long_word_is_parted_with_a_hyphen(theme: Theme) -> None:
    with speaking(LanguageChoice.GERMAN):
        lines = lines_of(theme, "Ein Nachbearbeitungscode.", "Nachbearbeitungsco")

    assert lines == ["Ein", "Nachbearbeitungs-", "code."]


def test_a_word_that_fits_its_line_stays_whole(theme: Theme) -> None:
    with speaking(LanguageChoice.GERMAN):
        assert lines_of(theme, "Marta Oliveira", "Oliveira M") == ["Marta", "Oliveira"]
        assert lines_of(theme, "Oliveira Marta", "Oliveira M") == ["Oliveira", "Marta"]


def test_what_must_be_read_as_it_is_gets_no_hyphen(theme: Theme) -> None:
    with speaking(LanguageChoice.GERMAN):
        lines = lines_of(theme, "Es fehlt conversation:participant:wrapup.", "conversation:parti")

    assert not any(line.endswith("-") for line in lines)


def test_another_language_is_not_parted_as_german_is(theme: Theme) -> None:
    assert lines_of(theme, "Nachbearbeitungscode", "Nachbearbeitungsco")[0][-1] != "-"
