"""What a check of this installation found: one line each, with the one thing to do."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from wrapup_desk.domain.language.conventions import labelled
from wrapup_desk.domain.language.texts import mark, tr_marked


class CheckOutcome(enum.Enum):
    """How a check ended; the value is the word a person reads."""

    RIGHT = mark("right")
    NOTE = mark("note")  # missing, but only for a job nobody asked about
    WARNING = mark("warning")
    WRONG = mark("wrong")
    NOT_CHECKED = mark("not checked")


class CheckId(enum.Enum):
    """Every check, in the order of its line."""

    PROXY = mark("proxy and PAC")
    DNS = mark("DNS")
    TLS = mark("TLS")
    LOGIN_HOST = mark("login host")
    API_HOST = mark("API host")
    STREAMING_HOST = mark("streaming host")
    APPS_HOST = mark("apps host")
    CLOCK = mark("clock")
    REGION = mark("region")
    CLIENT = mark("client ID")
    PORTS = mark("redirect ports")
    SIGN_IN = mark("sign-in")
    SCOPES = mark("scopes")
    PERMISSIONS = mark("permissions")
    TOPICS = mark("topics")
    CHANNELS = mark("channels")
    SETTINGS = mark("settings")
    CODES = mark("codes")
    DISK = mark("disk")
    DATABASE = mark("database")
    KEYRING = mark("keyring")
    NOTIFICATIONS = mark("notifications")
    TRAY = mark("tray")


def begun(text: str) -> str:
    """Return *text* as it begins where it stands alone; names of hosts and files stay as they are."""
    first = text.split(" ", 1)[0]
    return text if set(first) & set("./:_") else text[:1].upper() + text[1:]


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
        words = begun(tr_marked(self.check.value))
        return labelled(words, self.subject) if self.subject else words


def right(check: CheckId, text: str, subject: str = "", detail: str = "") -> Finding:
    """Return a line that asks nothing of anybody."""
    return Finding(check, CheckOutcome.RIGHT, text, subject=subject, detail=detail)


def not_checked(check: CheckId, because: str, subject: str = "") -> Finding:
    """Return a line about a check that an earlier one made impossible."""
    return Finding(check, CheckOutcome.NOT_CHECKED, because, subject=subject)


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
