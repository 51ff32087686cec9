from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from wrapup_desk.domain.language import conventions

NOVEMBER = date(2026, 11, 3)


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    conventions.use("en")


@pytest.mark.parametrize(
    ("language", "whole", "part", "share"),
    [
        ("en", "12,400", "1,234.5", "82%"),
        ("de", "12.400", "1.234,5", "82\N{NO-BREAK SPACE}%"),
        ("ja", "12,400", "1,234.5", "82%"),
    ],
)
def test_numbers_and_shares_are_written_as_the_language_does(
    language: str, whole: str, part: str, share: str
) -> None:
    conventions.use(language)

    assert conventions.number(12_400) == whole
    assert conventions.number(1234.54, 1) == part
    assert conventions.percent(0.82) == share


@pytest.mark.parametrize(
    ("language", "short", "whole"),
    [
        ("en", "3 Nov", "3 Nov 2026"),
        ("de", "3. Nov.", "3. Nov. 2026"),
        ("ja", "11月3日", "2026年11月3日"),
    ],
)
def test_days_are_written_as_the_language_does(language: str, short: str, whole: str) -> None:
    conventions.use(language)

    assert conventions.day(NOVEMBER) == short
    assert conventions.day(NOVEMBER, has_year=True) == whole


def test_the_time_of_day_has_24_hours_everywhere() -> None:
    moment = datetime(2026, 11, 3, 14, 2, 7)  # noqa: DTZ001 -- in the zone it is given in

    assert conventions.clock(moment) == "14:02"
    assert conventions.clock(moment, has_seconds=True) == "14:02:07"


def test_names_stand_where_a_person_looks_for_them() -> None:
    names = [
        "Zoll",
        "Überweisung",
        "abgelehnt",
        "Ärger",
        "Umzug",
        "カード",
        "かいやく",
        "が",
        "か",
    ]

    ordered = sorted(names, key=conventions.sort_key)

    assert ordered == [
        "abgelehnt", "Ärger", "Überweisung", "Umzug", "Zoll", "か", "かいやく", "が", "カード",
    ]  # fmt: skip


@pytest.mark.parametrize(("count", "german", "japanese"), [(0, 1, 0), (1, 0, 0), (2, 1, 0)])
def test_a_count_takes_the_form_of_its_language(count: int, german: int, japanese: int) -> None:
    assert conventions.of("de").form(count) == german
    assert conventions.of("ja").form(count) == japanese


def test_a_language_nobody_knows_is_written_as_english() -> None:
    assert conventions.of("fr") is conventions.of("en")


@pytest.mark.parametrize(
    ("language", "list_", "clauses", "labelled", "aside"),
    [
        ("en", "a, b", "a, b; c", "Codes: 3", "Today (1,200)"),
        ("de", "a, b", "a, b; c", "Codes: 3", "Today (1.200)"),
        ("ja", "a、b", "a、b\uff0fc", "Codes\uff1a3", "Today\uff081,200\uff09"),
    ],
)
def test_what_is_put_together_has_the_marks_of_the_language(
    language: str, list_: str, clauses: str, labelled: str, aside: str
) -> None:
    conventions.use(language)

    assert conventions.listed("ab") == list_
    assert conventions.clauses([list_, "c"]) == clauses
    assert conventions.labelled("Codes", 3) == labelled
    assert conventions.aside("Today", conventions.number(1200)) == aside


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "3 found. It waits."), ("de", "3 found. It waits."), ("ja", "3 found。It waits.")],
)
def test_sentences_follow_each_other_as_the_language_has_it(language: str, told: str) -> None:
    conventions.use(language)

    assert conventions.followed("3 found", "It waits.") == told
    assert conventions.followed("3 found", "") == "3 found"
    assert conventions.sentences("", "It waits.") == "It waits."


def test_what_is_said_of_a_host_stands_beside_it_without_a_space_in_japanese() -> None:
    conventions.use("ja")
    assert conventions.beside("api.test", "に接続できません。") == "api.testに接続できません。"

    conventions.use("en")
    assert conventions.beside("api.test", "did not answer.") == "api.test did not answer."
