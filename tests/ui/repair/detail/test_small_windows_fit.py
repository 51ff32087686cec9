"""In a small repair window no text is cut, at its end or at its foot, in any language."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from tests.languages.pseudo import pseudo_catalogue
from tests.languages.speaking import speaking
from tests.ui.looks.test_prompts_fit import cut_prompts
from tests.ui.looks.test_repair_texts_fit import cut_or_low
from tests.ui.repair.conftest import OpenRepair, RepairDriver
from tests.ui.repair.openings import STATES, is_in_sight, settle
from tests.ui.repair.table.long_codes import gallery as long_codes_gallery
from wrapup_desk.application.base.settings import LanguageChoice, Settings, ThemeChoice
from wrapup_desk.domain.language.texts import use_catalogue
from wrapup_desk.ui.menus.chips import MenuChip
from wrapup_desk.ui.widgets.buttons import Button

# The least the window can be, 1366 x 768 at 200 %, and half of a usual screen.
SMALL = ((620, 280), (683, 384), (900, 600))
LANGUAGES = (LanguageChoice.ENGLISH, LanguageChoice.GERMAN, LanguageChoice.JAPANESE)


def faults(driver: RepairDriver) -> Iterator[str]:
    yield from cut_or_low(driver)
    for button in driver.window.findChildren(Button):
        if button.isVisible() and button.height() < button.sizeHint().height():
            yield f"too low for its caption: {button.caption}"
    for prompt, _needed, _room in cut_prompts(driver.window):
        yield f"cut in its field: {prompt}"


def faults_in_all_states(
    open_repair: OpenRepair, size: tuple[int, int], percent: int
) -> list[tuple[str, str]]:
    """Return what is cut on each page and in each state of a window of *size*."""
    settings = Settings(theme=ThemeChoice.LIGHT, text_percent=percent)
    driver = open_repair(STATES["40-repair"], settings, domain="mypurecloud.de")
    driver.window.resize(*size)
    found = []
    for name, state in {**STATES, **long_codes_gallery()}.items():
        driver.show(state)
        settle()
        found += [(name, text) for text in faults(driver)]
    for button in (driver.window.reports_button, driver.window.rules_button):
        button.click()
        driver.show(STATES["62-repair-rules-previewed"])
        settle()
        found += [(button.caption, text) for text in faults(driver)]
    driver.qtbot.waitUntil(lambda: driver.window._bridge.pace.is_resting)
    return found


@pytest.mark.parametrize("size", SMALL)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_cut_in_a_small_window(
    open_repair: OpenRepair, language: LanguageChoice, size: tuple[int, int]
) -> None:
    with speaking(language):
        assert faults_in_all_states(open_repair, size, 100) == []


@pytest.mark.parametrize("size", [SMALL[0], SMALL[2]])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_cut_in_a_small_window_at_large_text(
    open_repair: OpenRepair, language: LanguageChoice, size: tuple[int, int]
) -> None:
    with speaking(language):
        assert faults_in_all_states(open_repair, size, 200) == []


@pytest.mark.parametrize("size", [SMALL[0], SMALL[2], (1200, 760)])
@pytest.mark.parametrize("percent", [140, 200])
def test_no_text_is_cut_in_a_language_of_longer_words(
    open_repair: OpenRepair, percent: int, size: tuple[int, int]
) -> None:
    with speaking(LanguageChoice.ENGLISH):
        use_catalogue(pseudo_catalogue())
        assert faults_in_all_states(open_repair, size, percent) == []


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_searched_for_is_seen_in_its_field(
    open_repair: OpenRepair, language: LanguageChoice, percent: int
) -> None:
    with speaking(language):
        settings = Settings(theme=ThemeChoice.LIGHT, text_percent=percent)
        driver = open_repair(STATES["44-repair-no-fit"], settings)
        search, around = driver.window.area.search, 30
        for size in (*SMALL, (1200, 760)):
            driver.window.resize(*size)
            settle()

            assert search.width() - around >= search.fontMetrics().horizontalAdvance("nobody")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_to_do_where_all_is_good_is_in_sight_in_half_a_screen_at_large_text(
    open_repair: OpenRepair, language: LanguageChoice
) -> None:
    with speaking(language):
        settings = Settings(theme=ThemeChoice.LIGHT, text_percent=200)
        driver = open_repair(STATES["43-repair-all-good"], settings)
        driver.window.resize(900, 600)
        settle()

        assert is_in_sight(driver.window.area.empty.title, driver)
        assert is_in_sight(driver.window.area.empty.action, driver)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["42-repair-first", "44-repair-no-fit", "45-repair-failed"])
def test_what_to_do_about_an_empty_table_is_in_sight_in_the_least_window(
    open_repair: OpenRepair, language: LanguageChoice, name: str
) -> None:
    with speaking(language):
        driver = open_repair(STATES[name], Settings(theme=ThemeChoice.LIGHT))
        driver.window.resize(*SMALL[0])
        settle()

        assert is_in_sight(driver.window.area.empty.title, driver)
        assert is_in_sight(driver.window.area.empty.action, driver)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_chip_stands_below_another_where_a_line_has_room_for_all(
    open_repair: OpenRepair, language: LanguageChoice
) -> None:
    with speaking(language):
        driver = open_repair(STATES["61-repair-rules"], Settings(theme=ThemeChoice.LIGHT))
        filters, lines = driver.window.filters, {}
        for is_rules in (False, True):
            for width in (800, 900, 1000, 1200):
                driver.window.resize(width, 600)
                settle()
                lines[width, is_rules] = filters.height() // filters.sizeHint().height()
            driver.window.rules_button.click()

    assert set(lines.values()) == {1}, lines


@pytest.mark.parametrize("language", LANGUAGES)
def test_chips_beside_the_title_stand_on_one_line(
    open_repair: OpenRepair, language: LanguageChoice
) -> None:
    with speaking(language):
        driver = open_repair(STATES["49-repair-kept"], Settings(theme=ThemeChoice.LIGHT))
        head, broken = driver.window.head, []
        for width in range(1000, 1300, 4):
            driver.window.resize(width, 600)
            QApplication.processEvents()
            is_one = driver.window.filters.height() <= driver.window.filters.sizeHint().height()
            if not head.has_chips_below and not is_one:
                broken.append(width)
        has_beside = not head.has_chips_below

    assert has_beside
    assert broken == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_moves_down_when_live_news_come(
    open_repair: OpenRepair, language: LanguageChoice
) -> None:
    with speaking(language):
        driver = open_repair(STATES["40-repair"], Settings(theme=ThemeChoice.LIGHT))
        head, moved = driver.window.head, []
        for width in range(1000, 1300, 20):
            driver.window.resize(width, 600)
            placed = []
            for is_live in (False, True):
                head.show_live(is_live=is_live)
                head.arrange()
                placed.append(head.has_chips_below)
            if placed[0] != placed[1]:
                moved.append(width)

    assert moved == []


def test_no_chip_is_cut_in_a_language_of_longer_words(open_repair: OpenRepair) -> None:
    with speaking(LanguageChoice.ENGLISH):
        use_catalogue(pseudo_catalogue())
        driver = open_repair(STATES["61-repair-rules"], Settings(theme=ThemeChoice.LIGHT))
        driver.window.rules_button.click()
        driver.window.resize(900, 600)
        settle()

        assert [
            chip.caption
            for chip in driver.window.filters._shown()
            if isinstance(chip, MenuChip) and chip.width() < chip.sizeHint().width()
        ] == []


@pytest.mark.parametrize("percent", [150, 200])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_cut_at_the_sides_of_any_page_at_large_text(
    open_repair: OpenRepair, language: LanguageChoice, percent: int
) -> None:
    with speaking(language):
        settings = Settings(theme=ThemeChoice.LIGHT, text_percent=percent)
        driver, found = open_repair(STATES["49-repair-kept"], settings), []
        window = driver.window
        for button in (None, window.reports_button, window.rules_button):
            if button is not None:
                button.click()
            for width, height in SMALL:
                window.resize(width, height)
                settle()
                if window._scroll.horizontalScrollBar().maximum():
                    found.append((width, button and button.caption, "wider than the window"))
                whole = (
                    window.rules_button, window.reports_button, window.export,
                    window.filters.more, window.area.sample_menu, window.area.view_menu,
                )  # fmt: skip
                found += [
                    (width, each.caption, "cut")
                    for each in whole
                    if each.isVisible() and each.width() < each.sizeHint().width()
                ]

    assert found == []


def test_the_state_stands_beside_the_name_again_when_there_is_room(
    open_repair: OpenRepair,
) -> None:
    driver = open_repair(STATES["49-repair-kept"], Settings(theme=ThemeChoice.LIGHT))
    places = []
    for width in (1200, 683, 1200):
        driver.window.resize(width, 600)
        settle()
        name, pill = driver.window.detail._customer, driver.window.detail._pill
        places.append(pill.y() < name.y() + name.height())

    assert places == [True, False, True]


def test_a_window_that_was_narrow_is_freed_when_it_is_closed(open_repair: OpenRepair) -> None:
    driver = open_repair(STATES["40-repair"], Settings(theme=ThemeChoice.LIGHT))
    driver.window.resize(*SMALL[0])
    settle()
    bridge = weakref.ref(driver.window._bridge)

    driver.window.close()
    driver.window.deleteLater()
    QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
    del driver
    gc.collect()

    assert bridge() is None
