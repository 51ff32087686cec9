"""No text of the agent's window is cut in any state, at any width and text size it is used at.

Names that others gave (of customers, queues, codes) may be longer than any window; those have
the rest in a tooltip.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import OpenDesk
from tests.ui.driver import Driver
from tests.ui.looks.more_states import all_states
from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.ui.card.wording import customer_text
from wrapup_desk.ui.widgets.buttons import Button
from wrapup_desk.ui.widgets.text_label import TextLabel

# Whose names are longer than the window on purpose.
LONG_NAMES = ("16-hostile", "18-japanese", "18-long-shift")
SIZES = [(320, 100), (400, 100), (520, 100), (400, 200), (520, 200)]


def names_in(state: DeskState) -> tuple[str, ...]:
    """Return what a line of the compact form may shorten: whom it is about, and codes."""
    codes = (code.name for card in state.cards for code in card.codes)
    return (*(customer_text(card.leg) for card in state.cards), *codes)


def cut_texts(driver: Driver) -> Iterator[str]:
    for label in driver.window.findChildren(TextLabel):
        if label.isVisible() and label._laid_out(float(label.width())).is_elided:
            yield label.shown_text
    for button in driver.window.findChildren(Button):
        # A code's name, between lead and trail, is shortened by rules of its own.
        if button.isVisible() and not button._lead and not button.shows_whole_caption:
            yield button.caption


@pytest.mark.parametrize(("width", "percent"), SIZES)
def test_no_text_is_cut(open_desk: OpenDesk, width: int, percent: int) -> None:
    states = all_states()
    driver = open_desk(states["01-agent"], Settings(theme=ThemeChoice.LIGHT, text_percent=percent))
    driver.window.resize(width, 760)
    faults = []
    for name, state in states.items():
        driver.show(state)
        QApplication.processEvents()
        if name not in LONG_NAMES:
            faults += [(name, text) for text in cut_texts(driver)]

    assert faults == []


@pytest.mark.parametrize("percent", [100, 200])
def test_a_line_of_the_compact_form_shortens_nothing_but_names(
    open_desk: OpenDesk, percent: int
) -> None:
    states = all_states()
    driver = open_desk(states["01-agent"], Settings(theme=ThemeChoice.LIGHT, text_percent=percent))
    driver.window.resize(320, 760)
    driver.window.list.use_compact(is_compact=True)
    faults, looked_at = [], 0
    for name, state in states.items():
        driver.show(state)
        QApplication.processEvents()
        lines = [panel.line for panel in driver.window.list.panels if panel.line.isVisible()]
        looked_at += len(lines)
        for label in (label for line in lines for label in line.findChildren(TextLabel)):
            is_cut = label.isVisible() and label._laid_out(float(label.width())).is_elided
            if is_cut and not label.shown_text.startswith(names_in(state)):
                faults.append((name, label.shown_text))

    assert looked_at > 20
    assert faults == []
