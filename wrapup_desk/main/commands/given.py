"""Checks what a person gave on the command line, before any work rests on it."""

from __future__ import annotations

import os

from wrapup_desk.application.base.settings import SettingsError
from wrapup_desk.domain.identifiers import pasted_id
from wrapup_desk.domain.language.conventions import number
from wrapup_desk.domain.language.texts import tr

CLIENT_ID_VARIABLE = "WRAPUP_DESK_CLIENT_ID"
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


def service_credentials(
    given_id: str | None, secret_variable: str, *, are_needed: bool
) -> tuple[str, str]:
    """Return the id and the secret of client credentials; empty where there are none.

    An id that only the environment holds may be meant for another command.

    Raises:
        SettingsError: one of them is missing; it says where to put it.
    """
    secret = os.environ.get(secret_variable, "").strip()
    client_id = pasted_id(given_id or os.environ.get(CLIENT_ID_VARIABLE, ""))
    if not client_id and (secret or are_needed):
        raise SettingsError(tr("give --client-id, or set {variable}", variable=CLIENT_ID_VARIABLE))
    if not secret and (given_id or are_needed):
        raise SettingsError(
            tr(
                "the environment variable {variable} has to hold the client's secret",
                variable=secret_variable,
            )
        )
    return client_id, secret
