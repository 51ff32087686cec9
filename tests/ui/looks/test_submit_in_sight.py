"""On a small laptop at 200 % (1366 x 768, so 683 x 384 for us) Submit is on the screen in any state."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.looks.more_states import all_states
from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.domain.notes.note_draft import DraftSource, NoteDraft
from wrapup_desk.ui.desk.window import MainWindow
from wrapup_desk.ui.tokens import PANEL_MIN_WIDTH
from wrapup_desk.ui.widgets.buttons import Button

# What title bar and task bar leave of the height.
WIDTH, HEIGHT = 400, 330


def _is_wholly_seen(button: Button, window: MainWindow) -> bool:
    place = QRect(button.mapTo(window, QPoint(0, 0)), button.size())
    seen = button.visibleRegion().boundingRect().size()
    bars = (window.list.edges.top, window.list.edges.bottom)
    covers = [
        QRect(bar.mapTo(window, QPoint(0, 0)), bar.size())
        for bar in bars
        if bar.isVisible() and not bar.isAncestorOf(button)
    ]
    is_covered = any(cover.intersects(place) for cover in covers)
    return window.rect().contains(place) and seen == button.size() and not is_covered


# A tall window, too: a card's own Submit can come to lie just where a bar at the edge covers it.
@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize(
    ("width", "height"),
    [(WIDTH, HEIGHT), (PANEL_MIN_WIDTH, HEIGHT), (520, 800), (PANEL_MIN_WIDTH, 800)],
)
def test_submit_is_on_the_screen_in_every_state(
    open_desk: OpenDesk, width: int, height: int, percent: int
) -> None:
    states = all_states()
    settings = Settings(theme=ThemeChoice.LIGHT, text_percent=percent)
    driver = open_desk(states["01-agent"], settings)
    window = driver.window
    window.resize(width, height)
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


def test_a_strip_that_points_to_another_card_never_lies_over_submit(open_desk: OpenDesk) -> None:
    driver = open_desk(all_states()["06-urgent"], Settings(theme=ThemeChoice.LIGHT))
    window, pointed = driver.window, 0
    for height in range(300, 700, 10):
        window.resize(WIDTH, height)
        QApplication.processEvents()
        window.list.tick()
        panel = window.list.active_panel
        assert panel is not None
        bottom = window.list.edges.bottom
        pointed += bottom.isVisible() and bottom.pointer.isVisible()
        buttons = (panel.choice.submit_button, bottom.submit)

        assert any(each.isVisible() and _is_wholly_seen(each, window) for each in buttons), height

    assert pointed > 3


def test_submit_in_the_strip_has_the_height_its_lines_need_at_once(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(s.MARTA), Settings(theme=ThemeChoice.LIGHT))
    driver.window.resize(320, 700)
    QApplication.processEvents()
    strip = driver.window.list.edges.bottom
    name = "Customer was charged twice for the same order and wants it back"
    strip.submit.show_caption(name, "Submit “", "”")
    strip.show_submit(strip.submit)

    strip.place(None)

    assert strip.height() > 3 * strip.submit._metrics().height()


@pytest.mark.parametrize("source", DraftSource)
def test_going_into_a_note_with_a_draft_does_not_move_submit(
    open_desk: OpenDesk, source: DraftSource
) -> None:
    draft = NoteDraft("The customer disputes a charge.", source)
    driver = open_desk(s.desk(replace(s.MARTA, draft=draft)))
    window, choice = driver.window, driver.active.choice
    window.resize(520, 800)
    for _ in range(3):
        QApplication.processEvents()
    before = choice.notes.sizeHint().height()

    choice.note.setFocus()
    for _ in range(3):
        QApplication.processEvents()

    assert choice.notes.button.isVisible()
    # What asks for more pushes down all that stands below.
    assert choice.notes.sizeHint().height() == before
