"""What opens is measured for the width it gets, and given its place once."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.driver import Driver
from tests.ui.looks.tab_walk import stops_of
from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.notes.note_draft import NoteDraft
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.ui.card.note_field import NoteField
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.widgets.buttons import Button
from wrapup_desk.ui.widgets.flow_row import FlowRow
from wrapup_desk.ui.widgets.focus import is_inside

LONG_DRAFT = NoteDraft("I was charged twice. " * 8)
TOM = replace(s.TOM, draft=LONG_DRAFT)
SENT = s.decided(s.MARTA, "Duplicate charge refunded", SubmissionState.WAITING)


class SizeWatch(QObject):
    """Notes each height a widget is given."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.heights: list[int] = []
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QResizeEvent):
            self.heights.append(event.size().height())
        return False


@pytest.fixture
def sent(open_desk: OpenDesk) -> Driver:
    """Another card is about to open: the code of the first one is chosen."""
    driver = open_desk(s.desk(s.MARTA, TOM, s.BACKEND))
    driver.window.resize(driver.window.width(), 400)  # the scroll bar stays
    QApplication.processEvents()
    return driver


def test_a_choice_that_opens_breaks_its_texts_for_its_own_width_alone(sent: Driver) -> None:
    sent.show(s.desk(SENT, TOM, s.BACKEND))

    rows = [row for row in sent.active.choice._rows.rows if not row.isHidden()]
    assert sent.active.communication_id == "tom"
    assert rows
    assert {width for row in rows for width, _percent in row._flows} == {rows[0].width()}


def test_a_choice_that_opens_is_as_high_at_once_as_its_draft_needs(sent: Driver) -> None:
    choice = sent.panel("tom").choice
    watch = SizeWatch(choice)

    sent.show(s.desk(SENT, TOM, s.BACKEND))

    assert watch.heights == [choice.height()]
    assert len(choice.note._flow().lines) > 3


def test_tab_follows_the_cards_wherever_they_go(open_desk: OpenDesk) -> None:
    cards = [s.card(name, Phase.CONNECTED, name.title(), s.CLEAR) for name in "abc"]
    driver = open_desk(s.desk(*cards[:2]))
    usual = _stops_outside(driver)
    for order in (*permutations(cards), *permutations(cards[:2])):
        driver.window.list.show_state(replace(s.desk(), cards=order), has_single_keys=True)
        QApplication.processEvents()

        driver.window._stage.setFocus()
        met = list(stops_of(driver.qtbot, driver.window))
        shown = driver.window.list.panels
        stops = [stop for panel in shown for stop in panel.tab_stops]
        assert driver.order == [card.leg.key.communication_id for card in order]
        # Each card is opened as Tab comes to it.
        assert met == [*(stop for stop in stops if stop in met), *usual]
        assert set(shown) <= set(met)


def _stops_outside(driver: Driver) -> list[QWidget]:
    """What Tab goes through after the cards."""
    driver.window._stage.setFocus()
    stops = stops_of(driver.qtbot, driver.window)
    return [stop for stop in stops if not is_inside(stop, driver.window.list)]


def test_a_draft_is_broken_again_when_its_text_its_width_or_its_letters_change(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(s.desk(replace(s.MARTA, draft=LONG_DRAFT)))
    driver.window.resize(driver.window.width(), 400)  # the scroll bar stays
    QApplication.processEvents()
    field: NoteField = driver.active.choice.note
    usual = field._flow().lines

    driver.window.resize(driver.window.width() + 200, driver.window.height())
    QApplication.processEvents()
    wider = field._flow().lines
    driver.window.use_settings(Settings(theme=ThemeChoice.LIGHT, text_percent=200), frozenset())
    QApplication.processEvents()
    larger = field._flow().lines
    driver.show(s.desk(replace(s.MARTA, draft=NoteDraft("Another one."))))

    assert len(wider) < len(usual) < len(larger)
    assert field._flow().lines == ["Another one."]
    driver.window.use_settings(Settings(theme=ThemeChoice.LIGHT), frozenset())


def test_what_came_into_a_row_while_it_was_hidden_has_its_place_when_it_is_shown(
    theme: Theme,
) -> None:
    first, second = Button(theme), Button(theme)
    first.show_caption("Undo")
    second.show_caption("Change")
    row = FlowRow((first, second))
    row.resize(400, 40)
    second.hide()
    row.show()
    row.hide()
    second.show()
    row.arrange()
    row.show()

    assert second.geometry().left() > first.geometry().right()
    assert second.geometry().right() + 1 == 400
    row.hide()
    row.deleteLater()
