"""Tests that supervisors learn of codes a desk could not deliver, and that no code waits for it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from tests.adapters.sql_ledger.postgres_server import running_server
from tests.application.desk.desk_harness import DeskHarness
from tests.fake_centre import refusing
from tests.fakes import NOON, REFUND, a_key, a_leg, a_submission, settle
from wrapup_desk.adapters.sql_ledger.factory import team_store_for
from wrapup_desk.adapters.sql_ledger.postgres_database import PostgresDatabase
from wrapup_desk.adapters.sql_ledger.team_store import SqlTeamStore
from wrapup_desk.application.base.ports import StoreBroken
from wrapup_desk.application.services.undelivered_reporter import UndeliveredReporter
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.submission import ServerReply, Submission, SubmissionState

LONGEST_S = 20.0
SINCE = NOON - timedelta(days=2)


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[SqlTeamStore]:
    store = team_store_for("", tmp_path / "repair.sqlite3")
    yield store
    await store.close()


def report_to(floor: DeskHarness, team: SqlTeamStore) -> None:
    """Let the floor's desk report to *team*, as the program does."""
    reporting = UndeliveredReporter(floor.store, team, floor.clock)
    floor.desk.listen(reporting.on_state)
    floor.background.start(reporting.run(), "report")


async def listed(team: SqlTeamStore, count: int) -> tuple[Submission, ...]:
    # Another thread writes it: asking takes a turn on that thread, so this waits for it.
    async with asyncio.timeout(LONGEST_S):
        while True:
            found = await team.reported(SINCE)
            if len(found) == count:
                return found


async def let_a_code_be_refused(floor: DeskHarness) -> None:
    floor.centre.replies += [refusing(ServerReply.NOT_PERMITTED, "403 not your leg")] * 3
    await floor.put(a_leg(phase=Phase.CONNECTED))
    await floor.move(Phase.AFTER_CALL)
    floor.choose(REFUND.id, "customer said: my card is 4111")
    await settle()


async def test_a_refused_code_is_listed_with_its_reason_and_without_the_note(
    floor: DeskHarness, team: SqlTeamStore
) -> None:
    report_to(floor, team)
    await floor.open()

    await let_a_code_be_refused(floor)
    (one,) = await listed(team, 1)

    assert floor.sent is SubmissionState.REFUSED
    assert (one.key, one.decision.code) == (a_key(), REFUND)
    assert "403 not your leg" in one.reason
    assert one.decision.note == ""


async def test_what_an_earlier_run_left_is_listed_at_the_next_start(
    floor: DeskHarness, team: SqlTeamStore
) -> None:
    await floor.store.save(a_submission(state=SubmissionState.TOO_LATE, reason="409"))
    reporting = UndeliveredReporter(floor.store, team, floor.clock)
    floor.background.start(reporting.run(), "report")

    (one,) = await listed(team, 1)

    assert (one.state, one.reason) == (SubmissionState.TOO_LATE, "409")


@pytest.mark.parametrize("years", [-5, 5], ids=["behind", "ahead"])
async def test_what_is_listed_does_not_depend_on_this_computers_clock(
    floor: DeskHarness, team: SqlTeamStore, years: int
) -> None:
    await floor.store.save(a_submission(state=SubmissionState.TOO_LATE, reason="409"))
    floor.clock.jump(timedelta(days=365 * years))
    reporting = UndeliveredReporter(floor.store, team, floor.clock)
    floor.background.start(reporting.run(), "report")

    await listed(team, 1)


async def test_a_code_that_gets_through_after_all_is_taken_off(
    floor: DeskHarness, team: SqlTeamStore
) -> None:
    report_to(floor, team)
    await floor.open()
    await let_a_code_be_refused(floor)
    await listed(team, 1)
    floor.centre.replies.clear()

    floor.desk.retry(a_key().communication_id)
    await settle()

    assert floor.sent is SubmissionState.CONFIRMED
    await listed(team, 0)


async def test_a_code_never_waits_for_a_server_that_hangs(floor: DeskHarness) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        team = team_store_for(f"postgresql://robin@127.0.0.1:{port}/team", Path("unused"))
        report_to(floor, team)
        await floor.open()
        await let_a_code_be_refused(floor)
        await floor.put(a_leg(2, phase=Phase.CONNECTED))
        floor.centre.replies.clear()

        # Nothing here waits for anything but the fake centre, which answers at once.
        floor.choose(REFUND.id, number=2)
        await settle()

        card = floor.card(2)
        assert card.submission is not None
        assert card.submission.state is SubmissionState.CONFIRMED
        async with asyncio.timeout(5):
            await floor.background.stop()
            await team.close()


async def test_a_server_that_comes_back_gets_what_it_missed(floor: DeskHarness) -> None:
    with running_server() as server, server.database() as url:
        away = _Away(url)
        report_to(floor, away)
        await floor.open()
        await let_a_code_be_refused(floor)
        async with asyncio.timeout(LONGEST_S):
            await away.was_asked.wait()

        away.is_away = False
        await floor.clock.advance(60)
        (one,) = await listed(away, 1)

        assert one.key == a_key()
        await floor.background.stop()
        await away.close()


class _Away(SqlTeamStore):
    """A team store whose server is away for a while."""

    def __init__(self, url: str) -> None:
        super().__init__(lambda: PostgresDatabase(url), "team store")
        self.is_away = True
        self.was_asked = asyncio.Event()

    async def report(self, submissions: Sequence[Submission]) -> None:
        self.was_asked.set()
        if self.is_away:
            raise StoreBroken("The team store cannot be reached.")
        await super().report(submissions)
