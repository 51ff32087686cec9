"""What ended in a span is found whenever its conversation began, or the search says it is not."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import httpx
import pytest

from tests.adapters.genesys.history.test_analytics import (
    DAY,
    NOON,
    PastServer,
    conversation,
    conversations,
    found_by,
)
from tests.adapters.genesys.rest_harness import HandClock, error_body, rest_on
from wrapup_desk.adapters.genesys.history.analytics import Analytics
from wrapup_desk.adapters.genesys.history.queries import (
    LONGEST_CONVERSATION,
    LONGEST_WINDOW,
    windows_before,
)
from wrapup_desk.application.history.ports import Span


def thread(began_at: datetime, ended_at: datetime | None, number: int = 1) -> dict[str, Any]:
    """A message thread that waited: its agent's part is its last three minutes."""
    over_at = ended_at or NOON - timedelta(hours=1)
    found = conversation(number, over_at - timedelta(seconds=200))
    found["conversationStart"] = began_at.isoformat()
    if ended_at is not None:
        found["conversationEnd"] = over_at.isoformat()
    return found


@pytest.mark.parametrize("days", [1, 6, 30], ids=["a day", "six days", "a month"])
@pytest.mark.parametrize(
    "before", [0.2, 1, 9, 40, 85], ids=lambda days: f"begun {days} days before"
)
@pytest.mark.parametrize(
    "lag", [timedelta(hours=6), timedelta(days=3)], ids=["fresh lake", "old lake"]
)
async def test_what_ended_in_the_span_is_found_whenever_it_began(
    days: int, before: float, lag: timedelta
) -> None:
    began_at = NOON - (days + before) * DAY
    found = [thread(began_at, NOON - (days / 2) * DAY), thread(began_at, NOON - DAY / 8, 2)]
    server = PastServer([*found, thread(began_at, NOON - (days + 0.1) * DAY, 3)])
    server.lake_until = NOON - lag

    legs = await found_by(server, Span(NOON - days * DAY, NOON))

    assert {leg.key.conversation_id for leg in legs} == {"conv-1", "conv-2"}
    assert {leg.started_at for leg in legs} == {began_at}


async def test_an_agents_part_that_is_over_is_found_in_a_thread_that_goes_on() -> None:
    server = PastServer([thread(NOON - 20 * DAY, None)])

    legs = await found_by(server, Span(NOON - DAY, NOON))

    assert [leg.key.conversation_id for leg in legs] == ["conv-1"]


async def test_a_leg_belongs_to_the_day_of_its_end() -> None:
    yesterday = Span(NOON - 2 * DAY, NOON - DAY)
    server = PastServer([conversation(1, NOON - DAY - timedelta(seconds=100))])

    assert await found_by(server, yesterday) == []
    assert len(await found_by(server, Span(NOON - DAY, NOON))) == 1


class RefusesMetrics(PastServer):
    """An organisation that refuses to filter by how long a conversation lasted."""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if b"tConversationDuration" in request.content:
            return error_body(400, "bad.request", "No such metric")
        return super().__call__(request)


async def test_where_earlier_conversations_cannot_be_asked_for_that_is_told() -> None:
    server = RefusesMetrics(conversations(10, 1))
    rest = rest_on(server, clock=(clock := HandClock()))
    span = Span(NOON - DAY, NOON)

    parts = [part async for part in Analytics(rest, clock).find(span, (), lambda _: None)]

    assert sum(len(part.legs) for part in parts) == 10
    assert "What began before 20 Nov (UTC) could not be searched" in parts[-1].notice


def test_windows_for_what_began_earlier_go_back_a_quarter_and_ask_for_ever_longer_ones() -> None:
    found = windows_before(NOON, NOON + 2 * timedelta(hours=1))

    assert all(after.span.start_at == before.span.end_at for after, before in pairwise(found))
    assert found[-1].span.start_at == NOON - LONGEST_CONVERSATION
    assert max(each.span.length for each in found) <= LONGEST_WINDOW
    lasting = [each.lasting or timedelta() for each in found]
    assert lasting == sorted(lasting)
    assert lasting[0] == timedelta(hours=2)


async def test_a_conversation_that_went_on_in_another_queue_brings_only_the_leg_asked_for() -> (
    None
):
    moved = conversation(1, NOON - DAY / 2)
    elsewhere = conversation(2, NOON - DAY / 3)["participants"][1]
    for segment in elsewhere["sessions"][0]["segments"]:
        segment["queueId"] = "another"
    moved["participants"].append(elsewhere)
    rest = rest_on(PastServer([moved]), clock=(clock := HandClock()))

    span = Span(NOON - DAY, NOON)
    asked = Analytics(rest, clock).find(span, ("q",), lambda _: None)
    found = [leg async for part in asked for leg in part.legs]

    assert {(leg.key.participant_id, leg.queue_id) for leg in found} == {("p-1", "q")}
