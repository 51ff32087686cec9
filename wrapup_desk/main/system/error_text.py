"""Puts an error that ends the program into one sentence for a person."""

from __future__ import annotations


def error_text(error: Exception) -> str:
    """Return what happened; our own errors say it already, the system's need their file named."""
    if isinstance(error, OSError) and error.filename is not None:
        return f"cannot use {error.filename}: {error.strerror}"
    return str(error)
