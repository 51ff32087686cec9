import copy
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.adapters.genesys.conversations.parser_examples import (
    CALL,
    READER,
    leg_of,
    legs_by_communication,
    legs_of,
    with_call,
)
from tests.adapters.genesys.rest_harness import AGENT_ID, a_conversation, recorded
from wrapup_desk.adapters.genesys.conversations.parser import (
    ConversationParser,
    customer_participant_id,
)
from wrapup_desk.domain.interaction import Joined, LegKey, Media, Phase, Prompt

# --- the recording -----------------------------------------------------------------------------
from wrapup_desk.domain.wrapup_duty import owes_code


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


# --- whose legs --------------------------------------------------------------------------------


def test_another_agents_leg_is_not_mine() -> None:
    assert legs_of(a_conversation(userId="someone-else")) == ()


@pytest.mark.parametrize(
    ("field", "joined"),
    [
        ("monitoredParticipantId", Joined.MONITORING),
        ("coachedParticipantId", Joined.COACHING),
        ("bargedParticipantId", Joined.BARGED_IN),
    ],
)
def test_a_supervisor_on_an_agents_call_is_shown_as_such_and_owes_nothing(
    field: str, joined: Joined
) -> None:
    leg = leg_of(a_conversation(purpose="user", wrapupRequired=False, **{field: "p-9"}))

    assert leg.joined is joined
    assert not owes_code(leg)


def test_a_parked_mail_is_held_and_called_parked() -> None:
    leg = leg_of(a_conversation(calls=None, emails=[{"id": "m-1", "state": "parked"}]))

    assert (leg.phase, leg.is_parked) == (Phase.HELD, True)


def test_by_communication_each_attempt_and_each_communication_of_mine_is_a_leg() -> None:
    body = a_conversation()
    missed = copy.deepcopy(body["participants"][2])
    missed |= {"id": "p-missed", "endTime": "2026-11-22T00:10:10Z", "connectedTime": None}
    missed["calls"][0] |= {"id": "m-missed", "state": "disconnected", "connectedTime": None}
    body["participants"].insert(2, missed)
    body["participants"][3]["screenshares"] = [{"id": "m-screen", "state": "connected"}]

    legs = legs_by_communication(body)

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
        ("chats", Media.CHAT),
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

    found = ConversationParser("another agent", b"salt").leg(
        json.dumps(body).encode(), key, "test"
    )

    assert found is not None
    assert found.key == key
    assert READER.leg(json.dumps(body).encode(), LegKey("a", "b", "c"), "test") is None


# --- facts -------------------------------------------------------------------------------------


def test_attributes_of_all_participants_are_merged_and_mine_win() -> None:
    body = a_conversation(attributes={"wrapup_code": "Refund", "shared": "mine"})
    body["participants"][0]["attributes"] = {"account": "gold", "shared": "theirs", "odd": ["x"]}

    attributes = leg_of(body).attributes

    assert attributes == {"account": "gold", "shared": "mine", "wrapup_code": "Refund"}


def test_the_customers_key_is_stable_and_tells_nothing() -> None:
    body = a_conversation()
    first, second = leg_of(body), leg_of(body)
    elsewhere = (
        ConversationParser(AGENT_ID, b"another salt").conversation(json.dumps(body)).legs[0]
    )

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
        lambda body: body["participants"][0]["calls"][0].update(disposition={"name": "contact"}),
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


def test_of_two_messages_at_the_same_moment_the_customers_comes_first() -> None:
    moment = "2026-11-22T00:01:00Z"
    body = a_conversation(
        calls=[],
        messages=[
            {
                "id": "m-1",
                "state": "connected",
                "messages": [{"messageId": "a", "messageTime": moment}],
            }
        ],
    )
    body["participants"][0]["messages"] = [
        {"id": "m-0", "messages": [{"messageId": "b", "messageTime": moment}]}
    ]

    assert leg_of(body).message_ids == ("b", "a")


def test_by_communication_the_participants_code_counts_only_while_it_has_one() -> None:
    code = {"code": "c-1", "notes": "hello"}
    one = a_conversation(wrapup=code)
    two = a_conversation(wrapup=code, screenshares=[{"id": "m-2", "state": "connected"}])

    assert leg_of(one).wrapup is not None
    assert [leg.wrapup for leg in legs_by_communication(two)] == [None, None]


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
