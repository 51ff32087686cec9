"""The list's room is the same whichever way it came about, and each card can be scrolled clear."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from tests.languages.speaking import speaking
from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.driver import TIMEOUT_MS, Driver
from wrapup_desk.application.base.settings import LanguageChoice, Settings, ThemeChoice
from wrapup_desk.domain.interaction import Phase, Prompt
from wrapup_desk.ui.card.panel import CardPanel
from wrapup_desk.ui.desk.interaction_list import InteractionList
from wrapup_desk.ui.edge_bar import EdgeBar

CALM = [
    replace(card, leg=replace(card.leg, prompt=Prompt.MANDATORY))
    for card in (s.card(f"calm-{n}", Phase.AFTER_CALL, f"Calm {n}", s.CLEAR) for n in range(5))
]
CROWD = s.desk(s.URGENT, *CALM)


def opened(open_desk: OpenDesk, percent: int, height: int, active: str) -> Driver:
    driver = open_desk(CROWD, Settings(theme=ThemeChoice.LIGHT, text_percent=percent))
    driver.window.resize(400, height)
    driver.window.list.select(active)
    driver.settle()
    return driver


Look = tuple[int, list[tuple[int, int]], int, int]


def looked_at(cards: InteractionList) -> Look:
    """Return how much can be scrolled, how wide and high each card is, and what the bars cover."""
    panels = [(panel.width(), panel.height()) for panel in cards.panels]
    return (
        cards.verticalScrollBar().maximum(),
        panels,
        cards.edges.top.inset,
        cards.edges.bottom.inset,
    )


def told_at(cards: InteractionList, panel: CardPanel) -> tuple[int, int]:
    """Return where name and time of a card begin and end, in pixels from the top of the list."""
    places = [(each.mapTo(cards._content, QPoint()).y(), each.height()) for each in panel.told_by]
    return min(top for top, _ in places), max(top + height for top, height in places)


def covered(cards: InteractionList, number: int) -> tuple[int, int]:
    """Return how much of a card is above and below what is seen between the bars."""
    start, foot = cards.edges.in_sight()
    panel = cards.panels[number]
    return max(0, start - panel.y()), max(0, panel.y() + panel.height() - foot)


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("height", [420, 2000])
def test_the_cards_stand_in_the_middle_with_a_scroll_bar_and_without(
    open_desk: OpenDesk, percent: int, height: int
) -> None:
    cards = opened(open_desk, percent, height, "urgent").window.list
    panel = cards.panels[0]

    assert cards.width() - cards.viewport().width() == cards.bar_width
    left = panel.mapTo(cards, QPoint()).x()
    assert left == cards.width() - left - panel.width()


@pytest.mark.parametrize("percent", [100, 200])
def test_the_list_is_the_same_however_its_height_came_about(
    open_desk: OpenDesk, percent: int
) -> None:
    driver = open_desk(s.desk(s.MARTA), Settings(theme=ThemeChoice.LIGHT, text_percent=percent))
    cards, seen = driver.window.list, dict[int, Look]()
    heights = range(324, 1024, 28)

    for height in (*heights, *reversed(heights)):
        driver.window.resize(400, height)
        driver.settle()
        cards.verticalScrollBar().setValue(0)
        # What is around the list gives way to it, and is another matter.
        assert seen.setdefault(cards.height(), looked_at(cards)) == looked_at(cards), height

    widths = {panel[0] for _, panels, *_ in seen.values() for panel in panels}
    assert len(widths) == 1
    assert {most for most, *_ in seen.values()} > {0}


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("language", [LanguageChoice.ENGLISH, LanguageChoice.GERMAN])
def test_no_card_is_squeezed_even_for_a_moment_as_the_window_gets_narrower(
    open_desk: OpenDesk, percent: int, language: LanguageChoice
) -> None:
    with speaking(language):
        driver = opened(open_desk, percent, 700, "calm-4")
        panel = driver.window.list.active_panel
        assert panel is not None
        layout = panel.layout()
        assert layout is not None

        for width in (520, 320, 380, 330, 400, 320):
            driver.window.resize(width, 700)
            for turn in range(6):
                QApplication.processEvents()
                lacks = layout.totalHeightForWidth(panel.width()) - panel.height()
                assert lacks <= 0, (width, turn)


@pytest.mark.parametrize(("percent", "height"), [(100, 420), (100, 700), (200, 800)])
@pytest.mark.parametrize("active", ["urgent", "calm-1", "calm-4"])
def test_whichever_card_is_active_the_first_and_the_last_can_be_scrolled_clear_of_the_bars(
    open_desk: OpenDesk, percent: int, height: int, active: str
) -> None:
    cards = opened(open_desk, percent, height, active).window.list
    bar = cards.verticalScrollBar()

    bar.setValue(0)
    assert covered(cards, 0)[0] == 0
    bar.setValue(bar.maximum())
    assert covered(cards, -1)[1] == 0


@pytest.mark.parametrize("language", [LanguageChoice.ENGLISH, LanguageChoice.GERMAN])
def test_an_active_card_that_is_out_of_sight_is_named_at_the_edge_it_is_behind(
    open_desk: OpenDesk, language: LanguageChoice
) -> None:
    with speaking(language):
        cards = opened(open_desk, 100, 420, "calm-3").window.list
        bar, edges = cards.verticalScrollBar(), cards.edges
        told = dict[str, set[bool]]()

        for place in range(0, bar.maximum() + 1, 5):
            bar.setValue(place)
            panel = cards.active_panel
            assert panel is not None
            top, foot = edges.in_sight()
            first, last = told_at(cards, panel)
            named = [each for each in (edges.top, edges.bottom) if each.name.isVisible()]
            is_clear = top <= first and last <= foot
            assert is_clear != bool(named), place
            for each in named:
                assert each.name.shown_text == "Calm 3"
                told.setdefault(_name_of(cards, each), set()).add(first < top)

        assert told == {"top": {True}, "bottom": {False}}


def _name_of(cards: InteractionList, bar: EdgeBar) -> str:
    return "top" if bar is cards.edges.top else "bottom"


def test_what_a_bar_has_no_room_for_under_a_pointer_is_not_squeezed_into_it(
    open_desk: OpenDesk,
) -> None:
    driver = opened(open_desk, 100, 420, "calm-3")
    cards, bottom = driver.window.list, driver.window.list.edges.bottom
    scroll = cards.verticalScrollBar()
    scroll.setValue(0)
    while bottom.name.isVisible() or not bottom.submit.isVisible():
        assert scroll.value() < scroll.maximum()
        scroll.setValue(scroll.value() + 4)
    height = bottom.height()
    driver.point_at(cards, QPoint(200, bottom.y() - 6))

    scroll.setValue(0)
    QApplication.processEvents()

    cards.tick()

    assert (bottom.height(), bottom.name.isVisible()) == (height, False)
    assert bottom.submit.height() == bottom.submit.sizeHint().height()
    driver.point_away()
    driver.qtbot.waitUntil(bottom.name.isVisible, timeout=TIMEOUT_MS)
    assert bottom.height() > height


Told = tuple[list[tuple[bool, str, int]], int, int]


def told(cards: InteractionList) -> Told:
    """Return what the bars point to, how high they are, and what of the list is seen."""
    bars = (cards.edges.top, cards.edges.bottom)
    said = [(each.pointer.isVisible(), each.pointer.caption, each.inset) for each in bars]
    return (
        [(is_told, text if is_told else "", room) for is_told, text, room in said],
        *cards.edges.in_sight(),
    )


@pytest.mark.parametrize("is_compact", [False, True])
@pytest.mark.parametrize("height", [330, 420, 620])
@pytest.mark.parametrize("active", ["calm-0", "calm-4"])
def test_a_deadline_that_a_bar_or_the_edge_hides_is_pointed_to_whichever_way_was_scrolled(
    open_desk: OpenDesk, active: str, height: int, *, is_compact: bool
) -> None:
    crowd = replace(CROWD, cards=(*CALM[:2], s.URGENT, *CALM[2:]))
    driver = open_desk(crowd, Settings(theme=ThemeChoice.LIGHT))
    cards, bar = driver.window.list, driver.window.list.verticalScrollBar()
    driver.window.resize(400, height)
    cards.use_compact(is_compact=is_compact)
    cards.select(active)
    cards.note_key_press()  # no pointer is in use, at which a bar would wait
    for _ in range(8):  # a layout whose heights follow from widths takes some turns
        QApplication.processEvents()
    places = range(0, bar.maximum() + 1, 3)
    seen, covered_by_a_bar = dict[int, Told](), 0

    for place in (*places, *reversed(places)):
        bar.setValue(place)
        look = told(cards)
        cards.tick()
        assert told(cards) == look, f"{place}: something else a moment later"
        assert seen.setdefault(place, look) == look, f"{place}: it depends on what was before"
        (first, last), (start, foot) = told_at(cards, driver.panel("urgent")), look[1:]
        is_clear = start <= first and last <= foot
        assert is_clear != any(is_told for is_told, *_ in look[0]), place
        in_view = bar.value() <= first and last <= bar.value() + cards.height()
        covered_by_a_bar += in_view and not is_clear

    assert covered_by_a_bar or is_compact or height > 330


def test_no_name_is_told_twice_where_only_what_is_said_below_it_is_covered(
    open_desk: OpenDesk,
) -> None:
    state = s.gallery()["08-sign-in-ended"]
    driver = open_desk(state, Settings(theme=ThemeChoice.LIGHT, text_percent=200))
    cards, edges = driver.window.list, driver.window.list.edges
    covered_below = 0

    for height in range(600, 860, 10):
        driver.window.resize(320, height)
        for _ in range(8):
            QApplication.processEvents()
        start, foot = edges.in_sight()
        first, last = told_at(cards, driver.active)
        is_told_there = start <= first and last <= foot
        assert is_told_there != (edges.top.name.isVisible() or edges.bottom.name.isVisible()), (
            height
        )
        header = driver.active.header
        covered_below += is_told_there and driver.active.y() + header.y() + header.height() > foot

    assert covered_below


@pytest.mark.parametrize("height", [800, 640, 520])
def test_a_low_list_has_no_bar_higher_than_itself(open_desk: OpenDesk, height: int) -> None:
    """What had no room was cut at the list's edge: of a name only the feet were seen."""
    settings = Settings(theme=ThemeChoice.LIGHT, text_percent=200)
    with speaking(LanguageChoice.GERMAN):
        driver = open_desk(s.desk(s.SELECTED, is_demo=False), settings)
        driver.window.resize(320, height)
        driver.settle()
        # Another that is due comes in while this one is worked at, and a question stands above.
        driver.desk.show(s.desk(s.SELECTED, s.UNSURE, is_demo=False, unfinished_count=2))
        driver.window.header.quit_requested.emit()
        for _ in range(3):
            QApplication.processEvents()
    cards, bar = driver.window.list, driver.window.list.edges.bottom

    assert bar.submit.isVisible()
    for part in (bar.name, bar.pointer, bar.plan):
        assert not part.isVisible() or part.mapTo(cards, QPoint()).y() >= cards.viewport().y()
