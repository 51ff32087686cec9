"""Where notices have little room, what is out of sight is told, and nothing is cut within a line."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication

from tests.languages.pseudo import pseudo_catalogue
from tests.ui.conftest import OpenDesk
from tests.ui.driver import Driver
from tests.ui.looks.more_states import all_states
from tests.ui.looks.test_texts_fit import at_text_size
from tests.ui.snapshots import gallery
from wrapup_desk.application.base.notice import NoticeAction
from wrapup_desk.application.base.settings import LanguageChoice
from wrapup_desk.domain.language.texts import Catalogue, use_catalogue
from wrapup_desk.main.language import use_language
from wrapup_desk.ui.scrolled.lines import lines_of
from wrapup_desk.ui.scrolled.notice_bars import CONNECTION_KEY, NoticeBars
from wrapup_desk.ui.tokens import GAP
from wrapup_desk.ui.widgets.buttons import Button
from wrapup_desk.ui.widgets.notice_bar import NoticeBar

WITH_NOTICES = ("08-not-permitted", "08-sign-in-ended", "15-joined-and-parked", "17-notices")


def notices_of(driver: Driver, state: str, width: int, height: int) -> NoticeBars:
    driver.window.resize(width, height)
    # Two that are short enough to be seen whole, one at a time.
    states = {**all_states(), "two-short-ones": gallery()["17-notices"]}
    driver.show(states[state])
    for _ in range(
        3
    ):  # its height follows from its width, and what is left to the cards from that
        QApplication.processEvents()
    return driver.window.notices


def seen_of(notices: NoticeBars, bar: NoticeBar) -> int:
    """Return how many pixels of a bar are in sight, from its top."""
    top, end = notices.verticalScrollBar().value(), notices.viewport().height()
    place = QRect(0, bar.y() - top, 10, bar.height())
    return place.intersected(QRect(0, 0, 10, end)).height()


def is_cut_within_a_line(notices: NoticeBars, bar: NoticeBar) -> bool:
    end = notices.verticalScrollBar().value() + notices.viewport().height() - bar.y()
    line = bar._text.line_spans()[0][1]
    ends = [bar._text.y() + end for _, end in bar._text.line_spans()]
    return any(each - line + 2 < end < each - 1 for each in ends)


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_a_notice_of_one_line_stands_in_the_middle_of_its_bar(
    open_desk: OpenDesk, percent: int
) -> None:
    driver = at_text_size(open_desk, percent)
    bars = notices_of(driver, "two-short-ones", 1400, 900).bars
    of_one_line = [bar for bar in bars if len(bar._text.line_spans()) == 1]
    assert of_one_line
    for bar in of_one_line:
        [(_, line)] = bar._text.line_spans()
        beside = bar.copy if bar.copy.isVisible() else bar._close
        middle = beside.y() + beside.height() / 2
        assert abs(bar._text.y() + line / 2 - middle) <= 1
        assert abs(bar._icon.y() + bar._icon.spot.center().y() - middle) <= 2


@pytest.mark.parametrize("percent", [100, 125, 150, 200])
@pytest.mark.parametrize("width", [320, 400, 520, 683])
def test_the_sign_of_a_notice_stands_at_its_first_line(
    open_desk: OpenDesk, percent: int, width: int
) -> None:
    driver = at_text_size(open_desk, percent)
    for state in ("07-not-as-asked", *WITH_NOTICES):
        for bar in notices_of(driver, state, width, 900).bars:
            first = bar._text.y() + bar._text.line_spans()[0][1] / 2
            sign = bar._icon.y() + bar._icon.spot.center().y()
            assert abs(sign - first) <= 2, (state, bar.text)


@pytest.mark.parametrize(
    ("percent", "width", "height"),
    [
        *product((100, 200), (320, 400), (560, 680)),
        *((200, 400, 800), (200, 683, 384), (100, 683, 384), (100, 400, 340)),
    ],
)
def test_nothing_is_cut_within_a_line_and_what_is_out_of_sight_is_told(
    open_desk: OpenDesk, percent: int, width: int, height: int
) -> None:
    driver = at_text_size(open_desk, percent)
    for state in WITH_NOTICES:
        notices = notices_of(driver, state, width, height)
        hidden = [bar for bar in notices.bars if not seen_of(notices, bar)]
        is_cut = any(seen_of(notices, bar) < bar.height() for bar in notices.bars)
        assert notices.more.isVisible() == is_cut, state
        if not is_cut:
            continue
        assert [bar.text for bar in notices.bars if is_cut_within_a_line(notices, bar)] == [], (
            state
        )
        end = notices.viewport().geometry().bottom() + 1
        icons = [each for bar in notices.bars[1:] for each in (bar.copy, bar._close)]
        tops = [(each.mapTo(notices, each.rect().topLeft()).y(), each.height()) for each in icons]
        assert [top for top, height in tops if top < end < top + height] == [], state
        assert notices.more.geometry().top() > notices.viewport().geometry().bottom()
        assert notices.more.shows_whole_caption
        told = f"{len(hidden)} more notice" if hidden else "Read on"
        assert told in notices.more.caption, state


def test_the_line_below_goes_to_what_is_out_of_sight_and_back(open_desk: OpenDesk) -> None:
    driver = at_text_size(open_desk, 200)
    notices = notices_of(driver, "two-short-ones", 400, 800)
    first, second = notices.bars
    assert not seen_of(notices, second)

    for _ in range(8):
        if seen_of(notices, second) == second.height():
            break
        notices.more.click()
        QApplication.processEvents()
    assert seen_of(notices, second) == second.height()
    assert "Back to the top" in notices.more.caption

    notices.more.click()
    assert notices.verticalScrollBar().value() == 0
    assert seen_of(notices, first)


def seen_button(notices: NoticeBars, caption: str) -> Button:
    """Return what is in sight of the notices with *caption* and can be pressed, all of it."""
    view = notices.viewport()
    whole = [
        each
        for each in notices.findChildren(Button)
        if each.caption == caption and each.isVisible()
        if each.parent() is notices
        or view.rect().contains(QRect(each.mapTo(view, QPoint(0, 0)), each.size()))
    ]
    assert len(whole) == 1, (caption, whole)
    return whole[0]


@pytest.mark.parametrize(
    ("percent", "width", "height"), [(200, 320, 560), (200, 683, 384), (100, 400, 340)]
)
def test_the_one_thing_to_do_is_in_sight_though_the_notice_is_scrolled(
    open_desk: OpenDesk, percent: int, width: int, height: int
) -> None:
    driver = at_text_size(open_desk, percent)
    notices = notices_of(driver, "08-sign-in-ended", width, height)
    asked: list[tuple[str, object]] = []
    notices.acted.connect(lambda key, action: asked.append((key, action)))

    button = seen_button(notices, "Sign in")
    button.click()

    assert button.shows_whole_caption
    assert asked == [(CONNECTION_KEY, NoticeAction.SIGN_IN)]
    if notices.more.isVisible():
        assert not notices.more.geometry().intersects(button.geometry())


def test_one_button_is_enough_once_its_notice_is_scrolled_to_it(open_desk: OpenDesk) -> None:
    driver = at_text_size(open_desk, 200)
    notices = notices_of(driver, "08-sign-in-ended", 320, 560)
    assert notices.act.isVisible()

    for _ in range(8):
        if "Back to the top" in notices.more.caption:
            break
        notices.more.click()
        QApplication.processEvents()

    seen_button(notices, "Sign in")
    assert not notices.act.isVisible()


@pytest.mark.parametrize(
    ("state", "percent", "width", "height"),
    [("15-joined-and-parked", 200, 400, 800), ("17-notices", 100, 683, 384)],
)
def test_no_empty_band_stands_between_what_is_read_and_what_goes_on(
    open_desk: OpenDesk, state: str, percent: int, width: int, height: int
) -> None:
    driver = at_text_size(open_desk, percent)
    notices = notices_of(driver, state, width, height)

    assert notices.more.isVisible()
    assert not notices.act.isVisible()  # whose button it is has not been read yet
    between = notices.more.geometry().top() - notices.viewport().geometry().bottom() - 1
    assert between <= driver.window.theme.px(GAP)


@pytest.mark.parametrize(("percent", "width", "height"), [(200, 520, 1000), (100, 320, 640)])
def test_notices_take_the_height_that_the_cards_leave_over(
    open_desk: OpenDesk, percent: int, width: int, height: int
) -> None:
    driver = at_text_size(open_desk, percent)
    notices = notices_of(driver, "two-short-ones", width, height)

    assert driver.window.list.verticalScrollBar().maximum() == 0
    assert not notices.more.isVisible()
    assert all(seen_of(notices, bar) == bar.height() for bar in notices.bars)


def test_a_higher_window_never_shows_less_of_the_notices(open_desk: OpenDesk) -> None:
    driver = at_text_size(open_desk, 100)
    heights = [
        notices_of(driver, "17-notices", 400, height).height() for height in range(480, 600, 6)
    ]

    assert heights == sorted(heights)


@pytest.mark.parametrize("language", ["en", "de", "ja", "pseudo"])
@pytest.mark.parametrize(("width", "height"), [(320, 560), (400, 800)])
@pytest.mark.parametrize("state", WITH_NOTICES)
def test_the_line_below_is_as_high_as_its_words_need_wherever_it_is_scrolled_to(
    open_desk: OpenDesk, language: str, width: int, height: int, state: str
) -> None:
    if language == "pseudo":
        use_catalogue(pseudo_catalogue())
    else:
        use_language(LanguageChoice(language))
    try:
        driver = at_text_size(open_desk, 200)
        driver.window.list.use_compact(is_compact=True)
        notices = notices_of(driver, state, width, height)
        bar = notices.verticalScrollBar()
        for value in range(0, bar.maximum() + 40, 20):
            bar.setValue(value)
            shown = [each for each in (notices.more, notices.act) if each.isVisible()]
            cut = [each.caption for each in shown if each.height_at(each.width()) > each.height()]
            assert cut == [], value
            assert all(each.shows_whole_caption for each in shown), value
    finally:
        use_catalogue(Catalogue())


def test_where_there_is_room_it_is_said_when_interactions_appear_again(
    open_desk: OpenDesk,
) -> None:
    driver = at_text_size(open_desk, 100)
    notices = notices_of(driver, "08-not-permitted", 683, 384)
    sentence = driver.window.waiting._text

    assert sentence.isVisible()
    assert "once the connection is back" in sentence.shown_text
    assert notices.verticalScrollBar().maximum() == 0


def test_what_is_wrong_is_not_cut_for_when_interactions_appear_again(open_desk: OpenDesk) -> None:
    driver = at_text_size(open_desk, 200)
    notices = notices_of(driver, "08-not-permitted", 320, 700)

    assert notices.verticalScrollBar().maximum() == 0
    assert driver.window.waiting._title.isVisible()


def test_no_edge_below_its_icon_hides_that_of_a_notice(open_desk: OpenDesk) -> None:
    driver = at_text_size(open_desk, 200)
    icon = notices_of(driver, "17-notices", 320, 800).bars[0]._icon

    [(top, end)] = lines_of(icon)

    assert (top, end) == (0, icon.sizeHint().height())
    assert end * 3 < icon.height(), "it stands beside a text of several lines"
