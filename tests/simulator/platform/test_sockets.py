import json
from collections.abc import Iterator
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.simulator.client import SimulatorClient, agent_line
from tests.simulator_process import SimulatorProcess


@pytest.fixture(scope="module")
def simulator() -> Iterator[SimulatorProcess]:
    with SimulatorProcess("--idle", "--heartbeat-seconds", "0.2") as process:
        yield process


@pytest.fixture
def line(simulator: SimulatorProcess) -> Iterator[SimulatorClient]:
    with agent_line(simulator) as line:
        yield line
    simulator.call("DELETE", "/simulator/faults")


def topic_of(simulator: SimulatorProcess) -> str:
    return f"v2.users.{simulator.ready['agents'][0]['id']}.conversations"


def received(socket: ClientConnection) -> Any:
    """The next message that is no heartbeat."""
    while True:
        message = json.loads(socket.recv(timeout=20))
        if not is_heartbeat(message):
            return message


def is_heartbeat(message: dict[str, Any]) -> bool:
    return message.get("eventBody") == {"message": "WebSocket Heartbeat"}


def asked(socket: ClientConnection, fields: object) -> Any:
    socket.send(fields if isinstance(fields, str) else json.dumps(fields))
    return received(socket)


def ended(socket: ClientConnection) -> ConnectionClosed:
    with pytest.raises(ConnectionClosed) as closed:
        drain(socket)
    return closed.value


def drain(socket: ClientConnection) -> None:
    while True:
        socket.recv(timeout=20)


def test_the_socket_beats_and_answers_pings(
    simulator: SimulatorProcess, line: SimulatorClient
) -> None:
    with line.socket() as socket:
        beat = json.loads(socket.recv(timeout=20))
        pong = asked(socket, {"message": "ping"})

    assert beat == {
        "topicName": "channel.metadata",
        "eventBody": {"message": "WebSocket Heartbeat"},
    }
    assert pong == {"topicName": "channel.metadata", "eventBody": {"message": "pong"}}


def test_topics_can_be_subscribed_in_band(
    simulator: SimulatorProcess, line: SimulatorClient
) -> None:
    mine = topic_of(simulator)
    others = f"v2.users.{simulator.ready['agents'][1]['id']}.conversations"
    with line.socket() as socket:
        permitted = asked(socket, {"message": "subscribe", "topics": [mine]})
        rejected = asked(socket, {"message": "subscribe", "topics": [others]})
        unknown = asked(socket, {"message": "subscribe", "topics": ["v2.nothing"]})
        broken = asked(socket, "no json")
        simulator.start_conversation(queue="Billing")
        event = received(socket)

    assert permitted == {"result": "200", "status": "subscribed"}
    assert (rejected["result"], rejected["status"]) == ("400", "failure")
    assert (unknown["result"], unknown["status"]) == ("400", "failure")
    assert (broken["result"], broken["status"]) == ("400", "error")
    assert event["topicName"] == mine


def test_a_second_connection_to_a_channel_replaces_the_first(
    simulator: SimulatorProcess, line: SimulatorClient
) -> None:
    address = line.channel(topic_of(simulator))
    with connect(address) as first, connect(address) as second:
        ended(first)
        simulator.start_conversation(queue="Billing")
        event = received(second)

    assert event["topicName"] == topic_of(simulator)


def test_nothing_is_replayed_to_a_client_that_comes_back(
    simulator: SimulatorProcess, line: SimulatorClient
) -> None:
    # A topic of its own: alerts of other tests still run out meanwhile
    address = line.channel(f"{topic_of(simulator)}.messages")
    with connect(address) as socket:
        asked(socket, {"message": "ping"})
    simulator.start_conversation(queue="Billing", media="message", answered=True)
    with connect(address) as socket:
        pong = asked(socket, {"message": "ping"})

    assert pong["topicName"] == "channel.metadata"


def test_an_address_that_is_not_a_channel_is_closed(simulator: SimulatorProcess) -> None:
    address = simulator.api.replace("http", "ws") + "/channels/streaming-5-nothing"
    with connect(address) as socket:
        closed = ended(socket)

    assert closed.rcvd is not None
    assert closed.rcvd.code == 1008


