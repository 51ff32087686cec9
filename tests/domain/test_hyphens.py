"""A German word too long for its line is parted as Duden parts it; other words are left alone."""

from __future__ import annotations

from itertools import pairwise

import pytest

from wrapup_desk.domain.language.hyphens import Hyphens
from wrapup_desk.main.language import read_catalogue

GERMAN = read_catalogue("de").hyphens


def parted(word: str) -> str:
    """Return *word* with all its hyphens."""
    cuts = [0, *GERMAN.places(word), len(word)]
    return "-".join(word[one:other] for one, other in pairwise(cuts))


def line_of(text: str, fits: str, start: int = 0) -> str | None:
    """Return the line of *text* that *fits*, where it is to end with a hyphen."""
    place = GERMAN.line_end(text, start, start + len(fits), lambda at: at < start + len(fits))
    return None if place is None else text[start:place]


@pytest.mark.parametrize(
    "word",
    [
        "Nach-be-ar-bei-tungs-code",
        "Netz-werk-ver-bin-dung",
        "Zer-ti-fi-zie-rungs-stelle",
        "Benach-rich-ti-gun-gen",  # two letters alone are too few
        "Bild-schirm-frei-gabe",
        "War-te-schlange",
        "Zusam-men-fas-sung",
        "zurück-ge-nom-men",
        # Parts of a compound begin with a vowel, or end in consonants.
        "Pro-gramm-ord-ner",
        "Sys-tem-ein-stel-lun-gen",
        "Mas-sen-än-de-rung",
        "Schreib-rechte",
        "Spei-cher-ort",
        "Task-leiste",
        "Notiz-ent-wurf",
        "Ange-zwei-felt",
        # The reformed spelling parts s and t, and keeps ck together.
        "Ein-zel-tas-ten",
        "Kor-rek-tur-re-gis-ter",
        "Ent-wick-lung",
        # Words that customers name their codes by.
        "Kün-di-gungs-be-stä-ti-gung",
        "Adress-än-de-rung",
        "STOR-NIE-RUNG",
    ],
)
def test_a_word_is_parted_between_its_syllables(word: str) -> None:
    assert parted(word.replace("-", "")) == word


def test_the_last_place_that_the_line_holds_is_taken() -> None:
    assert line_of("Nachbearbeitungscode", "Nachbearbeitungsco") == "Nachbearbeitungs"
    assert line_of("Nachbearbeitungscode", "Nachbearbeit") == "Nachbearbei"
    assert line_of("(Nachbearbeitungscode)", "(Nachbearbeit") == "(Nachbearbei"
    # No line begins with what closes a word.
    assert line_of("(Übernehmen); ändern", "(Übernehmen)") == "(Überneh"
    assert line_of("Warteschlangen-Code", "Warteschlangen") == "Warteschlan"
    assert line_of("Ein Nachbearbeitungscode.", "Nachbearb", start=4) == "Nachbear"


def test_the_rest_of_a_word_is_parted_as_the_whole_word_is() -> None:
    # "richtigungen" alone would not be known for what it is.
    assert line_of("Benachrichtigungen", "richtigu", start=6) == "richti"


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("Marta Oliveira", "Marta "),
        ("Marta Oliveira", "Marta"),
        ("Der Nachbearbeitungscode", "Der Nachbearbeit"),  # it has room on the next line
        ("Nachbearbeitung", "Nachbearbeitung"),
        ("conversation:participant", "conversat"),
        ("GlobalShortcuts", "GlobalShort"),
        ("v2.users", "v2.us"),
        ("Rhythm", "Rhyth"),
        ("", ""),
    ],
)
def test_where_no_long_word_is_broken_there_is_no_hyphen(text: str, fits: str) -> None:
    assert line_of(text, fits) is None


def test_a_language_without_patterns_parts_no_word() -> None:
    assert Hyphens().places("Nachbearbeitungscode") == ()
    assert Hyphens().line_end("Nachbearbeitungscode", 0, 12, lambda _at: True) is None
