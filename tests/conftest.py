"""What every test runs under: no network beyond loopback, no unexpected log, a profile of its own."""

from __future__ import annotations

import gc
import ipaddress
import logging
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.loop_watchdog import LoopWatchdog
from tests.openblas_core import use_one_thread

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt
os.environ["WRAPUP_DESK_LANGUAGE"] = "en"  # whoever runs the tests, whatever they speak
# As in the program: numpy's threads spin on cores that others use, and on a busy machine a test of
# the recommender took ten times as long. A plugin has imported numpy by now, so it is told as well.
if os.environ.setdefault("OPENBLAS_NUM_THREADS", "1") == "1":
    use_one_thread()

# As in the program: a thread that collects destroys widgets, and now and then the whole run.
gc.disable()

# A shared machine is slow at times; a slow example is no failure here.
hypothesis.settings.register_profile("wrapup-desk", deadline=None, print_blob=True)
hypothesis.settings.load_profile("wrapup-desk")


def pytest_runtest_teardown() -> None:
    """Collect between tests, on their thread."""
    from wrapup_desk.main.apps.garbage_collection import collect_what_is_due

    collect_what_is_due()


ExpectLog = Callable[[str], None]


class NetworkUsed(AssertionError):
    """A test tried to reach something beyond this machine."""


_NOBODYS = [ipaddress.ip_network(each) for each in ("198.51.100.0/24", "2001:db8::/32")]


def _guard_network(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        if isinstance(address, tuple) and not _is_loopback(str(address[0])):
            raise NetworkUsed(f"a test connects to {address[0]}")
    elif event == "socket.getaddrinfo":
        host = arguments[0]
        name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
        if not _is_loopback(name):
            raise NetworkUsed(f"a test looks up {name}")


def _is_loopback(host: str) -> bool:
    if host in ("localhost", ""):
        return True
    # Names below these are reserved never to exist (RFC 6761), so asking for one reaches nobody.
    if host.endswith((".invalid", ".test")):
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    # Addresses for documentation are nobody's (RFC 5737, 3849): to ask for the way there is no talk.
    is_nobodys = any(address in network for network in _NOBODYS)
    return address.is_loopback or address.is_unspecified or is_nobodys


# An audit hook cannot be removed, and cannot be worked around by the code under test.
sys.addaudithook(_guard_network)


class _Records(logging.Handler):
    """Keeps what is logged at WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def expect_log() -> Iterator[ExpectLog]:
    """Fail the test for each record at WARNING or above; call the fixture with a pattern to allow it."""
    handler = _Records()
    patterns: list[re.Pattern[str]] = []
    root = logging.getLogger()
    root.addHandler(handler)
    yield lambda pattern: patterns.append(re.compile(pattern))
    root.removeHandler(handler)
    texts = [
        f"{record.name} {record.levelname}: {record.getMessage()}"
        + (f" ({record.exc_info[1]!r})" if record.exc_info else "")
        for record in handler.records
    ]
    unexpected = [text for text in texts if not any(each.search(text) for each in patterns)]
    unseen = [each.pattern for each in patterns if not any(each.search(text) for text in texts)]
    if unexpected:
        pytest.fail("unexpected log records:\n" + "\n".join(unexpected), pytrace=False)
    if unseen:
        pytest.fail(f"expected log records never came: {unseen}", pytrace=False)


@pytest.fixture(autouse=True)
def profile(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point everything a program keeps for its user at an empty directory."""
    directory = tmp_path_factory.mktemp("profile")
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA"):
        monkeypatch.setenv(name, str(directory))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(directory / name.lower()))
    return directory


@pytest.fixture
def loop_watchdog() -> Iterator[LoopWatchdog]:
    """Fail what holds the event loop: `async with loop_watchdog.watching("a mail"): …`.

    As in the program, the collector does not walk what was there before: of the tests, that is much.
    """
    gc.collect()
    gc.freeze()
    yield LoopWatchdog()
    gc.unfreeze()
