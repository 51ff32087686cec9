"""The window's badge, flash and sound: the system's own means, and nothing heavy."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.main.desktop import quiet_sound
from wrapup_desk.main.desktop.qt_signs import QtSigns


def test_the_sound_is_what_the_script_makes_and_quiet() -> None:
    assert quiet_sound.PLACE.read_bytes() == quiet_sound.wav()
    assert max(map(abs, quiet_sound.samples())) < 0.07
    assert len(quiet_sound.samples()) / quiet_sound.RATE_HZ < 0.5


@pytest.mark.skipif(sys.platform == "win32", reason="Windows plays it by itself")
def test_the_sound_is_played_by_what_the_desktop_has(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    player = tmp_path / "paplay"
    player.write_text(
        f'#!/bin/sh\necho "$1" > {tmp_path}/part && mv {tmp_path}/part {tmp_path}/played\n'
    )
    player.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    window = QWidget()
    qtbot.addWidget(window)

    QtSigns(window, running()).play_sound()

    played = tmp_path / "played"
    qtbot.waitUntil(played.exists, timeout=10_000)
    assert Path(played.read_text().strip()).samefile(quiet_sound.PLACE)


def running() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application
