"""Writes a file whole, or leaves the old one as it was."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_FOR_OWNER = 0o600
_AS_USUAL = 0o666  # less what the process masks


def atomic_write(path: Path, pieces: Iterable[bytes], *, private: bool = True) -> None:
    """Put *pieces* into the file at *path*, on the disk before it takes the old one's place.

    A *private* file is readable by its owner only, from its first byte on. Whatever goes wrong,
    in *pieces* too, the file at *path* is untouched and nothing is left beside it.

    Raises:
        OSError: it cannot be written.
    """
    # A name of its own: what two programs write at a time never becomes a mixture.
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}.partial")
    try:
        _write(partial, pieces, _FOR_OWNER if private else _AS_USUAL)
        partial.replace(path)
    except BaseException:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise
    keep_names(path.parent)


def try_place(path: Path) -> None:
    """See whether a file can be put at *path*, before the work is done that is to fill it.

    Raises:
        OSError: it cannot, and why.
    """
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    trial = path.with_name(f"{path.name}.{secrets.token_hex(4)}.partial")
    os.close(os.open(trial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FOR_OWNER))
    trial.unlink()


def _write(partial: Path, pieces: Iterable[bytes], mode: int) -> None:
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())


def keep_names(folder: Path) -> None:
    """Put new names in *folder* on the disk, too; Windows and some network drives do it unasked."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
