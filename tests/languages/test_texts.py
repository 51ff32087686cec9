from __future__ import annotations

from collections.abc import Iterator

import pytest

from wrapup_desk.domain.language.texts import (
    Catalogue,
    language_in_use,
    mark,
    tr,
    tr_marked,
    tr_n,
    use_catalogue,
)


@pytest.fixture
def german() -> Iterator[None]:
    former = use_catalogue(
        Catalogue(
            "de",
            {"Sent to {queue}": "An {queue} gesendet", "Later": "Später", "Empty": ""},
            {"{count} codes": ("{count} Code", "{count} Codes")},
        )
    )
    yield
    use_catalogue(former)


def test_without_a_catalogue_english_is_said() -> None:
    assert language_in_use() == "en"
    assert tr("Sent to {queue}", queue="Billing") == "Sent to Billing"
    assert tr_n("{count} code", "{count} codes", 1) == "1 code"
    assert tr_n("{count} code", "{count} codes", 1200) == "1,200 codes"


def test_a_text_is_said_in_the_language_in_use(german: None) -> None:
    assert language_in_use() == "de"
    assert tr("Sent to {queue}", queue="Billing") == "An Billing gesendet"


def test_what_the_catalogue_lacks_is_said_in_english(german: None) -> None:
    assert tr("Not known to it") == "Not known to it"
    assert tr("Empty") == "Empty"
    assert tr_n("{count} row", "{count} rows", 2) == "2 rows"


def test_a_count_chooses_the_form_and_is_written_as_the_language_does(german: None) -> None:
    assert tr_n("{count} code", "{count} codes", 1) == "1 Code"
    assert tr_n("{count} code", "{count} codes", 1200) == "1.200 Codes"


def test_a_marked_text_is_translated_when_it_is_said(german: None) -> None:
    marked = mark("Later")

    assert marked == "Later"
    assert tr_marked(marked) == "Später"


@pytest.mark.parametrize("value", ["{queue}", "{0}", "{queue.__class__}", "50 % {", "Later"])
def test_a_value_is_neither_translated_nor_read_as_a_pattern(german: None, value: str) -> None:
    assert tr("Sent to {queue}", queue=value) == f"An {value} gesendet"


def test_a_value_from_right_to_left_takes_no_neighbours_along() -> None:
    hebrew = "\u05d4\u05d7\u05d6\u05e8"

    assert tr("{code}, {count} s", code=hebrew, count=5) == f"\u2068{hebrew}\u2069, 5 s"
    assert tr("{code}, {count} s", code="Refund", count=5) == "Refund, 5 s"


def test_a_field_that_is_not_given_stays_as_it_stands() -> None:
    assert tr("Sent to {queue}", other="x") == "Sent to {queue}"


def test_a_translation_reaches_no_attribute_of_a_value() -> None:
    former = use_catalogue(Catalogue("de", {"Sent to {queue}": "{queue.__class__} {queue!r}"}))

    assert tr("Sent to {queue}", queue="Billing") == "{queue.__class__} {queue!r}"
    use_catalogue(former)


def test_what_a_text_counts_has_its_thousands_apart_and_other_numbers_do_not() -> None:
    former = use_catalogue(Catalogue("de"))

    said = tr(
        "{coded} of {handled}, {count} s: {status} on {port}",
        coded=1198,
        handled=1204,
        count=1000,
        status=1006,
        port=53682,
    )

    assert said == "1.198 of 1.204, 1.000 s: 1006 on 53682"
    use_catalogue(former)
