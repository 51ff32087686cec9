"""Who has no browser copies the address of the sign-in page, in both windows."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from wrapup_desk.application.desk.desk_state import Connection, DeskState
from wrapup_desk.ui.repair.sign_in_panel import RepairSignInPanel
from wrapup_desk.ui.theme import Theme


def test_the_address_can_be_selected_and_copied(open_desk: OpenDesk) -> None:
    driver = open_desk(s.gallery()["14-no-browser"])
    panel = driver.window.sign_in

    assert panel.waiting.said.startswith("No browser could be opened\nOpen this address")
    assert panel.waiting.by_hand.address.text() == s.SIGN_IN_PAGE
    assert panel.waiting.by_hand.address.isReadOnly()
    driver.click(panel.waiting.by_hand.copy)

    assert QGuiApplication.clipboard().text() == s.SIGN_IN_PAGE
    assert panel.waiting.by_hand.copy.caption == "Copied"


def test_it_is_there_only_while_the_browser_is_waited_for(open_desk: OpenDesk) -> None:
    driver = open_desk(s.gallery()["14-browser"])
    panel = driver.window.sign_in
    assert panel.waiting.by_hand.isVisible()
    assert "Your browser is open" in panel.waiting.said

    driver.show(DeskState())

    assert not panel.waiting.by_hand.isVisible()


def test_the_supervisors_window_offers_it_too(theme: Theme, qtbot: QtBot) -> None:
    panel = RepairSignInPanel(theme)
    qtbot.addWidget(panel)
    panel.show()
    panel.show_waiting("Continue in your browser.")
    assert not panel.by_hand.isVisible()

    panel.show_address(s.SIGN_IN_PAGE)
    assert panel.by_hand.isVisible()

    panel.show_problem("It was cancelled.")
    assert not panel.by_hand.isVisible()


NO_CLIENT_ID = "this one does not"


@pytest.mark.parametrize("entered", ["1b9d6bcd-bbfd-4b2d-9b5d", "wrapup-desk@example.com"])
def test_what_is_no_client_id_is_told_before_anybody_signs_in(
    open_desk: OpenDesk, entered: str
) -> None:
    panel = open_desk(DeskState(connection=Connection.SIGNED_OUT)).window.sign_in

    panel.client_id.setText(entered)

    assert NO_CLIENT_ID in panel.advice.shown_text
    assert panel.sign_in.isEnabled()


A_CLIENT_ID = "1B9D6BCD-BBFD-4B2D-9B5D-AB8DFBBD4BED"


def test_quotation_marks_copied_along_with_a_client_id_are_no_part_of_it(
    open_desk: OpenDesk, qtbot: QtBot
) -> None:
    panel = open_desk(DeskState(connection=Connection.SIGNED_OUT)).window.sign_in

    panel.client_id.setText(f'"{A_CLIENT_ID}" ')
    assert NO_CLIENT_ID not in panel.advice.shown_text
    with qtbot.waitSignal(panel.sign_in_requested) as asked:
        panel.sign_in.click()

    assert asked.args[1] == A_CLIENT_ID


@pytest.mark.parametrize("entered", ["", f" {A_CLIENT_ID} "])
def test_nothing_is_said_of_a_client_id_that_looks_like_one(
    open_desk: OpenDesk, entered: str
) -> None:
    panel = open_desk(DeskState(connection=Connection.SIGNED_OUT)).window.sign_in

    panel.client_id.setText(entered)

    assert NO_CLIENT_ID not in panel.advice.shown_text
