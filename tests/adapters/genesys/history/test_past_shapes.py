"""Shapes that organisations were seen to send: sessions, order, letter case, bad characters."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import permutations
from typing import Any

from tests.adapters.genesys.history.test_analytics import NOON, conversation
from wrapup_desk.adapters.genesys.conversations.wrapup_scope import WrapupScope
from wrapup_desk.adapters.genesys.history.parser import legs_in
from wrapup_desk.adapters.genesys.history.past_wire import read_listing
from wrapup_desk.domain.history.past_leg import PastLeg
from wrapup_desk.domain.identifiers import canonical_id
from wrapup_desk.domain.interaction import Media

GUID = "659abad8-a6ef-4f03-abde-0346b6b2e814"


def legs_of(*found: dict[str, Any], scope: WrapupScope = WrapupScope.PARTICIPANT) -> list[PastLeg]:
    raw = json.dumps({"conversations": list(found)}).encode()
    return list(legs_in(read_listing(raw, "test").conversations, (), scope))


def part(kind: str, start_s: float, end_s: float | None, **more: Any) -> dict[str, Any]:
    times = {"segmentStart": (NOON + timedelta(seconds=start_s)).isoformat()}
    if end_s is not None:
        times["segmentEnd"] = (NOON + timedelta(seconds=end_s)).isoformat()
    return {"segmentType": kind, **times, **more}


def session(name: str, media: str, *segments: dict[str, Any]) -> dict[str, Any]:
    return {"sessionId": name, "mediaType": media, "segments": list(segments)}


def call(*sessions: dict[str, Any], end_s: float | None = None) -> dict[str, Any]:
    whole = conversation(1, NOON, sessions=list(sessions))
    if end_s is not None:
        whole["conversationEnd"] = (NOON + timedelta(seconds=end_s)).isoformat()
    return whole


def test_each_session_of_a_message_thread_is_a_leg_with_its_own_queue_times_and_code() -> None:
    sessions = [
        session(
            f"s{n}",
            "message",
            part("wrapup", n * 100 + 50, n * 100 + 60, queueId=f"q{n % 2}", wrapUpCode=f"c{n}"),
            part("interact", n * 100, n * 100 + 50, queueId=f"q{n % 2}"),
        )
        for n in range(6)
    ]

    legs = legs_of(call(*reversed(sessions)))

    assert [leg.key.communication_id for leg in legs] == [f"s{n}" for n in range(6)]
    assert [leg.code_id for leg in legs] == [f"c{n}" for n in range(6)]
    assert {leg.queue_id for leg in legs} == {"q0", "q1"}
    assert legs[2].answered_at == NOON + timedelta(seconds=200)
    assert not any(leg.was_transferred for leg in legs)


def test_after_call_work_without_talk_is_a_leg_that_is_over() -> None:
    (leg,) = legs_of(
        call(session("s", "voice", part("alert", 0, 8), part("wrapup", 8, 69, wrapUpCode="c")))
    )

    assert (leg.code_id, leg.answered_at, leg.is_over) == ("c", None, True)


def called_back(code_on: str) -> dict[str, Any]:
    """A callback with a busy dial and a call, and the code on one of its sessions."""
    on_callback, on_call = ({"wrapUpCode": "c"} if each == code_on else {} for each in ("b", "v"))
    work = part("wrapup", 60, 70, **(on_callback or on_call))
    return call(
        session("b", "callback", part("interact", 0, 60), *([work] if on_callback else [])),
        session("busy", "voice", part("dialing", 1, 5)),
        session("v", "voice", part("dialing", 6, 9), part("interact", 9, 60), *([work] if on_call else [])),
    )  # fmt: skip


def test_a_callback_is_one_leg_by_the_same_key_wherever_its_code_is() -> None:
    legs = [leg for where in ("b", "v", "") for leg in legs_of(called_back(where))]

    assert [leg.key.communication_id for leg in legs] == ["b"] * 3
    assert [leg.code_id for leg in legs] == ["c", "c", ""]
    assert {leg.media for leg in legs} == {Media.CALLBACK}


def test_where_the_calls_code_counts_alone_the_call_is_the_leg() -> None:
    scope = WrapupScope.COMMUNICATION

    for where, code in (("v", "c"), ("", "")):
        (leg,) = legs_of(called_back(where), scope=scope)
        assert (leg.key.communication_id, leg.code_id, leg.media) == ("v", code, Media.CALL)


def test_a_callback_that_never_got_through_is_nobodys_leg_but_its_own() -> None:
    busy = call(
        session("b", "callback", part("interact", 0, 30), part("wrapup", 30, 40, wrapUpCode="c")),
        session("v", "voice", part("dialing", 1, 9)),
    )

    for scope in WrapupScope:
        assert [leg.key.communication_id for leg in legs_of(busy, scope=scope)] == ["b"]


def test_a_consult_beside_the_customers_call_owes_nothing() -> None:
    legs = legs_of(
        call(
            session("a consult", "voice", part("interact", 20, 40, queueId="q")),
            session("s", "voice", part("interact", 5, 90, queueId="q"), part("wrapup", 90, 95)),
        ),
        call(
            session("a consult", "voice", part("interact", 20, 40, queueId="q")),
            session("s", "voice", part("interact", 5, 90, queueId="q")),
        ),
    )

    assert [leg.key.communication_id for leg in legs] == ["s"]


def test_one_call_after_the_other_owes_a_code_each() -> None:
    legs = legs_of(
        call(
            session("s", "voice", part("interact", 5, 90, queueId="q")),
            session("again", "voice", part("interact", 100, 140, queueId="q")),
        )
    )

    assert [leg.key.communication_id for leg in legs] == ["s", "again"]


def test_times_are_compared_as_instants_not_as_texts() -> None:
    first = {"segmentType": "interact", "segmentStart": "2026-11-22T10:00:00Z",
             "segmentEnd": "2026-11-22T10:00:00.500Z", "queueId": "q1", "wrapUpCode": "first"}  # fmt: skip
    then = {"segmentType": "interact", "segmentStart": "2026-11-22T10:00:00.500Z",
            "segmentEnd": "2026-11-22T11:00:00+01:00", "queueId": "q2", "wrapUpCode": "then"}  # fmt: skip

    (leg,) = legs_of(call(session("s", "voice", then, first)))

    assert (leg.queue_id, leg.code_id) == ("q2", "then")


def test_the_order_of_sessions_and_segments_changes_nothing() -> None:
    segments = (
        part("interact", 10, 90, queueId="q-old", wrapUpCode="first"),
        part("interact", 95, 120, queueId="q-new"),
        part("wrapup", 118, 130, queueId="q-new", wrapUpCode="last"),
    )
    found = [legs_of(call(session("s", "voice", *each))) for each in permutations(segments)]

    assert all(each == found[0] for each in found)
    assert (found[0][0].queue_id, found[0][0].code_id) == ("q-new", "last")


def test_a_conversation_that_is_over_closes_talk_without_an_end() -> None:
    (leg,) = legs_of(call(session("s", "voice", part("interact", 10, None)), end_s=90))
    (running,) = legs_of(call(session("s", "voice", part("interact", 10, None))))

    assert (leg.is_over, leg.hung_up_at) == (True, NOON + timedelta(seconds=90))
    assert not running.is_over


def test_codes_and_literals_are_compared_without_letter_case_and_blank_is_none() -> None:
    spelled = session(
        "s", "VOICE", part("INTERACT", 1, 9), part("WrapUp", 9, 12, wrapUpCode=GUID.upper())
    )
    blank = session("s", "voice", part("interact", 1, 9), part("wrapup", 9, 12, wrapUpCode=" "))

    assert legs_of(call(spelled))[0].code_id == GUID
    assert legs_of(call(blank))[0].code_id == ""
    assert canonical_id("inin-wrap-up-timeout") == "ININ-WRAP-UP-TIMEOUT"


def test_of_two_copies_the_newer_one_wins_in_either_order() -> None:
    talk = part("interact", 1, 9)
    old = call(session("s", "voice", talk))
    new = call(session("s", "voice", talk, part("wrapup", 9, 12, wrapUpCode="c")), end_s=12)

    assert [leg.code_id for leg in legs_of(old, new)] == ["c"]
    assert [leg.code_id for leg in legs_of(new, old)] == ["c"]


def test_bad_characters_and_wrong_types_cost_themselves_alone() -> None:
    good = json.dumps(conversation(1, NOON)).encode()
    cut_off = good.replace(b"conv-1", b"conv-2").replace(b'"Anna"', rb'"Zoe \ud83d"')
    tab = good.replace(b"conv-1", b"conv-3").replace(b'"Anna"', b'"An\tna"')
    not_utf8 = good.replace(b"conv-1", b"conv-4").replace(b'"Anna"', b'"Ann\xff"')
    hopeless = b'{"conversationId": "conv-5", "participants": [' + b",".join([b"7"] * 40) + b"]}"
    raw = b'{"conversations": [' + b",".join([good, cut_off, tab, not_utf8, hopeless]) + b"]}"

    listing = read_listing(raw, "test")

    read = {leg.key.conversation_id for leg in legs_in(listing.conversations)}
    assert read == {"conv-1", "conv-2", "conv-3", "conv-4"}
    assert (listing.rows, list(listing.unread)) == (5, ["conv-5"])
