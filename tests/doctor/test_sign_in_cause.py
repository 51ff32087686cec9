"""What is said of a sign-in that cannot be: one cause, found on the running simulator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.adapters.genesys.rest_harness import local_network
from tests.doctor.installations import Installed
from wrapup_desk.adapters.keyring_secrets import MemorySecrets
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.main.apps.desk_app import open_desk_app
from wrapup_desk.main.doctor.window_check import why_nobody_signs_in

UNKNOWN = "00000000-0000-4000-8000-000000000001"


def no_region(settings: Settings, _port: int) -> Settings:
    return replace(settings, region="", api_url="", login_url="")


def no_client(settings: Settings, _port: int) -> Settings:
    return replace(settings, client_id="")


def unknown_client(settings: Settings, _port: int) -> Settings:
    return replace(settings, client_id=UNKNOWN)


def closed_host(settings: Settings, port: int) -> Settings:
    return replace(settings, login_url=f"http://127.0.0.1:{port}")


@pytest.mark.parametrize(
    ("broken", "cause", "advice"),
    [
        (no_region, "Region: no region is chosen", "Choose your region"),
        (no_client, "Client ID: no OAuth client ID is set", "Copy the client ID"),
        (unknown_client, "the client ID is unknown in this region", "Copy the client ID"),
        (closed_host, "Login host: ", "Ask your administrator to let this computer reach"),
    ],
)
async def test_the_first_ground_that_is_wrong_is_named_with_what_to_do(
    installed: Installed,
    free_port: Callable[[], int],
    broken: Callable[[Settings, int], Settings],
    cause: str,
    advice: str,
) -> None:
    said = await _said(installed, broken(installed.settings, free_port()))
    assert cause in said
    assert advice in said
    assert ".." not in said
    assert UNKNOWN not in said, "a client ID is in no text that may be copied"


async def test_nothing_is_said_where_all_grounds_are_right(installed: Installed) -> None:
    assert await _said(installed, installed.settings) == ""


async def _said(installed: Installed, settings: Settings) -> str:
    async with open_desk_app(
        installed.settings, installed.profile, MemorySecrets(), lambda url: None
    ) as core:
        return await why_nobody_signs_in(
            core.rest, local_network(), core.profile, core.clock, settings
        )
