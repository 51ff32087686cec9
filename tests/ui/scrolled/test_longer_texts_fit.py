"""Where all texts are longer, as another language's may be, what holds them gives way: none is cut."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.application.desk.test_my_day import NOON, submission
from tests.application.desk.test_my_day import desk as my_day_desk
from tests.languages.speaking import speaking_longer
from tests.ui.card.note_pictures import NOTE_PICTURES
from tests.ui.conftest import OpenDesk
from tests.ui.driver import Driver
from tests.ui.looks.more_pictures import AGENT_PICTURES
from tests.ui.looks.more_states import all_states
from tests.ui.looks.test_prompts_fit import cut_prompts
from tests.ui.looks.test_texts_fit import at_text_size, cut_texts, found_in_all_states
from tests.ui.repair.openings import settle
from tests.ui.scrolled.test_lines_of_cards import cut_lines
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.ui.dialogs.help_window import HelpWindow


@pytest.fixture(autouse=True)
def _longer() -> Iterator[None]:
    with speaking_longer():
        yield


def opened(open_desk: OpenDesk, name: str, percent: int, size: tuple[int, int]) -> Driver:
    driver = at_text_size(open_desk, percent)
    driver.show(all_states()[name])
    driver.window.resize(*size)
    settle()
    return driver


@pytest.mark.parametrize(("width", "percent"), [(320, 100), (320, 200), (520, 200)])
def test_no_text_of_the_window_is_cut(open_desk: OpenDesk, width: int, percent: int) -> None:
    driver = at_text_size(open_desk, percent)

    assert found_in_all_states(driver, width, lambda driver: cut_texts(driver.window)) == []


def test_a_prompt_that_has_no_room_stands_above_its_field(open_desk: OpenDesk) -> None:
    driver = at_text_size(open_desk, 200)
    driver.show(DeskState())
    panel, texts = driver.window.sign_in, []
    for width in (320, 520):
        driver.window.resize(width, 760)
        settle()
        assert cut_prompts(panel) == []
        texts.append((panel.client_id.placeholderText(), panel._prompt.isVisible()))

    assert texts == [("", True), (panel._prompt.shown_text, False)]


def test_the_figures_of_my_day_are_whole_in_a_narrow_window(open_desk: OpenDesk) -> None:
    driver = at_text_size(open_desk, 200)
    side = driver.window.side_windows
    side.open_day(my_day_desk(*map(submission, (1, 2, 3, 4))), NOON)
    assert side.day is not None
    side.day.resize(400, 600)
    QApplication.processEvents()

    assert list(cut_texts(side.day)) == []
    side.close_all()


@pytest.mark.parametrize("name", ["04-sending", "06-urgent", "09-waiting"])
@pytest.mark.parametrize("percent", [100, 200])
def test_a_state_or_a_decided_code_takes_a_second_line_in_the_compact_form(
    open_desk: OpenDesk, name: str, percent: int
) -> None:
    driver = opened(open_desk, name, percent, (320, 760))
    driver.window.list.use_compact(is_compact=True)
    settle()
    lines = [each.line for each in driver.window.list.panels if each.line.isVisible()]

    assert lines
    assert [line.what.shown_text for line in lines if not line.what.fits(line.what.width())] == []


@pytest.mark.parametrize("height", [800, 760])
def test_a_bar_over_the_cards_says_nothing_in_part(open_desk: OpenDesk, height: int) -> None:
    driver = at_text_size(open_desk, 200)
    AGENT_PICTURES["41-quit-question"](driver.window)
    driver.window.resize(320, height)
    settle()
    bar = driver.window.list.edges.bottom

    assert not bar.isHidden()
    assert bar.y() >= 0
    assert bar.name.fits(bar.name.width())


def test_submit_names_its_code_in_whole_words_in_a_narrow_window(open_desk: OpenDesk) -> None:
    driver = opened(open_desk, "01-agent", 200, (320, 760))
    button, names = driver.active.choice.submit_button, []
    for trail in ("”", "” + 2 topics ~~~~~~~~~~~", "” ~~~~~~~~~~~~~~~~~ ~~~~~~~~~~~~~~~~~"):
        button.show_caption("Duplicate charge refunded", "Submit “", trail)
        settle()
        lines = button._laid_out()[1]
        assert lines is not None
        names.append(" ".join(lines.lines).partition("“")[2].partition("”")[0])

    parts = [each.replace("…", " ").split() for each in names]
    assert [each for each in parts if not {*each} <= {"Duplicate", "charge", "refunded"}] == []
    assert "" not in names


def test_a_page_that_is_scrolled_within_a_window_that_is_scrolled_shows_no_line_in_part(
    open_desk: OpenDesk,
) -> None:
    driver = at_text_size(open_desk, 200)
    driver.window.side_windows.open_help()
    shown = driver.window.side_windows.help
    assert isinstance(shown, HelpWindow)
    shown.resize(655, 328)
    settle()
    page, drawn, right = shown.page, [], []
    for place in range(0, 400, 7):
        page.verticalScrollBar().setValue(place)
        drawn.append(page.mask())
        shown._area.leave_out_cut_lines()
        right.append(page.mask())

    assert drawn == right
    assert len({each.boundingRect().bottom() for each in drawn}) > 3
    driver.window.side_windows.close_all()


@pytest.mark.parametrize("name", ["40-note-draft-copilot", "40-note-taken", "40-note-gap"])
def test_what_a_note_moves_shows_no_line_in_part_not_even_for_a_moment(
    open_desk: OpenDesk, name: str
) -> None:
    driver = at_text_size(open_desk, 200)
    cut = []
    for width in (400, 520):
        driver.window.resize(width, 700)
        settle()
        NOTE_PICTURES[name](driver.window)
        for turn in range(6):
            QApplication.sendPostedEvents()
            QApplication.processEvents()
            cut += [(width, turn, each) for each in cut_lines(driver.window.list)]

    assert cut == []
