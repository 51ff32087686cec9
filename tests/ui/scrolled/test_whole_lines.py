"""Where a window is scrolled, no line is cut, whether at the top or at the foot."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QApplication, QWidget

from tests.languages.speaking import speaking
from tests.ui.repair.conftest import OpenRepair, RepairDriver
from tests.ui.repair.conftest import open_repair as open_repair
from tests.ui.repair.openings import Size, opened, settle
from tests.ui.scrolled.lines_seen import cut_lines, left_out_in_vain, scrolled, seen_of
from wrapup_desk.application.base.settings import LanguageChoice
from wrapup_desk.ui.card.suggestion_rows import SuggestionRow
from wrapup_desk.ui.repair.window import RepairWindow
from wrapup_desk.ui.scrolled.lines import last_whole, name_spans, seen_whole
from wrapup_desk.ui.scrolled.whole_lines import WholeLines
from wrapup_desk.ui.widgets.text_label import Flow, TextLabel

SIZES = ((1200, 760, 200), (900, 600, 100), (900, 600, 200), (683, 384, 100))
NAMES = ("40-repair", "49-repair-kept", "50-repair-may-not-fix", "58-repair-reported")
STATES_THAT_SCROLL = (
    *NAMES,
    "46-repair-preview",
    "48-repair-outcome",
    "53-repair-troubles",
    "55-repair-reports",
    "57-repair-signed-out",
    "61-repair-rules",
)
# What belongs together in it goes together, also where not all of it is cut.
LINKED = "SuggestionRow"


def open_all(window: RepairWindow) -> None:
    """Open the page that a state is about, and what can be unfolded in it."""
    state = window._bridge.state
    if state.reports is not None:
        window.reports_button.click()
    elif state.rule_lists and state.preview is None:
        window.rules_button.click()
    elif state.preview is not None:
        window.area.fix_bar.preview.more.click()
    elif state.fix is not None and not state.fix.work.is_running:
        window.area.fix_bar.outcome.more.click()
    settle()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", STATES_THAT_SCROLL)
@pytest.mark.parametrize("language", [LanguageChoice.ENGLISH, LanguageChoice.JAPANESE])
def test_no_line_is_cut_wherever_the_window_is_scrolled_to(
    open_repair: OpenRepair, name: str, size: Size, language: LanguageChoice
) -> None:
    with speaking(language):
        window = opened(open_repair, name, size).window
        open_all(window)
        assert cut_lines(window) == []
        for place in scrolled(window):
            assert cut_lines(window) == [], place


@pytest.mark.parametrize("name", ["40-repair", "48-repair-outcome", "55-repair-reports"])
def test_what_is_not_cut_is_drawn(open_repair: OpenRepair, name: str) -> None:
    window = opened(open_repair, name, (900, 600, 200)).window
    open_all(window)
    places = 0
    for place in scrolled(window):
        places += 1
        in_vain = [each for each in left_out_in_vain(window) if not each.startswith(LINKED)]
        assert in_vain == [], place

    assert places


def test_where_a_line_would_be_cut_nothing_of_it_is_painted(open_repair: OpenRepair) -> None:
    window = opened(open_repair, "55-repair-reports", (900, 600, 200)).window
    open_all(window)
    area = next(each for each in window.reports.findChildren(WholeLines) if each.isVisible())
    bar, seen_cut = area.verticalScrollBar(), 0
    for value in range(0, min(200, bar.maximum()), 7):
        bar.setValue(value)
        settle()
        for label in window.reports.findChildren(TextLabel):
            first, last = seen_of(label, drawn=False)
            for top, end in label.line_spans():
                begin, stop = max(top, first), min(end, last)
                if label.isVisible() and 0 < stop - begin < end - top:
                    seen_cut += 1
                    spot = label.mapTo(window, QPoint(0, begin))
                    strip = QRect(spot, QSize(label.width(), stop - begin))
                    assert len(colours_in(window, strip)) == 1, (value, label.shown_text)

    assert seen_cut


def colours_in(window: QWidget, strip: QRect) -> set[int]:
    """Return each colour in a *strip* of *window*."""
    picture = window.grab(strip).toImage()
    rows, columns = range(picture.height()), range(picture.width())
    return {picture.pixel(x, y) for x in columns for y in rows}


@pytest.mark.parametrize("name", NAMES)
def test_what_was_said_begins_and_ends_at_a_whole_line(open_repair: OpenRepair, name: str) -> None:
    driver, places = opened(open_repair, name, (1200, 760, 100)), 0
    story = driver.window.detail.story
    for height in range(560, 780, 20):
        driver.window.resize(1200, height)
        settle()
        if story.isVisible() and story.verticalScrollBar().maximum() > 0:
            for value in (0, 9, 30):
                story.verticalScrollBar().setValue(value)
                first, last = seen_of(story.viewport())
                places += 1
                for edge in (first, last):
                    line = story.cursorRect(story.cursorForPosition(QPoint(5, edge)))
                    assert not line.top() + 1 < edge < line.bottom(), (height, value)

    assert places


def test_all_details_are_scrolled_to(open_repair: OpenRepair) -> None:
    driver = opened(open_repair, "40-repair", (1200, 760, 200))
    area = driver.window.detail.page.area
    bar = area.verticalScrollBar()
    bar.setValue(bar.maximum())

    assert bar.value() + area.height() == area.page.height()


def test_a_field_that_has_the_keys_is_never_left_out(open_repair: OpenRepair) -> None:
    driver = opened(open_repair, "61-repair-rules", (900, 600, 200))
    driver.window.rules_button.click()
    settle()
    field = driver.window.rules.form.fields["from_code"]
    area = next(
        each for each in driver.window.rules.findChildren(WholeLines) if each.isAncestorOf(field)
    )
    field.setFocus()
    middle = field.mapTo(area.page, field.rect().center()).y()
    area.verticalScrollBar().setValue(middle - area.height())
    settle()

    assert field.hasFocus()
    assert not field.visibleRegion().isEmpty()


def first_seen_of_rows(driver: RepairDriver) -> list[int]:
    """Return how much of each suggestion is above the foot of the details, in pixels."""
    area = driver.window.detail.page.area
    foot = area.verticalScrollBar().value() + area.viewport().height()
    rows = [each for each in area.page.findChildren(SuggestionRow) if not each.isHidden()]
    return [foot - each.mapTo(area.page, QPoint(0, 0)).y() for each in rows]


@pytest.mark.parametrize("name", ["40-repair", "53-repair-troubles"])
@pytest.mark.parametrize("language", [LanguageChoice.ENGLISH, LanguageChoice.JAPANESE])
def test_a_suggestion_with_room_for_half_of_it_is_seen(
    open_repair: OpenRepair, name: str, language: LanguageChoice
) -> None:
    with speaking(language):
        driver = opened(open_repair, name, (900, 600, 200))

    assert first_seen_of_rows(driver)[0] > 0


def test_a_name_is_cut_within_a_line_and_not_at_its_end() -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    name = Flow("Duplicate charge refunded", app.font(), 1, max_lines=3)
    assert len(name.lines) == 3
    height = name.line_height

    def seen_in(room: float) -> float:
        return seen_whole(0, int(room), name_spans(name, 0), room=400)[1] / height

    assert seen_in(3 * height + 1) > 2.9
    for lines in (1.3, 1.55, 2.3, 2.55):
        assert seen_in(lines * height) == pytest.approx(lines, abs=0.07)
    assert seen_in(2.1 * height) == pytest.approx(1.55, abs=0.1)
    assert seen_in(0.9 * height) == 0


def test_lines_of_one_part_that_lie_over_each_other_are_left_out_together() -> None:
    assert seen_whole(0, 100, [(10, 90), (85, 95), (92, 110)]) == (0, 10)
    assert seen_whole(0, 100, [(0, 40), (45, 85), (80, 95), (90, 120)]) == (0, 45)
    assert seen_whole(0, 100, [(0, 50), (50, 100)]) == (0, 100)
    assert seen_whole(20, 100, [(0, 30), (25, 40), (40, 60), (90, 120)]) == (40, 90)


def test_what_has_no_room_is_seen_in_part_and_what_is_cut_at_both_ends_not_at_all() -> None:
    assert seen_whole(50, 100, [(40, 120)]) == (50, 100)
    assert seen_whole(10, 20, [(0, 15), (15, 30)], room=100) == (15, 15)


def test_a_view_without_one_whole_line_has_no_last_one() -> None:
    assert last_whole(0, 40, [(5, 25), (25, 45), (60, 60)]) == 25
    assert last_whole(0, 60, [(5, 25), (25, 45), (60, 60)]) == 60
    assert last_whole(0, 20, [(5, 25)]) == 0
