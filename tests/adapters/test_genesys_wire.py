import copy
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.adapters.genesys_parts import AGENT_ID, a_conversation, recorded
from wrapup_desk.adapters.genesys.wire import Reader, customer_participant_id
from wrapup_desk.adapters.genesys.wire_format import WireError, instant
from wrapup_desk.domain.interaction import Leg, LegKey, Media, Phase, Prompt

READER = Reader(AGENT_ID, b"salt")
CALL = "call_from_alert_to_code.json"


def legs_of(body: dict[str, Any]) -> tuple[Leg, ...]:
    return READER.conversation(json.dumps(body)).legs


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


# --- the recording -----------------------------------------------------------------------------


def test_a_recorded_call_goes_from_alert_to_code() -> None:
    legs = [leg_of(envelope["eventBody"]) for envelope in recorded(CALL)]

    assert [leg.phase for leg in legs] == [
        Phase.ALERTING,
        Phase.CONNECTED,
        Phase.AFTER_CALL,
        Phase.COMPLETED,
    ]
    assert len({leg.key for leg in legs}) == 1


def test_a_recorded_leg_has_its_facts() -> None:
    leg = leg_of(recorded(CALL)[1]["eventBody"])

    assert leg.key == LegKey(
        "c0ffee00-1111-4222-8333-444455556666",
        "33333333-cccc-4ccc-8ccc-ccccccccccc3",
        "d1d1d1d1-0003-4003-8003-000000000003",
    )
    assert (leg.agent_id, leg.media, leg.direction) == (AGENT_ID, Media.CALL, "inbound")
    assert (leg.queue_id, leg.queue_name) == ("a1c5b1d4-5d2b-4f7e-9f5a-51b7a6e0c222", "Billing AU")
    assert leg.prompt is Prompt.TIMEOUT
    assert leg.wrapup_timeout == timedelta(seconds=120)
    assert leg.connected_at == datetime(2026, 11, 22, 0, 10, 21, 455000, tzinfo=UTC)
    assert leg.customer_name == "Mobile Number, Australia"
    assert leg.wrapup is None


def test_the_deadline_is_the_start_of_after_call_work_plus_the_queues_timeout() -> None:
    leg = leg_of(recorded(CALL)[2]["eventBody"])

    assert leg.deadline_at == datetime(2026, 11, 22, 0, 16, 47, 101000, tzinfo=UTC)


def test_the_code_on_record_is_read_from_the_communication() -> None:
    leg = leg_of(recorded(CALL)[3]["eventBody"])

    assert leg.wrapup is not None
    assert leg.wrapup.code_id
    assert leg.wrapup.ended_at == datetime(2026, 11, 22, 0, 15, 1, 321000, tzinfo=UTC)


# --- phases --------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["alerting", "dialing", "contacting", "offering", "ALERTING"])
def test_a_leg_that_nobody_answered_yet_alerts(state: str) -> None:
    body = a_conversation(connectedTime=None)
    assert leg_of(with_call(body, state=state, connectedTime=None)).phase is Phase.ALERTING


def test_an_alert_that_ended_without_an_answer_was_missed() -> None:
    for state in ("disconnected", "terminated", "alerting"):
        body = a_conversation(connectedTime=None, endTime="2026-11-22T00:10:30Z")
        assert leg_of(with_call(body, state=state, connectedTime=None)).phase is Phase.MISSED


def test_a_held_call_is_held_and_a_parked_message_too() -> None:
    parked = a_conversation(calls=[], messages=[{"id": "m-1", "state": "parked"}])

    assert leg_of(with_call(a_conversation(), held=True)).phase is Phase.HELD
    assert leg_of(parked).phase is Phase.HELD


def test_a_mail_on_its_way_out_is_still_the_agents() -> None:
    body = a_conversation(calls=[], emails=[{"id": "e-1", "state": "transmitting"}])

    assert leg_of(body).phase is Phase.CONNECTED


@pytest.mark.parametrize(
    ("acw_state", "phase"),
    [
        ("pending", Phase.AFTER_CALL),
        ("complete", Phase.COMPLETED),
        ("skipped", Phase.COMPLETED),
        ("notApplicable", Phase.COMPLETED),
        ("NOTAPPLICABLE", Phase.COMPLETED),
    ],
)
def test_after_the_call_the_state_of_the_after_call_work_decides(
    acw_state: str, phase: Phase
) -> None:
    assert leg_of(hung_up({"state": acw_state})).phase is phase
    assert leg_of(with_call(hung_up({"state": acw_state}), state="terminated")).phase is phase


