"""The entry in a Linux desktop's menu is used where somebody has made it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from wrapup_desk.main.desktop.menu_entry import ENTRY, use_menu_entry

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such entries")


@pytest.fixture
def menu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A person's own menu, and no other."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "none"))
    folder = tmp_path / "applications"
    folder.mkdir()
    yield folder
    QGuiApplication.setDesktopFileName("")


def test_an_entry_in_the_menu_names_the_program(menu: Path) -> None:
    (menu / f"{ENTRY}.desktop").write_text("[Desktop Entry]\n", "utf-8")

    use_menu_entry()

    assert QGuiApplication.desktopFileName() == ENTRY


def test_without_one_the_program_names_none(menu: Path) -> None:
    assert not any(menu.iterdir())

    use_menu_entry()

    assert QGuiApplication.desktopFileName() == ""
