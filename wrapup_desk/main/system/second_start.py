"""Runs the program once for each profile: a second start waits, knocks, or offers to end a dead one."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from wrapup_desk.adapters.base.regular_file import read_regular
from wrapup_desk.domain.language.texts import mark, tr, tr_marked
from wrapup_desk.main.system.profile import Profile, ProfileInUse, ProfileLock

Result = TypeVar("Result")
# Whether a person wants the program ended that a text tells of; None where nobody can be asked.
MayEnd = Callable[[str], bool | None]

# A system that is at its limit lets a healthy program wait for seconds, too.
ANSWER_WITHIN_MS = 5000
_LOOK_AGAIN_S = 0.1
# What a program told to end is given to do it in order, before it is ended by force.
_ENDS_WITHIN_S = 3.0
_GONE_WITHIN_S = 5.0
SILENT = mark(
    "WrapUp Desk is already running for this user, but does not answer. Codes you have chosen are"
    " kept on this computer, and are sent at the next start."
)


class NotEnded(Exception):
    """A program that hangs could not be ended; the text says what to do."""


def run_alone(
    profile: Profile,
    run: Callable[[], Result],
    may_end: MayEnd,
    answer_within_ms: int = ANSWER_WITHIN_MS,
) -> Result | None:
    """Return what *run* returns; None if another window on *profile* has come forward, or is left.

    A program that is just ending, or just starting, is waited for. *may_end* is asked in words
    whether one that does not answer is to be ended; who says no needs to be told nothing more.

    Raises:
        ProfileInUse: another program runs there, and stays.
        NotEnded: it was to be ended, and cannot be.
    """
    lock = ProfileLock(profile, has_window=True)
    deadline_s = time.monotonic() + answer_within_ms / 1000
    while not _is_taken(lock):
        # Qt's network module is not loaded before the window of a first start shows.
        from wrapup_desk.main.system.single_instance import activate_running

        left_ms = max(1, int(1000 * (deadline_s - time.monotonic())))
        if activate_running(profile, left_ms):
            return None
        if time.monotonic() >= deadline_s:
            if not _has_ended_the_silent(profile, lock, may_end):
                return None
            break
        time.sleep(_LOOK_AGAIN_S)
    with lock:
        return run()


def _is_taken(lock: ProfileLock) -> bool:
    try:
        lock.take()
    except ProfileInUse:
        return False
    return True


def _has_ended_the_silent(profile: Profile, lock: ProfileLock, may_end: MayEnd) -> bool:
    """End the program that holds *profile*, if a person wants that, and take its place."""
    pid, has_window = _holder_of(profile)
    if not pid:
        lock.take()  # says that it is in use
        return True
    if not has_window:
        raise ProfileInUse(
            tr(
                "WrapUp Desk is already running for this user, without a window (process {pid}).",
                pid=pid,
            )
        )
    is_wanted = may_end(tr_marked(SILENT))
    if is_wanted is None:
        raise ProfileInUse(
            tr("{what} End the process {pid}, then start again.", what=tr_marked(SILENT), pid=pid)
        )
    if not is_wanted:
        return False
    for number, within_s in ((signal.SIGTERM, _ENDS_WITHIN_S), (_BY_FORCE, _GONE_WITHIN_S)):
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)
        deadline_s = time.monotonic() + within_s
        while time.monotonic() < deadline_s:
            if _is_taken(lock):
                return True
            time.sleep(_LOOK_AGAIN_S)
    raise NotEnded(
        tr("The process {pid} of WrapUp Desk does not end. Restart the computer.", pid=pid)
    )


# Windows has one way only, and ends a process by force whatever it is sent.
_BY_FORCE = getattr(signal, "SIGKILL", signal.SIGTERM)


def _holder_of(profile: Profile) -> tuple[int, bool]:
    """Return the process that holds *profile*, 0 if unknown, and whether it has a window."""
    try:
        holder = json.loads(read_regular(profile.holder_path))
        pid, has_window = int(holder["pid"]), bool(holder["has_window"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0, False
    return (pid, has_window) if pid > 0 and pid != os.getpid() else (0, False)
