import json
from typing import Any

import pytest

from tests.adapters.genesys.conversations.parser_examples import (
    at,
    legs_by_communication,
    legs_of,
    live,
    over,
)
from tests.adapters.genesys.rest_harness import a_conversation
from wrapup_desk.adapters.genesys.conversations.parser import ConversationParser
from wrapup_desk.domain.interaction import LegKey, Media, Phase
from wrapup_desk.domain.wrapup_duty import owes_code


def busy(part_id: str, minute: int) -> dict[str, Any]:
    return {"id": part_id, "state": "disconnected", "disconnectedTime": at(minute)}


def a_callback(callback: dict[str, Any], *calls: dict[str, Any], **mine: Any) -> dict[str, Any]:
    return a_conversation(callbacks=[callback], calls=list(calls), **mine)


THREE_BUSY = (busy("a-1", 11), busy("a-2", 12), busy("a-3", 13))


def test_a_callback_with_busy_attempts_and_a_call_is_one_leg_of_the_callback() -> None:
    (leg,) = legs_of(a_callback(live("b-1", 10), *THREE_BUSY, live("a-4", 14)))

    assert (leg.key.communication_id, leg.media) == ("b-1", Media.CALLBACK)
    assert leg.phase is Phase.CONNECTED
    assert [part.was_connected for part in leg.parts] == [False, False, False, True, True]


def test_the_leg_keeps_its_name_while_dial_attempts_come_and_go() -> None:
    attempts = [*THREE_BUSY, live("a-4", 14)]
    stages = [a_callback(live("b-1", 10), *attempts[:count]) for count in range(5)]

    assert {leg.key.communication_id for body in stages for leg in legs_of(body)} == {"b-1"}


@pytest.mark.parametrize(
    "calls", [(), (over("a-1", 11, 12),), (live("a-1", 11),)], ids=["none", "over", "live"]
)
def test_a_callback_is_not_over_before_its_last_part_is(calls: tuple[dict[str, Any], ...]) -> None:
    (leg,) = legs_of(a_callback(live("b-1", 10), *calls))

    assert leg.phase is Phase.CONNECTED
    assert leg.disconnected_at is None


def test_after_call_work_begins_when_the_last_part_that_was_connected_ends() -> None:
    pending = {"state": "pending", "startTime": at(20)}
    callback = over("b-1", 10, 20, afterCallWork=pending)
    body = a_callback(callback, *THREE_BUSY, over("a-4", 14, 19), endTime=at(20))
    (leg,) = legs_of(body)

    assert leg.phase is Phase.AFTER_CALL
    assert leg.disconnected_at is not None
    assert leg.disconnected_at.minute == 20


def test_the_end_of_a_consult_is_no_end_while_the_customer_is_on_the_line() -> None:
    consult = over("k-1", 12, 13, afterCallWork={"state": "pending", "startTime": at(13)})
    (leg,) = legs_of(a_conversation(calls=[live("d-1", 10), consult], startAcwTime=at(13)))

    assert leg.key.communication_id == "d-1"
    assert leg.phase is Phase.CONNECTED


def test_a_customer_on_hold_during_a_consult_is_a_live_leg_of_the_same_name() -> None:
    (leg,) = legs_of(a_conversation(calls=[live("k-1", 12), live("d-1", 10, held=True)]))

    assert leg.key.communication_id == "d-1"
    assert leg.phase is Phase.CONNECTED


def test_the_participants_code_counts_for_all_its_communications() -> None:
    callback = over("b-1", 10, 20, afterCallWork={"state": "complete"})
    wrapup = {"code": "w-1", "notes": "", "endTime": at(21)}
    (leg,) = legs_of(a_callback(callback, over("a-1", 11, 20), endTime=at(20), wrapup=wrapup))

    assert leg.wrapup is not None
    assert leg.wrapup.code_id == "w-1"
    assert leg.phase is Phase.COMPLETED


def test_a_callback_nobody_could_reach_still_is_one_leg() -> None:
    (leg,) = legs_of(a_callback(over("b-1", 10, 20), *THREE_BUSY, endTime=at(20)))

    assert leg.key.communication_id == "b-1"


def test_by_communication_the_voice_call_alone_owes_the_code() -> None:
    legs = legs_by_communication(a_callback(live("b-1", 10), *THREE_BUSY, live("a-4", 14)))

    assert {leg.key.communication_id: leg.is_coded_elsewhere for leg in legs} == {
        "b-1": True,
        "a-4": False,
    }


CUSTOMERS = live("d-1", 10)
CONSULT = over("k-1", 11, 12)


def owing(body: dict[str, Any]) -> list[str]:
    legs = legs_by_communication(body)
    return [leg.key.communication_id for leg in legs if owes_code(leg)]


@pytest.mark.parametrize("consult", [live("k-1", 11), CONSULT], ids=["live", "over"])
@pytest.mark.parametrize("customers", [CUSTOMERS, over("d-1", 10, 20)], ids=["live", "over"])
def test_by_communication_a_consult_beside_the_customers_call_owes_no_code(
    customers: dict[str, Any], consult: dict[str, Any]
) -> None:
    body = a_conversation(calls=[consult, customers], wrapupRequired=True)

    assert owing(body) == ["d-1"]


def test_by_communication_a_consult_with_after_call_work_of_its_own_owes_a_code() -> None:
    worked = CONSULT | {"afterCallWork": {"state": "pending", "startTime": at(12)}}

    assert owing(a_conversation(calls=[CUSTOMERS, worked])) == ["d-1", "k-1"]


@pytest.mark.parametrize("medium", ["cobrowsesessions", "screenshares"])
def test_by_communication_what_is_shown_beside_a_call_or_a_thread_owes_no_code(
    medium: str,
) -> None:
    shown = {medium: [over("x-1", 11, 12)], "wrapupRequired": True}

    assert owing(a_conversation(calls=[CUSTOMERS], **shown)) == ["d-1"]
    assert owing(a_conversation(calls=[], messages=[live("m-1", 10)], **shown)) == ["m-1"]
    assert owing(a_conversation(calls=[], **shown)) == ["x-1"]


def test_by_communication_a_call_made_from_a_mail_is_coded_by_itself() -> None:
    body = a_conversation(emails=[live("e-1", 10)], calls=[over("c-1", 11, 12)])

    assert sorted(owing(body)) == ["c-1", "e-1"]


def test_by_communication_the_participants_code_belongs_to_no_part_in_particular() -> None:
    wrapup = {"code": "w-1", "notes": "", "endTime": at(21)}
    legs = legs_by_communication(a_callback(live("b-1", 10), live("a-4", 14), wrapup=wrapup))

    assert [leg.wrapup for leg in legs] == [None, None]


def test_a_leg_is_found_by_any_of_its_communications_and_answers_to_that_name() -> None:
    body = a_callback(live("b-1", 10), live("a-4", 14))
    (leg,) = legs_of(body)
    asked = LegKey(*leg.key[:2], "a-4")
    found = ConversationParser("", b"salt").leg(json.dumps(body).encode(), asked, "test")

    assert found is not None
    assert found.key == asked
