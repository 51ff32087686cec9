import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.simulator_process import SimulatorProcess, token_of_user
from wrapup_desk.simulator.history.history import History, HistoryOptions, PlantedFlaw
from wrapup_desk.simulator.script.playback import PlaybackOptions, prepare
from wrapup_desk.simulator.script.scenarios import scenarios_folder
from wrapup_desk.simulator.world.wall_clock import WallClock

LEGS = 3000
DETAILS = "/api/v2/analytics/conversations/details"
# Asked once: these tests may run past midnight, and weeks must adjoin
TODAY = WallClock().now().replace(hour=0, minute=0, second=0, microsecond=0)


class Supervisor:
    """Speaks to one simulator with a supervisor's token."""

    def __init__(self, simulator: SimulatorProcess, email: str = "") -> None:
        self.simulator = simulator
        email = email or simulator.ready["supervisor"]["email"]
        self.token = token_of_user(simulator.ready, email)

    def call(self, method: str, path: str, body: object = None) -> Any:
        request = Request(
            self.simulator.api + path,
            data=None if body is None else json.dumps(body).encode(),
            method=method,
            headers={
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
            },
        )
        with urlopen(request, timeout=20) as response:
            return json.loads(response.read() or b"null")

    def refused(self, method: str, path: str, body: object = None) -> tuple[int, dict[str, Any]]:
        with pytest.raises(HTTPError) as caught:
            self.call(method, path, body)
        with caught.value as answer:
            return answer.code, json.loads(answer.read())

    def query(self, start: datetime, end: datetime, **more: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        number = 1
        while True:
            paging = {"pageSize": 100, "pageNumber": number}
            body = {"interval": _interval(start, end), "paging": paging, **more}
            answer = self.call("POST", f"{DETAILS}/query", body)
            found += answer["conversations"]
            if number * 100 >= answer["totalHits"]:
                return found
            number += 1


@pytest.fixture(scope="module")
def simulator() -> Iterator[SimulatorProcess]:
    options = ("--idle", "--history", str(LEGS), "--history-days", "20", "--history-seed", "7")
    with SimulatorProcess(*options, "--history-lag-s", "0.2", "--set", "supervisor_write=202",
                          "--set", "requests_per_minute=100000") as process:  # fmt: skip
        yield process


@pytest.fixture(scope="module")
def supervisor(simulator: SimulatorProcess) -> Supervisor:
    return Supervisor(simulator)


@pytest.fixture(scope="module")
def truth(simulator: SimulatorProcess) -> dict[str, Any]:
    found: dict[str, Any] = simulator.call("GET", "/simulator/history/truth")
    return found


def _interval(start: datetime, end: datetime) -> str:
    return f"{start.isoformat()}/{end.isoformat()}"


def _midnight(days_ago: int) -> datetime:
    return TODAY - timedelta(days=days_ago)


def _history(seed: int, legs: int = 2000) -> History:
    organization = prepare(
        PlaybackOptions(scenarios_folder(), is_idle=True), WallClock()
    ).organization
    return History(
        organization, HistoryOptions(legs, 10, seed), datetime(2026, 11, 22, tzinfo=UTC)
    )


def test_the_past_has_exactly_the_legs_asked_for_and_three_in_a_hundred_are_bad() -> None:
    legs = [leg for one in _history(1).conversations for leg in one.legs]

    assert len(legs) == 2000
    assert sum(leg.flaw is not PlantedFlaw.NONE for leg in legs) == 60
    assert set(PlantedFlaw) == {leg.flaw for leg in legs}


def test_the_same_seed_invents_the_same_past() -> None:
    assert _history(3).conversations == _history(3).conversations
    assert _history(3).conversations != _history(4).conversations


def test_past_conversations_are_over_and_in_order() -> None:
    past = _history(5).conversations

    assert past == sorted(past, key=lambda one: one.started_at)
    assert max(one.ended_at for one in past) < datetime(2026, 11, 22, tzinfo=UTC)


def test_seven_days_of_conversations_come_page_by_page(supervisor: Supervisor) -> None:
    found = supervisor.query(_midnight(10), _midnight(5))

    starts = [one["conversationStart"] for one in found]
    assert starts == sorted(starts)
    assert len(found) > 200
    assert len({one["conversationId"] for one in found}) < len(found), "pages overlap on purpose"


def test_a_conversation_belongs_to_the_day_it_started(supervisor: Supervisor) -> None:
    start = _midnight(9)

    found = supervisor.query(start + timedelta(hours=10), start + timedelta(hours=11))

    day = start.date().isoformat()
    assert {day} == {one["conversationStart"][:10] for one in found}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"interval": _interval(_midnight(9), _midnight(1))}, "7 days"),
        (
            {
                "interval": _interval(_midnight(3), _midnight(1)),
                "paging": {"pageSize": 100, "pageNumber": 1001},
            },
            "Pagination may not exceed 100000 results",
        ),
        ({"interval": "yesterday"}, "interval"),
        (
            {"interval": _interval(_midnight(3), _midnight(1)), "paging": {"pageSize": 500}},
            "pageSize",
        ),
    ],
)
def test_a_query_beyond_the_limits_is_refused_with_the_reason(
    supervisor: Supervisor, body: dict[str, Any], message: str
) -> None:
    status, answer = supervisor.refused("POST", f"{DETAILS}/query", body)

    assert status == 400
    assert message in answer["message"]


