import asyncio
import logging
from typing import Any

import pytest

from tests.adapters.genesys.notification_server import (
    SPEED,
    EventRecorder,
    NotificationServer,
    ended,
    feed_of,
    following,
    named,
    running,
    words,
)
from tests.adapters.genesys.rest_harness import AGENT_ID, CANARY, FastClock, answer, error_body
from wrapup_desk.adapters.genesys.channel.topics import agent_topics, transcription_topic
from wrapup_desk.domain.events import (
    ConversationChanged,
    Resynced,
    SignInEnded,
    StreamLost,
    StreamOpened,
    SubscriptionRefused,
    WordsHeard,
)
from wrapup_desk.domain.interaction import Phase

BASE = list(agent_topics(AGENT_ID))


# --- opening -------------------------------------------------------------------------------------


async def test_the_stream_opens_subscribes_rereads_and_then_says_so(
    genesys: NotificationServer,
) -> None:
    genesys.conversations["c-1"] = named("c-1")
    async with following(genesys, FastClock(1)) as listener:
        await listener.count(Resynced)

    assert [type(event) for event in listener.events] == [StreamOpened, Resynced]
    (resynced,) = listener.of(Resynced)
    assert [each.conversation_id for each in resynced.conversations] == ["c-1"]
    assert genesys.requests == [
        "POST /notifications/channels",
        "PUT /notifications/channels/ch-1/subscriptions",
        "GET /conversations/settings",
        "GET /conversations",
    ]
    assert genesys.topics[:3] == BASE


async def test_events_are_told_as_they_come(genesys: NotificationServer) -> None:
    async with following(genesys, FastClock(1)) as listener:
        await listener.count(Resynced)
        await genesys.tell(named("c-1"))
        await listener.count(ConversationChanged)
        await genesys.tell(ended("c-1"))
        await listener.count(ConversationChanged, 2)

    phases = [change.legs[0].phase for change in listener.of(ConversationChanged)]
    assert phases == [Phase.CONNECTED, Phase.COMPLETED]


async def test_a_part_that_is_not_permitted_is_told_and_the_rest_works(
    genesys: NotificationServer,
) -> None:
    genesys.rejected_topics["summaries"] = ["conversation:summary:view"]
    async with following(genesys, FastClock(1)) as listener:
        await listener.count(Resynced)

    (refused,) = listener.of(SubscriptionRefused)
    assert refused == SubscriptionRefused("summaries", ("conversation:summary:view",))


async def test_a_stream_address_outside_the_allow_list_is_never_opened(
    genesys: NotificationServer,
) -> None:
    genesys.connect_uri = "wss://streaming.evil.example/channels/secret"
    async with following(genesys, FastClock(1)) as listener:
        await listener.count(StreamLost)

    assert genesys.handshakes == 0
    assert "outside its own region" in listener.of(StreamLost)[0].reason
    assert "secret" not in listener.of(StreamLost)[0].reason


async def test_a_redirected_handshake_is_not_followed(genesys: NotificationServer) -> None:
    async with NotificationServer() as elsewhere:
        genesys.refusals = [(302, {"Location": f"ws://127.0.0.1:{elsewhere.port}/channels/x"})]
        async with following(genesys, FastClock(SPEED)) as listener:
            await listener.count(StreamOpened)

    assert elsewhere.handshakes == 0
    assert genesys.handshakes == 2


# --- transcription -------------------------------------------------------------------------------


async def test_the_words_of_a_call_are_followed_while_it_lives_and_not_longer(
    genesys: NotificationServer,
) -> None:
    async with following(genesys, FastClock(SPEED)) as listener:
        await listener.count(Resynced)
        await genesys.tell(named("c-1"))
        await genesys.until(lambda: transcription_topic("c-1") in genesys.topics)
        await genesys.say(transcription_topic("c-1"), words("c-1", "hello"))
        await listener.count(WordsHeard)
        await genesys.tell(ended("c-1"))
        await genesys.until(lambda: genesys.topics == BASE)

    assert genesys.in_band[0]["topics"] == [*BASE, transcription_topic("c-1")]


async def test_a_call_under_way_at_the_start_is_transcribed_too(
    genesys: NotificationServer,
) -> None:
    genesys.conversations["c-1"] = named("c-1")
    async with following(genesys, FastClock(1)):
        await genesys.until(lambda: transcription_topic("c-1") in genesys.topics)


# --- gaps ----------------------------------------------------------------------------------------


