"""No text of the repair window is cut in any state, in any language; names of codes may be."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.languages.speaking import speaking
from tests.ui.looks.test_texts_fit import cut_texts
from tests.ui.repair import snapshots as s
from tests.ui.repair.conftest import OpenRepair, RepairDriver
from tests.ui.repair.quality.quality_snapshots import gallery as quality_gallery
from wrapup_desk.application.base.settings import LanguageChoice, Settings, ThemeChoice
from wrapup_desk.ui.repair.table.kpi_tiles import KpiTile
from wrapup_desk.ui.widgets.text_label import TextLabel

# A space after a Japanese full stop, or an English one after Japanese.
_ENGLISH_ENDS = re.compile("。 |[\u3040-\u30ff\u4e00-\u9fff][.] ")


def cut_or_low(driver: RepairDriver) -> Iterator[str]:
    yield from cut_texts(driver.window)
    for label in driver.window.findChildren(TextLabel):
        if label.isVisible() and label._laid_out(label.width()).height > label.height() + 1:
            yield f"too low for its lines: {label.shown_text}"
    for tile in driver.window.tiles.findChildren(KpiTile):
        if tile.isVisible() and tile._label.widest_whole_word > tile._label.width():
            yield f"broken within a word: {tile._label.shown_text}"


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize(
    "language", [LanguageChoice.ENGLISH, LanguageChoice.GERMAN, LanguageChoice.JAPANESE]
)
def test_no_text_of_the_repair_window_is_cut(
    open_repair: OpenRepair, language: LanguageChoice, percent: int
) -> None:
    with speaking(language):
        states = s.gallery()
        settings = Settings(theme=ThemeChoice.LIGHT, text_percent=percent)
        driver = open_repair(states["40-repair"], settings)
        faults = []
        for name, state in states.items():
            driver.show(state)
            QApplication.processEvents()
            faults += [(name, text) for text in cut_or_low(driver)]
        for button in (driver.window.reports_button, driver.window.rules_button):
            button.click()
            driver.show(states["62-repair-rules-previewed"])
            driver.show(states["56-repair-tampered"])
            QApplication.processEvents()
            faults += [(button.caption, text) for text in cut_or_low(driver)]

    assert faults == []


def test_what_to_do_about_an_empty_table_is_in_sight_at_large_text(
    open_repair: OpenRepair,
) -> None:
    settings = Settings(theme=ThemeChoice.LIGHT, text_percent=200)
    with speaking(LanguageChoice.GERMAN):
        driver = open_repair(s.gallery()["45-repair-failed"], settings)
        QApplication.processEvents()
        view, action = driver.window._scroll.viewport(), driver.window.area.empty.action

        assert action.mapTo(view, action.rect().bottomLeft()).y() < view.height()


@pytest.mark.parametrize("language", list(LanguageChoice)[1:])
def test_no_sample_that_can_be_drawn_is_shortened_at_large_text(
    open_repair: OpenRepair, language: LanguageChoice
) -> None:
    with speaking(language):
        settings = Settings(theme=ThemeChoice.LIGHT, text_percent=200)
        driver = open_repair(s.gallery()["40-repair"], settings)
        menu = driver.window.area.sample_menu
        menu.open_menu()
        QApplication.processEvents()

        assert [each.text() for each in menu.menu.actions() if "…" in each.text()] == []
        menu.menu.close()


def test_sentences_in_japanese_have_no_space_and_no_full_stop_of_english_between(
    open_repair: OpenRepair,
) -> None:
    with speaking(LanguageChoice.JAPANESE):
        driver = open_repair(s.gallery()["40-repair"])
        wrong = set()
        for state in {**s.gallery(), **quality_gallery()}.values():
            driver.show(state)
            for label in driver.window.findChildren(TextLabel):
                if _ENGLISH_ENDS.search(label.shown_text):
                    wrong.add(label.shown_text)
        driver.qtbot.waitUntil(lambda: driver.window._bridge.pace.is_resting)

    assert wrong == set()
