"""Genesys writes one id in small letters here and in capitals there: it stays the same one."""

import json
import re
from typing import Any

import pytest

from tests.adapters.genesys.conversations.parser_examples import (
    CALL,
    READER,
    legs_by_communication,
    legs_of,
)
from tests.adapters.genesys.rest_harness import RECORDINGS, a_conversation, recorded
from wrapup_desk.adapters.genesys.conversations.parser import customer_participant_id
from wrapup_desk.adapters.genesys.history.queue_parser import ended_legs

_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_OTHER = "0DDC0FFE-0000-4000-8000-00000000000"


def in_capitals(body: dict[str, Any]) -> dict[str, Any]:
    capitals: dict[str, Any] = json.loads(
        _GUID.sub(lambda found: found.group().upper(), json.dumps(body))
    )
    return capitals


def with_every_reference() -> dict[str, Any]:
    """Return a consult whose people, queue, skills and contact are named as REST does."""
    body = a_conversation(
        user={"id": recorded(CALL)[0]["eventBody"]["participants"][2]["userId"]},
        queue={"id": f"{_OTHER}1".lower(), "name": "Billing"},
        conversationRoutingData={
            "language": {"id": f"{_OTHER}2".lower()},
            "skills": [{"id": f"{_OTHER}3".lower(), "name": "Refunds"}],
        },
    )
    customer, _, mine = body["participants"]
    customer["externalContact"] = {"id": f"{_OTHER}4".lower()}
    del mine["userId"], mine["queueId"]
    mine["calls"].append({"id": f"{_OTHER}5".lower(), "state": "connected"})
    return body


_BODIES = [
    *(envelope["eventBody"] for envelope in recorded(CALL)),
    json.loads((RECORDINGS / "callback_in_after_call_work.json").read_text("utf-8"))["eventBody"],
    with_every_reference(),
]


@pytest.mark.parametrize("body", _BODIES, ids=range(len(_BODIES)))
def test_a_conversation_in_capitals_makes_the_same_legs(body: dict[str, Any]) -> None:
    capitals = in_capitals(body)

    assert legs_of(capitals) == legs_of(body)
    assert legs_by_communication(capitals) == legs_by_communication(body)
    everybody = READER.legs_of_all(json.dumps(body).encode(), "conversation")
    assert everybody
    assert READER.legs_of_all(json.dumps(capitals).encode(), "conversation") == everybody


def test_a_leg_is_found_in_capitals_by_the_key_it_had_in_small_letters() -> None:
    body = with_every_reference()
    (leg,) = legs_of(body)

    found = READER.leg(json.dumps(in_capitals(body)).encode(), leg.key, "conversation")

    assert found == leg
    assert len(leg.parts) == 2
    assert leg.skills == (f"{_OTHER}3".lower(),)


def test_what_follows_from_a_conversation_is_the_same_in_capitals() -> None:
    body = recorded(CALL)[3]["eventBody"]
    small, capitals = (json.dumps(each).encode() for each in (body, in_capitals(body)))

    assert customer_participant_id(capitals, "x") == customer_participant_id(small, "x")
    assert ended_legs(small)
    assert ended_legs(capitals) == ended_legs(small)


@pytest.mark.parametrize("blank", ["", "  ", None])
def test_a_participant_with_a_blank_id_has_no_leg(blank: str | None) -> None:
    assert legs_of(a_conversation(id=blank)) == ()


@pytest.mark.parametrize("blank", ["", "  ", None])
def test_a_communication_with_a_blank_id_is_no_leg(blank: str | None) -> None:
    body = a_conversation()
    body["participants"][2]["calls"][0]["id"] = blank

    assert legs_of(body) == ()
