"""A refusal for want of a scope is told from one for want of a permission, by name."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from random import Random

import pytest

from tests.adapters.genesys.rest_harness import local_network
from tests.doctor.installations import Installed
from tests.simulator_process import token_of_user
from wrapup_desk.adapters.genesys.conversations.writes import WrapupWrites
from wrapup_desk.adapters.genesys.http.errors import HttpRefusal, read_refusal
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.adapters.genesys.http.token import AccessToken
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.application.base.ports import NotPermitted
from wrapup_desk.domain.interaction import LegKey, Media
from wrapup_desk.domain.submission import ServerReply
from wrapup_desk.main.doctor.assembly import place_of

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def refused_with(message: str) -> HttpRefusal:
    body = json.dumps({"message": message, "code": "not.authorized", "status": 403})
    return read_refusal(403, {}, body.encode(), NOW)


def test_a_scope_is_named_as_the_clients() -> None:
    refusal = refused_with("App not authorized to use scope [analytics:readonly, analytics]")

    assert (refusal.scopes, refusal.permissions) == (("analytics:readonly", "analytics"), ())
    assert "the OAuth client lacks the scope analytics:readonly or analytics" in refusal.message


def test_a_permission_is_named_as_missing() -> None:
    refusal = refused_with("missing permissions: conversation:participant:wrapup")

    assert (refusal.scopes, refusal.permissions) == ((), ("conversation:participant:wrapup",))
    assert "missing permission conversation:participant:wrapup" in refusal.message


@pytest.mark.parametrize(
    "message",
    [
        "App not authorized to use scope [<b>canary</b>]",
        "App not authorized to use scope []",
        "scope [analytics]",
        "App not authorized to use scope [" + "a" * 500 + "]",
    ],
)
def test_what_is_no_scope_is_not_repeated(message: str) -> None:
    refusal = refused_with(message)

    assert refusal.scopes == ()
    assert "canary" not in refusal.message


async def test_the_simulators_refusals_reach_a_person_with_their_names(
    installed: Installed,
) -> None:
    rest = await signed_in(installed)
    installed.switch(granted_scopes="conversations,notifications")
    with pytest.raises(NotPermitted, match="lacks the scope routing:readonly or routing"):
        await rest.get("/routing/queues")
    installed.switch(granted_scopes="", denied_permissions="routing:queue:view")
    with pytest.raises(NotPermitted, match="missing permission routing:queue:view"):
        await rest.get("/routing/queues")
    await rest.close()


async def test_where_way_a_is_known_to_fail_the_participant_is_written_at_once(
    installed: Installed,
) -> None:
    rest = await signed_in(installed)
    installed.switch(write_a=400)
    simulator = installed.simulator
    leg = simulator.start_conversation(
        queue="Billing", media="call", agent=simulator.ready["agents"][0]["id"], answered=True
    )
    key = LegKey(leg["conversation_id"], leg["participant_id"], leg["communication_id"])
    codes = json.loads(
        await rest.get(
            f"/conversations/{key.conversation_id}/participants/{key.participant_id}/wrapupcodes"
        )
    )

    answer = await WrapupWrites(rest, has_way_a=False).write(
        key, Media.CALL, codes[0]["id"], "", is_provisional=False
    )

    assert answer.said is ServerReply.ACCEPTED
    row = simulator.wait_until(
        lambda record: any(
            each["codes"]
            for each in record["legs"]
            if each["communication_id"] == key.communication_id
        )
    )
    codes_written = next(
        each["codes"] for each in row["legs"] if each["communication_id"] == key.communication_id
    )
    assert [each["via"] for each in codes_written] == ["B"]
    for button in ("hangup", "complete"):
        if simulator.leg(key.communication_id)["state"] != "complete":
            simulator.post(f"/simulator/legs/{key.communication_id}/{button}")
    await rest.close()


async def signed_in(installed: Installed) -> RestClient:
    address, _ = place_of(installed.settings)
    token = AccessToken()
    email = installed.simulator.ready["agents"][0]["email"]
    token.hold(await asyncio.to_thread(token_of_user, installed.simulator.ready, email))
    http = local_network().http_client(address)
    return RestClient(address, token, http, SystemClock(), Random(1))
