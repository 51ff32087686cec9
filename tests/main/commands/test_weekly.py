"""The week's page is written by a real process on the simulator, and holds nothing that runs."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QFont, QFontMetricsF

from tests import fakes
from tests.adapters.learning.test_outcome_store import an_outcome
from tests.domain.repair.examples import DIRECTORY, REFUND, SAM, key, leg
from tests.languages.speaking import speaking
from tests.simulator_process import SimulatorProcess
from wrapup_desk.adapters.files.page_parts import bar_chart, table_of
from wrapup_desk.adapters.files.weekly_page import weekly_page
from wrapup_desk.adapters.learning.outcome_store import SqliteOutcomes
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.application.base.settings import LanguageChoice
from wrapup_desk.application.learning.outcomes import Outcome, StoredOutcomes
from wrapup_desk.application.learning.reported_queues import reported
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.application.repair.proof.weekly_figures import (
    WeeklyFigures,
    last_whole_week,
    span_of_weeks,
    weekly_figures,
)
from wrapup_desk.domain.quality.sample import Review, Verdict

MONDAY = date(2026, 11, 16)
VOID = {"meta", "rect"}
SCRIPTED = {"script", "iframe", "object", "embed", "link", "img", "form"}


class Page(HTMLParser):
    """What a page is made of; fails where a tag is not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open_tags: list[str] = []
        self.tags: Counter[str] = Counter()
        self.addresses: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag not in VOID:
            self.open_tags.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        assert self.open_tags.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def figures(**changes: Any) -> WeeklyFigures:
    legs = LegIndex(DIRECTORY)
    for number in range(40):
        started = datetime(2026, 11, 16, 9, tzinfo=UTC) + timedelta(hours=number * 3)
        code_id = "" if number % 4 == 0 else REFUND.id
        legs.put(leg(number, code_id=code_id, started_at=started, **changes))
    review = Review(key(1), REFUND.id, Verdict.WRONG, datetime(2026, 11, 24, tzinfo=UTC), SAM)
    return weekly_figures(legs, MONDAY, 4, UTC, {review.key: review})


def test_the_page_is_closed_well_and_nothing_in_it_runs_or_loads() -> None:
    page = Page("".join(weekly_page(figures(), "WrapUp Desk 1.0")))

    assert page.open_tags == []
    assert not SCRIPTED & set(page.tags)
    assert page.addresses == []
    assert page.tags["svg"] >= 3
    assert "week 47 of 2026" in page.text
    assert "75.0%" in page.text


def test_further_topics_are_counted_where_tags_name_codes() -> None:
    with_topics = Page("".join(weekly_page(figures(tags=("Invoice explained", "vip")), ""))).text
    without = Page("".join(weekly_page(figures(tags=("vip",)), ""))).text

    assert "Further topic Interactions Invoice explained 40" in with_topics
    assert "vip" not in with_topics
    assert "Further topic" not in without


def test_names_are_text_whatever_is_in_them() -> None:
    page = Page("".join(weekly_page(figures(agent_name="<script>alert(1)</script>"), "")))

    assert "script" not in page.tags
    assert "<script>alert(1)</script>" in page.text


def test_agents_are_left_out_where_that_was_asked_for() -> None:
    with_names = Page("".join(weekly_page(figures(), ""))).text
    without = Page("".join(weekly_page(figures(), "", names_agents=False))).text

    assert "Mia Novak" in with_names
    assert "Mia Novak" not in without
    assert "Agents beside" not in without


def test_only_legs_of_the_week_count_for_the_week() -> None:
    legs = LegIndex(DIRECTORY)
    for number, day in enumerate((15, 16, 22, 23)):
        legs.put(leg(number, started_at=datetime(2026, 11, day, 12, tzinfo=UTC)))

    found = weekly_figures(legs, MONDAY, 2, UTC, {})

    assert found.reports.legs_count == 2
    assert [week.missing.of for week in found.quality.coaching.weeks] == [1, 2, 1]


@pytest.mark.parametrize(
    ("now", "monday"),
    [
        (datetime(2026, 11, 28, 12, tzinfo=UTC), date(2026, 11, 16)),
        (datetime(2026, 11, 23, 0, 30, tzinfo=UTC), date(2026, 11, 16)),
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), date(2026, 11, 9)),
    ],
)
def test_the_week_is_the_last_one_that_is_over(now: datetime, monday: date) -> None:
    assert last_whole_week(now, UTC) == monday
    assert span_of_weeks(monday, 1, UTC).end_at <= now


def test_an_empty_week_is_a_page_too() -> None:
    page = Page("".join(weekly_page(weekly_figures(LegIndex(), MONDAY, 4, UTC, {}), "")))

    assert "Nothing to count" in page.text


def a_refund(at: datetime, number: int, **changes: Any) -> Outcome:
    """A leg that a person coded as a refund; what was suggested is in *changes*."""
    return an_outcome(str(number), at=at, chosen_code_id=fakes.REFUND.id, **changes)