async def fin(genesys: NotificationServer) -> None:
    await genesys.sockets[-1].close()


async def abort(genesys: NotificationServer) -> None:
    genesys.sockets[-1].transport.abort()


async def go_silent(genesys: NotificationServer) -> None:
    genesys.is_mute = True


async def cut_mid_frame(genesys: NotificationServer) -> None:
    transport = genesys.sockets[-1].transport
    transport.write(b"\x81\x7e\x04\x00{")  # the head of a frame of 1,024 bytes, and one of them
    transport.close()


@pytest.mark.parametrize("fault", [fin, abort, go_silent, cut_mid_frame])
async def test_after_any_loss_of_the_socket_the_stream_comes_back_with_what_was_missed(
    genesys: NotificationServer, fault: Any
) -> None:
    async with following(genesys, FastClock(SPEED)) as listener:
        await listener.count(Resynced)
        genesys.conversations["c-missed"] = named("c-missed")
        await fault(genesys)
        await listener.count(StreamLost)
        genesys.is_mute = False
        await listener.count(Resynced, 2)
        await genesys.tell(named("c-after"))
        await listener.count(ConversationChanged)

    kinds = [type(event) for event in listener.events]
    assert kinds[2:5] == [StreamLost, StreamOpened, Resynced]
    missed = listener.of(Resynced)[1].conversations
    assert [each.conversation_id for each in missed] == ["c-missed"]
    assert genesys.channels == 1


async def test_a_channel_that_is_gone_is_replaced(genesys: NotificationServer) -> None:
    async with following(genesys, FastClock(SPEED)) as listener:
        await listener.count(Resynced)
        genesys.refusals = [(404, {})]
        await fin(genesys)
        await listener.count(Resynced, 2)

    assert genesys.channels == 2
    assert len(listener.of(StreamLost)) == 2


async def test_a_handshake_told_to_wait_waits_at_least_that_long(
    genesys: NotificationServer,
) -> None:
    clock = FastClock(SPEED)
    genesys.refusals = [(429, {"Retry-After": "20"})]
    async with following(genesys, clock) as listener:
        await listener.count(StreamLost)
        lost_at_s = clock.monotonic()
        await listener.count(StreamOpened)
        waited_s = clock.monotonic() - lost_at_s

    assert waited_s >= 19.5  # the event came a moment after the refusal
    assert listener.of(StreamLost)[0].retry_in.total_seconds() >= 20


async def test_a_channel_request_told_to_wait_waits_at_least_that_long(
    genesys: NotificationServer,
) -> None:
    genesys.rest_answers["/notifications/channels"] = [
        error_body(429, "too.many.requests", retry_after="9")
    ]
    async with following(genesys, FastClock(SPEED)) as listener:
        await listener.count(StreamOpened)

    assert listener.of(StreamLost)[0].retry_in.total_seconds() >= 9


async def test_an_announced_closing_is_survived_without_a_word_to_the_agent(
    genesys: NotificationServer,
) -> None:
    async with following(genesys, FastClock(1)) as listener:
        await listener.count(Resynced)
        genesys.conversations["c-1"] = named("c-1")
        await genesys.say("v2.system.socket_closing", {})
        await listener.count(Resynced, 2)

    assert listener.of(StreamLost) == []
    assert len(genesys.sockets) == 2


async def test_a_conversation_that_ended_in_the_gap_is_read_by_itself(
    genesys: NotificationServer,
) -> None:
    genesys.conversations["c-1"] = named("c-1")
    genesys.conversations["c-2"] = named("c-2")
    async with following(genesys, FastClock(SPEED)) as listener:
        await listener.count(Resynced)
        genesys.rest_answers["/conversations/c-1"] = [answer(200, ended("c-1"))]
        genesys.conversations.clear()
        await abort(genesys)
        await listener.count(Resynced, 2)

    now = {each.conversation_id: each for each in listener.of(Resynced)[1].conversations}
    assert now["c-1"].legs[0].phase is Phase.COMPLETED
    assert now["c-2"].legs == ()


async def test_without_the_list_the_known_conversations_are_read_one_by_one(
    genesys: NotificationServer, expect_log: Any
) -> None:
    expect_log("the list of conversations cannot be read")
    genesys.conversations["c-1"] = named("c-1")
    async with following(genesys, FastClock(SPEED)) as listener:
        await listener.count(Resynced)
        genesys.rest_answers["/conversations"] = [error_body(403, "missing.permissions")]
        await abort(genesys)
        await listener.count(Resynced, 2)

    again = listener.of(Resynced)[1].conversations
    assert [each.conversation_id for each in again] == ["c-1"]


