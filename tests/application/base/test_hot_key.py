from __future__ import annotations

import pytest

from wrapup_desk.application.base.hot_key import HotKey
from wrapup_desk.application.base.settings import SettingsError, parse


@pytest.mark.parametrize(
    "keys", ["", "Ctrl+Alt+W", "Meta+Space", "Ctrl+Shift+F12", "Alt+PgUp", "Meta+Ctrl+Alt+Shift+9"]
)
def test_keys_that_people_do_not_write_are_taken(keys: str) -> None:
    assert parse({"hot_key": keys}).settings.hot_key == keys


@pytest.mark.parametrize(
    "keys", ["W", "Shift+W", "F9", "Ctrl", "Ctrl+", "ctrl+w", "Ctrl+F25", "Ctrl+Esc", "Ctrl+W, X"]
)
def test_others_are_refused_with_an_example(keys: str) -> None:
    with pytest.raises(SettingsError, match=r'"hot_key" has to be empty, or keys with Ctrl'):
        parse({"hot_key": keys})


def test_a_setting_is_a_key_and_what_is_held_with_it() -> None:
    assert HotKey.of("Ctrl+Alt+F9") == HotKey(frozenset({"Ctrl", "Alt"}), "F9")
    assert HotKey.of("") is None