def test_segment_filters_are_combined_on_one_segment(
    supervisor: Supervisor, truth: dict[str, Any]
) -> None:
    timed_out = {one["conversation_id"] for one in truth["bad"] if one["kind"] == "timed_out"}
    value = "ININ-WRAP-UP-TIMEOUT"
    predicates = [
        {"type": "dimension", "dimension": "wrapUpCode", "operator": "matches", "value": value},
        {"type": "dimension", "dimension": "purpose", "operator": "matches", "value": "agent"},
    ]

    found: set[str] = set()
    for days_ago in (21, 14, 7):
        filters = [{"type": "and", "predicates": predicates}]
        start, end = _midnight(days_ago), _midnight(days_ago - 7)
        found |= {
            one["conversationId"] for one in supervisor.query(start, end, segmentFilters=filters)
        }

    today = {one["conversation_id"] for one in truth["bad"] if one["started_at"] > _midnight(0).isoformat()}  # fmt: skip
    assert timed_out - today == found - today


def test_a_job_gives_everything_up_to_where_the_lake_ends(
    simulator: SimulatorProcess, supervisor: Supervisor, truth: dict[str, Any]
) -> None:
    simulator.post("/simulator/history/pace", {"job_ms": 20, "lake_lag_s": 0})
    body = {"interval": _interval(_midnight(30), WallClock().now())}

    job_id = supervisor.call("POST", f"{DETAILS}/jobs", body)["jobId"]
    while supervisor.call("GET", f"{DETAILS}/jobs/{job_id}")["state"] != "FULFILLED":
        pass
    ids: set[str] = set()
    cursor = ""
    while True:
        answer = supervisor.call(
            "GET", f"{DETAILS}/jobs/{job_id}/results?pageSize=500" + (f"&cursor={cursor}" if cursor else "")
        )  # fmt: skip
        ids |= {one["conversationId"] for one in answer["conversations"]}
        cursor = answer.get("cursor", "")
        if not cursor:
            break

    assert truth["conversations"] == len(ids)


def test_what_analytics_shows_of_a_bad_leg_is_what_the_truth_says(
    supervisor: Supervisor, truth: dict[str, Any]
) -> None:
    for bad in truth["bad"][:20]:
        found = supervisor.call(
            "GET", f"/api/v2/analytics/conversations/{bad['conversation_id']}/details"
        )

        sessions = [
            session
            for participant in found["participants"]
            if participant["participantId"] == bad["participant_id"]
            for session in participant["sessions"]
        ]
        codes = [segment.get("wrapUpCode") for segment in sessions[0]["segments"]]
        assert bad["communication_id"] == sessions[0]["sessionId"]
        assert bad["code_id"] == next((code for code in codes if code), None)


def test_a_code_written_on_an_old_leg_shows_in_the_record_at_once_and_in_analytics_later(
    simulator: SimulatorProcess, supervisor: Supervisor, truth: dict[str, Any]
) -> None:
    simulator.post("/simulator/history/pace", {"lag_s": 600})
    calls = [one for one in truth["bad"] if one["media"] == "call"]
    bad = [one for one in calls if one["kind"] == "missing"][-1]
    path = f"/api/v2/conversations/calls/{bad['conversation_id']}/participants/{bad['participant_id']}"
    path += f"/communications/{bad['communication_id']}/wrapup"
    details = f"/api/v2/analytics/conversations/{bad['conversation_id']}/details"

    supervisor.call("POST", path, {"code": bad["right_code_id"]})
    simulator.wait_until(
        lambda record: any(
            leg["final_code_id"] == bad["right_code_id"]
            for leg in record["legs"]
            if leg["communication_id"] == bad["communication_id"]
        )
    )

    assert bad["right_code_id"] == supervisor.call("GET", path)["code"]
    assert bad["right_code_id"] not in json.dumps(supervisor.call("GET", details))
    simulator.post("/simulator/history/pace", {"lag_s": 0.2})
    simulator.wait_until(
        lambda _: bad["right_code_id"] in json.dumps(supervisor.call("GET", details))
    )


def test_a_transcript_is_behind_a_link_that_refuses_a_token(
    simulator: SimulatorProcess, supervisor: Supervisor, truth: dict[str, Any]
) -> None:
    bad = truth["bad"][0]
    path = f"/api/v2/speechandtextanalytics/conversations/{bad['conversation_id']}/communications/"

    link = supervisor.call("GET", f"{path}{bad['communication_id']}/transcripturl")["url"]
    with urlopen(link, timeout=10) as response:
        transcript = json.loads(response.read())
    status, _ = supervisor.refused("GET", link.removeprefix(simulator.api))

    phrases = transcript["transcripts"][0]["phrases"]
    assert len(phrases) == 5
    assert {"internal", "external"} == {one["participantPurpose"] for one in phrases}
    assert status == 400


def test_an_agent_may_not_ask_analytics(simulator: SimulatorProcess) -> None:
    agent = Supervisor(simulator, simulator.ready["agents"][0]["email"])

    status, answer = agent.refused("POST", f"{DETAILS}/query", {})

    assert status == 403
    assert "analytics:conversationDetail:view" in answer["message"]


def test_aggregates_count_each_leg_once(supervisor: Supervisor, truth: dict[str, Any]) -> None:
    counted: Counter[str] = Counter()
    body = {"groupBy": ["queueId", "wrapUpCode"], "metrics": ["nConnected", "tAcw"]}
    for days_ago in (21, 14, 7, 0):
        start, end = _midnight(days_ago), min(_midnight(days_ago - 7), WallClock().now())
        path = "/api/v2/analytics/conversations/aggregates/query"
        answer = supervisor.call("POST", path, {**body, "interval": _interval(start, end)})
        for result in answer["results"]:
            if "queueId" in result["group"]:
                count = result["data"][0]["metrics"][0]["stats"]["count"]
                counted[result["group"].get("wrapUpCode", "none")] += count

    assert counted.total() == LEGS
    timed_out = sum(one["kind"] == "timed_out" for one in truth["bad"])
    assert timed_out == counted["ININ-WRAP-UP-TIMEOUT"]
