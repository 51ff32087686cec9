"""Where details or rules are scrolled, what is seen of them at first ends at a whole line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget

from tests.languages.speaking import speaking
from tests.ui.looks.test_repair_at_large_text import STATES, settle
from tests.ui.repair.conftest import OpenRepair, RepairDriver
from wrapup_desk.application.base.settings import LanguageChoice, Settings, ThemeChoice
from wrapup_desk.ui.card.suggestion_rows import SuggestionRow
from wrapup_desk.ui.giving_way import name_spans
from wrapup_desk.ui.repair.line_end import WholeLines, left_over
from wrapup_desk.ui.repair.reports.charts import HorizontalBars
from wrapup_desk.ui.widgets.text_label import Flow, TextLabel

SIZES = ((1200, 760, 100), (1200, 760, 200), (900, 600, 100), (900, 600, 200), (683, 384, 100))
NAMES = ("40-repair", "49-repair-kept", "50-repair-may-not-fix", "58-repair-reported")
Size = tuple[int, int, int]


def opened(open_repair: OpenRepair, name: str, size: Size) -> RepairDriver:
    width, height, percent = size
    settings = Settings(theme=ThemeChoice.LIGHT, text_percent=percent)
    driver = open_repair(STATES[name], settings, domain="mypurecloud.de")
    driver.window.resize(width, height)
    settle()
    return driver


def lines_at_foot(area: WholeLines) -> Iterator[tuple[int, int]]:
    """Yield how much of each line in *area* is above its foot, and how high it is."""
    page, foot = area.page, area.verticalScrollBar().value() + area.viewport().height()
    for part in page.findChildren(QWidget):
        if not part.isVisible() or not isinstance(part, TextLabel | SuggestionRow):
            continue
        top = part.mapTo(page, QPoint(0, 0)).y()
        if isinstance(part, SuggestionRow):
            spans = part.line_spans()
        else:
            ends = part.line_ends()
            spans = list(zip([0, *ends], ends, strict=False))
        yield from ((foot - top - begin, end - begin) for begin, end in spans)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", [LanguageChoice.ENGLISH, LanguageChoice.JAPANESE])
def test_details_end_at_a_whole_line(
    open_repair: OpenRepair, name: str, size: Size, language: LanguageChoice
) -> None:
    with speaking(language):
        detail = opened(open_repair, name, size).window.detail
    assert isinstance(detail.page.area, WholeLines)

    for above, height in lines_at_foot(detail.page.area):
        assert above <= 0 or above >= height


@pytest.mark.parametrize("name", NAMES)
def test_what_was_said_ends_at_a_whole_line(open_repair: OpenRepair, name: str) -> None:
    driver, scrolled = opened(open_repair, name, (1200, 760, 100)), 0
    story = driver.window.detail.story
    for height in range(560, 780, 20):
        driver.window.resize(1200, height)
        settle()
        if story.isVisible() and story.verticalScrollBar().maximum() > 0:
            scrolled += 1
            foot = story.viewport().height()
            line = story.cursorRect(story.cursorForPosition(QPoint(5, foot - 1)))
            assert line.y() + line.height() <= foot or line.y() >= foot, height

    assert scrolled


@pytest.mark.parametrize("language", [LanguageChoice.ENGLISH, LanguageChoice.GERMAN])
def test_what_was_said_ends_at_a_whole_line_also_where_all_details_scroll(
    open_repair: OpenRepair, language: LanguageChoice
) -> None:
    with speaking(language):
        driver = opened(open_repair, "47-repair-running", (900, 600, 100))
    area, story = driver.window.detail.page.area, driver.window.detail.story
    foot = area.viewport().mapTo(area, QPoint(0, area.viewport().height())).y()
    spot = story.viewport().mapFrom(area, QPoint(20, foot - 1))
    line = story.cursorRect(story.cursorForPosition(spot))

    assert driver.window.detail.page.is_low
    assert spot.y() > 0
    assert line.bottom() <= spot.y()


@pytest.mark.parametrize("size", [(1200, 760, 100), (900, 600, 100), (900, 600, 200)])
def test_reports_end_at_a_whole_line(open_repair: OpenRepair, size: Size) -> None:
    driver = opened(open_repair, "55-repair-reports", size)
    driver.window.reports_button.click()
    settle()
    reports = driver.window.reports
    area = next(each for each in reports.findChildren(WholeLines) if each.isVisible())
    bars = [each for each in reports.findChildren(HorizontalBars) if each.isVisible()]
    foot = area.verticalScrollBar().value() + area.viewport().height()
    for part in bars:
        top = part.mapTo(area.page, QPoint(0, 0)).y()
        assert all(top + begin >= foot or top + end <= foot for begin, end in part.line_spans())

    assert bars
    for above, height in lines_at_foot(area):
        assert above <= 0 or above >= height


@pytest.mark.parametrize("size", [(1200, 760, 200), (900, 600, 200), (683, 384, 100)])
def test_no_field_of_a_rule_is_cut(open_repair: OpenRepair, size: Size) -> None:
    driver = opened(open_repair, "61-repair-rules", size)
    driver.window.rules_button.click()
    settle()
    form = driver.window.rules.form
    area = next(
        each for each in driver.window.rules.findChildren(WholeLines) if each.isAncestorOf(form)
    )

    foot = area.verticalScrollBar().value() + area.viewport().height()
    for begin, end in form.line_spans():
        top = form.mapTo(area.page, QPoint(0, 0)).y()
        assert top + begin >= foot or top + end <= foot


def test_all_details_are_scrolled_to(open_repair: OpenRepair) -> None:
    driver = opened(open_repair, "40-repair", (1200, 760, 200))
    area = driver.window.detail.page.area
    bar = area.verticalScrollBar()
    for _ in range(3):
        bar.setValue(bar.maximum())
        settle()

    assert bar.value() + area.viewport().height() == area.page.height()
    assert area.viewport().height() == area.height()


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

    def seen_of(room: float) -> float:
        return (int(room) - left_over(-1, int(room), name_spans(name, 0))) / height

    assert seen_of(3 * height + 1) > 2.9
    for lines in (1.3, 1.55, 2.3, 2.55):
        assert seen_of(lines * height) == pytest.approx(lines, abs=0.07)
    assert seen_of(2.1 * height) == pytest.approx(1.55, abs=0.1)
    assert seen_of(1.1 * height) == 0


def test_lines_beside_each_other_are_left_out_together() -> None:
    assert left_over(0, 100, [(10, 90), (85, 95), (92, 110)]) == 90
    assert left_over(0, 100, [(0, 40), (45, 85), (80, 95), (90, 120)]) == 55
    assert left_over(50, 100, [(40, 120)]) == 0
    assert left_over(0, 100, [(0, 50), (50, 100)]) == 0
