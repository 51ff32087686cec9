"""Names the project's own files and facts that every stage of the build needs."""

from __future__ import annotations

import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent

WINDOWS_LOCK = HERE / "windows.lock"
PYTHON_LOCK = HERE / "python.lock"
LICENCE_TEXTS = HERE / "licences"

# The windowed program, and its twin whose commands print; both start the same code.
PROGRAM = "WrapUpDesk"
WINDOWED_EXE = "WrapUpDesk.exe"
CONSOLE_EXE = "wrapup-desk.exe"


def project_version() -> str:
    """Return the version from pyproject.toml, the only place that has one."""
    content = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    version: str = content["project"]["version"]
    return version


def version_numbers(version: str) -> tuple[int, int, int, int]:
    """Return *version* as the four numbers of a Windows version resource.

    Raises:
        ValueError: it is not of the form 1.2 or 1.2.3.
    """
    parts = [int(part) for part in version.split(".")]
    if not 2 <= len(parts) <= 3:
        raise ValueError(f"a version like 1.2.3 is needed, not {version!r}")
    major, minor, patch = (*parts, 0)[:3]
    return major, minor, patch, 0
