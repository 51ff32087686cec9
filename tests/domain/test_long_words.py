"""A name of several parts that is wider than its line is parted at a joint, without a hyphen."""

from __future__ import annotations

import pytest

from wrapup_desk.domain.language.long_words import end_inside_word


def parted(text: str, most: int, language: str = "en") -> list[str]:
    """Return *text* in lines of at most so many letters."""
    lines, start = [], 0
    while start < len(text):
        end, hyphen = end_inside_word(text, start, min(start + most, len(text)), language)
        lines.append(text[start:end] + hyphen)
        start = end
    return lines


@pytest.mark.parametrize("language", ["en", "de", "ja"])
@pytest.mark.parametrize(
    ("most", "lines"),
    [
        (14, ["speechAndText", "Analytics:", "data:view"]),
        (22, ["conversation:", "participant:wrapup"]),
        (12, ["proxy.", "example:8080"]),
    ],
)
def test_a_name_is_parted_at_its_joints(language: str, most: int, lines: list[str]) -> None:
    assert parted("".join(lines), most, language) == lines


def test_a_german_word_takes_its_hyphen_in_german_alone() -> None:
    assert parted("Warteschlange", 8, "de") == ["Warte-", "schlange"]
    assert parted("Warteschlange", 8, "en") == ["Wartesch", "lange"]


def test_a_line_of_several_words_is_left_as_it_is() -> None:
    text = "the scope conversations:readonly"

    assert end_inside_word(text, 0, 20, "en") == (20, "")
    assert end_inside_word("one", 0, 3, "en") == (3, "")
