"""What needs no Qt is imported before it: PySide reads the source of all that comes after."""

from __future__ import annotations

import subprocess
import sys

import pytest

_TELL = """
import sys
import wrapup_desk.main.before_qt as before_qt
before_qt.{parts}()
assert not [name for name in sys.modules if name.startswith(("PySide6", "shiboken6"))]
early = set(sys.modules)
import {program}
late = [name for name in sys.modules if name not in early]
print(*(name for name in late if name.startswith("wrapup_desk.")))
"""


@pytest.mark.parametrize(
    ("parts", "program", "needed"),
    [
        ("import_desk_parts", "wrapup_desk.main.apps.desk_window", "application.desk.desk"),
        ("import_repair_parts", "wrapup_desk.main.commands.repair", "application.repair.desk"),
    ],
)
def test_the_core_and_the_network_come_before_qt(parts: str, program: str, needed: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", _TELL.format(parts=parts, program=program)],
        capture_output=True,
        text=True,
        check=True,
    )

    late = told.stdout.split()

    assert f"wrapup_desk.{needed}" not in late
    assert "wrapup_desk.adapters.genesys.http.rest" not in late
    assert any(name.startswith("wrapup_desk.ui.") for name in late), "the window comes after"
