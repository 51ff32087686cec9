"""Agents come by id alone: their names are read in batches, kept for a while, and missing ones told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.adapters.genesys.rest_harness import HandClock, answer, error_body, rest_on
from wrapup_desk.adapters.genesys.history.agent_names import AgentNames
from wrapup_desk.application.base.ports import NotPermitted


class Directory:
    """Answers `GET /users` and `GET /users/{id}`."""

    def __init__(self, names: dict[str, str]) -> None:
        self.names = names
        # In no list: inactive, or of another division.
        self.unlisted: dict[str, httpx.Response] = {}
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/api/v2/users")
        self.asked.append(path or "list")
        if path:
            wanted = path.removeprefix("/")
            return self.unlisted.get(wanted) or error_body(404, "not.found")
        ids = request.url.params["id"].split(",")
        size = int(request.url.params.get("pageSize", "25"))
        found = [{"id": each, "name": self.names[each]} for each in ids if each in self.names]
        return answer(200, {"entities": found[:size]})


@pytest.fixture
def make_names() -> Callable[[Directory], tuple[AgentNames, HandClock]]:
    def make(directory: Directory) -> tuple[AgentNames, HandClock]:
        clock = HandClock()
        return AgentNames(rest_on(directory, clock=clock), clock), clock

    return make


Make = Callable[[Directory], tuple[AgentNames, Any]]


async def test_names_are_read_a_hundred_at_a_time_and_only_once(make_names: Make) -> None:
    everybody = {f"u-{number}": f"Agent {number}" for number in range(250)}
    directory = Directory(everybody)
    names, _ = make_names(directory)

    assert await names.of(everybody) == everybody
    assert directory.asked == ["list"] * 3
    assert await names.of(["u-7", "u-200"]) == {"u-7": "Agent 7", "u-200": "Agent 200"}
    assert len(directory.asked) == 3


async def test_a_name_is_asked_for_again_after_half_a_day(make_names: Make) -> None:
    directory = Directory({"u-1": "Mia Novak"})
    names, clock = make_names(directory)
    await names.of(["u-1"])
    directory.names["u-1"] = "Mia Fischer"
    clock.seconds += timedelta(hours=13).total_seconds()

    assert await names.of(["u-1"]) == {"u-1": "Mia Fischer"}


async def test_who_was_deleted_has_no_name_and_is_not_asked_for_again(make_names: Make) -> None:
    directory = Directory({"u-1": "Mia Novak"})
    directory.unlisted["inactive"] = answer(200, {"id": "inactive", "name": "Old Hand"})
    directory.unlisted["another-divisions"] = error_body(403, "missing.permissions")
    names, _ = make_names(directory)
    wanted = ("u-1", "deleted", "inactive", "another-divisions", "")

    found = await names.of(wanted)

    assert found == {"u-1": "Mia Novak", "deleted": "", "inactive": "Old Hand"}
    before = len(directory.asked)
    assert await names.of(wanted) == found
    assert len(directory.asked) == before


async def test_that_nobody_may_be_read_is_told(make_names: Make) -> None:
    names, _ = make_names(lambda _: error_body(403, "missing.permissions"))  # type: ignore[arg-type]  # answers all

    with pytest.raises(NotPermitted):
        await names.of(["u-1"])
