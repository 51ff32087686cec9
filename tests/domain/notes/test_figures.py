from __future__ import annotations

import pytest

from wrapup_desk.domain.notes.figures import FigureKind, figures_of

KINDS = FigureKind


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("you get 42 dollars back", KINDS.AMOUNT, "42 dollars"),
        ("eighty nine dollars were charged", KINDS.AMOUNT, "eighty nine dollars"),
        ("€1,299.50 in all", KINDS.AMOUNT, "€1,299.50"),
        ("kostet 89,90 Euro", KINDS.AMOUNT, "89,90 Euro"),
        ("料金は3000円です", KINDS.AMOUNT, "3000円"),
        ("on March 2nd please", KINDS.DATE, "March 2nd"),
        ("am 3. März bestellt", KINDS.DATE, "3. März"),
        ("the 4th of May", KINDS.DATE, "4th of May"),
        ("on 2026-03-05", KINDS.DATE, "2026-03-05"),
        ("nächsten Freitag dann", KINDS.DATE, "nächsten Freitag"),
        ("3月5日にお届け", KINDS.DATE, "3月5日"),
        ("at 9:30 am sharp", KINDS.TIME, "9:30 am"),
        ("um 15 Uhr", KINDS.TIME, "15 Uhr"),
        ("午後3時に", KINDS.TIME, "午後3時"),
        ("order AB-12345 is late", KINDS.REFERENCE, "AB-12345"),
        ("for 12 people", KINDS.NUMBER, "12"),
    ],
)
def test_figures_are_found_as_they_were_said(text: str, kind: FigureKind, said: str) -> None:
    assert [(found.kind, found.text) for found in figures_of(text)] == [(kind, said)]


def test_the_same_figure_is_known_in_another_spelling() -> None:
    assert {figure.same_as for figure in figures_of("March 2nd and march 2")} == {"march2"}


def test_words_are_no_figures() -> None:
    assert figures_of("nobody may tell what the march to the west was about") == ()
