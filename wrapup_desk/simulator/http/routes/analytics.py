"""REST of analytics: details by query, by id and by job; where the past is asked for."""

from collections.abc import Sequence

from starlette.responses import Response

from wrapup_desk.simulator.history.filters import LONGEST_INTERVAL, Interval, Page
from wrapup_desk.simulator.history.store import AnalyticsStore, Job
from wrapup_desk.simulator.http.pipeline import Call, Operation, json_answer
from wrapup_desk.simulator.wire.basics import Json, iso, without_absent
from wrapup_desk.simulator.wire.errors import ApiError

SCOPES = ("analytics:readonly", "analytics")
_DETAILS = ("analytics:conversationDetail:view", "analytics:agentConversationDetail:view")
_PATH = "/analytics/conversations/details"
_JOB_PAGE = 1000
_MOST_IDS = 100


class _Details:
    def __init__(self, analytics: AnalyticsStore) -> None:
        self._analytics = analytics

    async def query(self, call: Call) -> Response:
        """POST …/details/query."""
        body = call.object_body()
        interval = Interval.parsed(body.get("interval"))
        if interval.end - interval.start > LONGEST_INTERVAL:
            raise ApiError("bad.request", message="The interval may not exceed 7 days")
        page = Page.parsed(body.get("paging"))
        rows = await self._analytics.select(body, is_first_page=page.number == 1)
        pace = self._analytics.pace
        size = max(1, page.size - pace.page_lacks)
        listed = rows[: max(0, len(rows) - pace.rows_withheld)]
        found = listed[(page.number - 1) * size : page.number * size]
        # Unset when there is nothing, as observed with other listings
        return _listing(found, f'"totalHits": {len(rows)}')

    async def one(self, call: Call) -> Response:
        """GET …/{id}/details."""
        found = self._analytics.one(call.path("conversation_id"))
        if found is None:
            raise ApiError("not.found")
        return json_answer(found)

    async def several(self, call: Call) -> Response:
        """GET …/details?id=a,b."""
        ids = [
            part for value in call.request.query_params.getlist("id") for part in value.split(",")
        ]
        if not ids or len(ids) > _MOST_IDS:
            raise ApiError("invalid.value", {"value": str(len(ids)), "field": "id"})
        found = [one for one in map(self._analytics.one, ids) if one is not None]
        return json_answer({"conversations": found})

    async def submit(self, call: Call) -> Response:
        """POST …/details/jobs."""
        body = call.object_body()
        interval = Interval.parsed(body.get("interval"))
        job = self._analytics.new_job()
        call.simulation.start(self._analytics.run(job, interval, body))
        return json_answer({"jobId": job.id}, 202)

    async def status(self, call: Call) -> Response:
        """GET …/details/jobs/{id}."""
        job = self._job(call)
        body: Json = {
            "state": job.state,
            "submissionDate": iso(job.submitted_at),
            "completionDate": iso(job.completed_at),
        }
        return json_answer(without_absent(body))

    async def results(self, call: Call) -> Response:
        """GET …/details/jobs/{id}/results."""
        job = self._job(call)
        if job.rows is None:
            raise ApiError("bad.request", message="The job is not fulfilled")
        try:
            first = int(call.query.get("cursor", "0"), 36)
            size = int(call.query.get("pageSize", str(_JOB_PAGE)))
        except ValueError:
            raise ApiError("invalid.value", {"value": "…", "field": "cursor"}) from None
        size = max(1, min(size, _JOB_PAGE))
        found = job.rows[first : first + size]
        ending = f'"dataAvailabilityDate": "{iso(job.data_until)}"'
        pace, number = self._analytics.pace, first // size + 1
        if number > 1 and number == pace.cursor_expires_at:
            raise ApiError("bad.request", message="The cursor has expired")
        if first + size < len(job.rows):
            stays = number == pace.cursor_stays_at
            ending += f', "cursor": "{_in_base_36(first if stays else first + size)}"'
        return _listing(found, ending)

    async def cancel(self, call: Call) -> Response:
        """DELETE …/details/jobs/{id}."""
        job = self._job(call)
        job.state, job.rows = "CANCELLED", None
        return Response(status_code=204)

    async def availability(self, _call: Call) -> Response:
        return json_answer({"dataAvailabilityDate": iso(self._analytics.lake_until)})

    def _job(self, call: Call) -> Job:
        job = self._analytics.jobs.get(call.path("job_id"))
        if job is None:
            raise ApiError("not.found")
        return job


def analytics_operations(analytics: AnalyticsStore) -> list[Operation]:
    """Every analytics operation on conversation details."""
    details = _Details(analytics)
    rights = (SCOPES, _DETAILS)
    one = "/analytics/conversations/{conversation_id}/details"
    return [
        Operation("POST", f"{_PATH}/query", details.query, *rights),
        Operation("POST", f"{_PATH}/jobs", details.submit, *rights),
        Operation("GET", f"{_PATH}/jobs/availability", details.availability, *rights),
        Operation("GET", f"{_PATH}/jobs/{{job_id}}", details.status, *rights),
        Operation("DELETE", f"{_PATH}/jobs/{{job_id}}", details.cancel, *rights),
        Operation("GET", f"{_PATH}/jobs/{{job_id}}/results", details.results, *rights),
        Operation("GET", _PATH, details.several, *rights),
        Operation("GET", one, details.one, *rights),
    ]


def _listing(rows: Sequence[bytes], ending: str) -> Response:
    # Joined as bytes: the rows are JSON already, and there are many
    body = b'{"conversations": [' + b", ".join(rows) + b"], " + ending.encode() + b"}"
    return Response(body, media_type="application/json")


def _in_base_36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    while number:
        number, rest = divmod(number, 36)
        text = digits[rest] + text
    return text or "0"
