"""Makes parts of the desktop hang while a code is on its way, and tells what the agent sees of it."""

from __future__ import annotations

import asyncio
import importlib
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from tests.faults.desks import SignedInDesk
from wrapup_desk.adapters.base.secrets_on_thread import SecretsOnThread
from wrapup_desk.adapters.files.chosen_file import ChosenFile
from wrapup_desk.adapters.files.folders import those_that_answer
from wrapup_desk.adapters.keyring_secrets import MemorySecrets
from wrapup_desk.application.base.ports import StoreBroken
from wrapup_desk.main.system.browser import SystemBrowser
from wrapup_desk.main.system.profile import Profile, ProfileInUse
from wrapup_desk.main.system.second_start import run_alone
from wrapup_desk.main.system.window_system import (
    leave_out_a_silent_bus,
    leave_out_silent_accessibility,
    no_accessibility,
    no_bus,
)
from wrapup_desk.ui.desk.desktop_services import NotificationService, TrayArrival

_SERVICE = "org.freedesktop.Notifications"
_SOON_S = 0.3
# A first start that holds its profile and never answers.
_HANGS = (
    "import sys, time; from pathlib import Path;"
    "from wrapup_desk.main.system.profile import Profile, ProfileLock;"
    "lock = ProfileLock(Profile.at(Path(sys.argv[1])), has_window=True); lock.take();"
    "print('ready', flush=True); time.sleep(600)"
)


def _application() -> QApplication:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance()
    return application if isinstance(application, QApplication) else QApplication([])


@asynccontextmanager
async def network_change(desk: SignedInDesk) -> AsyncIterator[str]:
    """The computer notices that its network is another one."""
    await desk.rest.network_changed()
    yield "nothing; the code goes by a new connection"


@asynccontextmanager
async def hung_names(_desk: SignedInDesk) -> AsyncIterator[str]:
    """A hundred look-ups of names hang."""
    is_over = threading.Event()
    async with asyncio.TaskGroup() as group:
        for _ in range(100):
            group.create_task(asyncio.to_thread(is_over.wait))
        await asyncio.sleep(0)
        yield "nothing"
        is_over.set()


@asynccontextmanager
async def dead_share(_desk: SignedInDesk) -> AsyncIterator[str]:
    """An export goes to a share that does not answer."""
    is_back = threading.Event()

    def lines() -> Iterator[str]:
        is_back.wait()
        yield "line"

    # The late writer may leave its file while the folder goes.
    with TemporaryDirectory(prefix="share-", ignore_cleanup_errors=True) as folder:
        try:
            await ChosenFile(_SOON_S).write(Path(folder, "legs.csv"), lines())
        except StoreBroken as problem:
            yield str(problem).replace(folder, r"\\share")
        is_back.set()


@asynccontextmanager
async def hung_folder(_desk: SignedInDesk) -> AsyncIterator[str]:
    """The folder of the last export is on a share that does not answer."""
    is_back = threading.Event()
    share = Path("share")
    found = await those_that_answer([share], _SOON_S, lambda _folder: is_back.wait())
    yield "nothing, which is wrong" if found else "a file dialog in the person's own folder"
    is_back.set()


class _HungStore(MemorySecrets):
    def __init__(self) -> None:
        super().__init__()
        self.is_over = threading.Event()

    def read(self, name: str) -> str | None:
        self.is_over.wait()
        return None


@asynccontextmanager
async def hung_keyring(_desk: SignedInDesk) -> AsyncIterator[str]:
    """The store of passwords does not answer."""
    store, seen = _HungStore(), ["nothing"]
    secrets = SecretsOnThread(store, _SOON_S)
    secrets.on_silence = lambda: seen.append("“store of passwords does not answer”, sign in again")
    await secrets.read("token")
    yield seen[-1]
    store.is_over.set()


