"""The help opens from the menu, follows its own links, and has its pictures."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import cast

import pytest
from PySide6.QtCore import QRect, QUrl
from PySide6.QtGui import (
    QAccessible,
    QAction,
    QFont,
    QImage,
    QRegion,
    QTextBlock,
    QTextDocument,
)
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from tests.languages.speaking import speaking
from tests.ui.conftest import OpenDesk
from tests.ui.dialogs.help_pages import open_help
from tests.ui.repair import snapshots as repair
from tests.ui.repair.conftest import OpenRepair
from tests.ui.repair.conftest import open_repair as open_repair
from tests.ui.snapshots import gallery
from wrapup_desk.application.base.settings import LanguageChoice, Settings, ThemeChoice
from wrapup_desk.application.repair.state import RepairState
from wrapup_desk.resource_files import HELP_PAGES
from wrapup_desk.ui.dialogs.help_window import HelpWindow
from wrapup_desk.ui.scrolled.lines import areas_of_lines
from wrapup_desk.ui.tokens import Weight


def test_help_begins_with_the_page_for_agents(open_desk: OpenDesk) -> None:
    shown = open_help(open_desk)

    assert "WrapUp Desk for agents" in shown.page.toPlainText()


def test_a_button_and_a_link_lead_to_the_other_pages(open_desk: OpenDesk) -> None:
    shown = open_help(open_desk)

    shown.buttons["supervisors"].click()
    assert "WrapUp Desk for supervisors" in shown.page.toPlainText()
    shown.page.anchorClicked.emit(QUrl("troubleshooting.md"))
    assert "what to do" in shown.page.toPlainText()


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("language", [LanguageChoice.ENGLISH, LanguageChoice.JAPANESE])
def test_of_a_help_page_each_line_in_sight_is_drawn_and_none_is_cut(
    open_desk: OpenDesk, language: LanguageChoice, percent: int
) -> None:
    with speaking(language):
        shown = open_help(open_desk, percent)
        shown.buttons["troubleshooting"].click()  # its tables have columns of many lines
    QApplication.processEvents()
    view, bar, cut = shown.page.viewport(), shown.page.verticalScrollBar(), 0
    for value in range(0, bar.maximum(), 397):
        bar.setValue(value)
        drawn = view.mask() if not view.mask().isEmpty() else QRegion(view.rect())
        for area in areas_of_lines(shown.page):
            line = QRect(
                math.ceil(area.left()), round(area.top()),
                min(100, int(area.width())), round(area.bottom()) - round(area.top()),
            )  # fmt: skip
            is_in_sight = view.rect().contains(line)
            is_cut = not is_in_sight and view.rect().intersects(line)
            seen = drawn.intersected(line)
            assert not (is_in_sight and seen != QRegion(line)), (value, line)
            assert not (is_cut and not seen.isEmpty()), (value, line)
            cut += is_cut

    assert cut > 20


def _marked(shown: HelpWindow) -> list[str]:
    """Return the pages whose buttons are marked, as a screen reader is told."""
    told = {
        name: QAccessible.queryAccessibleInterface(button).state()
        for name, button in shown.buttons.items()
    }
    return [name for name, state in told.items() if state.checked]


def test_the_button_of_the_shown_page_is_marked_also_for_a_screen_reader(
    open_desk: OpenDesk,
) -> None:
    shown = open_help(open_desk)
    assert _marked(shown) == ["agents"]

    for _ in range(2):  # pressed again, it is shown still
        shown.buttons["supervisors"].click()
        assert _marked(shown) == ["supervisors"]
    shown.page.anchorClicked.emit(QUrl("troubleshooting.md"))
    assert _marked(shown) == ["troubleshooting"]


def test_the_mark_of_a_help_page_is_seen(open_desk: OpenDesk) -> None:
    shown = open_help(open_desk)
    button = shown.buttons["supervisors"]
    before = button.grab().toImage()
    button.click()

    assert button.grab().toImage() != before


def _action(menu: QMenu, text: str) -> QAction:
    return next(each for each in menu.actions() if each.text() == text)


def _help_beside(window: QWidget) -> HelpWindow:
    shown = window.findChild(HelpWindow)
    assert isinstance(shown, HelpWindow)
    assert shown.isVisible()
    return shown


def test_the_repair_window_opens_it_at_the_page_for_supervisors(open_repair: OpenRepair) -> None:
    window = open_repair(repair.gallery()["40-repair"]).window
    window.area.view_menu.open_menu()
    _action(window.area.view_menu.menu, "Help").trigger()
    shown = _help_beside(window)

    assert "WrapUp Desk for supervisors" in shown.page.toPlainText()
    assert shown.focusWidget() is shown.buttons["supervisors"], "the keys begin at its button"
    shown.buttons["troubleshooting"].click()
    window.area.view_menu.menu.close()
    shown.close()
    _action(window.area.view_menu.menu, "Help").trigger()
    assert "what to do" in _help_beside(window).page.toPlainText(), "where it was left"


def test_it_opens_before_anybody_signed_in_to_the_repair_window(open_repair: OpenRepair) -> None:
    window = open_repair(RepairState()).window
    window.sign_in.show_problem("This OAuth client is not approved.")
    assert window.sign_in.help.isVisible()

    window.sign_in.help.click()

    assert "WrapUp Desk for supervisors" in _help_beside(window).page.toPlainText()


@pytest.mark.parametrize(
    ("choice", "title", "to_do"),
    [
        (LanguageChoice.GERMAN, "WrapUp Desk für Agenten", "Was zu tun ist"),
        (LanguageChoice.JAPANESE, "WrapUp Desk エージェント向けガイド", "対処方法"),
    ],
)
def test_the_pages_are_in_the_language_in_use(
    open_desk: OpenDesk, choice: LanguageChoice, title: str, to_do: str
) -> None:
    with speaking(choice):
        shown = open_help(open_desk)
        assert title in shown.page.toPlainText()
        shown.page.anchorClicked.emit(QUrl("troubleshooting.md"))
        assert to_do in shown.page.toPlainText()
        shown.page.anchorClicked.emit(QUrl("../admin.md"))
        assert "administrators" in shown.page.toPlainText(), "not translated: in English"
        shown.buttons["agents"].click()
        kind = QTextDocument.ResourceType.ImageResource.value
        picture = shown.page.loadResource(kind, QUrl("pictures/agent.png"))
        assert isinstance(picture, QImage)
        assert picture.width() > 0


def test_pictures_are_no_wider_than_the_page(open_desk: OpenDesk) -> None:
    shown = open_help(open_desk)
    shown.buttons["supervisors"].click()

    kind = QTextDocument.ResourceType.ImageResource.value
    picture = shown.page.loadResource(kind, QUrl("pictures/repair.png"))

    assert isinstance(picture, QImage)
    assert 0 < picture.width() <= 620


@pytest.mark.parametrize("percent", [100, 200])
def test_no_page_has_to_be_moved_aside_to_be_read(open_desk: OpenDesk, percent: int) -> None:
    settings = Settings(theme=ThemeChoice.LIGHT, text_percent=percent)
    window = open_desk(gallery()["01-agent"], settings).window
    window.header.help_requested.emit()
    shown = window.side_windows.help
    assert isinstance(shown, HelpWindow)

    for button in shown.buttons.values():
        button.click()
        QApplication.processEvents()
        assert shown.page.horizontalScrollBar().maximum() == 0


def _settle() -> None:
    """Let Qt lay out a page: a scroll bar that comes or goes makes it begin anew."""
    for _ in range(3):
        QApplication.processEvents()


@pytest.mark.parametrize("name", ["agents", "supervisors"])
def test_pictures_give_way_in_a_narrow_window_and_come_back(
    open_desk: OpenDesk, name: str
) -> None:
    shown = open_help(open_desk)
    shown.buttons[name].click()
    _settle()
    wide = shown.page.document().size().height()

    shown.resize(400, 500)
    _settle()
    assert shown.page.horizontalScrollBar().maximum() == 0

    shown.resize(720, 680)
    _settle()
    assert shown.page.document().size().height() == wide


@pytest.mark.parametrize("language", list(LanguageChoice))
@pytest.mark.parametrize("name", HELP_PAGES)
def test_no_mark_of_the_source_is_left_in_a_page(
    open_desk: OpenDesk, language: LanguageChoice, name: str
) -> None:
    with speaking(language):
        shown = open_help(open_desk)
        shown.page.show_page(name)
        lines = shown.page.toPlainText().splitlines()

    # A name in a command (*S-1-5-18) is no mark.
    assert [line for line in lines if re.search(r"\*[^*/]+\*|\]\(", line)] == []


def test_japanese_is_stressed_by_weight_and_nothing_of_it_is_aslant(open_desk: OpenDesk) -> None:
    with speaking(LanguageChoice.JAPANESE):
        shown = open_help(open_desk)
        document = shown.page.document()
        cursor = document.find("サインイン", document.find("一度だけ入力します"))

    assert cursor.charFormat().fontWeight() == QFont.Weight.Bold
    assert "font-style:italic" not in document.toHtml()


def test_what_stands_out_is_drawn_in_a_weight_the_font_has(open_desk: OpenDesk) -> None:
    block = open_help(open_desk).page.document().begin()
    forms = []
    while block.isValid():
        parts = cast("Iterable[QTextBlock.iterator]", block)
        forms += [each.fragment().charFormat() for each in parts]
        block = block.next()

    smeared = [form for form in forms if form.fontWeight() >= QFont.Weight.Bold]
    assert smeared == []
    fonts = [form.font() for form in forms]
    drawn = {font.variableAxisValue(tag) for font in fonts for tag in font.variableAxisTags()}
    assert float(Weight.SEMIBOLD) in drawn
