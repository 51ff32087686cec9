"""Searches, reads and writes the past of a real simulator process."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import httpx
import pytest

from tests.adapters.genesys.rest_harness import local_network
from tests.domain.repair.examples import correction
from tests.simulator_process import SimulatorProcess, token_of_user
from wrapup_desk.adapters.genesys.history.analytics import Analytics
from wrapup_desk.adapters.genesys.history.history import GenesysHistory
from wrapup_desk.adapters.genesys.history.record import RecordClient
from wrapup_desk.adapters.genesys.history.transcripts import Transcripts
from wrapup_desk.adapters.genesys.http.regions import demo_address
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.adapters.genesys.http.token import AccessToken
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.application.base.ports import NotPermitted
from wrapup_desk.application.history.ports import Span
from wrapup_desk.application.repair.ports import Way
from wrapup_desk.domain.history.past_leg import NameDirectory, PastLeg
from wrapup_desk.domain.interaction import LegKey, Media
from wrapup_desk.domain.repair.code_issue import CodeIssue, issue_of
from wrapup_desk.domain.submission import ServerReply
from wrapup_desk.domain.wrapup import WrapupCode

KINDS = {
    "missing": CodeIssue.MISSING,
    "timed_out": CodeIssue.TIMED_OUT,
    "skipped": CodeIssue.SKIPPED,
    "default": CodeIssue.DEFAULT,
    "deleted": CodeIssue.DELETED,
}

SetCapabilities = Callable[..., object]


class HistoryHarness:
    """A supervisor's (or an agent's) line to one simulator."""

    def __init__(self, simulator: SimulatorProcess, email: str) -> None:
        clock = SystemClock()
        address = demo_address(simulator.api)
        self.http = local_network().http_client(address)
        token = AccessToken()
        token.hold(token_of_user(simulator.ready, email))
        self.rest = RestClient(address, token, self.http, clock, Random(1))
        self.storage = httpx.AsyncClient(trust_env=False)
        transcripts = Transcripts(self.rest, self.storage, clock, is_demo=True)
        analytics = Analytics(self.rest, clock)
        self.past = GenesysHistory(self.rest, analytics, transcripts, clock)
        self.record = RecordClient(self.rest, analytics)

    async def close(self) -> None:
        await self.http.aclose()
        await self.storage.aclose()

    async def find(self, days: float, allowed: tuple[str, ...] = ()) -> list[PastLeg]:
        analytics = Analytics(self.rest, SystemClock(), allowed)
        now = SystemClock().now()
        legs: dict[LegKey, PastLeg] = {}
        span = Span(now - timedelta(days=days), now)
        async for part in analytics.find(span, (), lambda _: None):
            legs.update({leg.key: leg for leg in part.legs})
        return list(legs.values())


@pytest.fixture(scope="module")
def simulator() -> Iterator[SimulatorProcess]:
    options = ("--idle", "--history", "3000", "--history-days", "20", "--history-seed", "11")
    with SimulatorProcess(
        *options, "--history-lag-s", "0.1", "--set", "requests_per_minute=100000"
    ) as process:
        process.post("/simulator/history/pace", {"job_ms": 100, "lake_lag_s": 86_400})
        yield process


@pytest.fixture
async def line(simulator: SimulatorProcess) -> AsyncIterator[HistoryHarness]:
    supervisor = HistoryHarness(simulator, simulator.ready["supervisor"]["email"])
    yield supervisor
    await supervisor.close()


@pytest.fixture
def truth(simulator: SimulatorProcess) -> dict[str, Any]:
    found: dict[str, Any] = simulator.call("GET", "/simulator/history/truth")
    return found


@pytest.fixture
def set_capabilities(simulator: SimulatorProcess) -> Iterator[SetCapabilities]:
    before = simulator.call("GET", "/simulator/capabilities")
    yield lambda **values: simulator.post("/simulator/capabilities", values)
    simulator.post("/simulator/capabilities", before)


async def test_every_bad_leg_is_found_by_its_kind_and_none_is_invented(
    line: HistoryHarness, truth: dict[str, Any]
) -> None:
    legs = await line.find(days=25)
    directory = await line.past.directory()

    found = {leg.key: issue for leg in legs if (issue := issue_of(leg, directory)) is not None}
    planted = {
        LegKey(each["conversation_id"], each["participant_id"], each["communication_id"]): KINDS[
            each["kind"]
        ]
        for each in truth["bad"]
        if each["kind"] in KINDS  # a plainly wrong code only shows in the words
    }
    assert found == planted
    assert sum(bool(leg.queue_id) for leg in legs) == truth["legs"]


async def test_legs_tell_number_flow_division_and_the_agents_team_with_its_name(
    line: HistoryHarness,
) -> None:
    legs = [leg for leg in await line.find(20) if leg.media is Media.CALL and leg.queue_id]
    directory = await line.past.directory()

    assert {directory.team_name(leg.team_id) for leg in legs} == {"Morning team", "Evening team"}
    for leg in legs:
        assert leg.dnis.startswith("+612555")
        assert leg.flow.endswith(" inbound")
        assert directory.divisions[leg.division_ids[0]] == "Home"


def test_a_team_without_a_name_is_told_apart_by_its_id() -> None:
    assert NameDirectory().team_name("0123456789abcdef") == "Team 01234567"


async def test_a_job_tells_skills_and_of_the_attributes_the_allowed_ones(
    line: HistoryHarness,
) -> None:
    legs = await line.find(20, ("ivr.choice",))

    old = [leg for leg in legs if leg.started_at < SystemClock().now() - timedelta(days=4)]
    assert len(old) > 1000
    assert all(leg.skills for leg in old if leg.queue_id)
    assert all(set(leg.attributes) == {"ivr.choice"} for leg in old if leg.queue_id)


async def test_pages_tell_skills_and_no_attributes(line: HistoryHarness) -> None:
    legs = [leg for leg in await line.find(5, ("ivr.choice",)) if leg.queue_id]

    assert legs
    assert all(leg.skills and not leg.attributes for leg in legs)


async def test_a_week_is_found_without_a_job(
    simulator: SimulatorProcess, line: HistoryHarness, truth: dict[str, Any]
) -> None:
    before = simulator.record()["requests"].get(
        "POST /api/v2/analytics/conversations/details/jobs"
    )
    start = SystemClock().now() - timedelta(days=5)

    legs = await line.find(days=5)

    expected = {
        each["communication_id"]
        for each in truth["bad"]
        if each["kind"] == "missing" and each["started_at"] >= start.isoformat()
    }
    directory = await line.past.directory()
    missing = {
        leg.key.communication_id for leg in legs if issue_of(leg, directory) is CodeIssue.MISSING
    }
    assert missing == expected
    after = simulator.record()["requests"].get("POST /api/v2/analytics/conversations/details/jobs")
    assert before == after


async def test_the_words_of_a_leg_speak_of_its_right_code(
    line: HistoryHarness, truth: dict[str, Any]
) -> None:
    directory = await line.past.directory()
    tally: Counter[bool] = Counter()
    for bad in truth["bad"][:10]:
        key = LegKey(bad["conversation_id"], bad["participant_id"], bad["communication_id"])

        words = await line.past.words_of(key, Media.CALL)

        said = " ".join(each.text for each in words).lower()
        tally[directory.codes[bad["right_code_id"]].name.lower() in said] += 1
    assert tally == {True: 10}


async def test_the_names_of_queues_codes_and_the_supervisor_are_read(
    simulator: SimulatorProcess, line: HistoryHarness
) -> None:
    directory = await line.past.directory()
    me = await line.past.me()

    assert directory.queues == {each["id"]: each["name"] for each in simulator.ready["queues"]}
    assert me.name == simulator.ready["supervisor"]["name"]
    assert "analytics:conversationDetail:view" in me.permissions
    queue_id = simulator.ready["queues"][0]["id"]
    assert {code.id for code in await line.past.codes_of_queue(queue_id)} <= set(directory.codes)
    known = next(iter(directory.codes.values()))
    assert await line.past.code(known.id) == known
    assert await line.past.code("00000000-0000-4000-a000-000000000000") is None


async def test_an_agent_is_told_which_permission_is_missing(simulator: SimulatorProcess) -> None:
    agent = HistoryHarness(simulator, simulator.ready["agents"][0]["email"])

    with pytest.raises(NotPermitted, match="analytics:conversationDetail:view"):
        await agent.find(days=2)

    await agent.close()


def fix_of(bad: dict[str, Any]) -> Any:
    key = LegKey(bad["conversation_id"], bad["participant_id"], bad["communication_id"])
    code = WrapupCode(bad["right_code_id"], "right")
    media = Media(f"{bad['media']}s")
    return correction(key=key, to_code=code, media=media, agent_id=bad["agent_id"])


def a_call(truth: dict[str, Any], place: int) -> dict[str, Any]:
    calls = [each for each in truth["bad"] if each["media"] == "call"]
    found: dict[str, Any] = [each for each in calls if each["kind"] == "timed_out"][place]
    return found


@pytest.mark.parametrize(
    ("way", "capabilities"),
    [
        (Way.COMMUNICATION, {"supervisor_write": 202}),
        (Way.PARTICIPANT, {"supervisor_write": 202}),
        (Way.ON_BEHALF, {"write_c": 202}),
    ],
)
async def test_each_way_changes_the_record_where_genesys_takes_it(
    simulator: SimulatorProcess,
    line: HistoryHarness,
    truth: dict[str, Any],
    set_capabilities: SetCapabilities,
    way: Way,
    capabilities: dict[str, int],
) -> None:
    set_capabilities(**capabilities)
    fix = fix_of(a_call(truth, {"A": 0, "B": 1, "C": 2}[way.value]))

    answer = await line.record.write_code(way, fix)
    simulator.wait_until(
        lambda record: any(
            leg["communication_id"] == fix.key.communication_id
            and leg["final_code_id"] == fix.to_code.id
            for leg in record["legs"]
        )
    )
    read = await line.record.read_code(fix.key, fix.media)

    assert answer.said is ServerReply.ACCEPTED
    assert read.assigned is not None
    assert read.assigned.code_id == fix.to_code.id
    assert not read.is_late


async def test_an_empty_note_erases_and_a_note_and_tags_are_kept(
    simulator: SimulatorProcess,
    line: HistoryHarness,
    truth: dict[str, Any],
    set_capabilities: SetCapabilities,
) -> None:
    set_capabilities(supervisor_write=202, apply_delay_ms=0)
    fix = fix_of(a_call(truth, 7))
    for note, tags in (("promised a letter", ("vip",)), ("", ())):
        with_note = replace(fix, from_note=note, from_tags=tags)

        await line.record.write_code(Way.COMMUNICATION, with_note)
        read = await line.record.read_code(fix.key, fix.media)

        assert read.assigned is not None
        assert (read.assigned.note, read.assigned.tags) == (note, tags)


async def test_a_refusal_says_why_and_changes_nothing(
    line: HistoryHarness, truth: dict[str, Any], set_capabilities: SetCapabilities
) -> None:
    set_capabilities(supervisor_write=403, write_c=404)
    fix = fix_of(a_call(truth, 3))

    answers = [await line.record.write_code(way, fix) for way in Way]
    read = await line.record.read_code(fix.key, fix.media)

    assert [each.said for each in answers] == [
        ServerReply.CONFLICT,
        ServerReply.CONFLICT,
        ServerReply.NOT_FOUND,
    ]
    assert "forbidden.not.active.participant" in answers[0].message
    assert read.assigned is not None
    assert read.assigned.code_id == "ININ-WRAP-UP-TIMEOUT"


async def test_a_missing_permission_to_write_is_named(
    line: HistoryHarness, truth: dict[str, Any], set_capabilities: SetCapabilities
) -> None:
    set_capabilities(denied_permissions="conversation:participant:wrapup")

    answer = await line.record.write_code(Way.COMMUNICATION, fix_of(a_call(truth, 4)))

    assert answer.said is ServerReply.NOT_PERMITTED
    assert answer.missing_permissions == ("conversation:participant:wrapup",)


async def test_attributes_are_written_where_codes_are_not(
    simulator: SimulatorProcess, line: HistoryHarness, truth: dict[str, Any]
) -> None:
    bad = a_call(truth, 5)
    key = fix_of(bad).key

    answer = await line.record.write_attributes(key, {"corrected_wrapup_code": "Refund"})

    assert answer.said is ServerReply.ACCEPTED
    leg = simulator.leg(bad["communication_id"])
    assert leg["attributes"]["corrected_wrapup_code"] == "Refund"


async def test_the_code_of_an_unreadable_conversation_comes_from_analytics(
    line: HistoryHarness, truth: dict[str, Any], set_capabilities: SetCapabilities
) -> None:
    set_capabilities(ended_conversation=404)
    bad = a_call(truth, 6)

    read = await line.record.read_code(fix_of(bad).key, Media.CALL)

    assert read.is_known
    assert read.is_late
    assert read.assigned is not None
    assert read.assigned.code_id == "ININ-WRAP-UP-TIMEOUT"


async def test_a_leg_nobody_knows_has_no_record(line: HistoryHarness) -> None:
    unknown = LegKey(*("00000000-0000-4000-a000-00000000000" + str(n) for n in range(3)))

    read = await line.record.read_code(unknown, Media.CALL)

    assert read.answer.said is ServerReply.NOT_FOUND
    assert not read.is_known
