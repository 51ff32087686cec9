from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.repair.examples import DIRECTORY, INVOICE, MORNING, REFUND, RESET, leg
from wrapup_desk.domain.cooperative import run_now
from wrapup_desk.domain.history.past_leg import PastLeg
from wrapup_desk.domain.interaction import Media
from wrapup_desk.domain.repair.code_issue import CodeIssue, issue_of
from wrapup_desk.domain.repair.leg_table import LegTable
from wrapup_desk.domain.repair.table_view import (
    Column,
    Filters,
    NoteFilter,
    Order,
    SortExtras,
    VisibleRows,
    arrange,
)
from wrapup_desk.domain.wrapup import TIMEOUT_CODE_ID

LEGS = (
    leg(1, agent_id="a1", agent_name="Zoe", customer_name="berta"),
    leg(2, code_id=TIMEOUT_CODE_ID, agent_id="a2", agent_name="adam", customer_name="Anton"),
    leg(3, code_id=INVOICE.id, media=Media.EMAIL, customer_name="", customer_address="x@y.z"),
    leg(4, queue_id="queue-support", code_id=RESET.id),
    leg(5, queue_id="queue-support", agent_id="a2", agent_name="adam"),
    leg(6, queue_id="", code_id=""),
    leg(7, hung_up_at=None),
)


def table_of(legs: tuple[PastLeg, ...] = LEGS) -> LegTable:
    table = LegTable()
    for each in legs:
        table.put(each, issue_of(each, DIRECTORY))
    return table


def arranged(
    filters: Filters = Filters(),  # noqa: B008 - a frozen value
    order: Order = Order(Column.STARTED, is_descending=False),  # noqa: B008 - a frozen value
    extras: SortExtras = SortExtras(),  # noqa: B008 - a frozen value
    table: LegTable | None = None,
) -> VisibleRows:
    return run_now(
        arrange(table_of() if table is None else table, DIRECTORY, filters, order, extras)
    )


def numbers(found: VisibleRows) -> list[int]:
    return [row + 1 for row in found.rows]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), [1, 2, 5]),
        (Filters(includes_good=True), [1, 2, 3, 4, 5]),
        (Filters(issues=frozenset({CodeIssue.TIMED_OUT})), [2]),
        (Filters(queue_ids=frozenset({"queue-support"})), [5]),
        (Filters(queue_ids=frozenset({"no such queue"})), []),
        (Filters(agent_ids=frozenset({"a2"})), [2, 5]),
        (Filters(media=frozenset({Media.EMAIL}), includes_good=True), [3]),
        (Filters(code_ids=frozenset({INVOICE.id, TIMEOUT_CODE_ID}), includes_good=True), [2, 3]),
        (Filters(text="BERTA"), [1]),
        (Filters(text="x@y", includes_good=True), [3]),
        (Filters(text="adam"), [2, 5]),
        (Filters(text="support"), [5]),
        (Filters(text="invoice", includes_good=True), [3]),
        (Filters(text=LEGS[4].key.communication_id), [5]),
        (Filters(text="nothing like it"), []),
    ],
)
def test_filters_and_search_let_through_what_fits(filters: Filters, expected: list[int]) -> None:
    assert numbers(arranged(filters)) == expected


def test_the_counts_are_of_every_issue_within_the_other_filters() -> None:
    found = arranged(Filters(issues=frozenset({CodeIssue.MISSING})))

    assert found.counts[CodeIssue.MISSING] == 2
    assert found.counts[CodeIssue.TIMED_OUT] == 1
    assert found.counts[None] == 2
    assert found.legs_count == 5


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (Column.STARTED, [1, 2, 3, 4, 5]),
        (Column.ENDED, [1, 2, 3, 4, 5]),
        (Column.AGENT, [2, 5, 3, 4, 1]),
        (Column.QUEUE, [1, 2, 3, 4, 5]),
        (Column.CUSTOMER, [4, 5, 2, 1, 3]),
        (Column.MEDIA, [1, 2, 4, 5, 3]),
        (Column.CODE, [1, 5, 3, 4, 2]),
        (Column.ISSUE, [3, 4, 1, 5, 2]),
        (Column.SUGGESTED, [1, 3, 4, 5, 2]),
        (Column.PROBABILITY, [1, 3, 4, 2, 5]),
    ],
)
def test_rows_are_sorted_by_what_the_column_shows(column: Column, expected: list[int]) -> None:
    extras = SortExtras({1: (RESET.id, 0.4), 4: (REFUND.id, 0.9)})
    if column is Column.SUGGESTED:
        expected = [1, 3, 4, 2, 5]
        extras = SortExtras({1: (INVOICE.id, 0.4), 4: (REFUND.id, 0.9)})

    found = arranged(Filters(includes_good=True), Order(column, is_descending=False), extras)

    assert numbers(found) == expected


