"""On a small laptop at 200 % (1366 x 768, so 683 x 384 for us) Submit is on the screen in any state."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import OpenDesk
from tests.ui.looks.more_states import all_states
from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.ui.desk.window import MainWindow
from wrapup_desk.ui.tokens import PANEL_MIN_WIDTH
from wrapup_desk.ui.widgets.buttons import Button

# What title bar and task bar leave of the height.
WIDTH, HEIGHT = 400, 330


def _is_wholly_seen(button: Button, window: MainWindow) -> bool:
    place = QRect(button.mapTo(window, QPoint(0, 0)), button.size())
    seen = button.visibleRegion().boundingRect().size()
    return window.rect().contains(place) and seen == button.size()


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("width", [WIDTH, PANEL_MIN_WIDTH])
def test_submit_is_on_the_screen_in_every_state(
    open_desk: OpenDesk, width: int, percent: int
) -> None:
    states = all_states()
    settings = Settings(theme=ThemeChoice.LIGHT, text_percent=percent)
    driver = open_desk(states["01-agent"], settings)
    window = driver.window
    window.resize(width, HEIGHT)
    window.list.use_compact(is_compact=width == PANEL_MIN_WIDTH)
    faults, looked_at = [], 0
    for name, state in states.items():
        driver.show(state)
        QApplication.processEvents()
        window.list.tick()  # the bars at the edges follow each second at the latest
        panel = window.list.active_panel
        if panel is None or not panel.offers_choice or panel.choice.submit_button.isHidden():
            continue
        looked_at += 1
        buttons = (panel.choice.submit_button, window.list.edges.bottom.submit)
        if not any(each.isVisible() and _is_wholly_seen(each, window) for each in buttons):
            faults.append(name)

    assert looked_at > 10
    assert faults == []
