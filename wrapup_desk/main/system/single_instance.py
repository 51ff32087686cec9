"""Joins two starts of the program: the second brings the first forward, and hears if it lives."""

from __future__ import annotations

import hashlib
from types import TracebackType

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from wrapup_desk.main.system.profile import Profile

_HEARD = b"here"


def activate_running(profile: Profile, answer_within_ms: int) -> bool:
    """Ask the program that runs on *profile* to come forward; tell whether it answered.

    The system connects to a program that hangs as well, so a connection alone says nothing: only
    its event loop can answer, or hang up.
    """
    socket = QLocalSocket()
    socket.connectToServer(_name(profile))
    if not socket.waitForConnected(answer_within_ms):
        return False
    has_answered = socket.waitForReadyRead(answer_within_ms)
    has_hung_up = socket.state() is not QLocalSocket.LocalSocketState.ConnectedState
    socket.abort()
    return has_answered or has_hung_up


class SingleInstanceServer(QObject):
    """Hears when the program is started again, and answers; takes no commands.

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
            socket.disconnected.connect(socket.deleteLater)
            socket.write(_HEARD)
            socket.disconnectFromServer()
        self.knocked.emit()


def _name(profile: Profile) -> str:
    return "wrapup-desk-" + hashlib.sha256(str(profile.root).encode()).hexdigest()[:16]
