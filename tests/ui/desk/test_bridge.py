from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import snapshots as s
from tests.ui.recording_desk import RecordingDesk
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.ui.desk.bridge import DeskBridge


def test_a_burst_of_snapshots_becomes_two_redraws_at_most(qtbot: QtBot) -> None:
    desk = RecordingDesk(s.desk())
    bridge = DeskBridge(desk)
    drawn: list[DeskState] = []
    bridge.state_changed.connect(drawn.append)

    for count in range(50):
        desk.show(s.desk(waiting_count=count))
    qtbot.waitUntil(lambda: bool(drawn) and bridge.pace.is_resting)

    assert len(drawn) <= 2
    assert drawn[-1].waiting_count == 49


def test_the_last_snapshot_is_never_lost(qtbot: QtBot) -> None:
    desk = RecordingDesk(s.desk())
    bridge = DeskBridge(desk)
    drawn: list[DeskState] = []
    bridge.state_changed.connect(drawn.append)
    desk.show(s.desk(waiting_count=1))
    qtbot.waitUntil(lambda: bool(drawn))

    desk.show(s.desk(waiting_count=2))
    qtbot.waitUntil(lambda: drawn[-1].waiting_count == 2)
    qtbot.waitUntil(lambda: bridge.pace.is_resting)

    assert bridge.state.waiting_count == 2


def test_nothing_is_drawn_from_inside_the_desks_own_call(qtbot: QtBot) -> None:
    desk = RecordingDesk(s.desk())
    bridge = DeskBridge(desk)
    drawn: list[DeskState] = []
    bridge.state_changed.connect(drawn.append)

    desk.show(s.desk())
    assert drawn == []

    qtbot.waitUntil(lambda: len(drawn) == 1 and bridge.pace.is_resting)


def test_what_a_person_waits_for_is_drawn_before_the_frame_is_over(qtbot: QtBot) -> None:
    desk = RecordingDesk(s.desk())
    bridge = DeskBridge(desk)
    drawn: list[int] = []
    bridge.state_changed.connect(lambda state: drawn.append(state.waiting_count))
    desk.show(s.desk(waiting_count=1))
    qtbot.waitUntil(lambda: bool(drawn))

    desk.show(s.desk(waiting_count=2))
    bridge.pace.hurry()
    QApplication.processEvents()

    assert drawn == [1, 2]
