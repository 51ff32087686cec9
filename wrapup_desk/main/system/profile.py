"""Where the program keeps its files, and that only one program at a time uses them."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import logging
import os
import secrets
import sys
from dataclasses import dataclass
from errno import ENOTDIR
from pathlib import Path
from types import TracebackType
from typing import IO

import platformdirs

from wrapup_desk.adapters.base.atomic_write import atomic_write
from wrapup_desk.adapters.base.regular_file import open_regular, read_regular
from wrapup_desk.domain.language.texts import tr

log = logging.getLogger(__name__)

_SALT_BYTES = 16


class ProfileInUse(Exception):
    """Another WrapUp Desk of this user already runs on the same profile."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The folders of one user: settings, database, logs.

    Never roaming: a database on a network share would lose its guarantees.
    """

    root: Path
    log_folder: Path
    # Where this run records what Genesys sends; None records nothing.
    recording_path: Path | None = None

    @classmethod
    def chosen(cls, root: Path | None) -> Profile:
        """Return the profile at *root*, or the user's own."""
        if root is None:
            return cls.of_user()
        with contextlib.suppress(RuntimeError):  # nobody is called so: it is a folder's name
            root = root.expanduser()
        return cls.at(root)

    @classmethod
    def of_user(cls) -> Profile:
        folders = platformdirs.PlatformDirs("WrapUpDesk", appauthor=False, roaming=False)
        return cls(folders.user_data_path, folders.user_log_path)

    @classmethod
    def at(cls, root: Path) -> Profile:
        return cls(root, root / "logs")

    @property
    def settings_path(self) -> Path:
        return self.root / "settings.toml"

    @property
    def database_path(self) -> Path:
        return self.root / "desk.sqlite3"

    @property
    def outcomes_path(self) -> Path:
        """Where it is counted what came of suggestions; figures, which never hold up a code."""
        return self.root / "learning.sqlite3"

    @property
    def ledger_path(self) -> Path:
        """Where corrections and their audit trail are kept, unless a team's store is set."""
        return self.root / "repair.sqlite3"

    @property
    def anchor_path(self) -> Path:
        """Where it is remembered how the audit trail last ended, apart from the trail itself."""
        return self.root / "audit-anchors.json"

    @property
    def window_path(self) -> Path:
        """Where the window keeps its place on the screen; nothing else."""
        return self.root / "window.ini"

    @property
    def update_path(self) -> Path:
        """What is remembered of newer versions."""
        return self.root / "updates.json"

    @property
    def holder_path(self) -> Path:
        """Which process holds the profile, for a second start that finds it hanging."""
        return self.root / "running.json"

    @property
    def capabilities_path(self) -> Path:
        """What a probe found out about the organisation, which no document says."""
        return self.root / "capabilities.json"

    def installation_salt(self) -> bytes:
        """Return what makes hashes of customers meaningless outside this profile.

        Made at the first use; without it the "same customer" of last week is not recognised.
        Where it can be neither read nor kept, it is made for this run only.
        """
        path = self.root / "installation"
        with contextlib.suppress(OSError):
            salt = read_regular(path)
            # An earlier version may have left a file with nothing in it on a full disk.
            if len(salt) == _SALT_BYTES:
                with contextlib.suppress(OSError):
                    path.chmod(0o600)  # copied from elsewhere, it may be open to all
                return salt
        salt = secrets.token_bytes(_SALT_BYTES)
        try:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            atomic_write(path, [salt])
        except OSError as error:
            log.warning("the installation's salt is not kept: %s", error.strerror)
        return salt

    def model_salt(self) -> bytes:
        """Return what keys the hashes of an agent's own model, so that no table made elsewhere fits.

        Derived, so that the model, which carries it, does not give away the customers' salt.
        """
        return hashlib.blake2b(
            b"own model", key=self.installation_salt(), digest_size=_SALT_BYTES
        ).digest()


class ProfileLock:
    """Holds a profile for this process; the system lets go of it even after a crash.

    A profile in which no file can be made is not held: nothing can be spoilt there, and not to
    start would cost the agent's codes.
    """

    def __init__(self, profile: Profile, *, has_window: bool = False) -> None:
        self._path = profile.root / "running.lock"
        self._holder_path = profile.holder_path
        self._has_window = has_window
        self._file: IO[bytes] | None = None

    def __enter__(self) -> ProfileLock:
        self.take()
        return self

    def take(self) -> None:
        """Hold the profile from now on; what is held already stays so.

        Raises:
            ProfileInUse: another program holds it.
            OSError: somebody named a place that can be no folder.
        """
        if self._file is not None:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            file = io.FileIO(self._path, "ab", opener=open_regular)
        except (NotADirectoryError, FileExistsError):
            # no trouble of the disk
            folder = str(self._path.parent)
            raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR), folder) from None
        except OSError as error:
            log.warning("the profile cannot be held: %s", error.strerror)
            return
        try:
            _lock(file)
        except OSError:
            file.close()
            raise ProfileInUse(
                tr("WrapUp Desk is already running for this user; use the open window.")
            ) from None
        self._file = file
        self._say_who()

    def _say_who(self) -> None:
        who = json.dumps({"pid": os.getpid(), "has_window": self._has_window})
        with contextlib.suppress(OSError):
            # Without it a second start cannot offer to end this one; an older one would mislead.
            self._holder_path.unlink(missing_ok=True)
            # Worth nothing after a crash, so it need not be on the disk before the window shows.
            file = os.open(self._holder_path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                os.write(file, who.encode())
            finally:
                os.close(file)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._holder_path.unlink(missing_ok=True)
            self._file.close()
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
