"""Each text and icon stands out from what lies behind it, in every picture of the program."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from tests.screenshots import close, pictures, settle
from tests.ui.access.painted import faint
from wrapup_desk.application.base.settings import ThemeChoice


@pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_texts_and_icons_are_not_faint_in_any_picture(
    qapp: QApplication, theme: ThemeChoice
) -> None:
    faults: list[tuple[str, str]] = []
    looked_at = 0
    for name, open_it in pictures(theme, 100):
        window, shown = open_it()
        settle()
        found, count = faint(shown)
        faults += [(name, each) for each in found]
        looked_at += count
        close(window)

    assert looked_at > 1_000
    assert faults == []


def test_a_pale_field_would_be_found(qapp: QApplication) -> None:
    window = QWidget()
    field = QLineEdit(window)
    field.setPlaceholderText("pale")
    field.setStyleSheet("background: #FFFFFF; placeholder-text-color: #999999;")
    window.show()

    faults, looked_at = faint(window)
    window.close()

    assert looked_at == 1
    assert faults == ["'pale' #999999 on #ffffff: 2.85"]


class _Pale(QWidget):
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#FFFFFF"))
        painter.setPen(QColor("#999999"))
        painter.drawText(self.rect(), 0, "pale")
        painter.setPen(QColor("#333333"))
        painter.drawText(self.rect().adjusted(0, 40, 0, 0), 0, "strong")


def test_a_pale_text_would_be_found(qapp: QApplication) -> None:
    window = _Pale()
    window.resize(100, 100)
    window.show()

    faults, looked_at = faint(window)
    window.close()

    assert looked_at == 2
    assert faults == ["'pale' #999999 on #ffffff: 2.85"]
