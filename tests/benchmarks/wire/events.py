"""Compares what a notification costs from its frame to the desk's event with what `json.loads` costs.

`python dev.py bench events [--rounds 300] [--json]`. Each round is the life of four conversations,
with ids and times nobody saw before; from one frame of a conversation to the next little changes,
as Genesys sends it. Both are given the very same frames, one after the other.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from wrapup_desk.adapters.genesys.channel.frames import Notification, read_frame
from wrapup_desk.adapters.genesys.conversations.events import read_event
from wrapup_desk.adapters.genesys.conversations.parser import ConversationParser
from wrapup_desk.domain.events import ConversationChanged

AGENT = "5b3f0a4e-6f0e-4a53-9b0c-0d7c2d9f1a11"
COLLEAGUE = "5b3f0a4e-6f0e-4a53-9b0c-0d7c2d9f1a12"
QUEUE = "a1c5b1d4-5d2b-4f7e-9f5a-51b7a6e0c222"
CODE = "c0de0000-5d2b-4f7e-9f5a-51b7a6e0c001"
_BEGAN = datetime(2026, 11, 22, tzinfo=UTC)

Json = dict[str, Any]


class Conversation:
    """One conversation whose frames are taken while it goes on."""

    def __init__(self, seed: int, medium: str) -> None:
        self._random = Random(f"{medium} {seed}")
        self._now = _BEGAN + timedelta(milliseconds=self._random.randrange(86_400_000))
        self._medium = medium
        self._id = self.new_id()
        self._participants: list[Json] = []
        self.frames: list[str] = []

    def new_id(self) -> str:
        return str(UUID(int=self._random.getrandbits(128), version=4))

    def time(self) -> str:
        """Return a time after all that came before."""
        self._now += timedelta(milliseconds=self._random.randrange(1, 9000))
        return self._now.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def joined(self, purpose: str, name: str, **further: Any) -> tuple[Json, Json]:
        """Return a new participant, and the communication it has."""
        communication: Json = {
            "state": "alerting" if purpose == "agent" else "connected",
            "initialState": "alerting" if purpose == "agent" else "connected",
            "held": False, "id": self.new_id(), "direction": "inbound",
            "provider": "Edge" if self._medium == "calls" else "PureCloud", "peerId": self.new_id(),
            "afterCallWorkRequired": False, **_of_medium(self._medium), "additionalProperties": {},
        }  # fmt: skip
        participant: Json = {
            "id": self.new_id(), "name": name, "queueId": QUEUE, "purpose": purpose,
            "address": f"tel:+6149157{self._random.randrange(10_000):04}", "wrapupRequired": False,
            "wrapupExpected": purpose == "agent",
            "conversationRoutingData": {
                "queue": {"id": QUEUE}, "language": {}, "priority": 0, "skills": [],
                "scoredAgents": [],
            },
            "attributes": {}, self._medium: [communication], "additionalProperties": {},
        }  # fmt: skip
        if purpose == "agent":
            participant |= {"userId": AGENT, "wrapupPrompt": "timeout", "wrapupTimeoutMs": 120_000,
                            "alertingTimeoutMs": 8000}  # fmt: skip
        else:
            participant["connectedTime"] = communication["connectedTime"] = self.time()
        participant |= further
        self._participants.append(participant)
        return participant, communication

    def told(self) -> None:
        """Take a frame of how everything stands now."""
        body = {"id": self._id, "participants": self._participants, "recordingState": "none"}
        envelope = {
            "topicName": f"v2.users.{AGENT}.conversations", "version": "2", "eventBody": body,
            "metadata": {"CorrelationId": self.new_id()},
        }  # fmt: skip
        self.frames.append(json.dumps(envelope, separators=(",", ":")))

    def handled(self, mine: Json, leg: Json, *between: Callable[[], object]) -> list[str]:
        """Take the frames of a leg from its alert to its code, with what happens in the middle."""
        self.told()
        mine["connectedTime"] = leg["connectedTime"] = self.time()
        leg["state"], mine["wrapupRequired"] = "connected", True
        self.told()
        for change in between:
            change()
            self.told()
        mine["endTime"] = leg["disconnectedTime"] = mine["startAcwTime"] = self.time()
        leg |= {"state": "disconnected", "disconnectType": "client",
                "afterCallWork": {"state": "pending", "startTime": self.time()}}  # fmt: skip
        self.told()
        mine["wrapup"] = leg["wrapup"] = {
            "code": CODE, "notes": "Refund promised.", "durationSeconds": 20, "endTime": self.time()
        }  # fmt: skip
        self.told()
        leg["afterCallWork"] |= {"state": "complete", "endTime": self.time()}
        mine["endAcwTime"] = self.time()
        self.told()
        return self.frames


def _of_medium(medium: str) -> Json:
    if medium == "calls":
        return {"recording": False, "recordingState": "none", "muted": False, "confined": False,
                "securePause": False}  # fmt: skip
    if medium == "messages":
        return {"type": "webmessaging", "recipientCountry": "AU", "messages": []}
    return {"subject": "Charged twice", "autoGenerated": False, "spam": False, "messagesSent": 0}


def a_call(seed: int) -> list[str]:
    """A call straight to the agent: two participants, put on hold once."""
    call = Conversation(seed, "calls")
    call.joined("customer", "Mobile Number, Australia")
    mine, leg = call.joined("agent", "Sam Agent")
    return call.handled(mine, leg, lambda: leg.update(held=True), lambda: leg.update(held=False))


def a_consult(seed: int) -> list[str]:
    """A call by a queue, in which a colleague and a third party come to be asked."""
    call = Conversation(seed, "calls")
    attributes = {"customerNumber": str(seed), "verified": "true", "product": "Home internet"}
    call.joined("customer", "Mobile Number, Australia", attributes=attributes)
    call.joined("acd", "Billing AU")
    mine, leg = call.joined("agent", "Sam Agent")
    asked: list[Json] = []
    return call.handled(
        mine, leg,
        lambda: leg.update(held=True),
        lambda: asked.append(call.joined("agent", "Kim Agent", userId=COLLEAGUE)[1]),
        lambda: asked[0].update(state="connected", connectedTime=call.time()),
        lambda: call.joined("external", "Bank"),
        lambda: leg.update(held=False),
        lambda: asked[0].update(state="disconnected", disconnectedTime=call.time()),
    )  # fmt: skip


def a_message(seed: int) -> list[str]:
    """A chat of eight texts, from both sides."""
    chat = Conversation(seed, "messages")
    _, theirs = chat.joined("customer", "Ada Example", attributes={"context.subject": "Bill"})
    chat.joined("acd", "Billing AU")
    mine, leg = chat.joined("agent", "Sam Agent")

    def says(side: Json) -> Callable[[], None]:
        return lambda: side["messages"].append(
            {"messageId": chat.new_id(), "messageTime": chat.time(), "messageStatus": "sent",
             "messageSegmentCount": 1, "media": [], "messageMetadata": {"type": "Text"}}
        )  # fmt: skip

    says(theirs)()
    return chat.handled(mine, leg, *(says((leg, theirs)[at % 2]) for at in range(7)))


def a_mail(seed: int) -> list[str]:
    """A mail that is answered, put aside for a while and answered again."""
    mail = Conversation(seed, "emails")
    _, theirs = mail.joined("customer", "ada@example.net", attributes={"thread": str(seed)})
    theirs["messageId"] = mail.new_id()
    mail.joined("acd", "Billing AU")
    mine, leg = mail.joined("agent", "Sam Agent")
    return mail.handled(
        mine, leg,
        lambda: leg.update(messageId=mail.new_id(), messagesSent=1),
        lambda: leg.update(state="parked", parkTime=mail.time()),
        lambda: leg.update(state="connected"),
        lambda: leg.update(messageId=mail.new_id(), messagesSent=2),
    )  # fmt: skip


LIVES: Mapping[str, Callable[[int], list[str]]] = {
    "call": a_call,
    "consult": a_consult,
    "message": a_message,
    "mail": a_mail,
}


def measure(rounds: int) -> Iterator[tuple[str, float, float, int]]:
    """Yield each kind, what a frame took in µs, the desk's first, and the bytes of a frame."""
    parser = ConversationParser(AGENT, b"salt of this measure")

    def read(text: str) -> None:
        notification = read_frame(text)
        assert isinstance(notification, Notification)
        changed = read_event(notification, parser)
        assert isinstance(changed, ConversationChanged)
        assert len(changed.legs) == 1

    for kind, life in LIVES.items():
        ours_us, plain_us = compared(read, [life(seed) for seed in range(rounds)])
        frames = life(0)
        yield kind, ours_us, plain_us, sum(map(len, frames)) // len(frames)