def test_wrapup_required_alone_means_nothing_with_an_optional_prompt_that_is_done() -> None:
    body = hung_up({"state": "complete"}, wrapupRequired=True, wrapupPrompt="optional")

    assert leg_of(body).phase is Phase.COMPLETED


def test_an_end_of_after_call_work_on_the_participant_completes_the_leg() -> None:
    body = hung_up(startAcwTime="2026-11-22T00:14:47Z", endAcwTime="2026-11-22T00:15:01Z")

    assert leg_of(body).phase is Phase.COMPLETED


def test_work_that_started_after_the_last_end_is_pending_again() -> None:
    acw = {"state": "pending", "startTime": "2026-11-22T00:16:00Z"}

    assert leg_of(hung_up(acw, endAcwTime="2026-11-22T00:15:01Z")).phase is Phase.AFTER_CALL


@pytest.mark.parametrize("prompt", ["mandatory", "timeout", "forcedTimeout", "optional"])
def test_the_moment_between_hang_up_and_after_call_work_is_not_the_end(prompt: str) -> None:
    body = hung_up(wrapupRequired=True, wrapupPrompt=prompt)

    assert leg_of(body).phase is Phase.AFTER_CALL


def test_agent_requested_after_call_work_comes_only_when_it_was_requested() -> None:
    body = hung_up(wrapupRequired=True, wrapupPrompt="agentRequested")

    assert leg_of(body).phase is Phase.COMPLETED
    assert leg_of(with_call(body, afterCallWorkRequired=True)).phase is Phase.AFTER_CALL


def test_skipped_after_call_work_is_told_as_skipped() -> None:
    assert leg_of(hung_up({"state": "skipped"})).is_wrapup_skipped
    assert leg_of(hung_up(wrapupSkipped=True, wrapupRequired=True)).phase is Phase.COMPLETED


def test_a_state_added_later_is_judged_by_the_times() -> None:
    assert leg_of(with_call(a_conversation(), state="levitating")).phase is Phase.CONNECTED


# --- whose legs ----------------------------------------------------------------------------------


def test_another_agents_leg_is_not_mine() -> None:
    assert legs_of(a_conversation(userId="someone-else")) == ()


def test_a_supervisor_who_listens_in_has_nothing_to_wrap_up() -> None:
    assert legs_of(a_conversation(monitoredParticipantId="p-9")) == ()


def test_each_attempt_and_each_communication_of_mine_is_a_leg() -> None:
    body = a_conversation()
    missed = copy.deepcopy(body["participants"][2])
    missed |= {"id": "p-missed", "endTime": "2026-11-22T00:10:10Z", "connectedTime": None}
    missed["calls"][0] |= {"id": "m-missed", "state": "disconnected", "connectedTime": None}
    body["participants"].insert(2, missed)
    body["participants"][3]["screenshares"] = [{"id": "m-screen", "state": "connected"}]

    legs = legs_of(body)

    assert [(leg.media, leg.phase) for leg in legs] == [
        (Media.CALL, Phase.MISSED),
        (Media.CALL, Phase.CONNECTED),
        (Media.SCREENSHARE, Phase.CONNECTED),
    ]


@pytest.mark.parametrize(
    ("field", "media"),
    [
        ("callbacks", Media.CALLBACK),
        ("messages", Media.MESSAGE),
        ("emails", Media.EMAIL),
        ("videos", Media.VIDEO),
        ("socialExpressions", Media.SOCIAL),
        ("cobrowsesessions", Media.COBROWSE),
        ("screenshares", Media.SCREENSHARE),
    ],
)
def test_every_medium_of_the_contract_makes_a_leg(field: str, media: Media) -> None:
    body = a_conversation(calls=None, **{field: [{"id": "m-1", "state": "connected"}]})

    assert leg_of(body).media is media


def test_a_callback_planned_for_later_is_no_leg_yet() -> None:
    assert legs_of(a_conversation(calls=[], callbacks=[{"id": "b-1", "state": "scheduled"}])) == ()


def test_the_shape_of_a_rest_answer_is_read_alike() -> None:
    body = a_conversation(queueId=None, queue={"id": "q-7"}, userId=None, user={"id": AGENT_ID})
    body["participants"][2]["queueName"] = "Orders"

    leg = leg_of(body)

    assert (leg.queue_id, leg.queue_name, leg.agent_id) == ("q-7", "Orders", AGENT_ID)


def test_a_leg_is_found_by_its_key_whoever_reads() -> None:
    body = a_conversation()
    key = leg_of(body).key

    found = Reader("another agent", b"salt").leg(json.dumps(body).encode(), key, "test")

    assert found is not None
    assert found.key == key
    assert READER.leg(json.dumps(body).encode(), LegKey("a", "b", "c"), "test") is None


