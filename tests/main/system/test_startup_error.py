"""Why the program cannot start is shown as the text it is."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from tests.ui.markup import MARKUP, rendered_in
from wrapup_desk.main.system.startup_error import _agreed, _shown

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def the_box() -> QMessageBox:
    (box,) = (
        each
        for each in QApplication.topLevelWidgets()
        if isinstance(each, QMessageBox) and each.isVisible()
    )
    return box


async def test_nothing_in_the_box_is_rendered_and_it_ends_when_it_is_read(qtbot: QtBot) -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_shown(MARKUP))
        await asyncio.sleep(0)
        box = the_box()
        assert box.informativeText() == MARKUP
        assert list(rendered_in(box)) == []
        box.accept()


@pytest.mark.parametrize(("caption", "agreed"), [("End it and", True), ("Leave it", False)])
async def test_a_program_that_hangs_is_ended_only_by_the_button_that_says_so(
    qtbot: QtBot, caption: str, *, agreed: bool
) -> None:
    async with asyncio.TaskGroup() as tasks:
        answer = tasks.create_task(_agreed(MARKUP, "End it and start again", "Leave it running"))
        await asyncio.sleep(0)
        box = the_box()
        assert list(rendered_in(box)) == []
        assert box.defaultButton().text() == "Leave it running"
        next(each for each in box.buttons() if each.text().startswith(caption)).click()

    assert answer.result() is agreed


async def test_closing_the_question_ends_nothing(qtbot: QtBot) -> None:
    async with asyncio.TaskGroup() as tasks:
        answer = tasks.create_task(_agreed("Really?", "End it", "Leave it"))
        await asyncio.sleep(0)
        the_box().reject()

    assert answer.result() is False
