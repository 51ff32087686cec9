"""An interaction that comes back to the same agent: each session is a leg of its own.

Shape first seen in `GET /analytics/conversations/{id}/details` of 2024-04-09 (one participant, six
sessions, two queues, six after-call works); that a thread stays open is said in Genesys' help pages
"messaging threading timeline" and "organization-level email threading timeline", and that a
transfer to and fro does the same to a participant by a connector's documents (Eccentex, "People
involved in a conversation").
"""

import json
from typing import Any

import pytest

from tests.adapters.genesys.conversations.parser_examples import (
    READER,
    at,
    legs_by_communication,
    legs_of,
    live,
    over,
)
from tests.adapters.genesys.rest_harness import AGENT_ID, a_conversation
from tests.application.desk.core.states import after
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.application.desk.messages import Greet
from wrapup_desk.domain.agent import Agent
from wrapup_desk.domain.events import ConversationChanged, Resynced, StreamOpened
from wrapup_desk.domain.interaction import Leg, Phase


def worked(part_id: str, first: int, last: int, code: str) -> dict[str, Any]:
    """A session from *first* to *last*, wrapped up one minute later."""
    acw = {"state": "complete", "startTime": at(last), "endTime": at(last + 1)}
    wrapup = {"code": code, "notes": "", "endTime": at(last + 1)}
    return over(part_id, first, last, afterCallWork=acw, wrapup=wrapup)


RINGS = {"id": "s-2", "state": "alerting"}
# What the participant says of itself once the first session, from 10 to 12, was wrapped up.
OF_THE_FIRST = {
    "connectedTime": at(10),
    "endTime": at(12),
    "startAcwTime": at(12),
    "endAcwTime": at(13),
    "wrapupRequired": True,
    "wrapup": {"code": "w-1", "notes": "", "endTime": at(13)},
}


def a_thread(*sessions: dict[str, Any], medium: str = "messages", **mine: Any) -> dict[str, Any]:
    return a_conversation(**{"calls": [], medium: list(sessions), **OF_THE_FIRST, **mine})


def by_id(legs: tuple[Leg, ...]) -> dict[str, tuple[Phase, str | None]]:
    return {
        leg.key.communication_id: (leg.phase, leg.wrapup.code_id if leg.wrapup else None)
        for leg in legs
    }


FIRST = worked("s-1", 10, 12, "w-1")


@pytest.mark.parametrize("medium", ["messages", "emails", "socialExpressions", "chats"])
@pytest.mark.parametrize("read", [legs_of, legs_by_communication])
def test_who_comes_back_to_the_same_agent_is_a_leg_of_its_own_without_a_code(
    medium: str, read: Any
) -> None:
    rings = read(a_thread(FIRST, RINGS, medium=medium))
    talks = read(a_thread(FIRST, live("s-2", 20), medium=medium))

    assert by_id(rings) == {"s-1": (Phase.COMPLETED, "w-1"), "s-2": (Phase.ALERTING, None)}
    assert by_id(talks) == {"s-1": (Phase.COMPLETED, "w-1"), "s-2": (Phase.CONNECTED, None)}


def test_the_desk_shows_a_card_that_needs_a_code_before_and_after_a_restart() -> None:
    me = Agent(AGENT_ID, "Ana Lima", "ana@example.com")
    greeted = after(DeskState(), Greet(me), StreamOpened(), Resynced(()))
    frames = [
        a_thread(live("s-1", 10), wrapup=None, startAcwTime=None, endAcwTime=None, endTime=None),
        a_thread(FIRST),
        a_thread(FIRST, RINGS),
        a_thread(FIRST, live("s-2", 20)),
    ]
    seen = [ConversationChanged("c", legs_of(frame)) for frame in frames]
    went_on = after(greeted, *seen)
    started_again = after(DeskState(), Greet(me), StreamOpened(), Resynced((seen[-1],)))

    for state in (went_on, started_again):
        needing = [card.leg.key.communication_id for card in state.cards if card.needs_a_code]
        assert needing == ["s-2"]


def test_the_moment_after_the_second_hang_up_is_not_the_end_although_the_first_work_has_ended() -> (
    None
):
    (_, leg) = legs_of(a_thread(FIRST, over("s-2", 20, 25), endTime=at(25)))

    assert leg.phase is Phase.AFTER_CALL
    assert leg.acw_started_at is None


def test_work_of_the_second_session_has_its_own_deadline() -> None:
    pending = over("s-2", 20, 25, afterCallWork={"state": "pending", "startTime": at(25)})
    (_, leg) = legs_of(a_thread(FIRST, pending, endTime=at(25)))

    assert leg.phase is Phase.AFTER_CALL
    assert leg.deadline_at is not None
    assert leg.deadline_at.isoformat() == "2026-11-22T00:27:00+00:00"


def test_work_still_due_when_the_customer_comes_back_stays_due() -> None:
    pending = over("s-1", 10, 12, afterCallWork={"state": "pending", "startTime": at(12)})
    legs = legs_of(a_thread(pending, live("s-2", 13), endAcwTime=None, wrapup=None))

    assert by_id(legs) == {"s-1": (Phase.AFTER_CALL, None), "s-2": (Phase.CONNECTED, None)}


