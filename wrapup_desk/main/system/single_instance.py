"""Brings the open window forward when the program is started a second time."""

from __future__ import annotations

import hashlib
from types import TracebackType

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from wrapup_desk.main.system.profile import Profile

KNOCK_TIMEOUT_MS = 2000


def activate_running(profile: Profile) -> bool:
    """Ask the program that runs on *profile* to come forward; tell whether it answered."""
    socket = QLocalSocket()
    socket.connectToServer(_name(profile))
    is_there = socket.waitForConnected(KNOCK_TIMEOUT_MS)
    socket.disconnectFromServer()
    return is_there


class SingleInstanceServer(QObject):
    """Hears when the program is started again; says nothing and takes no commands.

    A connection alone is the message, so nothing another program sends is ever read.
    """

    knocked = Signal()

    def __init__(self, profile: Profile) -> None:
        super().__init__()
        self._name = _name(profile)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)

    def __enter__(self) -> SingleInstanceServer:
        # The lock is ours, so a socket of that name is what a crash left behind.
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.close()

    def _on_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.close()
            socket.deleteLater()
        self.knocked.emit()


def _name(profile: Profile) -> str:
    return "wrapup-desk-" + hashlib.sha256(str(profile.root).encode()).hexdigest()[:16]
