"""The adapter and the simulator, each written from the contract alone, talk to each other."""

import asyncio
from random import Random

import pytest

from tests.adapters.genesys.notification_server import WAIT_S
from tests.adapters.genesys.rest_harness import local_network
from tests.adapters.genesys.simulated_desk import Desk
from tests.simulator_process import SimulatorProcess
from wrapup_desk.adapters.genesys.channel.driver import ChannelParts
from wrapup_desk.adapters.genesys.conversations.contact_centre import GenesysContactCentre
from wrapup_desk.adapters.genesys.http.oauth import (
    GenesysAuthenticator,
    ServiceAuthenticator,
    SignInRequest,
)
from wrapup_desk.adapters.genesys.http.regions import demo_address
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.adapters.genesys.http.token import AccessToken
from wrapup_desk.adapters.keyring_secrets import MemorySecrets
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.application.base.ports import NotPermitted, SignInFailed
from wrapup_desk.domain.events import (
    CodesPredicted,
    CopilotSummary,
    WordsHeard,
)
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.submission import ServerReply
from wrapup_desk.domain.transcript import Speaker

TURNS = [
    {"speaker": "customer", "text": "I was charged twice"},
    {"speaker": "agent", "text": "Let me look"},
]


# --- signing in --------------------------------------------------------------------------------


async def test_an_agent_signs_in_through_the_browser_and_is_known(desk: Desk) -> None:
    agent = await desk.centre.me()

    assert agent.id == desk.simulator.ready["agents"][0]["id"]
    assert "conversation:participant:wrapup" in agent.permissions


async def test_a_kept_sign_in_is_restored_and_a_signed_out_one_is_not(desk: Desk) -> None:
    token = desk.token.current
    desk.token.forget()

    assert await desk.sign_in.restore()
    assert desk.token.current == token
    await desk.sign_in.sign_out()
    assert not await desk.sign_in.restore()


async def test_a_wrong_client_id_is_explained(simulator: SimulatorProcess) -> None:
    address = demo_address(simulator.api)
    http = local_network().http_client(address)
    request = SignInRequest(address, "no-such-client", timeout_s=1.0)
    sign_in = GenesysAuthenticator(request, AccessToken(), http, MemorySecrets(), SystemClock())

    with pytest.raises(SignInFailed, match=r"administrator|client ID"):
        await sign_in.sign_in(lambda url: None)
    await http.aclose()


# --- the life of a leg -------------------------------------------------------------------------


async def test_a_call_goes_from_alert_to_code_on_the_server(desk: Desk) -> None:
    leg = await desk.start(answered=False)
    await desk.sees(leg, lambda seen: seen.phase is Phase.ALERTING)
    await desk.press(leg, "answer")
    seen = await desk.sees(leg, lambda seen: seen.phase is Phase.CONNECTED)
    codes = await desk.centre.codes_for(seen)
    await desk.press(leg, "hangup")
    seen = await desk.sees(leg, lambda seen: seen.phase is Phase.AFTER_CALL)
    assert seen.queue_name == "Billing"
    assert seen.acw_started_at is not None

    said = await desk.centre.submit(seen.key, seen.media, codes[0].id, "all well")

    assert said.said is ServerReply.ACCEPTED
    confirmed = await desk.sees(leg, lambda seen: seen.wrapup is not None)
    assert confirmed.wrapup is not None
    assert (confirmed.wrapup.code_id, confirmed.wrapup.note) == (codes[0].id, "all well")
    row = desk.simulator.leg(leg["communication_id"])
    assert row["final_code_id"] == codes[0].id
    assert [each["via"] for each in row["codes"]] == ["A"]


@pytest.mark.parametrize(
    "media", ["call", "callback", "message", "email", "video", "social", "cobrowse", "screenshare"]
)
async def test_every_medium_can_be_coded_and_read_back(desk: Desk, media: str) -> None:
    leg = await desk.start(media)
    seen = await desk.sees(leg, lambda seen: seen.phase is Phase.CONNECTED)
    codes = await desk.centre.codes_for(seen)
    before = await desk.centre.read_back(seen.key, seen.media)

    said = await desk.centre.submit(seen.key, seen.media, codes[1].id, "")

    assert before.answer.said is ServerReply.ACCEPTED
    assert before.assigned is None
    assert said.said is ServerReply.ACCEPTED
    await desk.sees(leg, lambda seen: seen.wrapup is not None)
    after = await desk.centre.read_back(seen.key, seen.media)
    assert after.assigned is not None
    assert after.assigned.code_id == codes[1].id


async def test_a_server_without_way_a_is_written_to_by_way_b(desk: Desk) -> None:
    leg = await desk.start()
    seen = await desk.sees(leg, lambda seen: seen.phase is Phase.CONNECTED)
    codes = await desk.centre.codes_for(seen)
    await desk.fault(kind="http", effect="status", status=405, match="POST .*/wrapup$")

    said = await desk.centre.submit(seen.key, seen.media, codes[0].id, "")

    assert said.said is ServerReply.ACCEPTED
    await desk.sees(leg, lambda seen: seen.wrapup is not None)
    row = desk.simulator.leg(leg["communication_id"])
    assert [each["via"] for each in row["codes"]] == ["B"]


async def test_hold_and_retrieve_are_seen(desk: Desk) -> None:
    leg = await desk.start()
    await desk.press(leg, "hold")
    await desk.sees(leg, lambda seen: seen.phase is Phase.HELD)
    await desk.press(leg, "retrieve")
    await desk.sees(leg, lambda seen: seen.phase is Phase.CONNECTED)


async def test_a_missed_alert_is_missed(desk: Desk) -> None:
    leg = await desk.start(answered=False)
    await desk.press(leg, "miss")

    await desk.sees(leg, lambda seen: seen.phase is Phase.MISSED)


