"""Tests what a team shares besides corrections, on SQLite and on a real PostgreSQL server."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.adapters.sql_ledger.ledger_steps import ledger_at
from tests.adapters.sql_ledger.postgres_server import PostgresServer
from tests.domain.repair.examples import INVOICE, MORNING, REFUND, ROBIN, SAM, key
from tests.languages.speaking import speaking
from wrapup_desk.adapters.sql_ledger.factory import team_store_for
from wrapup_desk.adapters.sql_ledger.postgres_database import PostgresDatabase
from wrapup_desk.adapters.sql_ledger.team_store import KEPT_MODELS, SqlTeamStore
from wrapup_desk.application.base.ports import StoreBroken
from wrapup_desk.application.base.settings import LanguageChoice
from wrapup_desk.domain.interaction import Media
from wrapup_desk.domain.submission import Submission, SubmissionState
from wrapup_desk.domain.wrapup import Decider, Decision

REFUSED = SubmissionState.REFUSED
TOO_LATE = SubmissionState.TOO_LATE


def team_at(store: str) -> SqlTeamStore:
    is_file = not store.startswith("postgresql")
    return team_store_for("" if is_file else store, Path(store))


@pytest.fixture
async def team(store: str) -> AsyncIterator[SqlTeamStore]:
    opened = team_at(store)
    await opened.open()
    yield opened
    await opened.close()


def undelivered(number: int = 1, state: SubmissionState = REFUSED, **changes: Any) -> Submission:
    decided_at = MORNING + timedelta(minutes=number)
    one = Submission(
        key=key(number),
        media=Media.CALL,
        agent_id="agent-1",
        decision=Decision(REFUND, "", Decider.AGENT, decided_at),
        state=state,
        reason="409 conflict (correlation abc)",
        queue_name="Billing",
        hung_up_at=decided_at,
    )
    return replace(one, **changes)


async def test_a_published_model_comes_back_byte_by_byte_with_who_and_when(
    team: SqlTeamStore,
) -> None:
    content = bytes(range(256)) * 40

    published = await team.publish_model(content, ROBIN, MORNING)

    assert await team.latest_model() == published
    assert (published.version, published.size_bytes) == (1, len(content))
    assert (published.who, published.published_at) == (ROBIN, MORNING)
    assert await team.model_content(published) == content


async def test_without_a_model_there_is_none(team: SqlTeamStore) -> None:
    assert await team.latest_model() is None


async def test_the_newest_model_counts_and_publishing_it_twice_adds_nothing(
    team: SqlTeamStore,
) -> None:
    first = await team.publish_model(b"one", ROBIN, MORNING)
    second = await team.publish_model(b"two", SAM, MORNING)

    assert (first.version, second.version) == (1, 2)
    assert await team.publish_model(b"two", ROBIN, MORNING) == second
    assert await team.latest_model() == second


async def test_only_the_last_models_are_kept(team: SqlTeamStore) -> None:
    models = [
        await team.publish_model(f"model {number}".encode(), ROBIN, MORNING)
        for number in range(KEPT_MODELS + 1)
    ]

    assert await team.model_content(models[1]) == b"model 1"
    with pytest.raises(StoreBroken, match="no longer"):
        await team.model_content(models[0])


async def test_a_model_changed_behind_the_program_is_refused(
    team: SqlTeamStore, store: str
) -> None:
    published = await team.publish_model(b"good", ROBIN, MORNING)
    statement = "UPDATE models SET content = 'evil'"
    if store.startswith("postgresql"):
        with psycopg.connect(store, autocommit=True) as connection:
            connection.execute(statement)
    else:
        with closing(sqlite3.connect(store)) as file:
            file.execute("UPDATE models SET content = CAST('evil' AS BLOB)")
            file.commit()

    with pytest.raises(StoreBroken, match="checksum"):
        await team.model_content(published)


async def test_what_an_agents_desk_could_not_deliver_is_listed_with_its_reason(
    team: SqlTeamStore, store: str
) -> None:
    await team.report([undelivered(1), undelivered(2, TOO_LATE)])

    other_desk = team_at(store)
    listed = await other_desk.reported(MORNING)
    await other_desk.close()

    assert listed == (undelivered(1), undelivered(2, TOO_LATE))


async def test_a_note_is_not_shared(team: SqlTeamStore) -> None:
    with_note = undelivered(decision=Decision(REFUND, "My card 4111…", Decider.AGENT, MORNING))

    await team.report([with_note])

    assert (await team.reported(MORNING))[0].decision.note == ""


async def test_the_same_report_twice_is_one(team: SqlTeamStore) -> None:
    await team.report([undelivered(1)])
    await team.report([undelivered(1)])

    assert len(await team.reported(MORNING)) == 1


async def test_a_code_that_got_through_after_all_is_taken_off_the_list(team: SqlTeamStore) -> None:
    await team.report([undelivered(1), undelivered(2)])
    await team.report([undelivered(1, SubmissionState.CONFIRMED)])

    assert [one.key for one in await team.reported(MORNING)] == [key(2)]


async def test_what_was_never_refused_is_never_listed(team: SqlTeamStore) -> None:
    await team.report(
        [undelivered(1, SubmissionState.CONFIRMED), undelivered(2, SubmissionState.SENT)]
    )

    assert await team.reported(MORNING) == ()


async def test_an_older_revision_never_stands_above_a_newer_one(team: SqlTeamStore) -> None:
    newer = undelivered(
        1, TOO_LATE, revision=3, decision=Decision(INVOICE, "", Decider.AGENT, MORNING)
    )
    await team.report([newer])
    await team.report([undelivered(1, revision=2)])
    await team.report([undelivered(1, SubmissionState.CONFIRMED, revision=2)])

    assert await team.reported(MORNING) == (newer,)


async def test_only_what_was_decided_lately_is_read(team: SqlTeamStore) -> None:
    await team.report([undelivered(1), undelivered(30)])

    assert [one.key for one in await team.reported(MORNING + timedelta(minutes=10))] == [key(30)]


async def test_the_tables_are_made_beside_a_ledger_of_the_version_before(store: str) -> None:
    """A team's server that ran the version before goes on with all it holds."""
    ledger = ledger_at(store)
    await ledger.open()
    await ledger.close()
    later = ("tags", "from_note", "from_tags", "tries", "first_code_id", "rule")
    undo = (
        "DROP TABLE models",
        "DROP TABLE undelivered",
        "DROP TABLE trail_end",
        "DROP TABLE rule_lists",
        *(f"ALTER TABLE corrections DROP COLUMN {name}" for name in later),
        "ALTER TABLE batches DROP COLUMN rule",
        *(f"ALTER TABLE audit DROP COLUMN {name}" for name in ("rule", "covers")),
        "UPDATE ledger_version SET version = 1",
    )
    if store.startswith("postgresql"):
        with psycopg.connect(store, autocommit=True) as connection:
            for statement in undo:
                connection.execute(statement)
    else:
        with closing(sqlite3.connect(store)) as file:
            file.executescript(";".join(undo))

    team = team_at(store)
    await team.report([undelivered(1)])

    assert len(await team.reported(MORNING)) == 1
    await team.close()


