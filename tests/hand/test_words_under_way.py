"""At the time-out a note goes as it is seen, with the words an input method has under way."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.hand.agent_hands import Keyboard
from tests.hand.stage import ALL_CODES, Stage
from wrapup_desk.application.base.settings import Settings


async def test_words_under_way_at_the_time_out_are_on_record_and_nothing_is_left_over(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    stage = Stage(qapp, tmp_path, Settings(), Keyboard)
    await stage.begin()
    try:
        await stage.hang_up(0)
        await stage.hands.select(0, ALL_CODES[1].id, ALL_CODES[1].name)
        await stage.hands.write(0, "zugesagt: ")
        note = stage._hands.panel(0).choice.note
        note.setFocus()
        QApplication.sendEvent(note, QInputMethodEvent("へんきん", []))

        await stage.pass_time(stage.to_the_end_s)

        assert stage.on_record(0) == (ALL_CODES[1].id, "zugesagt: へんきん", ())
        assert not stage.desk.state.cards or stage.desk.state.cards[0].selection is None
    finally:
        await stage.end()
