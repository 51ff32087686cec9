"""Short pages, rows that stay away, bad cursors and stuck jobs: gone round, bounded, told."""

from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from tests.adapters.genesys.history.test_analytics import (
    DAY,
    NOON,
    PastServer,
    conversations,
    found_by,
)
from tests.adapters.genesys.rest_harness import HandClock, error_body, rest_on
from wrapup_desk.adapters.genesys.history.analytics import Analytics
from wrapup_desk.application.history.ports import Span


class ShortPages(PastServer):
    """Leaves rows out of each page, as Genesys may, and withholds the last ones altogether."""

    withheld = 0

    def _query(self, body: dict[str, Any]) -> dict[str, Any]:
        found = self._within(body)
        hits, number = len(found), body["paging"]["pageNumber"]
        found = found[: len(found) - self.withheld]
        return {"conversations": found[(number - 1) * 70 : number * 70], "totalHits": hits}


@pytest.mark.parametrize("withheld", [0, 12])
async def test_short_pages_do_not_end_a_search_and_what_stays_away_is_told(withheld: int) -> None:
    server = ShortPages(conversations(250, 5))
    server.withheld = withheld
    rest = rest_on(server, clock=(clock := HandClock()))

    span = Span(NOON - 6 * DAY, NOON)
    parts = [part async for part in Analytics(rest, clock).find(span, (), lambda _: None)]

    assert len({leg.key for part in parts for leg in part.legs}) == 250 - withheld
    notices = [part.notice for part in parts if part.notice]
    assert bool(notices) is bool(withheld)
    assert all("counts 250 conversations" in each and "listed 238" in each for each in notices)


class BadCursors(PastServer):
    """Its job's second page has an expired cursor, or names itself as the next one."""

    is_expired = True

    def __call__(self, request: httpx.Request) -> httpx.Response:
        is_second = request.url.path.endswith("/results") and b"cursor=" in request.url.query
        if is_second and self.is_expired:
            return error_body(400, "bad.request", "The cursor has expired")
        return super().__call__(request)

    def _results(self, request: httpx.Request) -> dict[str, Any]:
        cursor = parse_qs(request.url.query.decode()).get("cursor", ["200"])[0]
        return {**super()._results(request), "cursor": cursor}


@pytest.mark.parametrize("is_expired", [True, False])
async def test_a_cursor_that_expires_or_stays_leads_to_pages(*, is_expired: bool) -> None:
    server = BadCursors(conversations(900, 20))
    server.is_expired = is_expired
    said: list[str] = []

    legs = await found_by(server, Span(NOON - 21 * DAY, NOON), said)

    assert len({leg.key for leg in legs}) == 900
    assert any("reading page by page" in each for each in said)
    assert said[-1] == ""


async def test_a_job_that_stays_queued_is_given_up_after_minutes() -> None:
    server = PastServer(conversations(50, 20))
    server.job_states = ["QUEUED"]
    rest = rest_on(server, clock=(clock := HandClock()))

    span = Span(NOON - 21 * DAY, NOON)
    parts = [part async for part in Analytics(rest, clock).find(span, (), lambda _: None)]

    assert len({leg.key for part in parts for leg in part.legs}) == 50
    assert 300 <= sum(clock.slept) < 320


class NoJobs(PastServer):
    """Lets nobody know how far jobs see: that wants a permission of its own."""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/availability"):
            return error_body(403, "missing.permissions", "analytics:conversationDetail:view")
        return super().__call__(request)


async def test_who_may_not_use_jobs_reads_a_month_by_pages() -> None:
    server = NoJobs(conversations(300, 25))

    legs = await found_by(server, Span(NOON - 26 * DAY, NOON))

    assert len({leg.key for leg in legs}) == 300
    assert server.count("POST", "/jobs") == 0
