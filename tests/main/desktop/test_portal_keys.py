"""The window's keys on Wayland, by a real message bus and a portal that speaks as desktops' do."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.benchmarks.parts.desktop_environments import message_bus
from tests.main.desktop.bus_services import (
    WAIT_S,
    Refused,
    Service,
    background_tasks,
    service_at,
)
from wrapup_desk.application.base.hot_key import HotKey, HotKeyReport, HotKeyState
from wrapup_desk.main.desktop.menu_entry import ENTRY
from wrapup_desk.main.desktop.portal_keys import PORTAL, PortalKeys, trigger_of
from wrapup_desk.main.desktop.session_bus import BusObject

needs_a_bus = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="there is no message bus to try it on"
)
KEYS = HotKey.of("Ctrl+Alt+W")
SESSION = "/org/freedesktop/portal/desktop/session/1_2/wrapup_desk_1"


class Portal:
    """What a desktop does once its person has answered."""

    def __init__(
        self,
        *,
        binds: bool = True,
        offers: bool = True,
        registers: bool = False,
        wants_entry: bool = False,
    ) -> None:
        self._binds = binds
        self._offers = offers
        self._registers = registers
        self._wants_entry = wants_entry
        self._entry = ""
        self._was_asked = False
        self.requests: list[tuple[str, dict[str, Any]]] = []

    def answer(self, member: str, body: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
        if member == "Register":
            # Once, and before anything else is asked; the menu has this entry alone.
            if not self._registers or self._was_asked or body[0] != ENTRY:
                raise Refused
            self._entry = body[0]
            return "", ()
        self._was_asked = True
        if member == "Get":
            if not self._offers:
                raise Refused
            return "v", (("u", 1),)
        if member == "CreateSession":
            if self._wants_entry and not self._entry:
                raise Refused
            self.requests.append((body[0]["handle_token"][1], {"session_handle": ("s", SESSION)}))
        elif member == "BindShortcuts":
            bound = [(body[1][0][0], {"trigger_description": ("s", "Press Ctrl+Alt+W")})]
            results = {"shortcuts": ("a(sa{sv})", bound if self._binds else [])}
            self.requests.append((body[3]["handle_token"][1], results))
        return ("o", ("/request",)) if member != "Close" else ("", ())


class Reports:
    def __init__(self) -> None:
        self.queue: asyncio.Queue[object] = asyncio.Queue()

    async def next(self) -> object:
        async with asyncio.timeout(WAIT_S):
            return await self.queue.get()


async def respond(service: Service, portal: Portal, keys: PortalKeys, *members: str) -> None:
    """Answer each request, as the desktop does when its person has."""
    for number, member in enumerate(members):
        await service.until_asked(member)
        token, results = portal.requests[number]
        assert keys._bus is not None
        sender = keys._bus.own_name.removeprefix(":").replace(".", "_")
        path = f"/org/freedesktop/portal/desktop/request/{sender}/{token}"
        place = BusObject(PORTAL.service, path, "org.freedesktop.portal.Request")
        await service.tell(place, "Response", "ua{sv}", 0, results)


@asynccontextmanager
async def desktop(
    portal: Portal, entry: str = ""
) -> AsyncIterator[tuple[PortalKeys, Service, Reports]]:
    with message_bus() as address:
        async with (
            service_at(address, PORTAL.service, portal.answer) as service,
            background_tasks() as background,
        ):
            yield PortalKeys(background, address, entry), service, Reports()


@needs_a_bus
async def test_the_desktop_binds_the_keys_and_tells_when_they_are_pressed() -> None:
    portal = Portal()
    async with desktop(portal) as (keys, service, reports):
        keys.use(KEYS, lambda: reports.queue.put_nowait("pressed"), reports.queue.put_nowait)
        await respond(service, portal, keys, "CreateSession", "BindShortcuts")

        assert await reports.next() == HotKeyReport(HotKeyState.WORKS, "Press Ctrl+Alt+W")
        session, shortcuts, _, _ = await service.until_asked("BindShortcuts")
        assert session == SESSION
        assert shortcuts[0][1]["preferred_trigger"] == ("s", "CTRL+ALT+w")

        # Another program's session, and then ours.
        other = SESSION.replace("desk_1", "desk_9")
        for place in (other, SESSION):
            await service.tell(PORTAL, "Activated", "osta{sv}", place, "forward", 1, {})
        assert await reports.next() == "pressed"
        assert reports.queue.empty()


@needs_a_bus
@pytest.mark.parametrize("wants_entry", [True, False])
async def test_a_program_of_the_desktops_menu_says_so_before_it_asks(*, wants_entry: bool) -> None:
    """xdg-desktop-portal has bound keys since 1.21 only for programs that it can name."""
    portal = Portal(registers=wants_entry, wants_entry=wants_entry)
    async with desktop(portal, ENTRY) as (keys, service, reports):
        keys.use(KEYS, lambda: None, reports.queue.put_nowait)
        await respond(service, portal, keys, "CreateSession", "BindShortcuts")

        assert await reports.next() == HotKeyReport(HotKeyState.WORKS, "Press Ctrl+Alt+W")
        assert await service.until_asked("Register") == (ENTRY, {})


@needs_a_bus
async def test_a_program_without_an_entry_is_told_that_it_gets_no_keys() -> None:
    async with desktop(Portal(registers=True, wants_entry=True)) as (keys, _, reports):
        keys.use(KEYS, lambda: None, reports.queue.put_nowait)

        assert await reports.next() == HotKeyReport(HotKeyState.NOT_OFFERED)


@needs_a_bus
async def test_keys_that_are_taken_out_of_the_settings_end_the_desktops_session() -> None:
    portal = Portal()
    async with desktop(portal) as (keys, service, reports):
        keys.use(KEYS, lambda: None, reports.queue.put_nowait)
        await respond(service, portal, keys, "CreateSession", "BindShortcuts")
        await reports.next()

        keys.use(None, lambda: None, reports.queue.put_nowait)

        assert await reports.next() == HotKeyReport(HotKeyState.OFF)
        assert await service.until_asked("Close") == ()


@needs_a_bus
async def test_what_the_person_declines_is_told() -> None:
    portal = Portal(binds=False)
    async with desktop(portal) as (keys, service, reports):
        keys.use(KEYS, lambda: None, reports.queue.put_nowait)
        await respond(service, portal, keys, "CreateSession", "BindShortcuts")

        assert await reports.next() == HotKeyReport(HotKeyState.DECLINED)


@needs_a_bus
async def test_a_desktop_whose_portal_has_no_such_keys_offers_none() -> None:
    async with desktop(Portal(offers=False)) as (keys, _, reports):
        keys.use(None, lambda: None, reports.queue.put_nowait)

        assert await reports.next() == HotKeyReport(HotKeyState.NOT_OFFERED)


async def test_where_nothing_speaks_to_a_bus_none_are_offered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "jeepney.io.asyncio", None)
    reports = Reports()
    async with background_tasks() as background:
        PortalKeys(background, "").use(KEYS, lambda: None, reports.queue.put_nowait)

        assert await reports.next() == HotKeyReport(HotKeyState.NOT_OFFERED)


async def test_without_a_bus_none_are_offered() -> None:
    reports = Reports()
    async with background_tasks() as background:
        PortalKeys(background, "").use(KEYS, lambda: None, reports.queue.put_nowait)

        assert await reports.next() == HotKeyReport(HotKeyState.NOT_OFFERED)


@pytest.mark.parametrize(
    ("keys", "trigger"),
    [
        ("Ctrl+Alt+W", "CTRL+ALT+w"),
        ("Meta+Shift+F9", "SHIFT+LOGO+F9"),
        ("Ctrl+PgUp", "CTRL+Page_Up"),
        ("Ctrl+Space", "CTRL+space"),
    ],
)
def test_keys_are_written_as_portals_read_them(keys: str, trigger: str) -> None:
    found = HotKey.of(keys)

    assert found is not None
    assert trigger_of(found) == trigger
