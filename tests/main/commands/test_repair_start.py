"""Whoever starts the repair window from a menu is shown why it cannot start."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from wrapup_desk.main.commands import repair


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda root: (root / "settings.toml").write_text("theme = 'pink'"), "Correct it"),
        (lambda root: (root.rmdir(), root.write_text("a file")), "Not a directory"),
    ],
    ids=["wrong settings", "a profile that is a file"],
)
def test_the_repair_window_shows_why_it_does_not_start(
    qapp: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    spoil: object,
    why: str,
) -> None:
    assert callable(spoil)
    root = tmp_path / "profile"
    root.mkdir()
    spoil(root)
    shown: list[str] = []
    monkeypatch.setattr(repair, "show_startup_error", lambda _app, text: shown.append(text))

    code = repair.run_repair(argparse.Namespace(demo=False, platform="offscreen", profile=root))

    assert code == 1
    assert len(shown) == 1
    assert why in shown[0]
