"""Keeps the settings in use, writes them, and hands on what a desk knew to the one after it."""

from __future__ import annotations

from dataclasses import replace

from wrapup_desk.adapters.files.settings_file import SettingsFile
from wrapup_desk.application.base.settings import Settings, SettingsError
from wrapup_desk.application.desk.desk_state import DeskState

# Settings that decide whom the program talks to, and how.
PLACE = ("region", "client_id", "dialect", "api_url", "login_url")


class SettingsWriter:
    """The settings in use, where they are kept, and what was wrong with the files."""

    def __init__(self, file: SettingsFile) -> None:
        self._file = file
        self.loaded = file.load_leniently()
        self.was_language_chosen = False  # the desk that starts again opens the settings
        self.was_sign_in_asked = False  # the desk that starts again opens the browser
        self._left: DeskState | None = None

    @property
    def settings(self) -> Settings:
        return self.loaded.settings

    @property
    def problem(self) -> str:
        return " ".join((*self.loaded.policy_problems, *self.loaded.problems))

    def word_again(self) -> None:
        """Say what is wrong with the policy in the language that is in use by now."""
        if self.loaded.policy_problems:
            told = self._file.load_leniently().policy_problems
            self.loaded = replace(self.loaded, policy_problems=told or self.loaded.policy_problems)

    def keep(self, settings: Settings) -> str:
        """Write *settings* and use them; return what went wrong, or an empty text.

        A broken personal file is put aside first, never overwritten.
        """
        was_broken = bool(self.loaded.problems)
        self.was_language_chosen |= settings.language != self.settings.language
        self.loaded = replace(self.loaded, settings=settings, problems=())
        try:
            if was_broken:
                self._file.set_aside()
            self._file.save(settings)
        except (SettingsError, OSError) as error:
            return str(error)
        return ""

    def leave(self, began_with: Settings, state: DeskState) -> None:
        """Keep what a desk knew at its end for the next one, if that one is at the same place."""
        is_same_place = all(
            getattr(began_with, name) == getattr(self.settings, name) for name in PLACE
        )
        self._left = state if is_same_place and self.was_language_chosen else None

    def take_left(self) -> DeskState | None:
        """Return what the desk before this one knew, once; None if there was none here."""
        left, self._left = self._left, None
        return left