def compared(read: Callable[[str], object], lives: Sequence[list[str]]) -> tuple[float, float]:
    """Return what a frame took *read* and `json.loads` in µs: the mean of each moment's median."""
    ours_ns: list[list[int]] = [[] for _ in lives[0]]
    plain_ns: list[list[int]] = [[] for _ in lives[0]]
    for frames in lives:
        # Turn by turn: whatever else the machine does meanwhile befalls both.
        for at, frame in enumerate(frames):
            plain_ns[at].append(_took_ns(json.loads, frame))
            ours_ns[at].append(_took_ns(read, frame))
    return _mean_median_us(ours_ns), _mean_median_us(plain_ns)


def _mean_median_us(took_ns: list[list[int]]) -> float:
    return statistics.mean(map(statistics.median, took_ns)) / 1000


def _took_ns(call: Callable[[str], object], frame: str) -> int:
    began_ns = time.perf_counter_ns()
    call(frame)
    return time.perf_counter_ns() - began_ns


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="dev.py bench events", description=__doc__)
    parser.add_argument("--rounds", type=int, default=300, help="lives of each conversation")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    found = list(measure(options.rounds))
    ours, plain = sum(row[1] for row in found), sum(row[2] for row in found)
    rows = [*found, ("mix", ours / len(found), plain / len(found), 0)]
    if options.json:
        print(json.dumps({
            kind: {"event_us": round(ours, 1), "json_us": round(plain, 1),
                   "ratio": round(ours / plain, 2)}
            for kind, ours, plain, _ in rows
        }))  # fmt: skip
        return 0
    for kind, ours, plain, size in rows:
        of = f", {size:,} bytes a frame" if size else ""
        print(f"{kind:8} {ours / plain:.2f} times json.loads: {ours:.0f} and {plain:.0f} µs{of}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
