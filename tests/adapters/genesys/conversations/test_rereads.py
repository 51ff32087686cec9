"""What an event that cannot be read told is read over REST, while the stream stays live."""

from typing import Any

import pytest

from tests.adapters.genesys.notification_server import (
    SPEED,
    NotificationServer,
    ended,
    following,
    named,
)
from tests.adapters.genesys.rest_harness import FastClock, error_body
from wrapup_desk.domain.events import Resynced, StreamLost, StreamOpened
from wrapup_desk.domain.interaction import Phase


@pytest.mark.parametrize("is_whole_frame", [True, False])
async def test_what_an_event_that_cannot_be_read_told_is_read_by_rest(
    genesys: NotificationServer, expect_log: Any, *, is_whole_frame: bool
) -> None:
    expect_log("a frame cannot be used")
    genesys.conversations["c-1"] = named("c-1")
    async with following(genesys, FastClock(SPEED)) as listener:
        await listener.count(Resynced)
        genesys.conversations["c-1"] = ended("c-1")
        if is_whole_frame:
            await genesys.tell({"participants": "none of these can be read"})
        else:
            await genesys.sockets[-1].send('{"topicName": "v2.users.u.conversa')
        await listener.count(Resynced, 2)

    again = listener.of(Resynced)[1].conversations
    assert again[0].legs[0].phase is Phase.COMPLETED
    assert len(listener.of(StreamOpened)) == 1
    assert listener.of(StreamLost) == []


async def test_a_reread_that_fails_is_tried_again_and_the_stream_stays_live(
    genesys: NotificationServer, expect_log: Any
) -> None:
    expect_log("a frame cannot be used")
    genesys.conversations["c-1"] = named("c-1")
    async with following(genesys, FastClock(SPEED)) as listener:
        await listener.count(Resynced)
        refusals = [error_body(503, "service.unavailable") for _ in range(4)]
        genesys.rest_answers["/conversations"] = refusals
        await genesys.sockets[-1].send("no json")
        await listener.count(Resynced, 2)

    assert listener.of(StreamLost) == []
