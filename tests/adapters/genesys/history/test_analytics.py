"""Tests the search of the past on a small fake server: windows, pages, jobs, waiting."""

import asyncio
import json
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from tests.adapters.genesys.rest_harness import HandClock, answer, error_body, rest_on
from tests.conftest import ExpectLog
from wrapup_desk.adapters.genesys.history.analytics import Analytics
from wrapup_desk.adapters.genesys.history.queries import (
    LONGEST_WINDOW,
    QueryWindow,
    details_query,
    halves,
    interval,
    windows,
)
from wrapup_desk.application.base.ports import ContactCentreError, NotPermitted, Unreachable
from wrapup_desk.application.history.ports import Span
from wrapup_desk.domain.history.past_leg import PastLeg

NOON = datetime(2026, 11, 22, 0, 10, tzinfo=UTC)  # what HandClock shows
DAY = timedelta(days=1)


def conversation(number: int, started_at: datetime, **agent: Any) -> dict[str, Any]:
    """One call with one agent, its code on the after-call work."""
    moments = [started_at + timedelta(seconds=each) for each in (0, 20, 200, 212)]
    start, answered, hung_up, completed = (each.isoformat() for each in moments)
    segments = [
        {"segmentType": "alert", "segmentStart": start, "segmentEnd": answered, "queueId": "q"},
        {"segmentType": "interact", "segmentStart": answered, "segmentEnd": hung_up, "queueId": "q"},
        {
            "segmentType": "wrapup",
            "segmentStart": hung_up,
            "segmentEnd": completed,
            "queueId": "q",
            "wrapUpCode": "code-1",
            "wrapUpNote": "noted",
        },
    ]  # fmt: skip
    session = {"sessionId": f"s-{number}", "mediaType": "voice", "segments": segments}
    participant = {
        "participantId": f"p-{number}", "participantName": "Mia", "userId": "u-1",
        "purpose": "agent", "sessions": [session], **agent,
    }  # fmt: skip
    customer = {
        "participantId": f"c-{number}", "participantName": "Anna", "purpose": "customer",
        "sessions": [{"sessionId": f"cs-{number}", "ani": "tel:+61255500001", "segments": []}],
    }  # fmt: skip
    return {
        "conversationId": f"conv-{number}",
        "conversationStart": start,
        "participants": [customer, participant],
    }


def is_settings(request: httpx.Request) -> bool:
    """Whether it asks what one code counts for; it is no part of a search."""
    return request.url.path.endswith("/conversations/settings")


