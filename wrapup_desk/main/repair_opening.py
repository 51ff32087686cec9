"""Opens the repair desk's window in a process of its own, so that calls never wait for it."""

from __future__ import annotations

import sys

from PySide6.QtCore import QProcess

from wrapup_desk.main.profile import Profile


def open_repair(profile: Profile) -> bool:
    """Start `wrapup-desk repair` on *profile*; tell whether it started."""
    is_installed = bool(getattr(sys, "frozen", False))
    arguments = [] if is_installed else ["-m", "wrapup_desk"]
    if profile.root != Profile.of_user().root:
        arguments += ["--profile", str(profile.root)]
    started = QProcess.startDetached(sys.executable, [*arguments, "repair"])
    # PySide answers with a pair of success and process id.
    return bool(started[0] if isinstance(started, tuple) else started)
