"""Keeps secrets in the system's keyring, or in memory where there is none; never in a file."""

from __future__ import annotations

import importlib
import logging
from types import ModuleType

log = logging.getLogger(__name__)

SERVICE = "WrapUp Desk"
# Windows' Credential Manager takes 2,560 bytes, and keyring writes UTF-16.
MOST_CHARACTERS = 1280


class SecretTooLong(ValueError):
    """A secret that does not fit into every system's keyring."""


class MemorySecrets:
    """Secrets for as long as the program runs (`SecretStore`)."""

    def __init__(self) -> None:
        self._secrets: dict[str, str] = {}

    def read(self, name: str) -> str | None:
        return self._secrets.get(name)

    def write(self, name: str, secret: str) -> None:
        self._secrets[name] = secret

    def delete(self, name: str) -> None:
        self._secrets.pop(name, None)

    @property
    def is_durable(self) -> bool:
        return False


class KeyringSecrets:
    """The system's keyring (`SecretStore`); memory once the keyring fails.

    The keyring package is imported at first use: it costs some 20 ms and asks the desktop's
    services, and the window must be there before that.
    """

    def __init__(self, service: str = SERVICE, keyring: ModuleType | None = None) -> None:
        self._service = service
        self._keyring = keyring
        self._memory = MemorySecrets()
        self._is_broken = False

    def read(self, name: str) -> str | None:
        in_memory = self._memory.read(name)
        keyring = self._usable()
        if in_memory is not None or keyring is None:
            return in_memory
        try:
            found: str | None = keyring.get_password(self._service, name)
        except Exception as error:  # noqa: BLE001 - each backend has errors of its own
            self._give_up(error)
            return None
        return found

    def write(self, name: str, secret: str) -> None:
        """Keep *secret*; in memory only, if the keyring will not.

        Raises:
            SecretTooLong: it would not fit on Windows.
        """
        if len(secret) > MOST_CHARACTERS:
            raise SecretTooLong(f"a secret of {len(secret)} characters; {MOST_CHARACTERS} fit")
        keyring = self._usable()
        if keyring is not None:
            try:
                keyring.set_password(self._service, name, secret)
            except Exception as error:  # noqa: BLE001 - each backend has errors of its own
                self._give_up(error)
            else:
                return
        self._memory.write(name, secret)

    def delete(self, name: str) -> None:
        self._memory.delete(name)
        keyring = self._usable()
        if keyring is None:
            return
        try:
            if keyring.get_password(self._service, name) is not None:
                keyring.delete_password(self._service, name)
        except Exception as error:  # noqa: BLE001 - each backend has errors of its own
            self._give_up(error)

    @property
    def is_durable(self) -> bool:
        return self._usable() is not None

    def _usable(self) -> ModuleType | None:
        """Return the keyring if it may hold secrets: never a backend that writes plain files."""
        if self._is_broken:
            return None
        try:
            if self._keyring is None:
                self._keyring = importlib.import_module("keyring")
            backend = self._keyring.get_keyring()
        except Exception as error:  # noqa: BLE001 - it loads whatever its configuration names
            self._give_up(error)
            return None
        if type(backend).__module__.startswith(("keyring.backends.fail", "keyring.backends.null")):
            return None
        if type(backend).__module__.startswith("keyrings.alt"):
            return None
        if hasattr(backend, "persist"):
            # Windows: by default a secret would travel with a roaming profile.
            backend.persist = "local machine"
        return self._keyring

    def _give_up(self, error: Exception) -> None:
        # The text of a backend's error may name what it holds; its kind is enough.
        log.warning("the keyring failed (%s); secrets stay in memory", type(error).__name__)
        self._is_broken = True