def test_a_closing_is_announced_before_it_comes(
    simulator: SimulatorProcess, line: SimulatorClient
) -> None:
    with line.socket() as socket:
        asked(socket, {"message": "ping"})
        simulator.post("/simulator/faults", {"kind": "sockets", "effect": "closing"})
        announced = received(socket)
        simulator.post("/simulator/faults", {"kind": "sockets", "effect": "close"})
        closed = ended(socket)

    assert announced["topicName"] == "v2.system.socket_closing"
    assert closed.rcvd is not None
    assert closed.rcvd.code == 1001


def test_a_cut_wire_ends_without_a_closing_handshake(
    simulator: SimulatorProcess, line: SimulatorClient
) -> None:
    with line.socket() as socket:
        asked(socket, {"message": "ping"})
        simulator.post("/simulator/faults", {"kind": "sockets", "effect": "abort"})
        closed = ended(socket)

    assert closed.rcvd is None


def hears_heartbeats(socket: ClientConnection, count: int) -> None:
    """Hear so many heartbeats and nothing else.

    Raises:
        TimeoutError: one did not come.
    """
    for _ in range(count):
        assert is_heartbeat(json.loads(socket.recv(timeout=0.7)))


def test_a_half_open_socket_says_and_hears_nothing_any_more(
    simulator: SimulatorProcess, line: SimulatorClient
) -> None:
    with line.socket(topic_of(simulator)) as socket:
        asked(socket, {"message": "ping"})
        simulator.post("/simulator/faults", {"kind": "sockets", "effect": "mute"})
        simulator.start_conversation(queue="Billing")
        socket.send('{"message": "ping"}')

        # Heartbeats from before may wait to be read; then three more would have come
        with pytest.raises(TimeoutError):
            hears_heartbeats(socket, 30)


def test_a_deleted_channel_says_goodbye_and_is_gone(
    simulator: SimulatorProcess, line: SimulatorClient
) -> None:
    address = line.channel()
    with connect(address) as socket:
        asked(socket, {"message": "ping"})
        simulator.post("/simulator/faults", {"kind": "channels", "effect": "delete"})
        goodbye = received(socket)
        ended(socket)

    channel_id = address.rpartition("/")[2]
    assert goodbye["topicName"] == f"v2.system.no_longer_subscribed.{channel_id}"
    assert goodbye["eventBody"]["systemTopicType"] == "no_longer_subscribed"
    assert line.rest.head(f"/notifications/channels/{channel_id}").status_code == 404


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"effect": "drop"}, ["connected"]),
        ({"effect": "duplicate", "copies": 2}, ["alerting"] * 3 + ["connected"]),
        ({"effect": "swap"}, ["connected", "alerting"]),
    ],
)
def test_events_can_be_lost_doubled_and_overtaken(
    simulator: SimulatorProcess, line: SimulatorClient, fault: dict[str, Any], expected: list[str]
) -> None:
    # A topic of its own: alerts of other tests still run out meanwhile
    topic = f"{topic_of(simulator)}.callbacks"
    with line.socket(topic) as socket:
        asked(socket, {"message": "ping"})
        simulator.post("/simulator/faults", {"kind": "event", "match": topic, **fault})
        simulator.start_conversation(queue="Billing", media="callback", answered=True)
        events = [received(socket) for _ in expected]

    states = [event["eventBody"]["participants"][-1]["state"] for event in events]
    assert states == expected


def test_an_event_can_be_torn(simulator: SimulatorProcess, line: SimulatorClient) -> None:
    topic = f"{topic_of(simulator)}.emails"
    with line.socket(topic) as socket:
        asked(socket, {"message": "ping"})
        simulator.post(
            "/simulator/faults", {"kind": "event", "effect": "truncate", "match": topic}
        )
        simulator.start_conversation(queue="Billing", media="email")

        with pytest.raises(json.JSONDecodeError):
            received(socket)


def test_the_socket_closes_when_the_token_ends() -> None:
    with (
        SimulatorProcess("--idle", "--token-seconds", "4") as simulator,
        agent_line(simulator) as line,
        line.socket() as socket,
    ):
        closed = ended(socket)

    assert closed.rcvd is not None
    assert closed.rcvd.code == 1001
