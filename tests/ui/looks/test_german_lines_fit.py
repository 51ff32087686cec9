"""A German word that is wider than the window ends its line with a hyphen, and nothing else does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter

from tests.languages.speaking import speaking
from wrapup_desk.application.base.settings import LanguageChoice, ThemeChoice
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import Size, Weight
from wrapup_desk.ui.widgets.text_label import Flow


def lines_of(theme: Theme, text: str, width: str) -> list[str]:
    font = theme.font(Size.BODY)
    return Flow(text, font, QFontMetricsF(font).horizontalAdvance(width), 9).lines


def test_a_long_word_is_parted_with_a_hyphen(theme: Theme) -> None:
    with speaking(LanguageChoice.GERMAN):
        lines = lines_of(theme, "Ein Nachbearbeitungscode.", "Nachbearbeitungsco")

    assert lines == ["Ein", "Nachbearbeitungs-", "code."]


def test_a_hyphen_has_room_on_its_line(theme: Theme) -> None:
    word, font = "Rückstellillillungen", theme.font(Size.BODY)
    with speaking(LanguageChoice.GERMAN):
        for letters in range(8, len(word)):
            wide = QFontMetricsF(font).horizontalAdvance
            room = wide(word[:letters])
            lines = Flow(word, font, room, 9).lines
            assert all(wide(line) <= room for line in lines), lines


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


def _ink(picture: QImage) -> int:
    """Return in how many rows of *picture*, dark on white, something is drawn."""
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    shades, step = bytes(grey.constBits()), grey.bytesPerLine()
    return sum(min(shades[each : each + step]) < 200 for each in range(0, len(shades), step))


def _drawn(flow: Flow, font: QFont, top: int, height: int) -> QImage:
    picture = QImage(200, height, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    painter.setFont(font)
    flow.draw(painter, QRectF(0, top, 200, height))
    painter.end()
    return picture


@pytest.mark.parametrize("percent", [100, 125, 150, 175, 200])
def test_a_label_holds_the_dots_of_its_first_letter_and_the_feet_of_its_last(
    theme: Theme, percent: int
) -> None:
    theme.use(ThemeChoice.LIGHT, percent)
    for size in Size:
        for weight in Weight:
            font = theme.font(size, weight)
            flow = Flow("Üg", font, 200)
            held = _drawn(flow, font, 0, int(flow.height) + 1)
            whole = _drawn(flow, font, 10, int(flow.height) + 30)

            assert _ink(held) == _ink(whole), (size, weight)
