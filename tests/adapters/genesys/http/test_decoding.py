import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.adapters.genesys.conversations.parser_examples import CALL, READER, leg_of
from tests.adapters.genesys.rest_harness import a_conversation, recorded
from wrapup_desk.adapters.genesys.http.decoding import WireError, instant
from wrapup_desk.domain.interaction import Phase


def test_empty_objects_nulls_and_unknown_fields_pass() -> None:
    body = a_conversation(
        conversationRoutingData={"language": {}, "skills": [{}], "queue": None},
        additionalProperties={"x": [1, {"y": None}]},
        wrapupTimeoutMs=None,
        brandNewField={"deep": True},
    )

    assert leg_of(body).phase is Phase.CONNECTED


def test_a_leaf_of_the_wrong_type_costs_only_itself() -> None:
    body = a_conversation(wrapupTimeoutMs={"odd": 1}, attributes={"good": "1"})
    body["participants"][0]["name"] = ["not", "text"]
    body["participants"].append("nobody")

    leg = leg_of(body)

    assert leg.wrapup_timeout is None
    assert leg.attributes == {"good": "1"}
    assert leg.customer_name == "+61491570006"


@pytest.mark.parametrize("raw", ["", "{", "[]", "null", '"text"', "{}", '{"id": 7}', "\ud800"])
def test_what_is_no_conversation_is_a_wire_error(raw: str) -> None:
    with pytest.raises(WireError, match="topic conversations"):
        READER.conversation(raw.encode("utf-8", "surrogatepass"), "topic conversations")


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("2026-11-22T00:10:21.455Z", datetime(2026, 11, 22, 0, 10, 21, 455000, tzinfo=UTC)),
        ("2026-11-22T11:10:21+1100", datetime(2026, 11, 22, 0, 10, 21, tzinfo=UTC)),
        ("2026-11-22T00:10:21", datetime(2026, 11, 22, 0, 10, 21, tzinfo=UTC)),
        ("0001-01-01T00:00:00+14:00", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_times_are_read_as_utc_and_nonsense_as_none(
    stamp: str | None, expected: datetime | None
) -> None:
    assert instant(stamp) == expected


SECRET = "Secret words of Ms Canary"
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.just(SECRET),
    st.text(max_size=20),
    st.lists(st.just(SECRET), max_size=2),
    st.dictionaries(st.text(max_size=5), st.just(SECRET), max_size=2),
)


def places(node: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) in a JSON tree."""
    found: list[tuple[Any, Any]] = []
    if isinstance(node, dict | list):
        keys = list(node) if isinstance(node, dict) else range(len(node))
        for key in keys:
            found.append((node, key))
            found.extend(places(node[key]))
    return found


@pytest.mark.slow
@settings(max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_mutation_of_an_event_crashes_or_repeats_customer_words(data: st.DataObject) -> None:
    envelopes = recorded(CALL)
    body = data.draw(st.sampled_from(envelopes))["eventBody"]
    for _ in range(data.draw(st.integers(1, 6))):
        left = places(body)
        if not left:
            break
        container, key = data.draw(st.sampled_from(left))
        mutation = data.draw(st.sampled_from(["replace", "delete", "rename"]))
        try:
            if mutation == "delete":
                del container[key]
            elif mutation == "rename" and isinstance(container, dict):
                container[data.draw(st.text(max_size=8))] = container.pop(key)
            else:
                container[key] = data.draw(VALUES)
        except (KeyError, IndexError):
            continue  # an earlier mutation took this place away
    raw = json.dumps(body)
    if data.draw(st.booleans()):
        raw = raw[: data.draw(st.integers(0, len(raw)))]

    complaint = ""
    try:
        changed = READER.conversation(raw, "topic conversations")
        assert all(leg.key.communication_id for leg in changed.legs)
    except WireError as error:
        complaint = str(error)

    assert SECRET not in complaint
    assert complaint == "" or "topic conversations" in complaint
