"""A German word too long for its line is parted as Duden parts it."""

from __future__ import annotations

import pytest

from wrapup_desk.domain.language.german_words import hyphen_place


def parted(word: str) -> str:
    """Return *word* with all its hyphens."""
    places, place = [], len(word)
    while (place := hyphen_place(word, place - 1)) > 0:
        places.append(place)
    for each in places:
        word = f"{word[:each]}-{word[each:]}"
    return word


@pytest.mark.parametrize(
    "word",
    [
        "Nach-bear-bei-tungs-code",
        "Netz-werk-ver-bin-dung",
        "Zer-ti-fi-zie-rungs-stelle",
        "Benach-rich-ti-gun-gen",  # two letters alone are too few
        "Bild-schirm-frei-gabe",
        "War-te-schlange",
        "Zusam-men-fas-sung",
        "zurück-ge-nom-men",
    ],
)
def test_a_word_is_parted_between_its_syllables(word: str) -> None:
    assert parted(word.replace("-", "")) == word


def test_the_last_place_that_the_line_holds_is_taken() -> None:
    assert hyphen_place("Nachbearbeitungscode", 18) == len("Nachbearbeitungs")
    assert hyphen_place("Nachbearbeitungscode", 12) == len("Nachbearbei")


@pytest.mark.parametrize("text", ["conversation:participant", "v2.users", "Rhythm", "ab", ""])
def test_what_is_no_word_of_several_syllables_is_not_parted(text: str) -> None:
    assert hyphen_place(text, len(text)) == 0
