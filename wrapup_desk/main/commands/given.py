"""Checks what a person gave on the command line, before any work rests on it."""

from __future__ import annotations

from wrapup_desk.application.base.settings import SettingsError
from wrapup_desk.domain.language.conventions import number
from wrapup_desk.domain.language.texts import tr

# Further back than any contact centre keeps anything; dates end where calendars do.
MOST_DAYS = 3650
MOST_LEGS = 10_000_000
MOST_REQUESTS_PER_MINUTE = 100_000


def check_within(option: str, given: float, most: int) -> None:
    """Refuse a number below 1 or above *most*; what is no number at all is neither.

    Raises:
        SettingsError: it names the option and both limits.
    """
    if not 1 <= given <= most:
        raise SettingsError(
            tr("{option} has to be from 1 to {most}", option=option, most=number(most))
        )