async def test_an_event_during_the_reread_is_never_overtaken_by_older_news(
    genesys: NotificationServer,
) -> None:
    genesys.conversations["c-1"] = named("c-1")

    async def rest(request: Any, answer_at_once: Any = genesys.rest) -> Any:
        reply = await answer_at_once(request)
        if request.url.path.endswith("/conversations"):
            # The list was made before this event, and arrives after it.
            genesys.conversations["c-1"] = ended("c-1")
            await genesys.tell(ended("c-1"))
            await (await genesys.sockets[-1].ping())
            for _ in range(20):  # the event is there; let it be read
                await asyncio.sleep(0)
        return reply

    genesys.rest = rest  # type: ignore[method-assign]  # this server answers so once
    async with following(genesys, FastClock(1)) as listener:
        await listener.count(Resynced)

    told = listener.of(Resynced)[0].conversations[0].legs[0].phase
    assert told is Phase.COMPLETED
    assert "GET /conversations/c-1" in genesys.requests


# --- the desk's end ------------------------------------------------------------------------------


async def test_a_burst_reaches_a_desk_that_was_busy_as_the_newest_snapshots(
    genesys: NotificationServer,
) -> None:
    async with following(genesys, FastClock(1)) as listener:
        await listener.count(Resynced)
        for _ in range(300):
            await genesys.tell(named("c-busy"))
        await genesys.tell(ended("c-busy"))
        await listener.until(
            lambda events: (
                isinstance(events[-1], ConversationChanged)
                and events[-1].legs[0].phase is Phase.COMPLETED
            )
        )

    assert listener.of(ConversationChanged)[-1].legs[0].phase is Phase.COMPLETED
    assert listener.of(StreamLost) == []


async def test_an_event_that_cannot_be_used_is_logged_without_its_content(
    genesys: NotificationServer, expect_log: Any, caplog: pytest.LogCaptureFixture
) -> None:
    expect_log("a frame cannot be used")
    async with following(genesys, FastClock(1)) as listener:
        await listener.count(Resynced)
        await genesys.tell({"participants": [{"name": CANARY}]})
        await genesys.sockets[-1].send(f"no json {CANARY}")
        await genesys.tell(named("c-1"))
        await listener.count(ConversationChanged)

    assert CANARY not in caplog.text


async def test_neither_the_sockets_address_nor_words_reach_the_log(
    genesys: NotificationServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with following(genesys, FastClock(SPEED)) as listener:
        await listener.count(Resynced)
        await genesys.tell(named("c-1"))
        await genesys.until(lambda: bool(genesys.in_band))
        await genesys.say(transcription_topic("c-1"), words("c-1", "canary words"))
        await listener.count(WordsHeard)
        await abort(genesys)
        await listener.count(Resynced, 2)

    ours = "\n".join(
        record.getMessage()
        for record in caplog.records
        # The server's side of this test logs its own frames.
        if record.name.startswith(("wrapup_desk", "httpx"))
    )
    assert "stream lost" in ours
    assert not any(secret in ours for secret in ("-secret", "canary words", CANARY))
    silent = logging.getLogger("wrapup_desk.adapters.genesys.channel.socket.frames")
    assert not silent.isEnabledFor(logging.DEBUG)


# --- the sign-in ---------------------------------------------------------------------------------


async def test_a_sign_in_that_ended_is_told_once_and_the_next_one_resumes(
    genesys: NotificationServer,
) -> None:
    listener = EventRecorder()
    feed = feed_of(genesys, FastClock(SPEED), listener)
    token = feed._parts.rest.token
    async with running(feed):
        await listener.count(Resynced)
        token.hold("revoked")
        await genesys.say("v2.system.token_revoked.u", {"reason": "user_tokens_revoked"})
        await listener.count(SignInEnded)
        token.hold(CANARY)
        await listener.count(Resynced, 2)

    assert len(listener.of(SignInEnded)) == 1


async def test_before_the_sign_in_nothing_is_asked(genesys: NotificationServer) -> None:
    listener = EventRecorder()
    feed = feed_of(genesys, FastClock(1), listener)
    feed._parts.rest.token.forget()
    async with running(feed):
        for _ in range(10):
            await asyncio.sleep(0)
        assert genesys.requests == []
        feed._parts.rest.token.hold(CANARY)
        await listener.count(Resynced)
