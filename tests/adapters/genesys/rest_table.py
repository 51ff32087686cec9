"""Answers REST by a table, for tests of the contact centre."""

import json
from random import Random
from typing import Any

import httpx

from tests.adapters.genesys.rest_harness import (
    AGENT_ID,
    SYDNEY,
    HandClock,
    a_conversation,
    answer,
    error_body,
    local_network,
    rest_on,
)
from wrapup_desk.adapters.genesys.channel.driver import ChannelParts
from wrapup_desk.adapters.genesys.conversations.contact_centre import GenesysContactCentre
from wrapup_desk.domain.interaction import LegKey

KEY = LegKey("c-1", "p-1", "m-1")
WAY_A = "POST /conversations/calls/c-1/participants/p-1/communications/m-1/wrapup"
WAY_B = "PATCH /conversations/calls/c-1/participants/p-1"


class Genesys:
    """REST by a table: "METHOD /path" → an answer, or several in turn; else 404."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self._answers = answers
        self.requests: list[httpx.Request] = []
        self.clock = HandClock()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        said = self._answers.get(self.line(request), error_body(404, "not.found"))
        if isinstance(said, list):
            said = said.pop(0) if len(said) > 1 else said[0]
        if isinstance(said, Exception):
            raise said
        assert isinstance(said, httpx.Response)
        return said

    @staticmethod
    def line(request: httpx.Request) -> str:
        return f"{request.method} {request.url.path.removeprefix('/api/v2')}"

    @property
    def lines(self) -> list[str]:
        return [self.line(request) for request in self.requests]

    def body(self, index: int = -1) -> Any:
        return json.loads(self.requests[index].content)

    def centre(self) -> GenesysContactCentre:
        rest = rest_on(self, clock=self.clock)
        parts = ChannelParts(rest, SYDNEY, local_network(), self.clock, Random(1))
        return GenesysContactCentre(parts, b"salt")


def conversation(**mine: Any) -> dict[str, Any]:
    """The recorded conversation with the key of these tests."""
    body = a_conversation(id="p-1", **mine) | {"id": "c-1"}
    body["participants"][2]["calls"][0]["id"] = "m-1"
    return body


ME = answer(
    200,
    {
        "id": AGENT_ID,
        "name": "Sam Agent",
        "email": "sam@example.com",
        "authorization": {"permissions": ["conversation:participant:wrapup"]},
    },
)
