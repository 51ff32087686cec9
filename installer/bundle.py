"""Freezes the program into one folder with the real Windows PyInstaller."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from installer.computer import CommandFailed, Computer, run_well
from installer.downloads import lock_key
from installer.places import (
    CONSOLE_EXE,
    HERE,
    PROGRAM,
    PYTHON_LOCK,
    ROOT,
    WINDOWED_EXE,
    WINDOWS_LOCK,
)


def ready_python(cache: Path) -> Path:
    """Return where the Windows Python with the locked wheels is, or will be."""
    return cache / f"python-ready-{lock_key(WINDOWS_LOCK, PYTHON_LOCK)}" / "python.exe"


def install_wheels(computer: Computer, plain_python: Path, wheels: Path, cache: Path) -> Path:
    """Return a Windows Python with all locked wheels; made once for each pair of locks."""
    python = ready_python(cache)
    target = python.parent
    if target.exists():
        return python
    half = target.with_suffix(".part")
    shutil.rmtree(half, ignore_errors=True)
    shutil.copytree(plain_python, half)
    options = [
        "--disable-pip-version-check",
        "--no-index",
        "--no-deps",
        "--no-warn-script-location",
    ]
    command: list[str | Path] = [
        half / "python.exe",
        "-m",
        "pip",
        "install",
        *options,
        *sorted(wheels.glob("*.whl")),
    ]
    run_well(computer, command, 600)
    half.rename(target)
    return python


def install_project(computer: Computer, python: Path, wheel: Path) -> None:
    """Put the project's own wheel beside the others, in place of the one before."""
    options = ["--disable-pip-version-check", "--no-index", "--no-deps", "--force-reinstall"]
    run_well(computer, [python, "-m", "pip", "install", *options, wheel], 180)


def freeze(computer: Computer, python: Path, work: Path) -> Path:
    """Run PyInstaller and return the folder of the program.

    Raises:
        CommandFailed: it failed, or the programs are not there.
    """
    icon = work / "wrapup-desk.ico"
    # An application object of Qt's own, hence a process of its own.
    drawing = [sys.executable, HERE / "icon.py", HERE, icon, work / "side_panel.bmp"]
    subprocess.run([str(word) for word in drawing], check=True, timeout=60)
    folder = work / "dist" / PROGRAM
    shutil.rmtree(folder, ignore_errors=True)
    options: list[str | Path] = [
        "--noconfirm",
        "--clean",
        "--log-level",
        "WARN",
        "--distpath",
        work / "dist",
    ]
    command: list[str | Path] = [
        python,
        "-P",
        "-m",
        "PyInstaller",
        *options,
        "--workpath",
        work / "pyinstaller",
    ]
    # Away from the checkout: PyInstaller takes modules from where the script's package is.
    start = Path(shutil.copy(HERE / "start.py", work / "start.py"))
    environment = {
        "WRAPUP_DESK_ICON": computer.windows_path(icon),
        "WRAPUP_DESK_START": computer.windows_path(start),
    }
    output = run_well(computer, [*command, HERE / "app.spec"], 900, environment)
    missing = [name for name in (WINDOWED_EXE, CONSOLE_EXE) if not (folder / name).is_file()]
    if missing:
        raise CommandFailed(f"PyInstaller made no {', '.join(missing)}:\n{output[-4000:]}")
    shutil.copy(ROOT / "LICENSE", folder / "LICENSE.txt")
    return folder
