from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.repair.examples import DIRECTORY, INVOICE, MORNING, key, leg
from wrapup_desk.domain.history.past_leg import PastLeg
from wrapup_desk.domain.interaction import LegKey, Media
from wrapup_desk.domain.repair.code_issue import CodeIssue
from wrapup_desk.domain.repair.leg_table import LegTable

_instants = st.integers(0, 10**9).map(lambda ms: MORNING + timedelta(milliseconds=ms))
_moments = st.none() | _instants
_texts = st.text(max_size=12)
_legs = st.builds(
    PastLeg,
    key=st.builds(
        LegKey, _texts | st.uuids().map(str), st.uuids().map(str), _texts | st.uuids().map(str)
    ),
    media=st.sampled_from(Media),
    agent_id=_texts,
    queue_id=_texts,
    started_at=_instants,
    agent_name=st.just(""),
    customer_name=st.text(min_size=1, max_size=12),
    customer_address=_texts,
    answered_at=_moments,
    hung_up_at=_moments,
    completed_at=_moments,
    is_in_after_call=st.booleans(),
    code_id=_texts,
    note=_texts,
    was_skipped=st.booleans(),
    has_joined=st.booleans(),
    is_dialer=st.booleans(),
)


@given(st.lists(_legs, max_size=8, unique_by=lambda one: one.key.communication_id))
def test_every_leg_comes_back_as_it_was_put_in(legs: list[PastLeg]) -> None:
    table = LegTable()

    rows = [table.put(one, None) for one in legs]

    assert [table.leg(row) for row in rows] == legs
    assert list(table.legs()) == legs


def test_a_leg_put_twice_is_improved_in_place() -> None:
    table = LegTable()
    first = table.put(leg(1, note="hm"), CodeIssue.MISSING)
    table.put(leg(2), CodeIssue.MISSING)

    again = table.put(leg(1, code_id=INVOICE.id), None)

    assert (again, len(table)) == (first, 2)
    assert table.leg(first).code_id == INVOICE.id
    assert table.leg(first).note == ""
    assert table.issue_of(first) is None


def test_a_row_is_found_by_its_communication() -> None:
    table = LegTable()
    row = table.put(leg(7), CodeIssue.MISSING)

    assert table.row_of(key(7).communication_id) == row
    assert table.row_of("another") is None


def test_a_code_and_an_issue_can_be_changed_alone() -> None:
    table = LegTable()
    row = table.put(leg(1), CodeIssue.MISSING)

    table.set_code(row, INVOICE.id)
    table.set_issue(row, CodeIssue.DOUBTED)

    assert table.code_id(row) == INVOICE.id
    assert table.issue_of(row) is CodeIssue.DOUBTED
    assert DIRECTORY.code_name(table.code_id(row)) == "Invoice explained"


def test_ids_that_only_look_like_guids_are_kept_as_they_are() -> None:
    table = LegTable()
    odd = LegKey("ABCDEF00-0000-4000-A000-00000000CA11", "z" * 36, "0" * 36)

    row = table.put(replace(leg(1), key=odd), None)

    assert table.key(row) == odd
    assert table.row_of(odd.communication_id) == row
