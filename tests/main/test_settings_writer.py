"""The window starts with whatever of the settings is right, and never loses a broken file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from wrapup_desk.adapters.files.settings_file import SettingsFile
from wrapup_desk.application.base.settings import LanguageChoice, Settings, ThemeChoice
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.domain.language.texts import use_catalogue
from wrapup_desk.main.language import read_catalogue
from wrapup_desk.main.settings_writer import SettingsWriter

PERSONAL = 'region = "eu-central-1"\nclient_id = "client"\ntheme = "pink"\n'


@pytest.fixture
def file(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "settings.toml", tmp_path / "policy.toml")


def test_a_wrong_key_keeps_nobody_from_signing_in(file: SettingsFile) -> None:
    file.path.write_text(PERSONAL)

    keeper = SettingsWriter(file)

    assert keeper.settings == Settings(region="eu-central-1", client_id="client")
    assert '"theme" has to be one of' in keeper.problem


def test_a_broken_personal_file_is_put_aside_before_it_is_written_over(
    file: SettingsFile, tmp_path: Path
) -> None:
    file.path.write_text(PERSONAL)
    keeper = SettingsWriter(file)

    assert keeper.keep(replace(keeper.settings, theme=ThemeChoice.DARK)) == ""

    assert (tmp_path / "settings.broken.toml").read_text() == PERSONAL
    assert SettingsWriter(file).problem == ""
    assert SettingsWriter(file).settings.client_id == "client"


def test_a_broken_policy_is_no_reason_to_put_the_personal_file_aside(
    file: SettingsFile, tmp_path: Path
) -> None:
    file.path.write_text('client_id = "client"\n')
    (tmp_path / "policy.toml").write_text('mode = "sugest"\n')
    keeper = SettingsWriter(file)

    assert keeper.keep(replace(keeper.settings, theme=ThemeChoice.DARK)) == ""

    assert not (tmp_path / "settings.broken.toml").exists()
    assert SettingsWriter(file).settings == Settings(client_id="client", theme=ThemeChoice.DARK)
    assert "policy.toml" in SettingsWriter(file).problem


def test_what_a_desk_knew_is_handed_on_once_and_only_where_nothing_but_the_language_changed(
    file: SettingsFile,
) -> None:
    keeper, state = SettingsWriter(file), DeskState(arrivals=3)
    began_with = keeper.settings

    keeper.leave(began_with, state)
    assert keeper.take_left() is None

    keeper.keep(replace(began_with, language=LanguageChoice.GERMAN))
    keeper.leave(began_with, state)
    assert keeper.take_left() is state
    assert keeper.take_left() is None

    keeper.keep(replace(keeper.settings, client_id="another organisation's"))
    keeper.leave(began_with, state)
    assert keeper.take_left() is None


def test_what_is_wrong_with_the_policy_is_said_in_the_language_that_is_chosen(
    file: SettingsFile, tmp_path: Path
) -> None:
    (tmp_path / "policy.toml").write_text('regoin = "eu-central-1"\n')
    keeper = SettingsWriter(file)
    assert "is not a setting (did you mean" in keeper.problem

    keeper.keep(replace(keeper.settings, language=LanguageChoice.GERMAN))
    former = use_catalogue(read_catalogue("de"))
    try:
        keeper.word_again()
    finally:
        use_catalogue(former)

    assert "ist keine Einstellung (meinten Sie" in keeper.problem
    assert keeper.settings.language is LanguageChoice.GERMAN
