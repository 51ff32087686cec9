"""A second start finds the first through a socket that is this user's alone."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from wrapup_desk.main.system.profile import Profile
from wrapup_desk.main.system.single_instance import SingleInstanceServer


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists instead")
def test_nobody_else_can_open_the_socket(qtbot: QtBot, tmp_path: Path) -> None:
    with SingleInstanceServer(Profile.at(tmp_path)) as door:
        mode = stat.S_IMODE(Path(door._server.fullServerName()).stat().st_mode)

    assert mode & 0o077 == 0
