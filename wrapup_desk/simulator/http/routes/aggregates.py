"""REST of analytics: counts and times by queue, agent and code."""

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from starlette.responses import Response

from wrapup_desk.simulator.history.filters import Interval, QueryFilters
from wrapup_desk.simulator.history.store import AnalyticsStore
from wrapup_desk.simulator.http.pipeline import Call, Operation, json_answer
from wrapup_desk.simulator.http.routes.analytics import SCOPES
from wrapup_desk.simulator.wire.basics import Json
from wrapup_desk.simulator.wire.errors import ApiError

_METRICS = ("nConnected", "tTalk", "tHandle", "tAcw")
_DIMENSIONS = ("queueId", "userId", "mediaType", "wrapUpCode", "conversationId")
_Facts = dict[str, str]


def aggregate_operations(analytics: AnalyticsStore) -> list[Operation]:
    """POST /analytics/conversations/aggregates/query."""

    async def answer(call: Call) -> Response:
        body = call.object_body()
        wanted = tuple(body.get("groupBy") or ())
        metrics = tuple(body.get("metrics") or ())
        for name in (*wanted, *metrics):
            if name not in (*_DIMENSIONS, *_METRICS):
                raise ApiError(
                    "invalid.value", {"value": str(name), "field": "groupBy or metrics"}
                )
        interval = Interval.parsed(body.get("interval"))
        rows = await analytics.rows(
            interval, QueryFilters({}), analytics.as_of, by_start_of_day=True
        )
        groups = _grouped([json.loads(row) for row in dict.fromkeys(rows)], wanted, body)
        label = str(body.get("interval"))
        return json_answer({"results": [_result(*one, metrics, label) for one in groups.items()]})

    path = "/analytics/conversations/aggregates/query"
    rights = ("analytics:conversationAggregate:view",)
    return [Operation("POST", path, answer, SCOPES, rights)]


def _grouped(
    conversations: list[Json], wanted: tuple[str, ...], body: Mapping[str, Any]
) -> dict[tuple[tuple[str, str], ...], list[dict[str, float]]]:
    groups: dict[tuple[tuple[str, str], ...], list[dict[str, float]]] = defaultdict(list)
    conditions = (body.get("filter") or {}).get("predicates") or []
    for conversation in conversations:
        for participant in conversation["participants"]:
            if participant["purpose"] != "agent":
                continue
            for session in participant["sessions"]:
                facts = _facts(conversation, participant, session)
                times = _times(session)
                if times is None or not all(
                    facts.get(str(one.get("dimension"))) == one.get("value") for one in conditions
                ):
                    continue
                # A group without a code comes without the key
                key = tuple((name, facts[name]) for name in wanted if name in facts)
                groups[key].append(times)
    return groups


def _facts(conversation: Json, participant: Json, session: Json) -> _Facts:
    facts: _Facts = {
        "conversationId": conversation["conversationId"],
        "mediaType": session["mediaType"],
        "userId": participant.get("userId", ""),
    }
    for segment in session["segments"]:
        for name in ("queueId", "wrapUpCode"):
            if name in segment:
                facts[name] = segment[name]
    return facts


def _times(session: Json) -> dict[str, float] | None:
    """Milliseconds by metric; none for a session nobody talked in."""
    spans = {"interact": 0.0, "wrapup": 0.0}
    connected = False
    for segment in session["segments"]:
        kind = segment["segmentType"]
        connected = connected or kind == "interact"
        if kind in spans and "segmentEnd" in segment:
            spans[kind] += _ms(segment["segmentStart"], segment["segmentEnd"])
    if not connected:
        return None
    talk, acw = spans["interact"], spans["wrapup"]
    return {"nConnected": 1, "tTalk": talk, "tAcw": acw, "tHandle": talk + acw}


def _ms(start: str, end: str) -> float:
    span = datetime.fromisoformat(end) - datetime.fromisoformat(start)
    return span.total_seconds() * 1000


def _result(
    group: tuple[tuple[str, str], ...],
    rows: list[dict[str, float]],
    metrics: tuple[str, ...],
    interval: str,
) -> Json:
    data = [
        {"metric": name, "stats": _stats(name, [row[name] for row in rows])} for name in metrics
    ]
    return {"group": dict(group), "data": [{"interval": interval, "metrics": data}]}


def _stats(metric: str, values: list[float]) -> Json:
    if metric.startswith("n"):
        return {"count": len(values)}
    return {"count": len(values), "sum": sum(values), "min": min(values), "max": max(values)}
