from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

from tests.domain.repair.examples import DIRECTORY, INVOICE, MORNING, REFUND, leg
from wrapup_desk.domain.history.past_leg import PastLeg
from wrapup_desk.domain.repair.code_issue import issue_of
from wrapup_desk.domain.repair.leg_table import LegTable
from wrapup_desk.domain.repair.repair_reports import (
    CodePrecision,
    Confusion,
    Share,
    confusions,
    precision_by_code,
    report_on,
    spans_of,
)
from wrapup_desk.domain.wrapup import TIMEOUT_CODE_ID


def table_of(*legs: PastLeg) -> LegTable:
    table = LegTable()
    for each in legs:
        table.put(each, issue_of(each, DIRECTORY))
    return table


TABLE = table_of(
    leg(1),
    leg(2, code_id=INVOICE.id),
    leg(3, code_id=TIMEOUT_CODE_ID),
    leg(4, code_id=REFUND.id, queue_id="queue-support"),
    leg(5, queue_id=""),
    leg(6, code_id="deleted-last-year", queue_id="queue-support"),
)


def test_missing_rates_are_by_queue_the_worst_first() -> None:
    report = report_on(TABLE, range(len(TABLE)), DIRECTORY, UTC, {})

    assert report.missing_by_queue == (Share("Billing", 2, 3), Share("Support", 0, 2))
    assert (report.legs_count, report.coded_count) == (5, 3)


def test_missing_rates_are_by_the_day_of_the_zone() -> None:
    evening = MORNING.replace(hour=20)
    late = leg(20, started_at=MORNING - timedelta(days=20), hung_up_at=evening)
    table = table_of(late)

    there = report_on(table, [0], DIRECTORY, ZoneInfo("Australia/Sydney"), {})
    here = report_on(table, [0], DIRECTORY, UTC, {})

    assert [day for day, _ in here.missing_by_day] == [date(2026, 11, 20)]
    assert [day for day, _ in there.missing_by_day] == [date(2026, 11, 21)]


def test_codes_nobody_used_are_named() -> None:
    report = report_on(TABLE, range(len(TABLE)), DIRECTORY, UTC, {})

    assert report.unused_code_ids == ("code-reset",)
    assert report.uses_by_code == {INVOICE.id: 1, REFUND.id: 1, "deleted-last-year": 1}


def test_suggestions_are_held_against_what_agents_chose() -> None:
    suggested = {0: REFUND.id, 1: INVOICE.id, 3: INVOICE.id}

    report = report_on(TABLE, range(len(TABLE)), DIRECTORY, UTC, suggested)

    assert report.agreement == Share("agreed with the suggestion", 1, 2)
    assert report.precision_by_code == (CodePrecision(INVOICE.id, 2, 1),)
    assert report.precision_by_code[0].precision == 0.5
    assert report.confusions == (Confusion(INVOICE.id, REFUND.id, 1),)


def test_the_time_to_code_is_of_coded_legs() -> None:
    report = report_on(TABLE, range(len(TABLE)), DIRECTORY, UTC, {})

    assert report.time_to_code.count == 3
    assert report.time_to_code.median_s == 12.0


def test_spans_are_counted_into_bars() -> None:
    spans = spans_of([1, 2, 3, 7, 200])

    assert (spans.median_s, spans.p90_s, spans.p99_s) == (3, 200, 200)
    assert spans.bars[0] == (2.0, 2)
    assert spans.bars[-1] == (None, 1)
    assert sum(count for _, count in spans.bars) == 5
    assert spans_of([]).count == 0


def test_nothing_to_count_is_no_division_by_zero() -> None:
    report = report_on(LegTable(), [], DIRECTORY, UTC, {})

    assert report.agreement.rate == 0.0
    assert report.legs_count == 0
    assert CodePrecision("x", 0, 0).precision == 0.0


def test_the_most_frequent_confusion_comes_first() -> None:
    pairs = [("a", "b"), ("a", "c"), ("a", "b"), ("b", "b")]

    assert confusions(pairs)[0] == Confusion("a", "b", 2)
    assert precision_by_code(pairs)[1] == CodePrecision("b", 1, 1)


def test_an_unfinished_day_counts_only_what_is_over() -> None:
    table = table_of(leg(1, is_in_after_call=True), leg(2, started_at=MORNING + timedelta(days=1)))

    report = report_on(table, range(2), DIRECTORY, UTC, {})

    assert report.legs_count == 1


def test_further_topics_are_the_tags_that_name_codes() -> None:
    table = table_of(
        leg(1, code_id=REFUND.id, tags=("Invoice explained", "Password reset")),
        leg(2, code_id=REFUND.id, tags=("invoice explained", "vip")),
        leg(3, code_id=REFUND.id, tags=("vip",)),
        leg(4, code_id=REFUND.id),
    )

    report = report_on(table, range(len(table)), DIRECTORY, UTC, {})

    assert report.topics_by_code == {INVOICE.id: 2, "code-reset": 1}
    assert report.legs_with_topics == 2
