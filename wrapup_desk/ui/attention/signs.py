"""Names the signs by which a program tells of itself while people look at another."""

from __future__ import annotations

from typing import Protocol


class TaskbarSigns(Protocol):
    """The window's badge and flash in the taskbar, and its sound."""

    def show_badge(self, count: int) -> None:
        """Show how many codes are due; nothing for 0."""

    def flash(self) -> None:
        """Ask for a look for some seconds; the focus stays where it is."""

    def play_sound(self) -> None:
        """Play the quiet sound; returns at once."""
