"""Tests which of Copilot's predictions is a leg's, and that one that is not there is no trouble."""

from typing import Any

import httpx
import pytest

from tests.adapters.genesys.rest_harness import HandClock, answer, error_body, rest_on
from wrapup_desk.adapters.genesys.history.predictions import PastPredictions
from wrapup_desk.application.base.ports import NotPermitted
from wrapup_desk.domain.events import PredictedCode
from wrapup_desk.domain.interaction import LegKey

KEY = LegKey("c-1", "p-1", "leg-1")
CODE = "0A1B2C3D-0000-0000-0000-000000000001"


def summary(communication: str | None, *codes: tuple[str, float | None], at: str = "") -> Any:
    listed = [{"id": code, "confidence": confidence} for code, confidence in codes]
    found: dict[str, Any] = {"predictedWrapupCodes": listed, "dateCreated": at}
    return found if communication is None else {**found, "communication": {"id": communication}}


async def read(response: httpx.Response) -> PredictedCode | None:
    asked: list[str] = []

    def answers(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return response

    clock = HandClock()
    found = await PastPredictions(rest_on(answers, clock=clock), clock).of_leg(KEY)
    assert asked == ["/api/v2/conversations/c-1/summaries"]
    return found


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ({"sessionSummaries": [summary("leg-1", ("a", 0.2), ("b", 0.7))]}, ("b", 0.7)),
        # Another leg's own is not this one's; the conversation's is, where it has none.
        ({"sessionSummaries": [summary("leg-2", ("a", 0.9))]}, None),
        (
            {
                "sessionSummaries": [summary("leg-2", ("a", 0.9))],
                "summary": summary(None, ("c", 1)),
            },
            ("c", 1.0),
        ),
        (
            {
                "sessionSummaries": [
                    summary("leg-1", ("new", 0.5), at="2026-11-02"),
                    summary("leg-1", ("old", 0.9), at="2026-11-01"),
                ]
            },
            ("new", 0.5),
        ),
        ({"sessionSummaries": [summary("leg-1", (CODE, None))]}, (CODE.lower(), 0.0)),
        ({"sessionSummaries": [summary("leg-1", ("a", 7.0))]}, ("a", 1.0)),
        ({"sessionSummaries": [summary("leg-1")], "summary": {}}, None),
        ({}, None),
    ],
)
async def test_the_likeliest_code_of_the_legs_own_newest_summary_counts(
    body: Any, wanted: tuple[str, float] | None
) -> None:
    found = await read(answer(200, body))

    assert found == (PredictedCode(*wanted) if wanted else None)


async def test_without_copilot_there_is_nothing_and_a_refusal_is_one() -> None:
    assert await read(error_body(404, "not.found")) is None
    with pytest.raises(NotPermitted):
        await read(error_body(403, "missing.any.permissions"))
