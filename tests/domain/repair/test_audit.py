from dataclasses import fields, replace
from datetime import timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.repair.examples import MORNING, ROBIN, SAM, key
from wrapup_desk.domain.repair.audit import (
    Anchor,
    AuditEntry,
    AuditEvent,
    check_chain,
    check_since,
    seal,
)


def event(number: int) -> AuditEvent:
    at = MORNING + timedelta(minutes=number)
    return AuditEvent(
        at, ROBIN, "confirmed", key(number), "", "Refund given", "Missing", "202", "b", f"c{number}",
        "said so",
    )  # fmt: skip


def chain(length: int) -> list[AuditEntry]:
    entries: list[AuditEntry] = []
    head = Anchor()
    for number in range(length):
        entries.append(seal(event(number), head))
        head = entries[-1].anchor
    return entries


def test_an_untouched_chain_is_whole() -> None:
    entries = chain(20)

    check = check_chain(entries)

    assert check.is_whole
    assert (check.count, check.head) == (20, entries[-1].anchor)
    assert check_chain([]).is_whole


@pytest.mark.parametrize("name", [each.name for each in fields(AuditEvent)])
def test_a_change_of_any_field_shows(name: str) -> None:
    entries = chain(5)
    old = getattr(entries[2].event, name)
    others: dict[str, Any] = {"at": MORNING, "who": SAM, "key": key(99)}
    change = {name: others.get(name, f"{old}x")}
    entries[2] = replace(entries[2], event=replace(entries[2].event, **change))

    check = check_chain(entries)

    assert check.broken_at == 3
    assert "changed after it was written" in check.problem


def test_a_removed_entry_shows() -> None:
    entries = chain(5)

    assert check_chain(entries[:2] + entries[3:]).broken_at == 4


def test_swapped_entries_show() -> None:
    entries = chain(5)
    entries[1], entries[2] = entries[2], entries[1]

    assert not check_chain(entries).is_whole


def test_an_entry_sealed_anew_does_not_fit_what_follows() -> None:
    entries = chain(5)
    entries[2] = seal(replace(event(2), to_code="Another"), entries[1].anchor)

    check = check_chain(entries)

    assert check.broken_at == 4
    assert "does not follow" in check.problem


def test_a_cut_off_end_shows_against_what_was_seen_before() -> None:
    entries = chain(5)

    assert check_chain(entries[:3]).is_whole
    assert check_chain(entries[:3], entries[4].anchor).broken_at == 4
    assert check_chain(entries, entries[2].anchor).is_whole


def test_a_wholly_rewritten_chain_shows_against_what_was_seen_before() -> None:
    seen = chain(5)[3].anchor
    head = Anchor()
    rewritten = []
    for number in range(6):
        rewritten.append(seal(replace(event(number), reason="better"), head))
        head = rewritten[-1].anchor

    assert check_chain(rewritten).is_whole
    assert check_chain(rewritten, seen).broken_at == 4


def test_fields_cannot_be_shifted_into_each_other() -> None:
    one = seal(replace(event(1), from_code="ab", to_code="c"), Anchor())
    other = seal(replace(event(1), from_code="a", to_code="bc"), Anchor())

    assert one.hash != other.hash


def test_the_same_instant_in_another_zone_seals_the_same() -> None:
    there = event(1).at.astimezone(timezone(timedelta(hours=10)))

    assert seal(replace(event(1), at=there), Anchor()).hash == seal(event(1), Anchor()).hash


@given(st.integers(1, 10**9), st.text("0123456789abcdef", min_size=64, max_size=64))
def test_an_anchor_survives_being_written_down(number: int, value: str) -> None:
    anchor = Anchor(number, value)

    assert Anchor.parsed(str(anchor)) == anchor


@pytest.mark.parametrize("text", ["", "12", "x:" + "0" * 64, "1:abc"])
def test_what_is_no_anchor_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        Anchor.parsed(text)


def test_what_came_since_an_anchor_is_checked_without_what_was_before() -> None:
    entries = chain(20)
    anchor = entries[9].anchor

    check = check_since(entries[9:], anchor)

    assert (check.is_whole, check.count, check.head) == (True, 20, entries[-1].anchor)
    assert check_since(entries, Anchor()).is_whole
    assert check_since([], Anchor()).is_whole


@pytest.mark.parametrize("left", [0, 9, 5])
def test_an_anchor_that_is_gone_shows(left: int) -> None:
    entries = chain(20)
    anchor = entries[9].anchor

    check = check_since(entries[9:left], anchor)

    assert not check.is_whole
    assert check.broken_at == 10


def test_another_chain_of_the_same_length_shows_against_an_anchor() -> None:
    entries, others = chain(20), chain(20)
    others[4] = seal(replace(event(4), reason="another"), others[3].anchor)
    for place in range(5, 20):
        others[place] = seal(event(place), others[place - 1].anchor)
    assert check_chain(others).is_whole

    assert not check_since(others[9:], entries[9].anchor).is_whole


def test_what_does_not_follow_an_anchor_shows() -> None:
    entries = chain(20)
    del entries[12]

    check = check_since(entries[9:], entries[9].anchor)

    assert (check.is_whole, check.broken_at) == (False, 14)
