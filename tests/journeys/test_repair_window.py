"""Lets the repair demo find, judge, fix, undo and prove by itself, as a user without display."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

LONGEST_S = 170
PICTURES = (
    "1-found", "2-judged", "3-preview", "4-fixed", "5-undo-preview", "6-undone", "7-reports",
)  # fmt: skip


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "wrapup_desk", *arguments],
        capture_output=True,
        encoding="utf-8",
        timeout=LONGEST_S,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(Path.cwd())},
        cwd=folder,
        check=False,
    )


def test_the_demo_finds_fixes_takes_back_and_proves(tmp_path: Path) -> None:
    result = run("repair", "--demo", "--history", "3000", folder=tmp_path)

    assert (result.returncode, result.stderr) == (0, "")
    said = re.search(r"(\d+) codes changed, (\d+) of them taken back", result.stdout)
    assert said is not None
    assert int(said[1]) >= int(said[2]) > 0
    assert re.search(r"audit trail: [1-9]\d* entries, unbroken", result.stdout)
    pictures = {path.stem: QImage(str(path)) for path in tmp_path.glob("repair-pictures/*.png")}
    assert sorted(pictures) == sorted(PICTURES)
    assert all(picture.width() >= 1000 for picture in pictures.values())


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_a_demo_that_is_stopped_halfway_ends_in_order(tmp_path: Path) -> None:
    places = {"TMPDIR": str(tmp_path), "PYTHONPATH": str(Path.cwd()), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "wrapup_desk", "repair", "--demo", "--history", "3000"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, **places, "QT_QPA_PLATFORM": "offscreen"},
        cwd=tmp_path,
    ) as demo:
        assert demo.stdout is not None
        told = [demo.stdout.readline(), demo.stdout.readline()]
        demo.send_signal(signal.SIGTERM)
        rest, errors = demo.communicate(timeout=LONGEST_S)

    assert "to fix" in told[1]
    assert (demo.returncode, errors) == (1, "")
    assert rest.endswith("The demo was stopped before its end.\n")
    assert [path.name for path in tmp_path.iterdir()] == ["repair-pictures"]


def test_without_a_display_it_says_what_to_do(tmp_path: Path) -> None:
    environment = {
        key: value
        for key, value in os.environ.items()
        if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    if not sys.platform.startswith("linux"):
        return
    result = subprocess.run(
        [sys.executable, "-m", "wrapup_desk", "--profile", str(tmp_path), "repair"],
        capture_output=True,
        encoding="utf-8",
        timeout=LONGEST_S,
        env=environment,
        check=False,
    )

    assert result.returncode == 1
    assert result.stderr == "wrapup-desk: there is no display; use wrapup-desk repair --demo\n"
