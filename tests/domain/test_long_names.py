"""Names that programs use end a line between their parts."""

from __future__ import annotations

import pytest

from wrapup_desk.domain.language.long_names import part_end


@pytest.mark.parametrize(
    ("fits", "goes_on", "line"),
    [
        ("conversation:participa", "nt:wrapup).", "conversation:"),
        ("conversation:participant:wrapup", ").", "conversation:participant:"),
        ("speechAndTextAnalytic", "s:data:view is", "speechAndText"),
        ("speechAndTextAnalytics:da", "ta:view is", "speechAndTextAnalytics:"),
        ("login.mypurec", "loud.de", "login."),
        ("missing_permis", "sion", "missing_"),
    ],
)
def test_a_name_ends_a_line_between_its_parts(fits: str, goes_on: str, line: str) -> None:
    assert part_end(fits + goes_on, 0, len(fits)) == len(line)


@pytest.mark.parametrize(
    ("fits", "goes_on"),
    [
        ("Kundenbet", "reuung"),  # no parts: wherever the room ends
        ("Your codes ", "are saved"),
        ("Your codes", " are saved"),
        ("3f2a9c1e-", "77b1-4c1e"),
        ("at 12:30 and", " 13:30"),
        ("whole:line", ""),
    ],
)
def test_what_is_no_such_name_ends_where_the_room_does(fits: str, goes_on: str) -> None:
    assert part_end(fits + goes_on, 0, len(fits)) == len(fits)


def test_only_the_name_that_is_broken_counts() -> None:
    text = "a:b Kundenbetreuung"

    assert part_end(text, 0, 13) == 13


@pytest.mark.parametrize(
    ("fits", "goes_on", "line"),
    [
        ("Tab fills in /late /", "refund", "Tab fills in /late "),
        ("Every interaction gets its wrap-", "up code", "Every interaction gets its "),
        ("Oder schreiben Sie eine E-", "Mail", "Oder schreiben Sie eine "),
        ("On 2026-11-", "30", "On "),
        ("Zum Nachbearbeitungs-", "Code", "Zum Nachbearbeitungs-"),
        ("Ask your team and/", "or your supervisor", "Ask your team and/"),
        ("wrap-", "up", "wrap-"),
    ],
)
def test_a_stroke_parts_no_word_of_which_too_little_would_stand_alone(
    fits: str, goes_on: str, line: str
) -> None:
    assert part_end(fits + goes_on, 0, len(fits)) == len(line)
