"""REST of the notification channels and their subscriptions."""

import re
from collections.abc import Sequence

from starlette.responses import Response

from wrapup_desk.simulator.http.pipeline import API, Call, Operation, json_answer
from wrapup_desk.simulator.platform.channels import AVAILABLE_TOPICS, Channel, TopicAnswer
from wrapup_desk.simulator.wire.basics import Json, iso, without_absent
from wrapup_desk.simulator.wire.errors import ApiError

_NOTIFICATIONS = ("notifications",)
_SUBSCRIPTIONS = "/notifications/channels/{channel_id}/subscriptions"


async def create_channel(call: Call) -> Response:
    """POST a channel; a 21st pushes the longest unused one out."""
    simulation = call.simulation
    channel, pushed_out = simulation.channels.create(call.token, simulation.clock.now())
    if pushed_out is not None:
        await simulation.sockets.drop_channel(pushed_out, "another_channel_subscribed")
    return json_answer(_channel_json(call, channel))


async def list_channels(call: Call) -> Response:
    """GET the channels of the same user and client."""
    channels = call.simulation.channels.of_owner(call.token)
    return json_answer({"entities": [_channel_json(call, channel) for channel in channels]})


async def check_channel(call: Call) -> Response:
    """HEAD a channel: 404 once it is gone."""
    _channel(call)
    return Response(status_code=200)


async def list_subscriptions(call: Call) -> Response:
    """GET the topics of a channel."""
    topics = sorted(_channel(call).topics)
    return json_answer({"entities": [_topic_json(TopicAnswer(topic)) for topic in topics]})


async def replace_subscriptions(call: Call) -> Response:
    """PUT: these topics and no others."""
    channel = _channel(call)
    before = set(channel.topics)
    channel.topics.clear()
    try:
        return _subscribed(call, channel)
    except ApiError:
        channel.topics = before
        raise


async def add_subscriptions(call: Call) -> Response:
    """POST: these topics too."""
    return _subscribed(call, _channel(call))


async def clear_subscriptions(call: Call) -> Response:
    """DELETE every topic of a channel."""
    _channel(call).topics.clear()
    return Response(status_code=200)


async def available_topics(call: Call) -> Response:
    """GET the topics; what they need only where `expand` asks for it, as documented."""
    expand = {
        part for value in call.request.query_params.getlist("expand") for part in value.split(",")
    }
    entities = [
        {"id": topic} | {name: part for name, part in known.items() if name in expand}
        for topic, known in _topic_facts()
    ]
    return json_answer({"entities": entities})


def _topic_facts() -> list[tuple[str, Json]]:
    return [
        (
            topic,
            {
                "requiresPermissions": [permission] if permission else [],
                "enforced": permission is not None,
                "visibility": "Public",
                "transports": ["Websocket"],
            },
        )
        for topic, permission in AVAILABLE_TOPICS.items()
    ]


OPERATIONS = [
    Operation("GET", "/notifications/availabletopics", available_topics, _NOTIFICATIONS),
    Operation("POST", "/notifications/channels", create_channel, _NOTIFICATIONS),
    Operation("GET", "/notifications/channels", list_channels, _NOTIFICATIONS),
    Operation("HEAD", "/notifications/channels/{channel_id}", check_channel, _NOTIFICATIONS),
    Operation("GET", _SUBSCRIPTIONS, list_subscriptions, _NOTIFICATIONS),
    Operation("PUT", _SUBSCRIPTIONS, replace_subscriptions, _NOTIFICATIONS),
    Operation("POST", _SUBSCRIPTIONS, add_subscriptions, _NOTIFICATIONS),
    Operation("DELETE", _SUBSCRIPTIONS, clear_subscriptions, _NOTIFICATIONS),
]


def _channel(call: Call) -> Channel:
    found = call.simulation.channels.get(call.path("channel_id"), call.simulation.clock.now())
    if found is None or found.owner != (call.token.user_id, call.token.client.id):
        raise ApiError("not.found")
    return found


def _subscribed(call: Call, channel: Channel) -> Response:
    simulation = call.simulation
    permissions = simulation.permissions_of(call.user)
    now = simulation.clock.now()
    topics = _wanted_topics(call)
    if call.query.get("ignoreErrors") != "true":
        answers: Sequence[TopicAnswer] = simulation.channels.subscribe(
            channel, topics, permissions, now
        )
        return json_answer({"entities": [_topic_json(answer) for answer in answers]})
    entities: list[Json] = []
    for topic in topics:
        try:
            [answer] = simulation.channels.subscribe(channel, [topic], permissions, now)
        except ApiError as refusal:
            reason = refusal.body("")["message"]
            entities.append({"id": topic, "state": "Rejected", "rejectionReason": reason})
        else:
            entities.append(_topic_json(answer))
    return json_answer({"entities": entities})


def _wanted_topics(call: Call) -> list[str]:
    if not isinstance(call.body, list) or not all(isinstance(one, dict) for one in call.body):
        raise ApiError("bad.request")
    return [str(entry.get("id", "")) for entry in call.body]


def _channel_json(call: Call, channel: Channel) -> Json:
    # The socket is on the same host and port as everything else
    base = re.sub("^http", "ws", str(call.request.base_url)).rstrip("/")
    return {
        "connectUri": f"{base}/channels/{channel.id}",
        "id": channel.id,
        "expires": iso(channel.expires_at),
    }


def _topic_json(answer: TopicAnswer) -> Json:
    missing = list(answer.missing_permissions)
    return without_absent(
        {
            "id": answer.topic,
            "state": "Permitted" if answer.is_permitted else "Rejected",
            "rejectionReason": "Missing permissions" if missing else None,
            "missingPermissions": missing or None,
            "selfUri": f"{API}/notifications/availabletopics/{answer.topic}",
        }
    )