# --- facts ---------------------------------------------------------------------------------------


def test_attributes_of_all_participants_are_merged_and_mine_win() -> None:
    body = a_conversation(attributes={"wrapup_code": "Refund", "shared": "mine"})
    body["participants"][0]["attributes"] = {"account": "gold", "shared": "theirs", "odd": ["x"]}

    attributes = leg_of(body).attributes

    assert attributes == {"account": "gold", "shared": "mine", "wrapup_code": "Refund"}


def test_the_customers_key_is_stable_and_tells_nothing() -> None:
    body = a_conversation()
    first, second = leg_of(body), leg_of(body)
    elsewhere = Reader(AGENT_ID, b"another salt").conversation(json.dumps(body)).legs[0]

    assert first.customer_key == second.customer_key != ""
    assert "61491570006" not in first.customer_key
    assert elsewhere.customer_key != first.customer_key


def test_an_external_contact_is_the_same_customer_at_any_address() -> None:
    at_home, at_work = a_conversation(), a_conversation()
    at_home["participants"][0] |= {"externalContactId": "x-1"}
    at_work["participants"][0] |= {"externalContactId": "x-1", "address": "tel:+61200000000"}

    assert leg_of(at_home).customer_key == leg_of(at_work).customer_key


def test_a_customer_without_a_name_is_called_by_the_address() -> None:
    body = a_conversation()
    body["participants"][0]["name"] = None

    assert leg_of(body).customer_name == "+61491570006"


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body["participants"][0]["attributes"].update(dialerContactId="5"),
        lambda body: body["participants"][1].update(purpose="dialer"),
        lambda body: body["participants"][2]["calls"][0].update(disposition={"name": "contact"}),
        lambda body: body["participants"][2].update(
            callbacks=[{"id": "b", "state": "connected", "dialerPreview": {"campaignId": "9"}}]
        ),
    ],
)
def test_a_leg_of_a_campaign_is_a_dialer_leg(change: Any) -> None:
    body = a_conversation()
    assert not leg_of(body).is_dialer

    change(body)

    assert legs_of(body)[-1].is_dialer


def test_a_leg_handed_over_from_another_agent_was_transferred() -> None:
    body = a_conversation()
    before = copy.deepcopy(body["participants"][2])
    before |= {"id": "p-before", "userId": "another"}
    before["calls"][0] |= {"id": "m-b", "state": "disconnected", "disconnectType": "transfer"}
    body["participants"].insert(2, before)

    assert leg_of(body).was_transferred
    assert not leg_of(a_conversation()).was_transferred


def test_message_ids_of_both_sides_come_in_order_of_time_and_only_texts() -> None:
    body = a_conversation(
        calls=[],
        messages=[{"id": "m-1", "state": "connected", "messages": [
            {"messageId": "2", "messageTime": "2026-11-22T00:02:00Z"},
            {"messageId": "4", "messageTime": "2026-11-22T00:04:00Z",
             "messageMetadata": {"type": "Event"}},
            {"messageId": "5", "messageTime": "2026-11-22T00:05:00Z", "messageStatus": "removed"},
        ]}],
    )  # fmt: skip
    body["participants"][0] |= {"calls": [], "messages": [{"id": "m-0", "messages": [
        {"messageId": "3", "messageTime": "2026-11-22T00:03:00Z",
         "messageMetadata": {"type": "Text"}},
        {"messageId": "1", "messageTime": "2026-11-22T00:01:00Z"},
    ]}]}  # fmt: skip

    assert leg_of(body).message_ids == ("1", "2", "3")


def test_a_code_of_the_participant_counts_only_while_it_has_one_communication() -> None:
    code = {"code": "c-1", "notes": "hello"}
    one = a_conversation(wrapup=code)
    two = a_conversation(wrapup=code, screenshares=[{"id": "m-2", "state": "connected"}])

    assert leg_of(one).wrapup is not None
    assert [leg.wrapup for leg in legs_of(two)] == [None, None]


def test_a_draft_is_read_as_provisional() -> None:
    leg = leg_of(with_call(a_conversation(), wrapup={"code": "c-1", "provisional": True}))

    assert leg.wrapup is not None
    assert leg.wrapup.is_provisional


def test_attributes_are_written_on_the_customer_and_else_on_the_first() -> None:
    body = a_conversation()
    customer_id = body["participants"][0]["id"]
    acd_id = body["participants"][1]["id"]

    assert customer_participant_id(json.dumps(body).encode(), "x") == customer_id
    del body["participants"][0]
    assert customer_participant_id(json.dumps(body).encode(), "x") == acd_id


# --- bad input -----------------------------------------------------------------------------------


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
