"""Opens regular files only: a pipe, a device or a folder in the place of one is never waited for."""

from __future__ import annotations

import errno
import io
import os
import stat
from pathlib import Path

from wrapup_desk.domain.language.texts import tr

# Where the system has them: a pipe that nobody writes to answers at once, a terminal is not taken
# for that of the program, and Windows changes no end of a line.
_ALWAYS = sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_BINARY", "O_CLOEXEC"))
_FOR_OWNER = 0o600


class NotAFile(OSError):
    """Something else stands in the place of a file."""

    def __init__(self, path: Path) -> None:
        why = tr("it is a folder, a pipe or a device, and has to be a file")
        super().__init__(errno.EINVAL, why, str(path))


def check_regular(path: Path) -> None:
    """See that a file is at *path*, or nothing.

    Raises:
        NotAFile: something else is there.
        OSError: it cannot be told.
    """
    try:
        kind = path.stat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(kind):
        raise NotAFile(path)


def open_regular(path: str | Path, flags: int) -> int:
    """Open the file at *path* as `os.open` does, or as what `open` takes for its *opener*.

    One that it makes is its owner's alone.

    Raises:
        NotAFile: something else is there.
        OSError: it cannot be opened.
    """
    place = Path(path)
    check_regular(place)  # before it is opened: that alone does something to some devices
    descriptor = os.open(place, flags | _ALWAYS, _FOR_OWNER)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)  # it took the place of the file in between
    raise NotAFile(place)


def read_regular(path: Path, most_bytes: int = -1) -> bytes:
    """Return what the file at *path* holds, its first *most_bytes* where that is not negative.

    Raises:
        NotAFile: something else is there.
        OSError: it cannot be read.
    """
    with io.FileIO(path, opener=open_regular) as file:
        return file.read(most_bytes)
