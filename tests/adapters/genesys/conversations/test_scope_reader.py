"""What one code counts for is read again when it may have changed, and never forgotten."""

from typing import Any

import httpx
import pytest

from tests.adapters.genesys.notification_server import (
    EventRecorder,
    NotificationServer,
    feed_of,
    named,
    running,
)
from tests.adapters.genesys.rest_harness import FastClock, HandClock, answer, error_body, rest_on
from tests.adapters.genesys.rest_table import ME, Genesys
from wrapup_desk.adapters.genesys.conversations.scope_reader import OLD_AFTER_S, ScopeReader
from wrapup_desk.adapters.genesys.conversations.wrapup_scope import WrapupScope
from wrapup_desk.domain.events import Resynced

SETTINGS = "GET /conversations/settings"
BY_COMMUNICATION = answer(200, {"communicationBasedACW": True})
BY_PARTICIPANT = answer(200, {"communicationBasedACW": False})


def reader_of(*answers: Any) -> tuple[ScopeReader, Genesys]:
    genesys = Genesys({SETTINGS: list(answers)})
    return ScopeReader(rest_on(genesys, clock=genesys.clock), genesys.clock), genesys


async def test_it_is_read_again_after_a_minute_and_old_after_some_hours() -> None:
    scope, genesys = reader_of(BY_PARTICIPANT, BY_COMMUNICATION)
    assert await scope.refresh() is WrapupScope.PARTICIPANT
    genesys.clock.seconds += 59
    assert await scope.refresh() is WrapupScope.PARTICIPANT
    genesys.clock.seconds += 2

    assert await scope.refresh() is WrapupScope.COMMUNICATION
    assert genesys.lines == [SETTINGS] * 2
    assert not scope.is_old
    genesys.clock.seconds += OLD_AFTER_S + 1
    assert scope.is_old


@pytest.mark.parametrize("status", [403, 404])
async def test_settings_that_may_not_be_read_mean_genesys_default(status: int) -> None:
    scope, genesys = reader_of(BY_COMMUNICATION, error_body(status, "no"))
    await scope.refresh()
    genesys.clock.seconds += 61

    assert await scope.refresh() is WrapupScope.PARTICIPANT


@pytest.mark.parametrize(
    "failure", [answer(200, "nonsense"), error_body(503, "no"), httpx.ConnectError("down")]
)
async def test_a_reading_that_fails_changes_nothing_and_is_made_up_for_at_once(
    failure: Any,
) -> None:
    scope, genesys = reader_of(BY_COMMUNICATION, *[failure] * 3)
    await scope.refresh()
    genesys.clock.seconds += 61

    assert await scope.refresh() is WrapupScope.COMMUNICATION
    assert not scope.is_known


async def test_somebody_elses_sign_in_reads_it_anew() -> None:
    other = answer(200, {"id": "00000000-0000-4000-8000-00000000000b", "name": "Ben"})
    genesys = Genesys(
        {
            "GET /users/me": [ME, ME, other],
            SETTINGS: [BY_PARTICIPANT, BY_COMMUNICATION],
            "GET /conversations/c-1": answer(200, named("c-1") | {"id": "c-1"}),
        }
    )
    centre = genesys.centre()
    for _ in range(3):
        await centre.me()
        await centre.conversation("c-1")

    assert genesys.lines.count(SETTINGS) == 2


async def test_on_a_quiet_line_the_next_news_of_a_long_day_reads_it_again(
    genesys: NotificationServer,
) -> None:
    hours, listener = HandClock(), EventRecorder()
    genesys.rest_answers["/conversations/settings"] = [BY_PARTICIPANT]
    genesys.conversations["c-1"] = named("c-1")
    async with running(feed_of(genesys, FastClock(1), listener, hours)):
        await listener.count(Resynced)
        hours.seconds += OLD_AFTER_S + 1
        await genesys.tell(named("c-1"))
        await listener.count(Resynced, 2)

    assert genesys.requests.count(SETTINGS) == 2