class PastServer:
    """Answers analytics as documented, from a list of conversations."""

    def __init__(self, conversations: list[dict[str, Any]]) -> None:
        self.conversations = conversations
        self.lake_until = NOON - timedelta(hours=6)
        self.requests: list[tuple[str, str, Any]] = []
        self.failures: list[httpx.Response] = []
        self.job_states = ["QUEUED", "FULFILLED"]
        self.hits: int | None = None
        self._job: list[dict[str, Any]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/api/v2/analytics/conversations/details")
        body: Any = json.loads(request.content) if request.content else None
        self.requests.append((request.method, path, body))
        if self.failures and not is_settings(request):
            return self.failures.pop(0)
        match request.method, path:
            case "POST", "/query":
                return answer(200, self._query(body))
            case "POST", "/jobs":
                self._job = self._active(body)
                return answer(202, {"jobId": "job-1"})
            case "GET", "/jobs/availability":
                return answer(200, {"dataAvailabilityDate": self.lake_until.isoformat()})
            case "GET", "/jobs/job-1":
                state = self.job_states[0]
                self.job_states = self.job_states[1:] or [state]
                return answer(200, {"state": state})
            case "GET", "/jobs/job-1/results":
                return answer(200, self._results(request))
            case "DELETE", "/jobs/job-1":
                return answer(204)
        return answer(404, {"code": "not.found"})

    def count(self, method: str, path: str) -> int:
        """Count requests, without those for conversations that began before the span."""
        return sum(
            (method, path) == each[:2] and "conversationFilters" not in (each[2] or {})
            for each in self.requests
        )

    def _within(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        start, end = (datetime.fromisoformat(each) for each in body["interval"].split("/"))
        return [
            each
            for each in self.conversations
            if start <= datetime.fromisoformat(each["conversationStart"]) < end
            and self._lasts(each, body.get("conversationFilters"))
        ]

    def _active(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        """A job's interval is of activity: whenever a conversation began."""
        start, end = (datetime.fromisoformat(each) for each in body["interval"].split("/"))
        return [
            each
            for each in self.conversations
            if datetime.fromisoformat(each["conversationStart"]) < end
            and datetime.fromisoformat(each.get("conversationEnd", NOON.isoformat())) >= start
        ]

    def _lasts(self, each: dict[str, Any], filters: Any) -> bool:
        """Whether it fits the one filter there may be: open, or as long as that."""
        if filters is None or "conversationEnd" not in each:
            return True
        [duration, still_open] = filters[0]["predicates"]
        assert (duration["metric"], still_open["operator"]) == (
            "tConversationDuration",
            "notExists",
        )
        lasted = datetime.fromisoformat(each["conversationEnd"]) - datetime.fromisoformat(
            each["conversationStart"]
        )
        least_ms: float = duration["range"]["gte"]
        return lasted / timedelta(milliseconds=1) >= least_ms

    def _query(self, body: dict[str, Any]) -> dict[str, Any]:
        found = self._within(body)
        size, number = body["paging"]["pageSize"], body["paging"]["pageNumber"]
        hits = len(found) if self.hits is None else self.hits
        return {"conversations": found[(number - 1) * size : number * size], "totalHits": hits}

    def _results(self, request: httpx.Request) -> dict[str, Any]:
        query = parse_qs(request.url.query.decode())
        first = int(query.get("cursor", ["0"])[0])
        size = int(query["pageSize"][0])
        page: dict[str, Any] = {"conversations": self._job[first : first + size]}
        if first + size < len(self._job):
            page["cursor"] = str(first + size)
        return page


def conversations(count: int, days: float) -> list[dict[str, Any]]:
    """As many, evenly over the last *days*, oldest first."""
    step = timedelta(days=days) / count
    starts = [NOON - (count - n) * step for n in range(count)]
    return [
        conversation(n, start) | {"conversationEnd": (start + timedelta(seconds=200)).isoformat()}
        for n, start in enumerate(starts)
    ]


async def found_by(server: PastServer, span: Span, said: list[str] | None = None) -> list[PastLeg]:
    rest = rest_on(server, clock=(clock := HandClock()))
    report = (said if said is not None else []).append
    legs: list[PastLeg] = []
    share = 0.0
    async for part in Analytics(rest, clock).find(span, (), report):
        legs.extend(part.legs)
        assert part.share_done is not None
        assert share <= part.share_done <= 1.0001, "progress never goes backwards"
        share = part.share_done
    assert share == pytest.approx(1.0)
    return legs


async def test_a_week_is_read_page_by_page_until_a_page_is_empty() -> None:
    server = PastServer(conversations(250, 5))
    server.hits = 120  # "totalHits" is approximate

    legs = await found_by(server, Span(NOON - 6 * DAY, NOON))

    assert len({leg.key for leg in legs}) == 250
    # Pages begin at the midnight that is four hours at least before the span: two windows.
    assert server.count("POST", "/query") == 5
    assert server.count("POST", "/jobs") == 0


async def test_a_month_is_read_by_a_job_and_what_the_lake_lacks_by_pages() -> None:
    server = PastServer(conversations(1200, 29))

    legs = await found_by(server, Span(NOON - 30 * DAY, NOON))

    assert len({leg.key for leg in legs}) == 1200
    assert server.count("POST", "/jobs") == 1
    assert server.count("DELETE", "/jobs/job-1") == 1
    assert 0 < server.count("POST", "/query") <= 2


async def test_a_job_is_asked_about_less_and_less_often_but_every_four_seconds() -> None:
    server = PastServer(conversations(10, 20))
    server.job_states = ["QUEUED"] * 3 + ["RUNNING"] * 3 + ["FULFILLED"]
    rest = rest_on(server, clock=(clock := HandClock()))

    async for _ in Analytics(rest, clock).find(Span(NOON - 21 * DAY, NOON), (), lambda _: None):
        pass

    assert clock.slept == [0.5, 1.0, 2.0, 4.0, 4.0, 4.0]


@pytest.mark.parametrize("state", ["FAILED", "CANCELLED", "EXPIRED"])
async def test_a_job_that_fails_is_replaced_by_pages(state: str) -> None:
    server = PastServer(conversations(300, 20))
    server.job_states = [state]

    legs = await found_by(server, Span(NOON - 21 * DAY, NOON))

    assert len({leg.key for leg in legs}) == 300
    assert server.count("POST", "/query") >= 4


async def test_a_rate_limit_is_waited_out_and_told() -> None:
    server = PastServer(conversations(10, 1))
    server.failures = [error_body(429, "too.many.requests", Retry_After="40")] * 2
    said: list[str] = []

    legs = await found_by(server, Span(NOON - 2 * DAY, NOON), said)

    assert len(legs) == 10
    assert "Genesys asks us to wait; trying again in 40 s" in said
    assert said[-1] == ""


async def test_a_server_that_stays_away_ends_the_search_with_the_reason(
    expect_log: ExpectLog,
) -> None:
    server = PastServer([])
    server.failures = [error_body(503, "service.unavailable")] * 100

    with pytest.raises(Unreachable, match="reported an internal error"):
        await found_by(server, Span(NOON - 2 * DAY, NOON))


async def test_a_missing_permission_is_named_and_nothing_else_is_tried() -> None:
    server = PastServer([])
    message = "You must have [analytics:conversationDetail:view]"
    server.failures = [error_body(403, "missing.any.permissions", message)]

    with pytest.raises(NotPermitted, match="analytics:conversationDetail:view"):
        await found_by(server, Span(NOON - 2 * DAY, NOON))
    assert [path for _, path, _ in server.requests if "settings" not in path] == ["/query"]


async def test_giving_up_a_search_ends_its_job_at_the_server() -> None:
    server = PastServer(conversations(1200, 29))
    server.job_states = ["PENDING"]
    rest = rest_on(server, clock=(clock := HandClock()))
    waiting = asyncio.Event()

    async def search() -> None:
        span = Span(NOON - 30 * DAY, NOON)
        async with aclosing(
            Analytics(rest, clock).find(span, (), lambda _: waiting.set())
        ) as parts:
            async for part in parts:
                raise AssertionError(part)

    task = asyncio.get_running_loop().create_task(search())
    await waiting.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert server.count("DELETE", "/jobs/job-1") == 1


async def test_a_window_with_too_many_results_is_halved() -> None:
    server = PastServer(conversations(40, 5))
    everything = server.conversations

    def too_many(request: httpx.Request) -> httpx.Response:
        response = server(request)
        if is_settings(request):
            return response
        body = json.loads(request.content)
        start, end = (datetime.fromisoformat(each) for each in body["interval"].split("/"))
        found = json.loads(response.content)
        if end - start > DAY:
            found["totalHits"] = 100_001
        return answer(200, found)

    rest = rest_on(too_many, clock=(clock := HandClock()))
    legs: list[PastLeg] = []
    async for part in Analytics(rest, clock).find(Span(NOON - 6 * DAY, NOON), (), lambda _: None):
        legs.extend(part.legs)

    assert len({leg.key for leg in legs}) == len(everything)


async def test_more_results_in_an_hour_than_genesys_lists_ends_with_advice() -> None:
    server = PastServer([])
    server.hits = 200_000

    with pytest.raises(ContactCentreError, match="Choose some queues"):
        await found_by(server, Span(NOON - DAY, NOON))


async def test_conversations_are_read_anew_fifty_at_a_time() -> None:
    asked: list[str] = []

    def serve(request: httpx.Request) -> httpx.Response:
        if is_settings(request):
            return answer(200, {"communicationBasedACW": False})
        asked.append(request.url.params["id"])
        ids = asked[-1].split(",")
        return answer(200, {"conversations": [conversation(int(each), NOON) for each in ids]})

    legs = await Analytics(rest_on(serve), HandClock()).legs_of([str(n) for n in range(120)])

    assert [len(ids.split(",")) for ids in asked] == [50, 50, 20]
    assert len(legs) == 120


@pytest.mark.parametrize("days", [0.5, 1, 7, 7.5, 20, 31])
def test_windows_cover_the_span_begin_at_midnight_and_are_a_week_at_most(days: float) -> None:
    span = Span(NOON - timedelta(days=days), NOON)

    cut = windows(span)

    assert cut[0].start_at <= span.start_at
    assert cut[-1].end_at == span.end_at
    assert all(a.end_at == b.start_at for a, b in pairwise(cut))
    for window in cut:
        assert window.length <= LONGEST_WINDOW
        assert window.start_at.time() == datetime.min.time()


def test_a_window_is_halved_at_midnight_and_an_hour_not_at_all() -> None:
    week = Span(NOON.replace(hour=0, minute=0) - 7 * DAY, NOON.replace(hour=0, minute=0))

    first, second = halves(week) or (week, week)

    assert (first.start_at, second.end_at) == (week.start_at, week.end_at)
    assert first.end_at == second.start_at
    assert halves(Span(NOON, NOON + timedelta(hours=1))) is None


def test_a_query_asks_for_agents_of_the_queues_in_ascending_order() -> None:
    body = details_query(QueryWindow(Span(NOON - DAY, NOON)), ("q1", "q2"), 3)

    assert body["interval"] == "2026-11-21T00:10:00.000Z/2026-11-22T00:10:00.000Z"
    assert body["paging"] == {"pageSize": 100, "pageNumber": 3}
    assert body["order"] == "asc"
    assert [each["predicates"][0]["value"] for each in body["segmentFilters"]] == ["agent", "q1"]
    assert interval(Span(NOON, NOON + DAY)).count("/") == 1
