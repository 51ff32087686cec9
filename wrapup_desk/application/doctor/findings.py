"""What a check of this installation found: one line each, with the one thing to do."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass


class CheckOutcome(enum.Enum):
    """How a check ended; the value is the word a person reads."""

    RIGHT = "right"
    NOTE = "note"  # missing, but only for a job nobody asked about
    WARNING = "warning"
    WRONG = "wrong"
    NOT_CHECKED = "not checked"


class CheckId(enum.Enum):
    """Every check, in the order of its line."""

    PROXY = "proxy and PAC"
    DNS = "DNS"
    TLS = "TLS"
    LOGIN_HOST = "login host"
    API_HOST = "API host"
    STREAMING_HOST = "streaming host"
    APPS_HOST = "apps host"
    CLOCK = "clock"
    REGION = "region"
    CLIENT = "client id"
    PORTS = "redirect ports"
    SIGN_IN = "sign-in"
    SCOPES = "scopes"
    PERMISSIONS = "permissions"
    TOPICS = "topics"
    CHANNELS = "channels"
    SETTINGS = "settings"
    CODES = "codes"
    DISK = "disk"
    DATABASE = "database"
    KEYRING = "keyring"
    NOTIFICATIONS = "notifications"
    TRAY = "tray"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report.

    *subject* tells lines of one check apart (a scope's name). *detail* may name what is this
    person's or this computer's own; it is shown on the screen and is in no report file.
    """

    check: CheckId
    outcome: CheckOutcome
    text: str
    advice: str = ""
    subject: str = ""
    detail: str = ""

    @property
    def title(self) -> str:
        words = self.check.value[0].upper() + self.check.value[1:]
        return f"{words}: {self.subject}" if self.subject else words


def right(check: CheckId, text: str, subject: str = "", detail: str = "") -> Finding:
    """Return a line that asks nothing of anybody."""
    return Finding(check, CheckOutcome.RIGHT, text, subject=subject, detail=detail)


def not_checked(check: CheckId, because: str, subject: str = "") -> Finding:
    """Return a line about a check that an earlier one made impossible."""
    return Finding(
        check, CheckOutcome.NOT_CHECKED, f"not checked, because {because}", subject=subject
    )


def worst_of(findings: Iterable[Finding]) -> CheckOutcome:
    """Return the gravest outcome; a check that could not be made is graver than a note."""
    order = (
        CheckOutcome.RIGHT,
        CheckOutcome.NOTE,
        CheckOutcome.NOT_CHECKED,
        CheckOutcome.WARNING,
        CheckOutcome.WRONG,
    )
    return max((each.outcome for each in findings), key=order.index, default=CheckOutcome.RIGHT)
