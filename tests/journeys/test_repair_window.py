"""Lets the repair demo find, judge, fix, undo and prove by itself, as a user without display."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

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
