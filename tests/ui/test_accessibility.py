from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QToolTip, QWidget

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from wrapup_desk.application.settings import Settings, Theme
from wrapup_desk.ui.announcements import Announcements
from wrapup_desk.ui.text_label import plain_tooltip
from wrapup_desk.ui.tokens import TARGET

STATES = sorted(s.gallery())


def shown(window: QWidget) -> list[QWidget]:
    return [each for each in window.findChildren(QWidget) if each.isVisible()]


def takes_focus(widget: QWidget) -> bool:
    return widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isEnabled()


def spoken_name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name)


@pytest.mark.parametrize("name", STATES)
def test_every_control_has_a_name_for_screen_readers(open_desk: OpenDesk, name: str) -> None:
    driver = open_desk(s.gallery()[name])

    controls = [each for each in shown(driver.window) if takes_focus(each)]
    assert [each for each in controls if not spoken_name(each).strip()] == []


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("name", STATES)
def test_every_target_is_at_least_24_pixels(open_desk: OpenDesk, name: str, percent: int) -> None:
    driver = open_desk(s.gallery()[name], Settings(theme=Theme.LIGHT, text_percent=percent))
    QApplication.processEvents()

    buttons = [each for each in shown(driver.window) if isinstance(each, QAbstractButton)]
    sizes = [(each.accessibleName(), each.width(), each.height()) for each in buttons]
    assert [size for size in sizes if min(size[1:]) < TARGET] == []


@pytest.mark.parametrize("name", STATES)
def test_no_label_reads_markup(open_desk: OpenDesk, name: str) -> None:
    driver = open_desk(s.gallery()[name])

    formats = {each.textFormat() for each in driver.window.findChildren(QLabel)}
    assert formats <= {Qt.TextFormat.PlainText}


def test_customer_markup_is_shown_as_typed_even_in_tooltips() -> None:
    hostile = '<img src="http://evil.example/x.png"> & more'

    text = plain_tooltip(hostile)

    assert "<img" not in text
    assert "&lt;img" in text
    assert not QToolTip.isVisible()


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("name", STATES)
def test_nothing_is_wider_than_the_narrowest_window(
    open_desk: OpenDesk, name: str, percent: int
) -> None:
    driver = open_desk(s.gallery()[name], Settings(theme=Theme.DARK, text_percent=percent))
    driver.window.resize(360, 700)
    QApplication.processEvents()

    too_wide = []
    for each in shown(driver.window):
        parent = each.parentWidget()
        if parent is None or each is driver.window.list.verticalScrollBar():
            continue
        right = each.mapTo(driver.window, each.rect().topRight()).x()
        if right >= driver.window.width() or each.geometry().left() < 0:
            too_wide.append((type(each).__name__, each.accessibleName(), right))
    assert too_wide == []


@pytest.mark.parametrize("name", STATES)
def test_no_text_is_cut_below_at_large_text(open_desk: OpenDesk, name: str) -> None:
    driver = open_desk(s.gallery()[name], Settings(theme=Theme.LIGHT, text_percent=200))
    QApplication.processEvents()

    cut = []
    for label in driver.window.findChildren(QLabel):
        if label.isVisible() and label.hasHeightForWidth():
            needed = label.heightForWidth(label.width())
            if label.height() < needed - 1:
                cut.append((label.accessibleName(), label.height(), needed))
    assert cut == []


def test_every_state_is_a_word_and_an_icon_and_not_only_a_colour() -> None:
    from wrapup_desk.ui.card_face import CardState, face_of

    faces = [face_of(state) for state in CardState]

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
        named = s.replace(card, leg=s.MARTA.leg)
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
