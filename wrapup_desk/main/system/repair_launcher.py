"""Opens the repair desk's window in a process of its own, so that calls never wait for it."""

from __future__ import annotations

import sys

from PySide6.QtCore import QProcess

from wrapup_desk.main.system.profile import Profile


def open_repair(profile: Profile) -> bool:
    """Start `wrapup-desk repair` on *profile*; tell whether it started.

    One that is open already comes forward instead of a second one.
    """
    is_installed = bool(getattr(sys, "frozen", False))
    arguments = [] if is_installed else ["-m", "wrapup_desk"]
    if profile.root != Profile.of_user().root:
        arguments += ["--profile", str(profile.root)]
    process = QProcess()
    process.setProgram(sys.executable)
    process.setArguments([*arguments, "repair"])
    # It outlives the agent's window, and must not write into the pipes of whoever started that.
    for channel in (process.setStandardOutputFile, process.setStandardErrorFile):
        channel(QProcess.nullDevice())
    return bool(process.startDetached())
