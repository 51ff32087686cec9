"""The gateway's dialect: against the simulator, and against answers no gateway should give."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.adapters.genesys.rest_harness import a_leg
from tests.faults.desks import signed_in_desk
from tests.simulator_process import SimulatorProcess, token_of_user
from wrapup_desk.adapters.interaction_actions import (
    Gateway,
    GatewayAccess,
    InteractionActionsCentre,
)
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.application.base.ports import Unreachable
from wrapup_desk.application.base.settings import Dialect, Settings, SettingsError
from wrapup_desk.domain.events import ConversationChanged
from wrapup_desk.domain.interaction import Leg, Media, Phase
from wrapup_desk.domain.submission import ServerReply, SubmissionState

ACCESS = GatewayAccess("https://gateway.test", "https://login.test", "backend", "the-secret")
LEG = a_leg(phase=Phase.AFTER_CALL, attributes={"interaction_id": "i-1"})
IN_DIALECT = Settings(dialect=Dialect.INTERACTION_ACTIONS)

Answers = Callable[[httpx.Request], httpx.Response]


class Cloud:
    """The part of Genesys Cloud the gateway's centre asks for conversations."""

    def __init__(self, *legs: Leg) -> None:
        self._legs = legs

    async def conversation(self, conversation_id: str) -> ConversationChanged:
        if not self._legs:
            raise Unreachable("no line")
        return ConversationChanged(conversation_id, self._legs)


class Server:
    """A login host that hands out tokens, and a gateway that answers as told."""

    def __init__(self, answer: Answers) -> None:
        self._answer = answer
        self.tokens = 0
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "login.test":
            self.tokens += 1
            return httpx.Response(200, json={"access_token": f"t{self.tokens}"})
        self.requests.append(request)
        return self._answer(request)


@asynccontextmanager
async def a_centre(server: Answers, *legs: Leg) -> Any:
    async with httpx.AsyncClient(transport=httpx.MockTransport(server)) as http:
        cloud: Any = Cloud(*legs)
        yield InteractionActionsCentre(cloud, Gateway(ACCESS, http, SystemClock()))


def always(status: int, body: object = None, **headers: str) -> Answers:
    return lambda _: httpx.Response(status, json=body, headers=headers)


async def test_a_code_is_written_by_the_interactions_own_id_with_duration_zero() -> None:
    server = Server(always(200, {}))

    async with a_centre(server, LEG) as centre:
        answer = await centre.submit(LEG.key, Media.CALL, "code-1", "a note")

    request = server.requests[0]
    assert answer.said is ServerReply.ACCEPTED
    assert (request.method, request.url.path) == ("PATCH", "/api/v2/interactions/i-1/actions")
    assert json.loads(request.content) == {
        "actionType": "WRAPUP",
        "wrapupCode": "code-1",
        "wrapupDuration": 0,
    }


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (400, ServerReply.MALFORMED),
        (403, ServerReply.NOT_PERMITTED),
        (404, ServerReply.NOT_FOUND),
        (409, ServerReply.CONFLICT),
        (410, ServerReply.CONFLICT),
        (418, ServerReply.MALFORMED),
        (500, ServerReply.FAILED),
        (302, ServerReply.FAILED),
    ],
)
async def test_each_refusal_of_the_gateway_has_its_meaning(status: int, said: ServerReply) -> None:
    async with a_centre(Server(always(status)), LEG) as centre:
        answer = await centre.submit(LEG.key, Media.CALL, "code-1", "")

    assert answer.said is said
    assert str(status) in answer.message


async def test_too_many_requests_say_how_long_to_wait() -> None:
    async with a_centre(Server(always(429, **{"Retry-After": "7"})), LEG) as centre:
        answer = await centre.submit(LEG.key, Media.CALL, "code-1", "")

    assert (answer.said, answer.retry_after) == (ServerReply.TOO_MANY, timedelta(seconds=7))


