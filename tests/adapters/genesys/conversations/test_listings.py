"""A listing of live conversations is read entity by entity."""

from __future__ import annotations

import json

from tests.conftest import ExpectLog
from wrapup_desk.adapters.genesys.conversations.parser import ConversationParser

PARSER = ConversationParser("u-1", b"salt")


def test_a_bad_conversation_costs_itself_alone_and_is_named(expect_log: ExpectLog) -> None:
    expect_log("conversation hopeless of conversations cannot be read")
    hopeless = {"id": "hopeless", "participants": [7] * 40}
    raw = json.dumps({"entities": [{"id": "a"}, hopeless, {"id": "b"}]}).encode()

    assert [each.conversation_id for each in PARSER.conversations(raw)] == ["a", "b"]


def test_a_tab_half_an_emoji_and_bytes_that_are_no_text_cost_no_conversation() -> None:
    names = (b'"An\tna"', rb'"Zoe \ud83d"', b'"Ann\xff"', b"NaN")
    entities = (
        b'{"id": "c%d", "participants": [{"name": %b}]}' % (number, name)
        for number, name in enumerate(names)
    )
    raw = b'{"entities": [' + b",".join(entities) + b"]}"

    found = PARSER.conversations(raw)

    assert [each.conversation_id for each in found] == ["c0", "c1", "c2", "c3"]
