"""Finds the files that come with the program, installed or in a checkout."""

from __future__ import annotations

from pathlib import Path


def resource(*parts: str) -> Path:
    """Return the path of a file below the resources folder."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "resources"
    folder = installed if installed.is_dir() else package.parent / "resources"
    return folder.joinpath(*parts)
