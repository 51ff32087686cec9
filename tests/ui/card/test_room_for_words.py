"""What has room stands in one line; where room is short, what matters least goes first."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QWidget

from tests.languages.pseudo import pseudo_catalogue
from tests.languages.speaking import speaking
from tests.ui.conftest import OpenDesk
from tests.ui.driver import Driver
from tests.ui.looks.more_states import all_states
from wrapup_desk.application.base.settings import LanguageChoice, Settings, ThemeChoice
from wrapup_desk.domain.language.texts import use_catalogue
from wrapup_desk.ui.card.compact_line import CompactLine


def opened(open_desk: OpenDesk, state: str, percent: int, width: int, height: int) -> Driver:
    settings = Settings(theme=ThemeChoice.LIGHT, text_percent=percent)
    driver = open_desk(all_states()[state], settings)
    driver.window.resize(width, height)
    for _ in range(4):  # heights follow from widths, and what goes from the heights
        QApplication.processEvents()
    return driver


def top_of(widget: QWidget, inside: QWidget) -> int:
    return widget.mapTo(inside, QPoint(0, 0)).y()


@pytest.mark.parametrize(
    ("state", "width"), [("12-sign-in", 520), ("10-waiting-empty", 683), ("12-sign-in", 683)]
)
def test_the_headers_buttons_stand_side_by_side_where_the_rest_is_one_line(
    open_desk: OpenDesk, state: str, width: int
) -> None:
    header = opened(open_desk, state, 200, width, 800).window.header

    assert top_of(header.form_button, header) == top_of(header.menu_button, header)


def test_the_headers_buttons_stand_beside_both_lines_where_there_are_two(
    open_desk: OpenDesk,
) -> None:
    header = opened(open_desk, "10-waiting-empty", 200, 400, 800).window.header

    assert top_of(header.form_button, header) > top_of(header.menu_button, header)


@pytest.mark.parametrize(
    ("state", "width"), [("02-live", 683), ("15-codes-problem", 683), ("04-not-on-disk", 400)]
)
def test_at_large_text_a_state_stands_beside_the_name_where_both_have_room(
    open_desk: OpenDesk, state: str, width: int
) -> None:
    driver = opened(open_desk, state, 200, width, 384)
    header = driver.window.list.panels[-1].header

    assert header.pill.isVisible()
    assert top_of(header.pill, header) < header._name.geometry().bottom()
    assert header._name.fits(header._name.width())


@pytest.mark.parametrize("state", ["01-agent", "03-guard", "06-urgent", "18-long-shift"])
def test_in_a_narrow_window_at_large_text_the_first_suggestion_is_in_sight(
    open_desk: OpenDesk, state: str
) -> None:
    driver = opened(open_desk, state, 200, 320, 560)
    panel, cards = driver.window.list.active_panel, driver.window.list
    assert panel is not None
    row = panel.choice._rows.rows[0]
    line = QRect(0, top_of(row, cards.viewport()), 1, cards._theme.px(30))
    free = cards.viewport().height() - cards.edges.bottom.inset

    assert line.top() >= 0
    assert line.bottom() <= free


def test_a_narrow_card_at_large_text_tells_the_medium_in_words_alone(open_desk: OpenDesk) -> None:
    narrow = opened(open_desk, "01-agent", 200, 320, 560).window.list.active_panel
    wide = opened(open_desk, "01-agent", 200, 520, 900).window.list.active_panel
    usual = opened(open_desk, "01-agent", 100, 320, 560).window.list.active_panel
    assert narrow is not None
    assert wide is not None
    assert usual is not None

    assert not narrow.header._avatar.isVisible()
    assert "inbound call" in narrow.header._place.shown_text
    assert wide.header._avatar.isVisible()
    assert usual.header._avatar.isVisible()


@pytest.mark.parametrize(
    ("state", "percent", "width", "height"),
    [
        ("04-not-on-disk", 200, 320, 560),
        ("07-not-as-asked", 200, 400, 800),
        ("07-not-as-asked", 200, 683, 384),
        ("01-agent", 200, 520, 900),
    ],
)
def test_the_days_figures_leave_the_height_to_cards_that_are_scrolled(
    open_desk: OpenDesk, state: str, percent: int, width: int, height: int
) -> None:
    driver = opened(open_desk, state, percent, width, height)

    assert driver.window.list.verticalScrollBar().maximum() > 0
    assert not driver.window.foot.isVisible()


@pytest.mark.parametrize(
    ("state", "percent", "width", "height"),
    [
        ("10-waiting-empty", 200, 320, 560),
        ("04-not-on-disk", 200, 400, 800),
        ("02-live", 100, 400, 800),
        ("07-not-as-asked", 100, 683, 384),
    ],
)
def test_the_days_figures_stay_where_all_fits_or_where_they_take_one_line(
    open_desk: OpenDesk, state: str, percent: int, width: int, height: int
) -> None:
    assert opened(open_desk, state, percent, width, height).window.foot.isVisible()


def test_the_days_figures_come_back_with_the_room_for_them(open_desk: OpenDesk) -> None:
    driver = opened(open_desk, "04-not-on-disk", 200, 320, 560)

    driver.show(all_states()["10-waiting-empty"])
    for _ in range(4):
        QApplication.processEvents()

    assert driver.window.foot.isVisible()


def test_a_first_step_is_read_before_the_days_figures(open_desk: OpenDesk) -> None:
    driver = opened(open_desk, "10-waiting-empty", 200, 320, 560)
    driver.window.first_run.begin()
    for _ in range(4):
        QApplication.processEvents()

    assert driver.window.first_run.isVisible()
    assert not driver.window.foot.isVisible()
    text = driver.window.first_run._text
    assert text.isVisible()
    seen = driver.window.first_run._reading.viewport().height()
    assert text.y() + text.line_spans()[0][1] <= seen


def test_before_the_sign_in_no_region_stands_at_the_top(open_desk: OpenDesk) -> None:
    state = replace(all_states()["12-sign-in"], region_label="US East")
    driver = open_desk(state)
    assert driver.window.header._place.shown_text == "signed out"

    driver.show(replace(all_states()["10-waiting-empty"], region_label="US East"))

    assert driver.window.header._place.shown_text == "US East · live"


def test_the_key_that_stops_stands_beside_what_it_does(open_desk: OpenDesk) -> None:
    hold = opened(open_desk, "01-agent", 200, 320, 560).window.list.edges.bottom.hold

    assert hold.isVisible()
    assert hold.width() <= hold.sizeHint().width()


def test_in_one_line_at_large_text_a_codes_name_comes_before_how_likely_it_is(
    open_desk: OpenDesk,
) -> None:
    driver = opened(open_desk, "02-live", 200, 320, 560)
    driver.window.list.use_compact(is_compact=True)
    for _ in range(4):
        QApplication.processEvents()
    said = {
        panel.communication_id: panel.findChildren(CompactLine)[0].what
        for panel in driver.window.list.panels
        if panel.findChildren(CompactLine)
    }
    shown = {what.shown_text for what in said.values() if what.isVisible()}

    assert "Password reset" in shown
    assert all(what.fits(what.width()) for what in said.values() if what.shown_text in shown)

    driver.window.resize(520, 560)
    for _ in range(4):
        QApplication.processEvents()

    assert "Password reset · 64%" in {what.shown_text for what in said.values()}


@pytest.mark.parametrize("name", ["04-selected", "06-urgent"])
def test_no_line_of_a_card_is_wider_than_the_window_in_a_wordier_language(
    open_desk: OpenDesk, name: str
) -> None:
    former = use_catalogue(pseudo_catalogue())
    try:
        cards = opened(open_desk, name, 200, 320, 560).window.list
        cards.use_compact(is_compact=True)
        QApplication.processEvents()
        listed = cards.widget()
        assert listed is not None
        assert listed.width() <= cards.viewport().width()
    finally:
        use_catalogue(former)


@pytest.mark.parametrize("state", ["01-agent", "02-live", "16-hostile", "18-japanese"])
def test_submit_is_in_sight_once_the_days_figures_are_gone(
    open_desk: OpenDesk, state: str
) -> None:
    driver = opened(open_desk, state, 100, 320, 560)
    driver.window.resize(320, 520)
    for _ in range(4):
        QApplication.processEvents()
    cards, panel = driver.window.list, driver.window.list.active_panel
    assert panel is not None
    assert not driver.window.foot.isVisible()

    own, pinned = panel.choice.submit_button, cards.edges.bottom.submit
    end = top_of(own, cards.viewport()) + own.height()
    assert pinned.isVisible() or end <= cards.viewport().height()


def test_the_days_figures_leave_the_height_to_cards_of_one_line_each(open_desk: OpenDesk) -> None:
    driver = opened(open_desk, "02-live", 200, 320, 560)
    driver.window.list.use_compact(is_compact=True)
    for _ in range(4):
        QApplication.processEvents()

    assert driver.window.list.verticalScrollBar().maximum() > 0
    assert not driver.window.foot.isVisible()


@pytest.mark.parametrize("state", ["04-not-on-disk", "04-sending"])
def test_the_days_figures_are_told_whole_in_a_wordier_language(
    open_desk: OpenDesk, state: str
) -> None:
    former = use_catalogue(pseudo_catalogue())
    try:
        window = opened(open_desk, state, 200, 320, 560).window
        window.list.use_compact(is_compact=True)
        for _ in range(4):
            QApplication.processEvents()
        labels = (window.foot._tally, window.foot._waiting)
        assert window.foot.isVisible()
        assert all(each.fits(each.width()) for each in labels)
    finally:
        use_catalogue(former)


@pytest.mark.parametrize("width", [320, 520])
def test_submit_is_in_sight_at_once_where_a_card_has_grown(
    open_desk: OpenDesk, width: int
) -> None:
    faults = []
    with speaking(LanguageChoice.GERMAN):
        for height in (500, 540, 620, 660, 740):
            driver = opened(open_desk, "05-silent", 200, width, height)
            cards, panel = driver.window.list, driver.window.list.active_panel
            assert panel is not None
            panel.choice.note.put("Paid with 4111 1111 1111 1111")
            for _ in range(4):
                QApplication.processEvents()

            own, pinned = panel.choice.submit_button, cards.edges.bottom.submit
            end = top_of(own, cards.viewport()) + own.height()
            if not pinned.isVisible() and end > cards.viewport().height():
                faults.append(height)

    assert faults == []
