"""Finds past legs in Genesys' analytics: by pages for a week, by a job for longer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Iterator, Sequence
from contextlib import aclosing, suppress
from datetime import datetime, timedelta
from functools import partial
from itertools import count

from wrapup_desk.adapters.genesys.conversations.scope_reader import ScopeReader
from wrapup_desk.adapters.genesys.history.parser import calls_in, legs_in
from wrapup_desk.adapters.genesys.history.past_wire import (
    PastListing,
    WirePastConversation,
    freshness,
    read_listing,
)
from wrapup_desk.adapters.genesys.history.queries import (
    LONGEST_WINDOW,
    MOST_RESULTS,
    PAGE_SIZE,
    QueryWindow,
    details_query,
    job_query,
    midnight,
    windows,
    windows_before,
)
from wrapup_desk.adapters.genesys.http.decoding import Wire, decode, instant
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.adapters.genesys.http.retry import ReadRetry
from wrapup_desk.application.base.backoff import Backoff
from wrapup_desk.application.base.ports import (
    Clock,
    ContactCentreError,
    NotFound,
    NotPermitted,
    SignInNeeded,
    Unreachable,
)
from wrapup_desk.application.history.ports import FoundPart, Span
from wrapup_desk.domain.history.past_leg import PastLeg
from wrapup_desk.domain.identifiers import canonical_id
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.language.conventions import day, number
from wrapup_desk.domain.language.texts import mark, tr, tr_marked

log = logging.getLogger(__name__)

_PATH = "/analytics/conversations/details"
# Decoding a page takes its time, and the window waits meanwhile: not too many at once.
_JOB_PAGE_SIZE = 200
_JOB_POLLS = Backoff(first_s=0.5, longest_s=4.0)
# Longer than any job observed; a job that takes longer is given up for pages.
_LONGEST_JOB_S = 1800.0
_LONGEST_QUEUED_S = 300.0
_PAGES_INSTEAD = mark("Genesys' job brought no result; reading page by page")
# How far before the lake's end pages start again: long legs were not over when it was filled.
_LAKE_OVERLAP = timedelta(days=1)
_MOST_IDS = 50
# Pages begin at least so long before the span, so that few conversations are long enough to have
# begun before the pages.
_LEAD = timedelta(hours=4)
# After-call work may end after its conversation: an hour at most where it is limited.
_LATE_WORK = timedelta(hours=2)
_SHARE_OF_EARLIER = 0.05


class _WireJob(Wire):
    job_id: str | None = None
    state: str | None = None


class _WireAvailability(Wire):
    data_availability_date: str | None = None


_LegsIn = Callable[[Sequence[WirePastConversation]], Iterator[PastLeg]]


class _JobFailed(ContactCentreError):
    """The job will not bring anything; pages may."""


class Analytics:
    """Searches the past; each search waits out rate limits and says so.

    Of the participants' attributes only those *allowed* by name are kept, and only jobs have any.
    """

    def __init__(self, rest: RestClient, clock: Clock, allowed: Collection[str] = ()) -> None:
        self._rest = rest
        self._clock = clock
        self._allowed = allowed
        self._scope = ScopeReader(rest, clock)

    def find(
        self, span: Span, queue_ids: Sequence[str], report: Callable[[str], None]
    ) -> AsyncGenerator[FoundPart, None]:
        """Yield the legs of *span* in parts; one may come twice, the later one is truer."""
        patience = ReadRetry(self._clock, report)
        search = _Search(self._rest, patience, self._clock, span, queue_ids)
        return search.parts(self._legs_in, self._scope.refresh)

    async def calls_of(self, key: LegKey) -> tuple[str, ...]:
        """Read the ids of the calls in which an agent was talked to, in order."""
        raw = await ReadRetry(self._clock).ask(
            partial(self._rest.get, _PATH, {"id": key.conversation_id})
        )
        return calls_in(read_listing(raw, f"GET {_PATH}").conversations, key)

    def _legs_in(self, conversations: Sequence[WirePastConversation]) -> Iterator[PastLeg]:
        return legs_in(conversations, self._allowed, self._scope.scope)

    async def legs_of(self, conversation_ids: Sequence[str]) -> tuple[PastLeg, ...]:
        """Read conversations again; those analytics does not know (yet) are left out."""
        patience = ReadRetry(self._clock)
        await self._scope.refresh()
        found: list[PastLeg] = []
        for start in range(0, len(conversation_ids), _MOST_IDS):
            ids = ",".join(conversation_ids[start : start + _MOST_IDS])
            raw = await patience.ask(partial(self._rest.get, _PATH, {"id": ids}))
            listing = read_listing(raw, f"GET {_PATH}")
            found.extend(self._legs_in(listing.conversations))
        return tuple(found)


class _Search:
    """One search of one span."""

    def __init__(
        self,
        rest: RestClient,
        patience: ReadRetry,
        clock: Clock,
        span: Span,
        queue_ids: Sequence[str],
    ) -> None:
        self._rest = rest
        self._patience = patience
        self._clock = clock
        self._span = span
        self._queue_ids = tuple(map(canonical_id, queue_ids))
        self._legs_in: _LegsIn = lambda _: iter(())
        self._share_before = 0.0
        self._share = 0.0
        self._read: dict[str, tuple[bool, datetime, int, int]] = {}

    async def parts(
        self, legs_in: _LegsIn, read_scope: Callable[[], Awaitable[object]]
    ) -> AsyncGenerator[FoundPart, None]:
        """Yield the legs that *legs_in* finds, once it is known what one code counts for."""
        self._legs_in = legs_in
        await read_scope()
        span = Span(self._span.start_at, min(self._span.end_at, self._rest.server_now()))
        pages_from, open_since = midnight(span.start_at - _LEAD), span.start_at
        if span.length > LONGEST_WINDOW:
            lake_until = await self._lake_until()
            if lake_until > span.start_at:
                try:
                    in_the_lake = Span(span.start_at, min(lake_until, span.end_at))
                    async with aclosing(self._by_job(in_the_lake)) as job:
                        async for part in job:
                            yield part
                    pages_from = max(pages_from, midnight(lake_until) - _LAKE_OVERLAP)
                    open_since = max(span.start_at, lake_until)
                    self._share_before = 0.8
                except _JobFailed as failed:
                    log.info("no job: %s; pages are read instead", failed)
                    self._patience.report(f"{tr_marked(_PAGES_INSTEAD)} ({failed})")
        pages = [QueryWindow(each) for each in windows(Span(pages_from, span.end_at))]
        async with aclosing(self._by_pages(pages, 0.0, 1.0 - _SHARE_OF_EARLIER)) as found:
            async for part in found:
                yield part
        async with aclosing(self._begun_before(pages_from, open_since)) as found:
            async for part in found:
                yield part
        self._patience.report("")

    async def _begun_before(
        self, pages_from: datetime, open_since: datetime
    ) -> AsyncGenerator[FoundPart, None]:
        """Yield legs of conversations that began before the pages, and ended in the span."""
        earlier = windows_before(pages_from, open_since - _LATE_WORK)
        try:
            async with aclosing(self._by_pages(earlier, 1.0 - _SHARE_OF_EARLIER, 1.0)) as found:
                async for part in found:
                    yield part
        except (SignInNeeded, NotPermitted, Unreachable):
            raise
        except ContactCentreError as error:
            log.info("conversations begun earlier cannot be searched: %s", error)
            notice = tr(
                "What began before {day} (UTC) could not be searched: {error}",
                day=day(pages_from),
                error=error,
            )
            yield FoundPart((), self._share, notice)

    async def _by_pages(
        self, pending: Sequence[QueryWindow], share_from: float, share_to: float
    ) -> AsyncGenerator[FoundPart, None]:
        whole_s = sum(window.span.length.total_seconds() for window in pending) or 1.0
        done_s = 0.0
        stack = list(reversed(pending))
        while stack:
            window = stack.pop()
            length_s = window.span.length.total_seconds()
            page, read, most_hits = 1, 0, 0
            while True:
                listing = await self._page(window, page)
                hits = listing.total_hits or 0
                if page == 1 and hits > MOST_RESULTS and (cut := window.halves()):
                    stack.extend(reversed(cut))
                    break
                if page == 1 and hits > MOST_RESULTS:
                    raise ContactCentreError(
                        tr(
                            "Genesys lists at most {count} conversations at a time, and"
                            " there are more in one hour. Choose some queues and search again.",
                            count=number(MOST_RESULTS),
                        )
                    )
                rows = listing.rows
                read += rows
                most_hits = max(most_hits, hits)
                share = min(1.0, page * PAGE_SIZE / hits) if hits and rows else 1.0
                # `totalHits` is approximate and a page may hold fewer rows than asked for: only
                # an empty page is the last one.
                is_last = not rows or page * PAGE_SIZE >= MOST_RESULTS
                notice = _shortfall(window.span, read, most_hits) if is_last else ""
                done = (done_s + share * length_s) / whole_s
                yield self._part(listing, share_from + (share_to - share_from) * done, notice)
                if is_last:
                    done_s += length_s
                    break
                page += 1

    async def _page(self, window: QueryWindow, page: int) -> PastListing:
        body = details_query(window, self._queue_ids, page)
        path = f"{_PATH}/query"
        raw = await self._patience.ask(lambda: self._rest.read("POST", path, body=body))
        return read_listing(raw, f"POST {path}")

    async def _by_job(self, span: Span) -> AsyncGenerator[FoundPart, None]:
        job = await self._start_job(span)
        try:
            self._patience.report(tr("Genesys is collecting the conversations"))
            await self._await_job(job)
            self._patience.report("")
            cursor: str | None = ""
            seen: set[str] = set()
            while cursor is not None:
                seen.add(cursor)
                listing = await self._job_page(job, cursor)
                read = len(seen)
                cursor = listing.cursor or None
                if cursor in seen:
                    raise _JobFailed(tr("its cursor does not move"))
                # How many there are, nobody tells; it nears the end by halves.
                yield self._part(listing, 0.8 - 0.75 / (1 + read / 40) if cursor else 0.8)
        finally:
            # It would run on, and the number of jobs is limited.
            with suppress(ContactCentreError, TimeoutError):
                async with asyncio.timeout(2):
                    await self._rest.request("DELETE", f"{_PATH}/jobs/{job}")

    async def _start_job(self, span: Span) -> str:
        path = f"{_PATH}/jobs"
        body = job_query(span, self._queue_ids)
        try:
            raw = await self._patience.ask(lambda: self._rest.read("POST", path, body=body))
        except (SignInNeeded, NotPermitted):
            raise
        except ContactCentreError as error:
            raise _JobFailed(str(error)) from error
        job = decode(raw, _WireJob, f"POST {path}").job_id
        if not job:
            raise _JobFailed(tr("the answer names no job"))
        return job

    async def _await_job(self, job: str) -> None:
        path = f"{_PATH}/jobs/{job}"
        until_s = self._clock.monotonic() + _LONGEST_JOB_S
        queued_until_s = self._clock.monotonic() + _LONGEST_QUEUED_S
        for polls in count(1):
            raw = await self._patience.ask(lambda: self._rest.get(path))
            state = (decode(raw, _WireJob, f"GET {path}").state or "").upper()
            if state == "FULFILLED":
                return
            now_s = self._clock.monotonic()
            is_stuck = state == "QUEUED" and now_s > queued_until_s
            if state in ("FAILED", "CANCELLED", "EXPIRED") or is_stuck or now_s > until_s:
                raise _JobFailed(tr("the job is {state}", state=state.lower()))
            await self._clock.sleep(_JOB_POLLS.pause_s(polls))

    async def _job_page(self, job: str, cursor: str) -> PastListing:
        path = f"{_PATH}/jobs/{job}/results"
        params = {"pageSize": str(_JOB_PAGE_SIZE)} | ({"cursor": cursor} if cursor else {})
        try:
            raw = await self._patience.ask(lambda: self._rest.get(path, params))
        except (SignInNeeded, NotPermitted, Unreachable):
            raise
        except ContactCentreError as error:
            # Cursors expire, and so do results.
            raise _JobFailed(str(error)) from error
        return read_listing(raw, f"GET {path}")

    async def _lake_until(self) -> datetime:
        """Return how far jobs can see; the beginning of time if they cannot be had."""
        path = f"{_PATH}/jobs/availability"
        try:
            raw = await self._patience.ask(lambda: self._rest.get(path))
        except (NotFound, NotPermitted) as error:
            # It wants one permission of the two that let somebody search.
            log.info("no jobs: %s", error)
            return self._span.start_at
        known = decode(raw, _WireAvailability, f"GET {path}").data_availability_date
        return instant(known) or self._span.start_at

    def _part(self, listing: PastListing, share: float, notice: str = "") -> FoundPart:
        span = self._span
        legs = tuple(
            leg
            for leg in self._legs_in(self._news_in(listing))
            # Conversations come by their beginning, and a leg is in the span by its own end.
            if span.start_at <= leg.dated_at < span.end_at and self._is_asked_for(leg)
        )
        left = 1.0 - self._share_before
        # Pages that start over after a job that broke off do not set the search back.
        self._share = max(self._share, self._share_before + left * share)
        notices = [notice] if notice else []
        if listing.unread:
            ids = ", ".join(each or tr("without an id") for each in listing.unread)
            notices.append(tr("Conversations that could not be read: {ids}.", ids=ids))
        return FoundPart(legs, self._share, "\n".join(notices))

    def _is_asked_for(self, leg: PastLeg) -> bool:
        """A conversation comes whole, with the legs it had in other queues."""
        return not self._queue_ids or leg.queue_id in self._queue_ids

    def _news_in(self, listing: PastListing) -> list[WirePastConversation]:
        """Return the conversations but for copies that are older than one already read."""
        found: list[WirePastConversation] = []
        for each in listing.conversations:
            fresh = freshness(each)
            if fresh >= self._read.get(each.conversation_id, fresh):
                self._read[each.conversation_id] = fresh
                found.append(each)
        return found


def _shortfall(window: Span, read: int, hits: int) -> str:
    """Say that Genesys listed fewer conversations than it counts; "" when it did not."""
    if read >= hits:
        return ""
    return tr(
        "Genesys counts {hits} conversations from {first} to {last} (UTC)"
        " and listed {read}: some may be missing.",
        hits=number(hits),
        first=day(window.start_at),
        last=day(window.end_at),
        read=number(read),
    )
