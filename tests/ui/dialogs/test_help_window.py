"""The help opens from the menu, follows its own links, and has its pictures."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument

from tests.ui.conftest import OpenDesk
from tests.ui.snapshots import gallery
from wrapup_desk.ui.dialogs.help_window import HelpWindow


def _open(open_desk: OpenDesk) -> HelpWindow:
    window = open_desk(gallery()["01-agent"]).window
    window.header.help_requested.emit()
    shown = window.side_windows.help
    assert isinstance(shown, HelpWindow)
    return shown


def test_help_begins_with_the_page_for_agents(open_desk: OpenDesk) -> None:
    shown = _open(open_desk)

    assert "WrapUp Desk for agents" in shown.page.toPlainText()


def test_a_button_and_a_link_lead_to_the_other_pages(open_desk: OpenDesk) -> None:
    shown = _open(open_desk)

    shown.buttons["supervisors"].click()
    assert "WrapUp Desk for supervisors" in shown.page.toPlainText()
    shown.page.anchorClicked.emit(QUrl("troubleshooting.md"))
    assert "what to do" in shown.page.toPlainText()


def test_pictures_are_no_wider_than_the_page(open_desk: OpenDesk) -> None:
    shown = _open(open_desk)
    shown.buttons["supervisors"].click()

    kind = QTextDocument.ResourceType.ImageResource.value
    picture = shown.page.loadResource(kind, QUrl("pictures/repair.png"))

    assert isinstance(picture, QImage)
    assert 0 < picture.width() <= 620
