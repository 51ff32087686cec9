"""Recorded conversations, changed a little, and read; for tests of the wire."""

import copy
import json
from typing import Any

from tests.adapters.genesys.rest_harness import AGENT_ID, a_conversation
from wrapup_desk.adapters.genesys.conversations.parser import ConversationParser
from wrapup_desk.adapters.genesys.conversations.wrapup_scope import WrapupScope
from wrapup_desk.domain.interaction import Leg

READER = ConversationParser(AGENT_ID, b"salt")
READER_BY_COMMUNICATION = ConversationParser(AGENT_ID, b"salt", WrapupScope.COMMUNICATION)
CALL = "call_from_alert_to_code.json"


def legs_of(body: dict[str, Any]) -> tuple[Leg, ...]:
    return READER.conversation(json.dumps(body)).legs


def legs_by_communication(body: dict[str, Any]) -> tuple[Leg, ...]:
    return READER_BY_COMMUNICATION.conversation(json.dumps(body)).legs


def leg_of(body: dict[str, Any]) -> Leg:
    (leg,) = legs_of(body)
    return leg


def with_call(body: dict[str, Any], **call: Any) -> dict[str, Any]:
    changed = copy.deepcopy(body)
    changed["participants"][2]["calls"][0] |= call
    return changed


def hung_up(acw: dict[str, Any] | None = None, **mine: Any) -> dict[str, Any]:
    body = with_call(
        a_conversation(endTime="2026-11-22T00:14:47.101Z", **mine),
        state="disconnected",
        disconnectedTime="2026-11-22T00:14:47.101Z",
    )
    if acw is not None:
        body["participants"][2]["calls"][0]["afterCallWork"] = acw
    return body


def at(minute: int) -> str:
    return f"2026-11-22T00:{minute:02}:00Z"


def live(part_id: str, minute: int, **more: Any) -> dict[str, Any]:
    return {"id": part_id, "state": "connected", "connectedTime": at(minute), **more}


def over(part_id: str, first: int, last: int, **more: Any) -> dict[str, Any]:
    ended = {"state": "disconnected", "disconnectedTime": at(last)}
    return live(part_id, first, **more) | ended