def test_descending_order_keeps_equal_rows_in_the_order_they_were_found() -> None:
    found = arranged(Filters(includes_good=True), Order(Column.QUEUE, is_descending=True))

    assert numbers(found) == [4, 5, 1, 2, 3]


@given(minutes=st.lists(st.integers(0, 50), max_size=60), is_descending=st.booleans())
def test_sorting_in_small_steps_is_sorting(minutes: list[int], *, is_descending: bool) -> None:
    legs = tuple(
        replace(leg(number), hung_up_at=MORNING + timedelta(minutes=minute, hours=2))
        for number, minute in enumerate(minutes)
    )
    found = arranged(order=Order(Column.ENDED, is_descending), table=table_of(legs))

    plain = sorted(range(len(minutes)), key=minutes.__getitem__, reverse=is_descending)
    assert list(found.rows) == plain


def test_a_customer_who_comes_later_is_sorted_in() -> None:
    table = table_of()
    arranged(order=Order(Column.CUSTOMER, is_descending=False), table=table)

    table.put(leg(9, customer_name="Aaron"), CodeIssue.MISSING)
    found = arranged(order=Order(Column.CUSTOMER, is_descending=False), table=table)

    assert table.leg(found.rows[0]).customer_name == "Aaron"


def test_an_empty_table_has_no_rows() -> None:
    for column in Column:
        assert list(arranged(order=Order(column), table=LegTable()).rows) == []


def test_more_rows_than_one_step_takes_are_filtered_and_sorted_as_a_whole() -> None:
    table = LegTable()
    count = 45_000
    for number in range(count):
        minutes = (number * 7919) % count
        table.put(
            replace(
                LEGS[0],
                key=LEGS[0].key._replace(communication_id=f"c-{number}"),
                hung_up_at=MORNING + timedelta(minutes=minutes),
                customer_name=f"name {minutes:05}",
            ),
            CodeIssue.MISSING if number % 2 else None,
        )

    by_end = arranged(order=Order(Column.ENDED, is_descending=True), table=table)
    by_name = arranged(
        Filters(includes_good=True), Order(Column.CUSTOMER, is_descending=False), table=table
    )

    ends = [table.ended_ms[row] for row in by_end.rows]
    assert len(ends) == count // 2
    assert ends == sorted(ends, reverse=True)
    names = [table.customers.texts[table.customer[row]] for row in by_name.rows]
    assert names == sorted(names)
    assert by_name.counts == {**dict.fromkeys(by_name.counts, 0), None: count // 2, CodeIssue.MISSING: count // 2}  # fmt: skip


def test_a_note_and_a_division_of_several_are_filters_too() -> None:
    legs = (
        leg(1, note="asked twice", division_ids=("north", "south")),
        leg(2, tags=("vip",), division_ids=("south",)),
        leg(3, division_ids=("east",), team_id="evening"),
        leg(4),
    )

    def found(filters: Filters) -> set[int]:
        shown = run_now(arrange(table_of(legs), DIRECTORY, filters, Order(), SortExtras()))
        return {row + 1 for row in shown.rows}

    assert found(Filters(note=NoteFilter.WITH)) == {1, 2}
    assert found(Filters(note=NoteFilter.WITHOUT)) == {3, 4}
    assert found(Filters(division_ids=frozenset({"south"}))) == {1, 2}
    assert found(Filters(division_ids=frozenset({"north", "east"}))) == {1, 3}
    assert found(Filters(division_ids=frozenset({"nowhere"}))) == set()
    assert found(Filters(team_ids=frozenset({"evening"}))) == {3}
    both = Filters(note=NoteFilter.WITH, division_ids=frozenset({"north"}))
    assert found(both) == {1}
