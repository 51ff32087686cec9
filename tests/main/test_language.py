from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ExpectLog
from wrapup_desk import resource_files
from wrapup_desk.application.base.settings import LanguageChoice
from wrapup_desk.domain.language.texts import Catalogue, language_in_use, tr, use_catalogue
from wrapup_desk.main.language import language_of, use_language


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    use_catalogue(Catalogue())


@pytest.mark.parametrize(
    ("choice", "language"),
    [
        (LanguageChoice.ENGLISH, "en"),
        (LanguageChoice.GERMAN, "de"),
        (LanguageChoice.JAPANESE, "ja"),
    ],
)
def test_the_settings_choose_whatever_the_system_speaks(
    choice: LanguageChoice, language: str
) -> None:
    assert language_of(choice, {"LANG": "fr_FR.UTF-8", "WRAPUP_DESK_LANGUAGE": "de"}) == language


@pytest.mark.skipif(sys.platform == "win32", reason="Windows is asked itself")
@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "de_AT.UTF-8"}, "de"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "ja:en"}, "ja"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({}, "en"),
    ],
)
def test_left_to_the_system_its_own_language_counts(
    environment: dict[str, str], language: str
) -> None:
    assert language_of(LanguageChoice.SYSTEM, environment) == language


def test_a_variable_says_it_for_one_run() -> None:
    environment = {"LANG": "en_US.UTF-8", "WRAPUP_DESK_LANGUAGE": "de"}

    assert language_of(LanguageChoice.SYSTEM, environment) == "de"


def test_the_chosen_language_is_spoken() -> None:
    use_language(LanguageChoice.GERMAN)

    assert language_in_use() == "de"
    assert tr("Settings") == "Einstellungen"


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"texts": 1, "forms": 2}', "\0"])
def test_a_damaged_catalogue_leaves_english(
    content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_log: ExpectLog
) -> None:
    folder = tmp_path / "languages"
    folder.mkdir()
    if content is not None:
        (folder / "de.json").write_text(content, encoding="utf-8")
    monkeypatch.setattr(resource_files, "_PLACES", (tmp_path,))
    expect_log("the texts for de cannot be read")

    use_language(LanguageChoice.GERMAN)

    assert language_in_use() == "en"
    assert tr("Settings") == "Settings"
