from collections.abc import Iterable, Mapping
from dataclasses import replace
from random import Random

import pytest

from tests.domain.repair.examples import INVOICE, MORNING, REFUND, leg
from wrapup_desk.domain.cooperative import run_now
from wrapup_desk.domain.history.past_leg import PastLeg
from wrapup_desk.domain.quality.sample import (
    MOST_DRAWN,
    Review,
    Sample,
    SampleRequest,
    Stratum,
    Verdict,
    drawing,
    newest_reviews,
    result_of,
)
from wrapup_desk.domain.repair.code_origin import ChosenBy, CodeOrigin
from wrapup_desk.domain.repair.leg_table import LegTable
from wrapup_desk.domain.repair.person import Person
from wrapup_desk.domain.wrapup import TIMEOUT_CODE_ID

REVIEWER = Person("user-9", "Renee")


def table_of(legs: Iterable[PastLeg]) -> LegTable:
    table = LegTable()
    for each in legs:
        table.put(each, None)
    return table


def coded_legs(count: int, queue_id: str = "queue-billing", start: int = 0) -> list[PastLeg]:
    return [
        leg(start + number, code_id=REFUND.id, queue_id=queue_id) for number in range(1, count + 1)
    ]


def draw(
    table: LegTable, request: SampleRequest, origins: Mapping[int, CodeOrigin] | None = None
) -> Sample:
    return run_now(drawing(table, range(len(table)), request, origins or {}))


def drawn_ids(table: LegTable, sample: Sample) -> list[str]:
    return [table.key(row).communication_id for row in sample.rows]


def reviewed(table: LegTable, row: int, verdict: Verdict, right: str = "") -> Review:
    return Review(table.key(row), table.code_id(row), verdict, MORNING, REVIEWER, right)


def test_the_same_seed_draws_the_same_legs_in_whatever_order_they_were_found() -> None:
    legs = coded_legs(200)
    mixed = legs[:]
    Random(4).shuffle(mixed)
    first, second = table_of(legs), table_of(mixed)

    one = drawn_ids(first, draw(first, SampleRequest(20, seed=7)))

    assert one == drawn_ids(second, draw(second, SampleRequest(20, seed=7)))
    assert one != drawn_ids(first, draw(first, SampleRequest(20, seed=8)))


def test_each_leg_is_drawn_equally_often() -> None:
    table = table_of(coded_legs(40))
    times = [0] * 40
    for seed in range(1000):
        for row in draw(table, SampleRequest(10, seed)).rows:
            times[row] += 1

    # 250 times each is expected; 14 is one standard deviation.
    assert min(times) > 190
    assert max(times) < 310


def test_only_legs_with_a_persons_code_are_drawn() -> None:
    table = table_of(
        [leg(1), leg(2, code_id=TIMEOUT_CODE_ID), leg(3, queue_id=""), leg(4, code_id=REFUND.id)]
    )

    sample = draw(table, SampleRequest(10))

    assert sample.rows == (3,)
    assert sample.population == 1


def test_so_many_are_drawn_of_each_queue() -> None:
    table = table_of([*coded_legs(90), *coded_legs(10, "queue-support", 100)])

    sample = draw(table, SampleRequest(5, stratum=Stratum.QUEUE))

    assert sorted(sample.strata.values()) == ["queue-billing"] * 5 + ["queue-support"] * 5
    assert sample.sizes == {"queue-billing": 90, "queue-support": 10}


def test_so_many_are_drawn_of_each_chooser() -> None:
    table = table_of(coded_legs(10))
    origins = {row: CodeOrigin(ChosenBy.PROGRAM, "") for row in range(4)}

    sample = draw(table, SampleRequest(2, stratum=Stratum.CHOOSER), origins)

    assert sample.sizes == {"program": 4, "agent": 6}
    assert len(sample.rows) == 4


@pytest.mark.parametrize("size", [0, -1, MOST_DRAWN + 1])
def test_a_sample_of_no_sensible_size_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="1 to 2,000"):
        SampleRequest(size)


def test_the_share_of_wrong_codes_counts_each_queue_by_its_size() -> None:
    table = table_of([*coded_legs(90), *coded_legs(10, "queue-support", 100)])
    sample = draw(table, SampleRequest(5, stratum=Stratum.QUEUE))
    # All of the small queue's are wrong, none of the large one's.
    reviews = {
        row: reviewed(table, row, Verdict.WRONG if stratum == "queue-support" else Verdict.RIGHT)
        for row, stratum in sample.strata.items()
    }

    result = result_of(sample, reviews)

    assert result.wrong.rate == pytest.approx(0.1)
    assert result.by_stratum["queue-support"].rate == 1.0
    # Ten unequal ones tell less than ten at random.
    assert result.wrong.of < 10


def test_what_a_reviewer_is_unsure_of_counts_neither_way() -> None:
    table = table_of(coded_legs(4))
    sample = draw(table, SampleRequest(4))
    reviews = {
        sample.rows[0]: reviewed(table, sample.rows[0], Verdict.WRONG, INVOICE.id),
        sample.rows[1]: reviewed(table, sample.rows[1], Verdict.RIGHT),
        sample.rows[2]: reviewed(table, sample.rows[2], Verdict.UNSURE),
    }

    result = result_of(sample, reviews)

    assert (result.reviewed, result.right_count, result.wrong_count) == (3, 1, 1)
    assert (result.wrong.count, result.wrong.of) == (1, 2)
    assert result.mistaken == {(REFUND.id, INVOICE.id): 1}


def test_the_interval_holds_the_true_share_about_95_times_of_100() -> None:
    table = table_of(coded_legs(2000))
    wrong = {row for row in range(2000) if Random(row).random() < 0.12}
    truth = len(wrong) / 2000
    held = 0
    for seed in range(200):
        sample = draw(table, SampleRequest(80, seed))
        reviews = {
            row: reviewed(table, row, Verdict.WRONG if row in wrong else Verdict.RIGHT)
            for row in sample.rows
        }
        estimate = result_of(sample, reviews).wrong
        held += estimate.low <= truth <= estimate.high

    assert 180 <= held <= 200


def test_the_last_verdict_on_a_leg_stands() -> None:
    table = table_of(coded_legs(1))
    first = reviewed(table, 0, Verdict.WRONG)
    second = replace(first, verdict=Verdict.RIGHT, at=MORNING.replace(hour=23))

    assert newest_reviews([second, first]) == {table.key(0): second}