@asynccontextmanager
async def no_browser(_desk: SignedInDesk) -> AsyncIterator[str]:
    """No browser can be opened for a sign-in."""
    told, browser = asyncio.Event(), SystemBrowser()
    browser.on_failure = told.set
    with _without("PATH", "BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        browser("http://127.0.0.1:9/")
        await told.wait()
    yield "“No browser could be opened”, and the address to copy"


@asynccontextmanager
async def second_start(_desk: SignedInDesk) -> AsyncIterator[str]:
    """The program is started again while the first one hangs."""
    _application()
    with TemporaryDirectory(prefix="first-") as folder, _hung_start(Path(folder)) as pid:
        try:
            run_alone(Profile.at(Path(folder)), lambda: None, lambda _: None, 300)
            yield "nothing, which is wrong"
        except ProfileInUse as problem:
            yield str(problem).replace(str(pid), "N")


@asynccontextmanager
async def late_tray(_desk: SignedInDesk) -> AsyncIterator[str]:
    """The tray comes some time after the window."""
    application, parent = _application(), QObject()
    answers, told = iter([False, False, True]), []
    arrival = TrayArrival(parent, lambda: next(answers), look_every_ms=20)
    arrival.came.connect(lambda: told.append("came"))
    arrival.look()
    await _until(application, lambda: bool(told))
    yield "the icon, as soon as there is a tray"


@asynccontextmanager
async def frozen_toasts(_desk: SignedInDesk) -> AsyncIterator[str]:
    """The desktop's notification service does not answer."""
    if shutil.which("dbus-daemon") is None:
        yield "not tried: there is no message bus here"
        return
    application, parent, shown = _application(), QObject(), list[str]()
    with message_bus() as address, frozen_service(address, _SERVICE):
        dbus = importlib.import_module("PySide6.QtDBus")
        bus = dbus.QDBusConnection.connectToBus(address, "bench")
        service = NotificationService(parent, lambda: bus)
        service.when_it_answers(lambda: shown.append("toast"))
        application.processEvents()
        yield "the toast" if shown else "no toast; the window goes on"
        dbus.QDBusConnection.disconnectFromBus("bench")


@asynccontextmanager
async def silent_bus(_desk: SignedInDesk) -> AsyncIterator[str]:
    """The desktop's message bus takes connections and never answers."""
    if sys.platform != "linux":
        yield "not tried: there is no message bus here"
        return
    with TemporaryDirectory(prefix="bus-") as folder, socket.socket(socket.AF_UNIX) as bus:
        bus.bind(f"{folder}/bus")
        bus.listen()
        environment = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/bus"}
        is_left_out = await asyncio.to_thread(leave_out_a_silent_bus, environment)
        yield f"“{no_bus().text}”" if is_left_out else "nothing, which is wrong"


@asynccontextmanager
async def frozen_accessibility(_desk: SignedInDesk) -> AsyncIterator[str]:
    """The service that screen readers stand on does not answer."""
    if shutil.which("dbus-daemon") is None:
        yield "not tried: there is no message bus here"
        return
    _application()
    with message_bus() as address, frozen_service(address, "org.a11y.Bus"):
        environment = {"DBUS_SESSION_BUS_ADDRESS": address}
        soon_ms = int(1000 * _SOON_S)
        is_left_out = leave_out_silent_accessibility("xcb", environment, soon_ms)
        yield f"“{no_accessibility().text}”" if is_left_out else "nothing, which is wrong"


async def _until(application: QApplication, holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():
            application.processEvents()
            await asyncio.sleep(0.01)


@contextmanager
def _hung_start(folder: Path) -> Iterator[int]:
    command = [sys.executable, "-c", _HANGS, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        first.stdout.readline()
        yield first.pid
        first.kill()


@contextmanager
def _without(*names: str) -> Iterator[None]:
    before = {name: os.environ.pop(name) for name in names if name in os.environ}
    os.environ["PATH"] = ""
    try:
        yield
    finally:
        os.environ.update(before)


@contextmanager
def message_bus() -> Iterator[str]:
    """Run a message bus of its own; yields its address."""
    with TemporaryDirectory(prefix="bus-") as folder:
        address = f"unix:path={folder}/bus"
        command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
        with subprocess.Popen(
            [*command, f"--address={address}"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        ) as daemon:  # fmt: skip
            assert daemon.stdout is not None
            daemon.stdout.readline()
            try:
                yield address
            finally:
                daemon.terminate()


@contextmanager
def frozen_service(address: str, name: str) -> Iterator[None]:
    """Own *name* on the bus at *address*, and never answer."""
    jeepney = importlib.import_module("jeepney")
    with importlib.import_module("jeepney.io.blocking").open_dbus_connection(address) as owner:
        owner.send_and_get_reply(jeepney.bus_messages.message_bus.RequestName(name))
        yield
