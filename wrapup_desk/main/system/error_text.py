"""Puts an error that ends the program into one sentence for a person."""

from __future__ import annotations

from wrapup_desk.domain.language.texts import tr


def error_text(error: Exception) -> str:
    """Return what happened; our own errors say it already, the system's need their file named."""
    if isinstance(error, OSError) and error.filename is not None:
        return tr("cannot use {path}: {reason}", path=error.filename, reason=error.strerror)
    return str(error)
