from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.driver import Driver
from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.ui.desk.announcements import Announcements
from wrapup_desk.ui.hints import plain_tooltip
from wrapup_desk.ui.tokens import TARGET


def shown(window: QWidget) -> list[QWidget]:
    return [each for each in window.findChildren(QWidget) if each.isVisible()]


def takes_focus(widget: QWidget) -> bool:
    return widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isEnabled()


def spoken_name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name)


Fault = tuple[object, ...]


def faults_in_any_state(
    driver: Driver, find: Callable[[Driver], Iterable[Fault]]
) -> list[tuple[str, Fault]]:
    """Show every state of the gallery, and return what *find* does not like in each."""
    faults = []
    for name, state in s.gallery().items():
        driver.show(state)
        QApplication.processEvents()
        faults += [(name, fault) for fault in find(driver)]
    return faults


def nameless(driver: Driver) -> Iterable[Fault]:
    controls = [each for each in shown(driver.window) if takes_focus(each)]
    assert controls
    return [(type(each),) for each in controls if not spoken_name(each).strip()]


def small_targets(driver: Driver) -> Iterable[Fault]:
    buttons = [each for each in shown(driver.window) if isinstance(each, QAbstractButton)]
    sizes = [(each.accessibleName(), each.width(), each.height()) for each in buttons]
    return [size for size in sizes if min(size[1:]) < TARGET]


def rich_labels(driver: Driver) -> Iterable[Fault]:
    labels = driver.window.findChildren(QLabel)
    plain = Qt.TextFormat.PlainText
    return [(each.accessibleName(),) for each in labels if each.textFormat() != plain]


def beyond_the_edge(driver: Driver) -> Iterable[Fault]:
    for each in shown(driver.window):
        right = each.mapTo(driver.window, each.rect().topRight()).x()
        if right >= driver.window.width() or each.geometry().left() < 0:
            yield (type(each).__name__, each.accessibleName(), right)


def cut_texts(driver: Driver) -> Iterable[Fault]:
    for label in driver.window.findChildren(QLabel):
        if label.isVisible() and label.hasHeightForWidth():
            needed = label.heightForWidth(label.width())
            if label.height() < needed - 1:
                yield (label.accessibleName(), label.height(), needed)


def with_text(percent: int) -> Settings:
    return Settings(theme=ThemeChoice.LIGHT, text_percent=percent)


def test_every_control_has_a_name_for_screen_readers(open_desk: OpenDesk) -> None:
    assert faults_in_any_state(open_desk(s.desk()), nameless) == []


@pytest.mark.parametrize("percent", [100, 200])
def test_every_target_is_at_least_24_pixels(open_desk: OpenDesk, percent: int) -> None:
    assert faults_in_any_state(open_desk(s.desk(), with_text(percent)), small_targets) == []


def test_no_label_reads_markup(open_desk: OpenDesk) -> None:
    assert faults_in_any_state(open_desk(s.desk()), rich_labels) == []


@pytest.mark.parametrize("percent", [100, 200])
def test_nothing_is_wider_than_the_narrowest_window(open_desk: OpenDesk, percent: int) -> None:
    driver = open_desk(s.desk(), with_text(percent))
    driver.window.resize(360, 700)

    assert driver.window.width() == 360
    assert faults_in_any_state(driver, beyond_the_edge) == []


@pytest.mark.parametrize("percent", [100, 200])
def test_no_text_is_cut_below(open_desk: OpenDesk, percent: int) -> None:
    assert faults_in_any_state(open_desk(s.desk(), with_text(percent)), cut_texts) == []


@pytest.mark.parametrize("width", [400, 520])
def test_no_text_is_cut_below_whatever_a_saved_code_waits_for(
    open_desk: OpenDesk, width: int
) -> None:
    driver = open_desk(s.desk())
    driver.window.resize(width, 700)
    waiting = s.decided(
        s.SAVED,
        "Refund",
        SubmissionState.WAITING,
        reason="Genesys has not answered for 30 s; tried again soon",
    )
    driver.show(s.desk(waiting, s.SENDING))

    assert driver.window.width() == width
    assert list(cut_texts(driver)) == []


def test_customer_markup_is_shown_as_typed_even_in_tooltips() -> None:
    text = plain_tooltip('<img src="http://evil.example/x.png"> & more')

    assert "<img" not in text
    assert "&lt;img" in text


def test_every_state_is_a_word_and_an_icon_and_not_only_a_colour() -> None:
    from wrapup_desk.ui.card.appearance import CardState, appearance_of

    faces = [appearance_of(state) for state in CardState]

    assert all(face.word and face.icon for face in faces)
    assert len({face.word for face in faces}) == len(faces)


def test_running_out_of_time_is_announced_once_at_30_and_once_at_10_seconds(
    qapp: QApplication,
) -> None:
    window = QWidget()
    announcements = Announcements(window)
    said: list[str] = []
    announcements.announced.connect(said.append)

    for seconds in (40, 30, 29, 11, 10, 9, 1):
        card = s.with_seconds_left(s.MARTA, seconds)
        announcements.follow((card,), s.NOW)

    assert said == [
        "Marta Oliveira: 30 seconds left to choose a code",
        "Marta Oliveira: 10 seconds left to choose a code",
    ]


def test_a_result_is_announced_once(qapp: QApplication) -> None:
    window = QWidget()
    announcements = Announcements(window)
    said: list[str] = []
    announcements.announced.connect(said.append)

    for card in (s.SAVED, s.CODED_OPEN, s.CODED_OPEN):
        named = replace(card, leg=s.MARTA.leg)
        announcements.follow((named,), s.NOW)

    assert said == ["Coded: Marta Oliveira, Delivery delayed · coded 1.2 s after hang-up"]


def test_a_card_says_who_what_and_the_leading_code(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.TOM))

    assert spoken_name(driver.panel("tom")) == (
        "Tom Becker, Live, Support, message, Leading: Password reset"
    )


def test_a_suggestion_says_its_probability_in_words(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))

    first = driver.active.choice._rows.rows[0]
    assert spoken_name(first) == (
        "1, Duplicate charge refunded, 91% likely, “charged twice” · “refund” · Billing queue"
    )
