"""A request over a connection that is open already costs no look at the disk."""

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

import pytest

from tests.adapters.genesys.http.test_dead_connections import a_server


class Searches:
    """A finder that finds nothing, and notes what was searched for on this computer."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        self.names.append(name)
        return None


async def test_a_second_request_searches_the_disk_for_no_module(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with a_server(silent=0) as (server, rest):
        await rest.request("GET", "/a")
        searches = Searches()
        monkeypatch.setattr(sys, "meta_path", [searches, *sys.meta_path])

        await rest.request("GET", "/b")

        assert server.connections == 1
        assert searches.names == []
