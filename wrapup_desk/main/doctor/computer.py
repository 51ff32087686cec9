"""Looks at what the program keeps and shows on this computer (`ComputerProbe`)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from wrapup_desk.adapters.genesys.http.loopback import REGISTERED_PORTS, is_free
from wrapup_desk.adapters.sqlite_store.health import trouble_of
from wrapup_desk.application.base.ports import SecretStore
from wrapup_desk.application.doctor.ports import PortFacts, Trouble
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.main.system.profile import Profile

_LITTLE_ROOM = 200 * 2**20
_NO_ROOM = 10 * 2**20


@dataclass(frozen=True, slots=True)
class Desktop:
    """What the desktop has; *is_there* is False where nothing can be shown at all."""

    is_there: bool
    has_tray: bool = False
    shows_messages: bool = False


def this_desktop() -> Desktop:
    """Ask Qt, which needs its application to exist."""
    if QApplication.instance() is None:
        return Desktop(is_there=False)
    return Desktop(
        is_there=True,
        has_tray=QSystemTrayIcon.isSystemTrayAvailable(),
        shows_messages=QSystemTrayIcon.supportsMessages(),
    )


class Computer:
    """This computer, for one profile."""

    def __init__(
        self,
        profile: Profile,
        secrets: SecretStore,
        desktop: Callable[[], Desktop] = this_desktop,
        registered_ports: Sequence[int] = REGISTERED_PORTS,
    ) -> None:
        self._profile = profile
        self._secrets = secrets
        self._desktop = desktop
        self._ports = registered_ports

    def ports(self) -> PortFacts:
        free = tuple(port for port in self._ports if is_free(port))
        return PortFacts(free, tuple(port for port in self._ports if port not in free))

    def disk(self) -> Trouble | None:
        folder = _existing(self._profile.root)
        if not os.access(folder, os.W_OK | os.X_OK):
            return Trouble(
                tr("the profile's folder cannot be written: codes that wait are lost at the end"),
                tr("Give your account the right to write there."),
                detail=str(folder),
            )
        free = shutil.disk_usage(folder).free
        if free < _LITTLE_ROOM:
            return Trouble(
                tr("only {count} MB are free on the disk of the profile", count=free // 2**20),
                tr("Make room on this disk."),
                is_fatal=free < _NO_ROOM,
            )
        return None

    def database(self) -> Trouble | None:
        advice = tr("Start the program: it carries over what is whole and keeps the file aside.")
        paths = (self._profile.database_path, self._profile.ledger_path)
        for path in (*paths, self._profile.outcomes_path):
            if trouble := trouble_of(path):
                return Trouble(f"{path.name}: {trouble}", advice)
        return None

    def keyring(self) -> Trouble | None:
        if self._secrets.is_durable:
            return None
        return Trouble(
            tr("there is none: you sign in again at each start; nothing else is lost"),
            tr(
                "Windows: start the Credential Manager service. Linux: install gnome-keyring or"
                " KWallet."
            ),
            is_fatal=False,
        )

    def notifications(self) -> Trouble | None:
        desktop = self._desktop()
        if not desktop.is_there:
            return Trouble(tr("there is no display, so nothing can be shown"), is_fatal=False)
        if desktop.shows_messages:
            return None
        advice = tr("Allow notifications of WrapUp Desk in the system's settings.")
        return Trouble(tr("the system shows none"), advice, is_fatal=False)

    def tray(self) -> Trouble | None:
        desktop = self._desktop()
        if not desktop.is_there:
            return Trouble(tr("there is no display, so there is none"), is_fatal=False)
        if desktop.has_tray:
            return None
        return Trouble(tr("this desktop has none; the window still works"), is_fatal=False)


def _existing(folder: Path) -> Path:
    """Return *folder*, or the nearest one above it that is there already."""
    return next((each for each in (folder, *folder.parents) if each.is_dir()), folder)
