"""Tests that charts draw a share against the whole, and that no label lies over another."""

from datetime import date
from itertools import pairwise

import pytest

from tests.languages.speaking import speaking
from wrapup_desk.application.base.settings import LanguageChoice
from wrapup_desk.domain.history.past_leg import NameDirectory
from wrapup_desk.domain.repair.repair_reports import RepairReports, Share
from wrapup_desk.ui.repair.reports.chart_data import missing_by_day, missing_by_queue, uses
from wrapup_desk.ui.repair.reports.charts import label_places


def test_a_share_is_drawn_against_the_whole_and_not_against_the_largest() -> None:
    reports = RepairReports(
        missing_by_queue=(Share("Billing", 317, 1000), Share("Support", 100, 1000)),
        missing_by_day=((date(2026, 11, 20), Share("2026-11-20", 317, 1000)),),
    )

    for _, data in (missing_by_queue(reports), missing_by_day(reports)):
        assert data.bars[0].length == pytest.approx(0.317)
        assert data.bars[0].is_share


@pytest.mark.parametrize("count", [1, 2, 3, 7, 8, 13, 30, 31, 90, 365])
@pytest.mark.parametrize("room", [120.0, 300.0, 431.7, 900.0])
@pytest.mark.parametrize("wide", [9.0, 34.0, 61.5])
def test_no_label_under_a_bar_touches_another(count: int, room: float, wide: float) -> None:
    widths = [wide + place % 3 for place in range(count)]

    places = label_places(widths, room)

    assert places, "the first has room"
    distances = {after - before for before, after in pairwise(sorted(places))}
    assert len(distances) <= 1, "no one of them is left out"
    spans = [(start, start + widths[place]) for place, start in sorted(places.items())]
    assert spans[0][0] >= 0
    assert spans[-1][1] <= room + 1e-9
    for (_, end), (start, _) in pairwise(spans):
        assert start - end >= 8 - 1e-9


@pytest.mark.parametrize(
    ("language", "one", "two"),
    [
        (LanguageChoice.ENGLISH, "1 active code was never used", "2 active codes were never used"),
        (LanguageChoice.GERMAN, "Ein aktiver Code wurde nie", "2 aktive Codes wurden nie"),
    ],
)
def test_one_code_that_nobody_used_is_told_as_one(
    language: LanguageChoice, one: str, two: str
) -> None:
    unused = (("refund",), ("refund", "billing"))
    with speaking(language):
        told = [uses(RepairReports(unused_code_ids=each), NameDirectory())[0] for each in unused]

    assert told[0].startswith(one)
    assert told[1].startswith(two)
