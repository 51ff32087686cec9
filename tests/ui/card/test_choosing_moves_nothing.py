"""Another choice on a card moves nothing: not what is below Submit, and not what is on it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from tests.ui.driver import Driver
from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.domain.wrapup import WrapupCode

CODES = (
    WrapupCode("late", "Late"),
    WrapupCode("twice", "Customer was charged twice for the same order and wants it back"),
    WrapupCode("address", "Address of the delivery changed"),
)


def suggesting(*, is_clear: bool) -> DeskState:
    """Return a desk whose first card suggests codes of one, of two and of more lines."""
    suggestions = tuple(
        replace(each, code=code) for each, code in zip(s.CLEAR.suggestions, CODES, strict=True)
    )
    ranking = replace(s.CLEAR if is_clear else s.UNCLEAR, suggestions=suggestions)
    return s.desk(replace(s.MARTA, codes=CODES, ranking=ranking, plan=None), s.TOM)


def places(driver: Driver) -> list[tuple[QPoint, int]]:
    """Return where Submit, the pinned one and the next card stand, and how high they are."""
    QApplication.processEvents()
    window = driver.window
    window.list.tick()
    last = window.list.panels[-1]
    pinned = window.list.edges.bottom.submit
    shown: list[QWidget] = [driver.active.choice.submit_button, last]
    shown += [pinned] if pinned.isVisible() else []
    return [(each.mapTo(window, QPoint()), each.height()) for each in shown]


@pytest.mark.parametrize("is_clear", [True, False])
@pytest.mark.parametrize(
    ("width", "percent", "height"), [(400, 100, 800), (320, 100, 400), (400, 200, 800)]
)
def test_nothing_moves_whichever_code_is_chosen(
    open_desk: OpenDesk, width: int, percent: int, height: int, *, is_clear: bool
) -> None:
    settings = Settings(theme=ThemeChoice.LIGHT, text_percent=percent)
    driver = open_desk(suggesting(is_clear=is_clear), settings)
    driver.window.resize(width, height)
    driver.settle()
    before = places(driver)

    for key in ["2", "3", "1"]:
        driver.press(key)
        assert places(driver) == before, key


def test_submit_follows_suggestions_that_get_longer_while_its_own_code_stays(
    open_desk: OpenDesk,
) -> None:
    state = suggesting(is_clear=True)
    card = state.cards[0]
    one = replace(card.ranking, suggestions=card.ranking.suggestions[:1])
    driver = open_desk(replace(state, cards=(replace(card, ranking=one), *state.cards[1:])))
    driver.settle()
    low = driver.active.choice.submit_button.height()

    driver.show(state)
    driver.settle()

    assert driver.active.choice.submit_button.height() > low


def test_the_name_on_submit_stays_where_it_is_as_its_key_comes(open_desk: OpenDesk) -> None:
    button = open_desk(suggesting(is_clear=True)).active.choice.submit_button
    button.show_key("")
    without = button._key_width()

    button.show_key("\u23ce")

    assert button._key_width() == without


def test_submit_is_painted_no_higher_than_its_words_while_nothing_is_chosen(
    open_desk: OpenDesk,
) -> None:
    driver = open_desk(
        suggesting(is_clear=False), Settings(theme=ThemeChoice.LIGHT, text_percent=200)
    )
    driver.window.resize(320, 1400)
    QApplication.processEvents()
    submit = driver.active.choice.submit_button
    height = submit.height()

    def filled() -> int:
        image, grey = submit.grab().toImage(), submit._theme.ink("line").rgb()
        inks = {grey, submit._theme.ink("accent").rgb()}
        return sum(image.pixel(8, y) in inks for y in range(image.height()))

    assert not submit.isEnabled()
    assert filled() <= height - submit._metrics().height()
    driver.press("1")
    QApplication.processEvents()
    assert submit.isEnabled()
    assert submit.height() == height
    assert filled() >= height - 2
