"""Toasts with buttons, by a real message bus and a service that speaks as desktops' do."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from tests.benchmarks.parts.desktop_environments import message_bus
from tests.main.desktop.bus_services import (
    WAIT_S,
    Answer,
    Service,
    background_tasks,
    service_at,
)
from wrapup_desk.main.desktop.notifications import SERVICE, DesktopNotifications
from wrapup_desk.ui.attention.toasts import Toast, ToastAction

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="there is no message bus to try it on"
)
NUMBER = 41
TOAST = Toast(
    "marta",
    "Code due: Refund & return",
    "Billing <EU>",
    ((ToastAction.SEND, "Send now"), (ToastAction.OPEN, "Change…")),
    "code-8",
)


class Told:
    """What came back, and what the tray had to show."""

    def __init__(self) -> None:
        self.answers: list[tuple[str, ToastAction]] = []
        self.by_tray: list[Toast] = []
        self._came = asyncio.Event()

    def answered(self, communication_id: str, action: ToastAction) -> None:
        self.answers.append((communication_id, action))
        self._came.set()

    def show(self, toast: Toast) -> None:
        self.by_tray.append(toast)
        self._came.set()

    def withdraw(self, communication_id: str) -> None:
        """The tray cannot."""

    async def anything(self) -> None:
        async with asyncio.timeout(WAIT_S):
            await self._came.wait()
        self._came.clear()


def with_abilities(*abilities: str) -> Answer:
    def answer(member: str, _body: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
        if member == "GetCapabilities":
            return "as", (list(abilities),)
        return ("u", (NUMBER,)) if member == "Notify" else ("", ())

    return answer


@asynccontextmanager
async def desktop(answer: Answer) -> AsyncIterator[tuple[DesktopNotifications, Service, Told]]:
    told = Told()
    with message_bus() as address:
        async with (
            service_at(address, SERVICE.service, answer) as service,
            background_tasks() as background,
        ):
            shown = DesktopNotifications(background, address, told, told.answered)
            yield shown, service, told


async def test_a_toast_has_the_code_the_queue_and_both_answers() -> None:
    async with desktop(with_abilities("actions", "body-markup")) as (shown, service, told):
        shown.show(TOAST)

        name, _, _, title, text, actions, hints, _ = await service.until_asked("Notify")

    assert (name, title, text) == (
        "WrapUp Desk",
        "Code due: Refund & return",
        "Billing &lt;EU&gt;",
    )
    assert actions == ["default", "Change…", "send", "Send now", "open", "Change…"]
    assert hints["transient"] == ("b", True)
    assert told.by_tray == []


@pytest.mark.parametrize(
    ("pressed", "action"),
    [("send", ToastAction.SEND), ("open", ToastAction.OPEN), ("default", ToastAction.OPEN)],
)
async def test_what_is_pressed_comes_back(pressed: str, action: ToastAction) -> None:
    async with desktop(with_abilities("actions")) as (shown, service, told):
        shown.show(TOAST)
        await service.until_asked("Notify")
        # Somebody else's toast, and then ours.
        await service.tell(SERVICE, "ActionInvoked", "us", NUMBER + 1, "send")
        await service.tell(SERVICE, "ActionInvoked", "us", NUMBER, pressed)
        await told.anything()

    assert told.answers == [("marta", action)]


async def test_a_toast_that_is_over_is_taken_back() -> None:
    async with desktop(with_abilities("actions")) as (shown, service, _):
        shown.show(TOAST)
        shown.withdraw("marta")  # while it is on its way

        assert await service.until_asked("CloseNotification") == (NUMBER,)


async def test_the_token_of_the_click_is_left_for_qt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "")
    async with desktop(with_abilities("actions")) as (shown, service, told):
        shown.show(TOAST)
        await service.until_asked("Notify")
        await service.tell(SERVICE, "ActivationToken", "us", NUMBER, "token-1")
        await service.tell(SERVICE, "ActionInvoked", "us", NUMBER, "open")
        await told.anything()

        assert os.environ["XDG_ACTIVATION_TOKEN"] == "token-1"


async def test_a_service_without_buttons_shows_it_without_them() -> None:
    async with desktop(with_abilities("body")) as (shown, service, told):
        shown.show(TOAST)
        _, _, _, title, text, actions, _, _ = await service.until_asked("Notify")

    assert (title, text, actions) == (TOAST.title, TOAST.text, [])
    assert told.by_tray == []


@pytest.mark.parametrize("address", ["", "disabled:", "unix:path=/no/where", "tcp:host=::1"])
async def test_without_a_bus_it_is_left_to_the_tray(address: str) -> None:
    told = Told()
    async with background_tasks() as background:
        DesktopNotifications(background, address, told, told.answered).show(TOAST)
        await told.anything()

    assert told.by_tray == [TOAST]


async def test_a_service_that_hangs_holds_up_nothing_and_ends_with_the_program() -> None:
    async with desktop(lambda _member, _body: None) as (shown, service, told):
        shown.show(TOAST)
        await service.until_asked("GetCapabilities")
        shown.withdraw("marta")

    assert (told.by_tray, told.answers) == ([], [])


async def test_several_toasts_at_once_go_by_one_connection() -> None:
    another = replace(TOAST, communication_id="kofi")
    async with desktop(with_abilities("actions")) as (shown, service, _):
        shown.show(TOAST)
        shown.show(another)
        await service.until_asked("Notify", times=2)

        assert [member for member, _ in service.asked] == ["GetCapabilities", "Notify", "Notify"]


async def test_a_toast_taken_back_on_its_way_does_not_go_to_the_tray_instead() -> None:
    another = replace(TOAST, communication_id="kofi")
    told = Told()
    async with background_tasks() as background:
        shown = DesktopNotifications(background, "unix:path=/no/where", told, told.answered)
        shown.show(TOAST)
        shown.show(another)
        shown.withdraw("marta")
        await told.anything()

    assert told.by_tray == [another]


async def test_a_bus_that_ends_is_looked_for_again() -> None:
    told = Told()
    async with background_tasks() as background:
        with message_bus() as address:
            shown = DesktopNotifications(background, address, told, told.answered)
            async with service_at(address, SERVICE.service, with_abilities("actions")) as service:
                shown.show(TOAST)
                await service.until_asked("Notify")
        shown.show(TOAST)
        await told.anything()

    assert told.by_tray == [TOAST]