async def test_the_agents_complete_ends_the_leg(desk: Desk) -> None:
    leg = await desk.start(queue="Orders")
    await desk.press(leg, "hangup")
    await desk.press(leg, "complete")

    await desk.sees(leg, lambda seen: seen.phase is Phase.COMPLETED)


@pytest.mark.parametrize("status", [400, 403, 409])
async def test_a_code_after_complete_that_is_refused_says_so(desk: Desk, status: int) -> None:
    await desk.switch(code_after_complete=status)
    leg = await desk.start(queue="Orders")
    seen = await desk.sees(leg, lambda seen: seen.phase is Phase.CONNECTED)
    codes = await desk.centre.codes_for(seen)
    await desk.press(leg, "hangup")
    await desk.press(leg, "complete")
    await desk.sees(leg, lambda seen: seen.phase is Phase.COMPLETED)

    said = await desk.centre.submit(seen.key, seen.media, codes[0].id, "")

    assert said.said in (ServerReply.CONFLICT, ServerReply.NOT_PERMITTED, ServerReply.MALFORMED)
    assert "correlation id" in said.message
    read = await desk.centre.read_back(seen.key, seen.media)
    assert read.leg is not None
    assert read.leg.phase is Phase.COMPLETED
    assert read.assigned is None or read.assigned.is_system


async def test_a_transfer_ends_my_leg_and_is_told(desk: Desk) -> None:
    leg = await desk.start()
    await desk.sees(leg, lambda seen: seen.phase.is_live)
    other = desk.simulator.ready["agents"][1]["id"]
    path = f"/simulator/conversations/{leg['conversation_id']}/transfer"
    await desk.off_loop(desk.simulator.post, path, {"agent": other})

    gone = await desk.sees(leg, lambda seen: not seen.phase.is_live)
    assert gone.was_transferred


# --- words -------------------------------------------------------------------------------------


async def test_the_words_of_a_call_arrive_from_both_sides(desk: Desk) -> None:
    leg = await desk.start()
    await desk.sees(leg, lambda seen: seen.phase is Phase.CONNECTED)
    path = f"/simulator/conversations/{leg['conversation_id']}/words"

    def is_heard(speaker: Speaker, text: str) -> bool:
        words = [word for event in desk.listener.of(WordsHeard) for word in event.utterances]
        return any((word.speaker, word.text) == (speaker, text) for word in words)

    async def until_heard(speaker: Speaker, text: str) -> None:
        # The subscription is under way; a word said before it stands is lost, as in Genesys.
        async with asyncio.timeout(WAIT_S):
            while not is_heard(speaker, text):
                fields = {"speaker": speaker.value, "text": text}
                await desk.off_loop(desk.simulator.post, path, fields)

    await until_heard(Speaker.CUSTOMER, "I was charged twice")
    await until_heard(Speaker.AGENT, "Let me look")


@pytest.mark.parametrize("media", ["message", "email"])
async def test_written_words_are_read_by_the_ids_on_the_leg(desk: Desk, media: str) -> None:
    leg = await desk.start(media, turns=TURNS)
    seen = await desk.sees(leg, lambda seen: len(seen.message_ids) >= 2)

    words = await desk.centre.written_words(seen, seen.message_ids)

    assert [(word.speaker, "charged" in word.text) for word in words] == [
        (Speaker.CUSTOMER, True),
        (Speaker.AGENT, False),
    ]


async def test_copilots_prediction_is_told_and_can_be_read(desk: Desk) -> None:
    leg = await desk.start()
    seen = await desk.sees(leg, lambda seen: seen.phase is Phase.CONNECTED)
    assert await desk.centre.copilot_summary(seen) == CopilotSummary()
    path = f"/simulator/conversations/{leg['conversation_id']}/predict"
    fields = {"text": "A refund", "codes": [["Duplicate charge refunded", 0.8]]}

    await desk.off_loop(desk.simulator.post, path, fields)
    await desk.listener.count(CodesPredicted)

    (told,) = desk.listener.of(CodesPredicted)
    assert told.conversation_id == leg["conversation_id"]
    assert CopilotSummary(told.codes, "A refund") == await desk.centre.copilot_summary(seen)
    assert told.summary == "A refund"
    assert told.codes[0].confidence == pytest.approx(0.8)


async def test_a_dialer_leg_is_known_as_one(desk: Desk) -> None:
    leg = await desk.start("callback", dialer=True)

    seen = await desk.sees(leg, lambda seen: seen.phase is Phase.CONNECTED)
    assert seen.is_dialer


# --- the backend's way in ----------------------------------------------------------------------


async def test_a_backends_proposal_reaches_the_agents_leg(desk: Desk) -> None:
    leg = await desk.start()
    ready = desk.simulator.ready
    address = demo_address(ready["api"], ready["login"])
    network, token, clock = local_network(), AccessToken(), SystemClock()
    http = network.http_client(address)
    service = ServiceAuthenticator(
        address, ready["service_client_id"], ready["service_client_secret"], token, http
    )
    await service.sign_in()
    rest = RestClient(address, token, http, clock, Random(1))
    backend = GenesysContactCentre(ChannelParts(rest, address, network, clock, Random(1)), b"")

    said = await backend.propose(leg["conversation_id"], {"wrapup_code": "Invoice explained"})

    assert said.said is ServerReply.ACCEPTED
    seen = await desk.sees(leg, lambda seen: "wrapup_code" in seen.attributes)
    assert seen.attributes["wrapup_code"] == "Invoice explained"
    with pytest.raises(NotPermitted):
        await backend.me()
    await backend.close()
