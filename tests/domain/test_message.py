"""What parts tell each other never changes, and shows no customer's words."""

from __future__ import annotations

from typing import ClassVar

import pytest

from wrapup_desk.domain.message import Message


class Said(Message, frozen=True):
    """What a customer said."""

    unseen: ClassVar[tuple[str, ...]] = ("words",)

    leg: str
    words: str = ""


class Heard(Message, frozen=True):
    """The same fields, another meaning."""

    leg: str
    words: str = ""


def test_a_message_shows_all_but_the_words_it_holds() -> None:
    assert repr(Said("c1", words="charged twice")) == "Said(leg='c1')"


def test_a_message_is_not_changed() -> None:
    said = Said("c1")

    with pytest.raises(AttributeError):
        said.leg = "c2"  # type: ignore[misc]


def test_messages_are_equal_by_their_type_and_fields() -> None:
    assert Said("c1", "twice") == Said("c1", "twice")
    assert Said("c1", "twice") != Said("c1", "once")
    assert len({Said("c1"), Heard("c1")}) == 2
    assert len({Said("c1"), Said("c1"), Said("c2")}) == 2