async def test_a_line_that_breaks_off_leaves_it_open_whether_the_code_arrived() -> None:
    def breaks(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("secret detail")

    async with a_centre(Server(breaks), LEG) as centre:
        answer = await centre.submit(LEG.key, Media.CALL, "code-1", "")

    assert answer.said is ServerReply.UNREACHABLE
    assert "secret" not in answer.message


@pytest.mark.parametrize(
    ("state", "known", "phase"),
    [
        ("QUEUED", Phase.ALERTING, Phase.ALERTING),
        ("ACTIVE", Phase.ALERTING, Phase.CONNECTED),
        ("ACTIVE", Phase.AFTER_CALL, Phase.AFTER_CALL),
        ("COMPLETED", Phase.AFTER_CALL, Phase.COMPLETED),
        ("WRAPPED", Phase.AFTER_CALL, Phase.COMPLETED),
    ],
)
async def test_a_read_back_tells_where_the_interaction_stands(
    state: str, known: Phase, phase: Phase
) -> None:
    body = {"id": "i-1", "state": state, "wrapupCode": "code-9"}
    async with a_centre(Server(always(200, body)), replace(LEG, phase=known)) as centre:
        read = await centre.read_back(LEG.key, Media.CALL)

    assert read.answer.said is ServerReply.ACCEPTED
    assert read.leg is not None
    assert read.leg.phase is phase
    assert read.assigned is not None
    assert read.assigned.code_id == "code-9"


async def test_a_read_back_that_is_no_json_says_nothing_about_the_code() -> None:
    async with a_centre(
        Server(lambda _: httpx.Response(200, text="<html>proxy</html>")), LEG
    ) as centre:
        read = await centre.read_back(LEG.key, Media.CALL)

    assert (read.answer.said, read.leg, read.assigned) == (ServerReply.FAILED, None, None)


async def test_a_leg_without_an_interaction_id_is_told_not_guessed_from_the_conversation() -> None:
    server = Server(always(200))
    async with a_centre(server, replace(LEG, attributes={})) as centre:
        answer = await centre.submit(LEG.key, Media.CALL, "code-1", "")

    assert answer.said is ServerReply.NOT_FOUND
    assert "interaction_id" in answer.message
    assert server.requests == []


async def test_without_a_line_to_the_cloud_the_interaction_id_is_asked_for_again_later() -> None:
    async with a_centre(Server(always(200))) as centre:
        answer = await centre.submit(LEG.key, Media.CALL, "code-1", "")

    assert answer.said is ServerReply.UNREACHABLE


async def test_fifty_codes_at_once_ask_for_one_token() -> None:
    server = Server(always(200, {}))
    async with a_centre(server, LEG) as centre:
        submit: Callable[[], Awaitable[Any]] = lambda: centre.submit(  # noqa: E731
            LEG.key, Media.CALL, "code-1", ""
        )
        await asyncio.gather(*(submit() for _ in range(50)))

    assert (server.tokens, len(server.requests)) == (1, 50)


async def test_a_token_that_was_revoked_is_replaced_once() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        is_new = request.headers["Authorization"] == "Bearer t2"
        return httpx.Response(200 if is_new else 401, json={})

    server = Server(answer)
    async with a_centre(server, LEG) as centre:
        good = await centre.submit(LEG.key, Media.CALL, "code-1", "")

    refusing = Server(always(401))
    async with a_centre(refusing, LEG) as centre:
        bad = await centre.submit(LEG.key, Media.CALL, "code-1", "")

    assert good.said is ServerReply.ACCEPTED
    assert bad.said is ServerReply.NOT_PERMITTED
    assert (server.tokens, refusing.tokens) == (2, 2)


@pytest.mark.parametrize(
    ("status", "said"),
    [(401, ServerReply.NOT_PERMITTED), (503, ServerReply.FAILED), (429, ServerReply.TOO_MANY)],
)
async def test_a_login_that_fails_is_told_without_the_secret(
    status: int, said: ServerReply
) -> None:
    async with a_centre(lambda _: httpx.Response(status), LEG) as centre:
        answer = await centre.submit(LEG.key, Media.CALL, "code-1", "")

    assert answer.said in (said, ServerReply.FAILED)
    assert ACCESS.client_secret not in answer.message
    assert ACCESS.client_secret not in repr(ACCESS)


async def test_a_draft_is_refused_because_the_dialect_has_none() -> None:
    async with a_centre(Server(always(200)), LEG) as centre:
        answer = await centre.submit(LEG.key, Media.CALL, "code-1", "", is_provisional=True)

    assert answer.said is ServerReply.MALFORMED


# Against the simulator


@pytest.fixture(scope="module")
def simulator() -> Iterator[SimulatorProcess]:
    with SimulatorProcess("--idle", "--dialect", "--agents", "2") as process:
        yield process


@pytest.fixture
def credentials(simulator: SimulatorProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = simulator.ready
    monkeypatch.setenv("WRAPUP_DESK_GATEWAY_CLIENT_ID", ready["service_client_id"])
    monkeypatch.setenv("WRAPUP_DESK_GATEWAY_CLIENT_SECRET", ready["service_client_secret"])


@pytest.mark.usefixtures("credentials")
async def test_a_desk_in_the_dialect_codes_before_complete(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    agent = simulator.ready["agents"][0]
    token = await asyncio.to_thread(token_of_user, simulator.ready, agent["email"])
    async with signed_in_desk(simulator.api, token, tmp_path, IN_DIALECT) as desk:
        leg = simulator.start_conversation(queue="Billing", answered=True, agent=agent["id"])
        leg_id = leg["communication_id"]
        card = await desk.until_card(leg_id, lambda card: bool(card.codes))
        simulator.post(f"/simulator/legs/{leg_id}/hangup")
        desk.desk.choose_code(leg_id, card.codes[2].id)
        await desk.until_confirmed(leg_id)

    row = simulator.leg(leg_id)
    assert row["interaction_id"] != row["conversation_id"]
    assert [(code["code_id"], code["via"]) for code in row["codes"]] == [(card.codes[2].id, "D")]
    assert row["coded_before_complete"]


@pytest.mark.usefixtures("credentials")
async def test_the_storys_409_is_read_back_and_told_as_too_late(
    simulator: SimulatorProcess, tmp_path: Path
) -> None:
    agent = simulator.ready["agents"][1]
    token = await asyncio.to_thread(token_of_user, simulator.ready, agent["email"])
    async with signed_in_desk(simulator.api, token, tmp_path, IN_DIALECT) as desk:
        leg = simulator.start_conversation(queue="Billing", answered=True, agent=agent["id"])
        leg_id = leg["communication_id"]
        card = await desk.until_card(leg_id, lambda card: bool(card.codes))
        simulator.post(f"/simulator/legs/{leg_id}/hangup")
        simulator.post(f"/simulator/legs/{leg_id}/complete")
        await desk.until_card(leg_id, lambda card: card.leg.phase is Phase.COMPLETED)
        desk.desk.choose_code(leg_id, card.codes[2].id)
        late = await desk.until_card(
            leg_id,
            lambda card: card.submission is not None and card.submission.state.is_final,
            what="final",
        )

    counts = simulator.record()["requests"]
    assert late.submission is not None
    assert late.submission.state is SubmissionState.TOO_LATE
    assert "409" in late.submission.reason
    assert simulator.leg(leg_id)["codes"] == []
    assert counts["PATCH /api/v2/interactions/{interaction_id}/actions"]["409"] == 1
    assert counts["GET /api/v2/interactions/{interaction_id}"]["200"] >= 1


async def test_the_dialect_without_credentials_is_a_clear_settings_error(
    simulator: SimulatorProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WRAPUP_DESK_GATEWAY_CLIENT_SECRET", raising=False)

    with pytest.raises(SettingsError, match="WRAPUP_DESK_GATEWAY_CLIENT_SECRET"):
        async with signed_in_desk(simulator.api, "any", tmp_path, IN_DIALECT):
            pass
