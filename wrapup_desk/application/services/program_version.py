"""Says which version of the program runs."""

from __future__ import annotations

PROGRAM = "wrapup-desk"


def program_version() -> str:
    """Return the installed version; "" where it runs from a checkout that is not installed."""
    # It costs as much to import as half the window, and most runs never ask.
    from importlib import metadata

    try:
        return metadata.version(PROGRAM)
    except metadata.PackageNotFoundError:
        return ""
