"""What fields ask for, labels and buttons are to be read whole, in each language and at large text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QLineEdit, QStyle, QStyleOptionFrame, QWidget

from tests.application.desk.test_my_day import NOON
from tests.application.desk.test_my_day import desk as my_day_desk
from tests.languages.speaking import speaking, speaking_longer
from tests.ui import snapshots as s
from tests.ui.card.note_pictures import NOTE_PICTURES
from tests.ui.conftest import OpenDesk
from tests.ui.looks.more_states import all_states
from tests.ui.looks.test_texts_fit import cut_texts
from tests.ui.repair import snapshots as r
from tests.ui.repair.conftest import OpenRepair
from wrapup_desk.application.base.settings import LanguageChoice, Settings, ThemeChoice
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.domain.notes.note_draft import DraftSource, NoteDraft
from wrapup_desk.ui.dialogs.side_windows import SideWindows
from wrapup_desk.ui.menus.chips import MenuChip
from wrapup_desk.ui.tokens import Size, Weight

_LARGE = Settings(theme=ThemeChoice.LIGHT, text_percent=200)
_LANGUAGES = (LanguageChoice.ENGLISH, LanguageChoice.GERMAN, LanguageChoice.JAPANESE)


@pytest.fixture(params=_LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[LanguageChoice]:
    with speaking(request.param):
        yield request.param


@pytest.fixture(params=[100, 200])
def settings(request: pytest.FixtureRequest) -> Settings:
    return Settings(theme=ThemeChoice.LIGHT, text_percent=request.param)


def cut_prompts(window: QWidget) -> list[tuple[str, float, float]]:
    """Return each prompt that shows in *window* and has less room than it needs."""
    QApplication.processEvents()
    fields = [each for each in window.findChildren(QLineEdit) if each.isVisible()]
    asked = [(each.placeholderText(), needed(each), room(each)) for each in fields]
    return [each for each in asked if each[1] > each[2]]


def needed(field: QLineEdit) -> float:
    return QFontMetricsF(field.font()).horizontalAdvance(field.placeholderText())


def room(field: QLineEdit) -> float:
    option = QStyleOptionFrame()
    field.initStyleOption(option)
    inner = field.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, field)
    return inner.width() - 4  # two pixels on each side, which Qt keeps clear


@pytest.mark.usefixtures("language")
def test_in_the_repair_window_and_its_menus(open_repair: OpenRepair, settings: Settings) -> None:
    driver = open_repair(r.state(), settings)
    driver.window.resize(driver.window.sizeHint())
    faults = []
    for name in ("57-repair-signed-out", "40-repair", "46-repair-preview"):
        driver.show(r.gallery()[name])
        faults += cut_prompts(driver.window)
    driver.show(r.gallery()["61-repair-rules"])
    driver.window.rules_button.click()
    faults += cut_prompts(driver.window)
    driver.window.rules_button.click()
    assert faults == []
    chips = [each for each in driver.window.findChildren(MenuChip) if each.isVisible()]
    looked_at = 0
    for chip in chips:
        chip.open_menu()
        looked_at += len([each for each in chip.menu.findChildren(QLineEdit) if each.isVisible()])
        assert cut_prompts(chip.menu) == []
        chip.menu.close()

    assert looked_at, "one menu has a field"


@pytest.mark.usefixtures("language")
def test_labels_and_buttons_of_the_repair_window(
    open_repair: OpenRepair, settings: Settings
) -> None:
    driver = open_repair(r.state(), settings)
    driver.window.resize(driver.window.sizeHint())
    faults = []
    for name, state in r.gallery().items():
        driver.show(state)
        faults += [(name, text) for text in cut_texts(driver.window)]

    assert faults == []


def cut_beside(side: SideWindows, settings: Settings) -> list[tuple[str, float, float]]:
    """Open the settings and My day; return what their fields ask for that is cut."""
    side.open_settings(settings, frozenset())
    side.open_day(my_day_desk(), NOON)
    assert side.settings is not None
    assert side.day is not None
    return cut_prompts(side.settings) + cut_prompts(side.day)


@pytest.mark.usefixtures("language")
def test_labels_and_buttons_of_a_drafted_note(open_desk: OpenDesk, settings: Settings) -> None:
    driver = open_desk(all_states()["01-agent"], settings)
    faults: list[str] = []
    for source in DraftSource:
        for goes_along in (False, True):
            draft = NoteDraft("Wants the double charge back.", source, goes_along=goes_along)
            driver.show(s.desk(replace(s.MARTA, draft=draft)))
            faults += cut_texts(driver.window)

    assert faults == []


def test_beside_the_agents_window_where_texts_are_longer(
    open_desk: OpenDesk, settings: Settings
) -> None:
    with speaking_longer():
        driver = open_desk(all_states()["01-agent"], settings)
        side = driver.window.side_windows
        assert cut_beside(side, settings) == []
        side.close_all()


@pytest.mark.parametrize("name", NOTE_PICTURES)
def test_what_is_said_of_a_note_where_texts_are_longer(open_desk: OpenDesk, name: str) -> None:
    with speaking_longer():
        driver = open_desk(all_states()["01-agent"], _LARGE)
        driver.window.resize(320, 760)
        QApplication.processEvents()
        NOTE_PICTURES[name](driver.window)
        QApplication.processEvents()

        assert list(cut_texts(driver.active.choice.notes)) == []


def test_the_first_steps_where_texts_are_longer(open_desk: OpenDesk) -> None:
    with speaking_longer():
        driver = open_desk(DeskState(), _LARGE)
        driver.window.resize(320, 760)
        driver.window.first_run.begin()
        QApplication.processEvents()

        assert driver.window.first_run.isVisible()
        assert list(cut_texts(driver.window.first_run)) == []


def test_the_search_of_codes_where_texts_are_longer(open_desk: OpenDesk) -> None:
    with speaking_longer():
        driver = open_desk(all_states()["01-agent"], _LARGE)
        driver.window.resize(320, 760)
        driver.window.list.search_requested.emit(driver.window.list.active_id)

        assert cut_prompts(driver.window.palette_panel) == []
        assert driver.window.palette_panel.field.placeholderText()


@pytest.mark.parametrize(
    "speak", [*(partial(speaking, each) for each in _LANGUAGES), speaking_longer]
)
def test_the_titles_in_the_list_of_codes(
    open_desk: OpenDesk, speak: Callable[[], AbstractContextManager[None]]
) -> None:
    with speak():
        driver = open_desk(all_states()["01-agent"], _LARGE)
        driver.window.resize(320, 760)
        driver.window.list.search_requested.emit(driver.window.list.active_id)
        codes = driver.window.palette_panel.codes
        titles = [row.text for row in codes.rows if row.is_heading]
        metrics = QFontMetricsF(driver.window.theme.words(Size.CAPTION, Weight.SEMIBOLD))
        room = driver.window.palette_panel.view.viewport().width() - 12

        assert [title for title in titles if metrics.horizontalAdvance(title) > room] == []
        assert len(titles) == 3


@pytest.mark.usefixtures("language")
def test_in_the_agents_window_and_beside_it(open_desk: OpenDesk, settings: Settings) -> None:
    driver = open_desk(all_states()["01-agent"], settings)
    side = driver.window.side_windows
    assert cut_beside(side, settings) == []
    driver.window.list.search_requested.emit(driver.window.list.active_id)
    assert cut_prompts(driver.window.palette_panel) == []
    driver.show(DeskState())
    assert cut_prompts(driver.window) == []
    side.close_all()
