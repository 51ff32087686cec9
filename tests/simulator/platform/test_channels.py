from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from wrapup_desk.simulator.platform.channels import Channels
from wrapup_desk.simulator.platform.oauth import IssuedToken, OAuthClient
from wrapup_desk.simulator.wire.errors import ApiError
from wrapup_desk.simulator.world.capabilities import Capabilities
from wrapup_desk.simulator.world.organization import AGENT_PERMISSIONS, SUPERVISOR_PERMISSIONS

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ME = "11111111-1111-4111-8111-111111111111"
OTHER = "22222222-2222-4222-8222-222222222222"
TOKEN = IssuedToken("t", OAuthClient("c", "Client", "CODE"), ME, frozenset(), NOW, NOW)


def test_the_twenty_first_channel_pushes_out_the_longest_unused_unconnected_one() -> None:
    channels = Channels(Capabilities())
    made = [channels.create(TOKEN, NOW + timedelta(seconds=n))[0] for n in range(20)]
    made[0].is_connected = True

    _, pushed_out = channels.create(TOKEN, NOW + timedelta(seconds=21))

    assert pushed_out is made[1]
    assert channels.get(made[1].id, NOW) is None
    assert channels.get(made[0].id, NOW) is made[0]


def test_channels_of_another_user_do_not_count() -> None:
    channels = Channels(Capabilities())
    for _ in range(20):
        channels.create(TOKEN, NOW)

    _, pushed_out = channels.create(replace(TOKEN, user_id=OTHER), NOW)

    assert pushed_out is None


def test_a_channel_ends_after_a_day_unless_subscribing_extends_it() -> None:
    channels = Channels(Capabilities())
    channel, _ = channels.create(TOKEN, NOW)
    almost = NOW + timedelta(hours=23)

    channels.subscribe(channel, [f"v2.users.{ME}.conversations"], AGENT_PERMISSIONS, almost)

    assert channels.get(channel.id, NOW + timedelta(hours=30)) is channel
    assert channels.get(channel.id, NOW + timedelta(hours=48)) is None


def test_another_users_topic_needs_a_supervisors_permission() -> None:
    channels = Channels(Capabilities())
    channel, _ = channels.create(TOKEN, NOW)
    topic = f"v2.users.{OTHER}.conversations"

    [refused] = channels.subscribe(channel, [topic], AGENT_PERMISSIONS, NOW)
    [permitted] = channels.subscribe(channel, [topic], SUPERVISOR_PERMISSIONS, NOW)

    assert refused.missing_permissions
    assert permitted.is_permitted


def test_transcription_without_permission_names_what_is_missing() -> None:
    channels = Channels(Capabilities())
    channel, _ = channels.create(TOKEN, NOW)

    [answer] = channels.subscribe(
        channel, [f"v2.conversations.{OTHER}.transcription"], frozenset(), NOW
    )

    assert answer.missing_permissions == ("conversation:transcription:view",)
    assert channel.topics == set()


def test_too_many_topics_and_unknown_ones_are_refused_as_documented() -> None:
    capabilities = Capabilities(topics_per_channel=1)
    channels = Channels(capabilities)
    channel, _ = channels.create(TOKEN, NOW)
    two = [f"v2.users.{ME}.conversations", f"v2.users.{ME}.routingStatus"]

    with pytest.raises(ApiError) as too_many:
        channels.subscribe(channel, two, AGENT_PERMISSIONS, NOW)
    with pytest.raises(ApiError) as unknown:
        channels.subscribe(channel, ["v2.conversations.x.summaries"], AGENT_PERMISSIONS, NOW)

    assert too_many.value.code == "notification.subscription.too.many.subscriptions"
    assert unknown.value.code == "notification.invalid.topic"


def test_only_connected_channels_are_sent_anything() -> None:
    channels = Channels(Capabilities())
    channel, _ = channels.create(TOKEN, NOW)
    topic = f"v2.users.{ME}.conversations"
    channels.subscribe(channel, [topic], AGENT_PERMISSIONS, NOW)
    assert channels.subscribers(topic) == []

    channel.is_connected = True

    assert channels.subscribers(topic) == [channel]
