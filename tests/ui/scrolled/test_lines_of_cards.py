"""Between the bars that lie over the list of cards no line of a card is cut."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget

from tests.languages.speaking import speaking
from tests.ui.conftest import OpenDesk
from tests.ui.driver import Driver
from tests.ui.looks.more_states import all_states
from tests.ui.repair.openings import settle
from tests.ui.scrolled.lines_seen import scrolled, seen_of
from wrapup_desk.application.base.settings import LanguageChoice, Settings, ThemeChoice
from wrapup_desk.ui.card.compact_line import LineIcon
from wrapup_desk.ui.card.suggestion_rows import SuggestionRow
from wrapup_desk.ui.desk.interaction_list import InteractionList
from wrapup_desk.ui.scrolled.lines import Span, lines_of

STATES = ("01-agent", "03-guard", "04-change", "06-urgent", "16-hostile", "15-joined-and-parked")


def between_bars(cards: InteractionList, part: QWidget) -> Span:
    """Return what of *part* no bar lies over, in pixels from its top."""
    top, foot = cards.edges.top, cards.edges.bottom
    above = part.mapTo(cards, QPoint(0, 0)).y()
    first = 0 if top.isHidden() else top.geometry().bottom() + 1
    last = cards.height() if foot.isHidden() else foot.y()
    return first - above, last - above


def cut_lines(cards: InteractionList) -> list[str]:
    """Return each line of a card that is drawn in part only."""
    found = []
    for part in cards.viewport().findChildren(QWidget):
        if not part.isVisible() or part is QApplication.focusWidget():
            continue
        (drawn, end), (first, last) = seen_of(part), between_bars(cards, part)
        for top, foot in lines_of(part):
            seen = min(foot, end, last) - max(top, drawn, first)
            if 0 < seen < foot - top:
                found.append(
                    f"{type(part).__name__} {part.accessibleName()!r} {top}-{foot}: {seen}"
                )
    return found


def opened(open_desk: OpenDesk, name: str, percent: int, height: int) -> Driver:
    settings = Settings(theme=ThemeChoice.LIGHT, text_percent=percent)
    driver = open_desk(all_states()[name], settings)
    driver.window.resize(400, height)
    settle()
    return driver


@pytest.mark.parametrize(("percent", "height"), [(100, 420), (200, 560), (200, 800)])
@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("language", [LanguageChoice.ENGLISH, LanguageChoice.JAPANESE])
def test_no_line_of_a_card_is_cut_wherever_the_list_is_scrolled_to(
    open_desk: OpenDesk, name: str, percent: int, height: int, language: LanguageChoice
) -> None:
    with speaking(language):
        cards = opened(open_desk, name, percent, height).window.list
        assert cut_lines(cards) == []
        for place in scrolled(cards.window()):
            assert cut_lines(cards) == [], place


def test_a_row_is_drawn_again_when_it_comes_into_sight(open_desk: OpenDesk) -> None:
    cards = opened(open_desk, "01-agent", 200, 560).window.list
    row = [each for each in cards.viewport().findChildren(SuggestionRow) if each.isVisible()][-1]
    bar, whole = cards.verticalScrollBar(), (0, row.height())
    drawn = {True: set[Span](), False: set[Span]()}
    for place in range(0, bar.maximum(), 7):
        bar.setValue(place)
        settle()
        first, last = between_bars(cards, row)
        drawn[first <= 0 and row.height() <= last].add(seen_of(row))

    assert drawn[True] == {whole}
    assert any(seen != whole for seen in drawn[False])


@pytest.mark.parametrize("width", [320, 400, 520])
def test_of_a_code_whose_name_begins_out_of_sight_no_other_line_of_the_name_is_drawn(
    open_desk: OpenDesk, width: int
) -> None:
    cards = opened(open_desk, "01-agent", 200, 800).window.list
    cards.window().resize(width, 800)
    settle()
    bar, cut, begun = cards.verticalScrollBar(), 0, 0
    for place in range(0, bar.maximum(), 4):
        bar.setValue(place)
        settle()
        for row in cards.viewport().findChildren(SuggestionRow):
            top, end = row.name_span()
            first, last = between_bars(cards, row)
            if row.isVisible() and 0 < first <= top and last >= row.height():
                assert seen_of(row) == (0, row.height()), "only what is empty is out of sight"
            if row.isVisible() and 0 < last <= top:
                begun += 1
                assert seen_of(row) == (0, 0), "an empty edge alone"
            if row.isVisible() and 0 < first < end:
                cut += 1
                begin, foot = seen_of(row)
                is_parted = top < begin < end and begin < foot
                assert not is_parted, (place, row.accessibleName())
    assert cut > 3, "names were scrolled half out of sight"
    assert begun > 0 or width > 320, "of a row only the edge came into sight"


@pytest.mark.parametrize("name", ["01-agent", "08-sign-in-ended"])
def test_beside_many_lines_the_countdown_stands_at_the_name(
    open_desk: OpenDesk, name: str
) -> None:
    cards = opened(open_desk, name, 200, 700).window.list
    cards.window().resize(320, 700)
    settle()
    panel = cards.active_panel
    assert panel is not None
    header, ring = panel.header, panel.header.ring
    assert header.height() > ring.height() + 20, "many lines"

    assert ring.mapTo(header, QPoint(0, 0)).y() == 0
    assert seen_of(ring) == (0, ring.height())
    assert between_bars(cards, ring)[1] >= ring.height()


def test_in_compact_form_no_icon_or_line_is_cut(open_desk: OpenDesk) -> None:
    cards = opened(open_desk, "02-live", 200, 560).window.list
    cards.use_compact(is_compact=True)
    cards.window().resize(320, 560)
    settle()
    bar, left_out = cards.verticalScrollBar(), 0

    for place in range(0, bar.maximum() + 1, 3):
        bar.setValue(place)
        settle()
        assert cut_lines(cards) == [], place
        left_out += sum(
            seen_of(each) == (0, 0) for each in cards.viewport().findChildren(LineIcon)
        )

    assert left_out > 0
