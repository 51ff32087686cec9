from __future__ import annotations

import pytest

from tests.domain.recommender.talk_examples import ADDRESS, CARD, CODES, OTHER, REFUND
from wrapup_desk.domain.recommender.trust.suggestion_report import (
    ConfusedPair,
    OutcomeRecord,
    means_other,
    report_outcomes,
)

RECORDS = [
    *[OutcomeRecord("billing", "card", "card", 0.99, would_have_acted=True)] * 6,
    *[OutcomeRecord("billing", "refund", "card", 0.97, would_have_acted=True)] * 2,
    OutcomeRecord("billing", "other", "refund", 0.4),
    OutcomeRecord("billing", "other", None),
    OutcomeRecord("sales", "refund", "refund", 0.9),
]


def test_the_busiest_queue_comes_first_and_is_counted_alone() -> None:
    billing, sales = report_outcomes(RECORDS, {"billing": CODES, "sales": [REFUND]})

    assert (billing.queue_id, billing.legs, sales.legs) == ("billing", 10, 1)
    assert billing.top_share == pytest.approx(0.6)
    assert billing.coverage == pytest.approx(0.8)
    assert billing.precision == pytest.approx(0.75)
    assert billing.other_share == pytest.approx(0.2)
    assert sales.precision is None


def test_each_code_tells_how_often_it_was_right_and_found() -> None:
    billing = report_outcomes(RECORDS, {"billing": CODES})[0]
    figures = {each.code_id: each for each in billing.codes}

    assert figures["card"].precision == pytest.approx(0.75)
    assert figures["card"].found == 1.0
    assert figures["refund"].found == 0.0
    assert figures["address"].precision is None
    assert figures["address"].found is None


def test_confused_pairs_and_unused_codes_are_named() -> None:
    billing = report_outcomes(RECORDS, {"billing": CODES})[0]

    assert billing.confused[0] == ConfusedPair("refund", "card", 2)
    assert billing.unused_codes == (ADDRESS,)


def test_a_code_no_longer_listed_is_reported_by_its_id() -> None:
    report = report_outcomes(RECORDS, {"billing": [CARD, OTHER]})[0]

    assert {each.name for each in report.codes} == {"Lost card", "Other", "refund"}


def test_nothing_is_reported_of_nothing() -> None:
    assert report_outcomes([], {"billing": CODES}) == ()


@pytest.mark.parametrize(
    "name", ["Other", "Misc.", "General enquiry", "Sonstiges", "n/a", "z_other"]
)
def test_names_that_say_nothing_are_known(name: str) -> None:
    assert means_other(name)


@pytest.mark.parametrize("name", ["Mother board", "Generator", "Refund"])
def test_names_that_say_something_are_not_taken_for_other(name: str) -> None:
    assert not means_other(name)


def test_what_was_held_back_is_counted_with_what_people_chose_instead() -> None:
    held = [
        *[OutcomeRecord("billing", "refund", "card", 0.98, is_held_back=True)] * 3,
        OutcomeRecord("billing", "card", "card", 0.98, is_held_back=True),
        OutcomeRecord("billing", "other", "refund", 0.96, is_held_back=True),
    ]

    (billing,) = report_outcomes([*RECORDS[:10], *held], {"billing": CODES})
    figures = {each.code_id: (each.held_back, each.held_back_wrong) for each in billing.codes}

    assert (billing.held_back, billing.held_back_wrong) == (5, 4)
    assert figures["card"] == (4, 3)
    assert figures["refund"] == (1, 1)
