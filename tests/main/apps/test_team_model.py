"""A model that was published to the team's PostgreSQL reaches desks, and stays without the server."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.genesys.rest_harness import local_network
from tests.adapters.sql_ledger.postgres_server import PostgresServer, running_server
from tests.conftest import ExpectLog
from tests.domain.repair.examples import MORNING, ROBIN
from wrapup_desk.adapters.base.proxy_settings import ProxySettings
from wrapup_desk.adapters.genesys.http.network import Network, tls_context
from wrapup_desk.adapters.genesys.http.regions import address_of
from wrapup_desk.adapters.sql_ledger.factory import team_store_for
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.main.apps.team_model import NO_TEAM, TeamModelPlace, team_model_place
from wrapup_desk.main.system.profile import Profile

FIRST, SECOND = b"the first model", b"the second model"


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with running_server() as running:
        yield running


def place_at(store: str, folder: Path) -> TeamModelPlace:
    return team_model_place(
        Settings(store=store), Profile.at(folder), address_of("eu-central-1"), local_network()
    )


async def publish(store: str, content: bytes) -> None:
    team = team_store_for(store, Path("unused"))
    try:
        await team.publish_model(content, ROBIN, MORNING)
    finally:
        await team.close()


async def test_the_newest_model_of_the_team_is_fetched_and_kept(
    server: PostgresServer, tmp_path: Path
) -> None:
    with server.database() as store:
        place = place_at(store, tmp_path)
        assert place.fetch is not None
        assert place.at_hand() == (NO_TEAM, "")
        assert await place.fetch() == (NO_TEAM, "")
        await publish(store, FIRST)
        await place.fetch()
        await publish(store, SECOND)

        found, trouble = await place.fetch()

    assert (found.content, found.sha256) == (SECOND, hashlib.sha256(SECOND).hexdigest())
    assert trouble == ""
    assert place_at(store, tmp_path).at_hand() == (found, "")


async def test_a_model_published_again_is_the_newest_at_the_next_start_too(
    server: PostgresServer, tmp_path: Path
) -> None:
    with server.database() as store:
        place = place_at(store, tmp_path)
        assert place.fetch is not None
        for content in (FIRST, SECOND, FIRST):
            await publish(store, content)
            await place.fetch()

    found, _ = place_at(store, tmp_path).at_hand()
    assert found.content == FIRST


async def test_a_server_that_is_gone_is_logged_and_the_kept_model_is_used(
    server: PostgresServer, tmp_path: Path, expect_log: ExpectLog
) -> None:
    with server.database() as store:
        await publish(store, FIRST)
        place = place_at(store, tmp_path)
        assert place.fetch is not None
        await place.fetch()
    expect_log("team's model could not be read")

    assert await place.fetch() == (NO_TEAM, "")
    assert place.at_hand()[0].content == FIRST


async def test_a_model_that_cannot_be_kept_is_used_all_the_same(
    server: PostgresServer, tmp_path: Path, expect_log: ExpectLog
) -> None:
    expect_log("the team's model was not kept")
    (tmp_path / "models").write_text("a file in the way")
    with server.database() as store:
        await publish(store, FIRST)
        place = place_at(store, tmp_path)
        assert place.fetch is not None

        found, trouble = await place.fetch()

    assert (found.content, trouble) == (FIRST, "")


def test_a_team_store_beside_a_named_file_is_not_asked(tmp_path: Path) -> None:
    settings = Settings(store="postgresql://nobody@nowhere/x", model=str(tmp_path / "own.model"))

    place = team_model_place(
        settings, Profile.at(tmp_path), address_of("eu-central-1"), local_network()
    )

    assert place.fetch is None


async def test_a_model_of_an_address_comes_over_the_network_all_else_uses(tmp_path: Path) -> None:
    refused = ProxySettings(https="http://127.0.0.1:9")
    settings = Settings(model="https://models.test/team.model", model_sha256="0" * 64)
    network = Network(tls_context(), refused)
    place = team_model_place(settings, Profile.at(tmp_path), address_of("eu-central-1"), network)
    assert place.fetch is not None

    found, trouble = await place.fetch()

    assert found == NO_TEAM
    assert "could not be downloaded from models.test (ConnectError)" in trouble