def test_a_code_on_the_participant_alone_is_that_of_the_session_it_was_written_in() -> None:
    first = over("s-1", 10, 12, afterCallWork={"state": "complete", "startTime": at(12)})
    second = over("s-2", 20, 25, afterCallWork={"state": "complete", "startTime": at(25)})
    later = {"code": "w-2", "notes": "", "endTime": at(26)}

    assert by_id(legs_of(a_thread(first, live("s-2", 20)))) == {
        "s-1": (Phase.COMPLETED, "w-1"),
        "s-2": (Phase.CONNECTED, None),
    }
    assert by_id(legs_of(a_thread(first, second, endTime=at(25), wrapup=later))) == {
        "s-1": (Phase.COMPLETED, None),
        "s-2": (Phase.COMPLETED, "w-2"),
    }


def test_an_alert_that_was_missed_in_between_is_missed_and_the_next_one_rings() -> None:
    missed = {"id": "s-m", "state": "disconnected", "disconnectedTime": at(20)}
    legs = legs_of(a_thread(FIRST, missed, RINGS))

    assert [(leg.key.communication_id, leg.phase) for leg in legs] == [
        ("s-1", Phase.COMPLETED),
        ("s-m", Phase.MISSED),
        ("s-2", Phase.ALERTING),
    ]


def test_the_order_in_which_sessions_are_listed_says_nothing() -> None:
    in_order = legs_of(a_thread(FIRST, live("s-2", 20)))

    assert legs_of(a_thread(live("s-2", 20), FIRST)) == in_order


@pytest.mark.parametrize("state", ["pending", "complete", "skipped", "notApplicable"])
@pytest.mark.parametrize("read", [legs_of, legs_by_communication])
def test_a_call_that_is_transferred_back_is_a_leg_of_its_own(state: str, read: Any) -> None:
    acw = {"state": state, "startTime": at(12)}
    first = over("s-1", 10, 12, disconnectType="transfer", afterCallWork=acw)
    body = a_conversation(**OF_THE_FIRST | {"calls": [first, live("s-2", 15)], "wrapup": None})
    phase = Phase.AFTER_CALL if state == "pending" else Phase.COMPLETED

    assert by_id(read(body)) == {"s-1": (phase, None), "s-2": (Phase.CONNECTED, None)}


def test_a_callback_that_comes_back_is_a_leg_of_its_own_with_its_calls() -> None:
    calls = [over("c-1", 10, 12), live("c-2", 21)]
    body = a_thread(worked("s-1", 9, 12, "w-1"), live("s-2", 20), medium="callbacks", calls=calls)
    first, second = legs_of(body)

    assert first.communication_ids == {"s-1", "c-1"}
    assert second.communication_ids == {"s-2", "c-2"}
    assert by_id((first, second)) == {
        "s-1": (Phase.COMPLETED, "w-1"),
        "s-2": (Phase.CONNECTED, None),
    }


def test_a_number_that_was_busy_and_is_dialled_again_is_one_leg() -> None:
    busy = {"id": "s-1", "state": "disconnected", "disconnectedTime": at(10)}
    (leg,) = legs_of(a_conversation(calls=[busy, live("s-2", 11)]))

    assert leg.key.communication_id == "s-2"


def test_two_messages_at_once_are_still_one_leg() -> None:
    (leg,) = legs_of(a_thread(live("s-1", 10), live("s-2", 11), wrapup=None, endTime=None))

    assert leg.key.communication_id == "s-1"


def test_the_queue_of_the_newest_session_is_not_put_on_an_older_one() -> None:
    (before,) = legs_of(a_thread(FIRST, queueId="q-1"))
    first, second = legs_of(a_thread(FIRST, live("s-2", 20), queueId="q-2"))

    assert second.queue_id == "q-2"
    assert before.after(first).queue_id == "q-1"


def test_what_was_written_belongs_to_the_session_it_was_written_in_or_before() -> None:
    body = a_thread(FIRST, live("s-2", 20))
    written = {"w-a": 9, "w-b": 11, "w-c": 19, "w-d": 21}
    body["participants"][0] |= {
        "calls": [],
        "messages": [
            live("customers", 9)
            | {
                "messages": [
                    {"messageId": one, "messageTime": at(minute)}
                    for one, minute in written.items()
                ]
            }
        ],
    }
    first, second = legs_of(body)

    assert first.message_ids == ("w-a", "w-b")
    assert second.message_ids == ("w-c", "w-d")


def test_the_code_of_a_session_is_read_back_and_not_the_one_before() -> None:
    body = a_thread(FIRST, live("s-2", 20))
    legs = legs_of(body)
    raw = json.dumps(body).encode()

    read = [READER.leg(raw, leg.key, "test") for leg in legs]

    assert [leg and leg.wrapup and leg.wrapup.code_id for leg in read] == ["w-1", None]