async def test_an_agents_account_needs_no_right_but_to_report_and_to_read(
    postgres: PostgresServer,
) -> None:
    with postgres.database() as url:
        team = team_at(url)
        await team.publish_model(b"model", ROBIN, MORNING)
        await team.close()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DROP ROLE IF EXISTS desk_agent")
            connection.execute("CREATE ROLE desk_agent LOGIN")
            connection.execute("GRANT SELECT ON ledger_version, models TO desk_agent")
            connection.execute("GRANT SELECT, INSERT, UPDATE ON undelivered TO desk_agent")
        database = PostgresDatabase(url.replace("postgres:@", "desk_agent:@"))
        agents = SqlTeamStore(lambda: database, "team store")

        await agents.report([undelivered(1)])
        newest = await agents.latest_model()

        assert newest is not None
        assert await agents.model_content(newest) == b"model"
        with pytest.raises(StoreBroken, match="InsufficientPrivilege"):
            await agents.publish_model(b"mine", SAM, MORNING)
        with pytest.raises(StoreBroken, match="InsufficientPrivilege"):
            database.read(lambda cursor: cursor.run("SELECT * FROM audit"))
        await agents.close()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DROP OWNED BY desk_agent")
            connection.execute("DROP ROLE desk_agent")


async def test_a_server_that_is_away_is_said_without_its_address() -> None:
    team = team_at("postgresql://robin:secret@127.0.0.1:1/none?connect_timeout=2")

    with pytest.raises(StoreBroken, match="cannot be reached") as caught:
        await team.report([undelivered(1)])

    assert "secret" not in str(caught.value)
    await team.close()


@pytest.mark.parametrize("store", ["", "postgresql://robin@db.example/team"])
def test_where_it_keeps_things_is_said_in_the_language_in_use(store: str) -> None:
    with speaking(LanguageChoice.GERMAN):
        label = team_store_for(store, Path("unused")).label

    assert label == ("Teamspeicher" if store else "dieser Computer")
