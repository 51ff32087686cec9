"""News of queues follows the rule of the agent's own desk: what one code counts for, and who owes."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from tests.adapters.genesys.rest_harness import recorded
from wrapup_desk.adapters.genesys.conversations.wrapup_scope import WrapupScope
from wrapup_desk.adapters.genesys.history.queue_parser import ended_legs
from wrapup_desk.domain.history.past_leg import PastLeg
from wrapup_desk.domain.interaction import Media

CODE = "00000000-0000-4000-8000-00000000c0de"
OVER = {
    "state": "disconnected",
    "connectedTime": "2026-11-22T00:10:21Z",
    "disconnectedTime": "2026-11-22T00:14:47Z",
    "afterCallWork": {"state": "complete"},
}
BUSY = {"state": "disconnected", "disconnectedTime": "2026-11-22T00:09:00Z"}


def event(**mine: Any) -> dict[str, Any]:
    """A call that is over, without a code."""
    envelope = recorded("call_from_alert_to_code.json")[3]
    body: dict[str, Any] = copy.deepcopy(envelope["eventBody"])
    agent = body["participants"][2]
    agent.pop("wrapup", None)
    agent["calls"][0].pop("wrapup", None)
    agent |= mine
    return body


def legs(body: dict[str, Any], scope: WrapupScope = WrapupScope.PARTICIPANT) -> list[PastLeg]:
    return list(ended_legs(json.dumps(body).encode(), scope))


CALLBACK = {
    "callbacks": [{"id": "b", **OVER}],
    "calls": [{"id": "busy", **BUSY}, {"id": "c", **OVER, "wrapup": {"code": CODE}}],
}


def test_a_callback_with_its_calls_is_one_leg_with_the_code_of_its_call() -> None:
    (leg,) = legs(event(**CALLBACK))

    assert (leg.media, leg.key.communication_id, leg.code_id) == (Media.CALLBACK, "b", CODE)


def test_where_the_communication_counts_the_call_alone_is_told() -> None:
    (leg,) = legs(event(**CALLBACK), WrapupScope.COMMUNICATION)

    assert (leg.media, leg.key.communication_id, leg.code_id) == (Media.CALL, "c", CODE)


def test_a_leg_without_a_code_is_told_where_one_is_due() -> None:
    (leg,) = legs(event())

    assert leg.code_id == ""


@pytest.mark.parametrize(
    "mine",
    [
        {"monitoredParticipantId": "p", "startAcwTime": None, "endAcwTime": None},
        {
            "purpose": "user",
            "queueId": None,
            "wrapupRequired": False,
            "startAcwTime": None,
            "endAcwTime": None,
        },
    ],
    ids=["monitoring", "a colleague's direct call"],
)
def test_what_owes_no_code_is_not_told(mine: dict[str, Any]) -> None:
    body = event(**mine)
    body["participants"][2]["calls"][0]["afterCallWork"] = {"state": "notApplicable"}

    assert legs(body) == []