def test_the_page_tells_for_each_code_how_suggestions_did_and_what_was_held_back() -> None:
    at = datetime(2026, 11, 17, tzinfo=UTC)
    right = [a_refund(at, number) for number in range(3)]
    other = a_refund(at, 4, suggested_code_id=fakes.BILLING.id, is_held_back=True)
    codes = (replace(fakes.REFUND, name="Refund <b>"), replace(fakes.BILLING, name="Billing"))
    kept = StoredOutcomes((*right, other), {"queue-1": "Support"}, {"queue-1": codes})

    page = Page("".join(weekly_page(figures(), "", suggested=reported(kept))))

    assert "Support Refund <b> 4 3 100.0% 75.0% 0 \N{EN DASH}" in page.text
    assert "Support Billing 0 1 0.0% \N{EN DASH} 1 1" in page.text


def test_a_page_without_figures_of_suggestions_says_nothing_of_them() -> None:
    assert "How suggestions did" not in Page("".join(weekly_page(figures(), ""))).text


async def kept_outcomes(path: Path) -> None:
    """Keep one leg of each week: before the week that is over, of it, and after it."""
    monday = span_of_weeks(last_whole_week(SystemClock().now(), None), 1, None).start_at
    store = SqliteOutcomes(path)
    await store.add([a_refund(monday + timedelta(days=day), day) for day in (-1, 3, 8)])
    await store.close()


def test_a_scheduler_gets_the_page_from_a_real_sign_in(tmp_path: Path) -> None:
    out = tmp_path / "week.html"
    asyncio.run(kept_outcomes(tmp_path / "learning.sqlite3"))
    with SimulatorProcess(
        "--idle", "--history", "300", "--history-days", "20",
        "--set", "requests_per_minute=1000000",
    ) as simulator:  # fmt: skip
        simulator.post("/simulator/history/pace", {"job_ms": 50})
        done = subprocess.run(
            [
                sys.executable, "-m", "wrapup_desk", "--profile", str(tmp_path / "profile"),
                "report", "--week", "--html", str(out), "--api-url", simulator.api,
                str(tmp_path / "learning.sqlite3"),
                "--requests-per-minute", "60000",
            ],
            env={
                **os.environ,
                "WRAPUP_DESK_CLIENT_ID": simulator.ready["service_client_id"],
                "WRAPUP_DESK_CLIENT_SECRET": simulator.ready["service_client_secret"],
            },
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    page = Page(out.read_text("utf-8"))
    count = int(done.stdout.split()[0].replace(",", ""))
    assert count > 20
    assert f"{count:,}" in page.text
    assert "Chosen otherwise Support Refund 1 1 100.0% 100.0%" in page.text
    # Windows has access lists instead.
    assert sys.platform == "win32" or out.stat().st_mode & 0o077 == 0


def test_a_page_without_a_place_is_refused(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable, "-m", "wrapup_desk", "--profile", str(tmp_path), "report", "--week",
        ],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )  # fmt: skip

    assert done.returncode == 1
    assert "--html FILE" in done.stderr


def in_language(choice: LanguageChoice, found: WeeklyFigures) -> str:
    with speaking(choice):
        return "".join(weekly_page(found, "WrapUp Desk 1.0"))


def test_days_and_brackets_are_in_the_manner_of_the_language() -> None:
    legs = LegIndex(DIRECTORY)
    for number, day in enumerate((9, 10, 16, 17)):
        legs.put(leg(number, started_at=datetime(2026, 11, day, 12, tzinfo=UTC)))
    found = weekly_figures(legs, MONDAY, 2, UTC, {})
    german = Page(in_language(LanguageChoice.GERMAN, found)).text
    japanese = Page(in_language(LanguageChoice.JAPANESE, found)).text

    assert "9. Nov. 2026" in german, "the weeks have a table"

    assert "2026年11月16日" in japanese
    assert not re.findall(r"\d{4}-\d\d-\d\d", german + japanese)
    assert not re.findall(r"% ?\(", japanese), "its brackets are wide"


LEVELS = "Billing and payments > Request about an invoice > "


@pytest.mark.parametrize(
    "names",
    [
        (f"{LEVELS}Refund", f"{LEVELS}Reminder", f"{LEVELS}Instalments"),
        (
            "請求とお支払いに関するお問い合わせと返金のご希望",
            "請求とお支払いに関するお問い合わせと分割払い",
        ),
        ("WRONG AMOUNT ON THE LAST INVOICE, WEB SHOP", "WRONG AMOUNT ON THE LAST INVOICE, BRANCH"),
    ],
)
@pytest.mark.usefixtures("qapp")
def test_a_bar_has_its_own_label_and_none_runs_into_it(names: tuple[str, ...]) -> None:
    chart = bar_chart("Use of codes", [(name, 1.0, "1", "accent") for name in names])
    drawn = re.findall(r'<text x="0"[^>]*>([^<]*)</text>', chart)

    font = QFont("Inter")
    font.setPixelSize(13)
    assert len(set(drawn)) == len(names)
    assert all(QFontMetricsF(font).horizontalAdvance(unescape(each)) < 260 for each in drawn)


def test_figures_stand_below_each_other_from_the_right_and_words_do_not() -> None:
    found = table_of(
        ("Code", "Used", "Share", "Time"), [("Refund", "1,200", "75.0% (61-86%)", "3 s")]
    )

    assert '<th>Code</th><th class="number">Used</th><th class="number">Share</th>' in found
    assert "<td>Refund</td>" in found
    assert "<td>3 s</td>" in found


def test_one_reviewed_code_is_told_as_one() -> None:
    assert "1 code was reviewed" in Page("".join(weekly_page(figures(), ""))).text
    assert "1 Code wurde geprüft" in Page(in_language(LanguageChoice.GERMAN, figures())).text
