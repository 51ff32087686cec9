"""A notice: what happened, what is safe, and the one thing to do."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class NoticeKind(enum.Enum):
    """How much a notice matters; the window gives each an icon, a word and a colour."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class NoticeAction(enum.Enum):
    """The one thing to do about a notice."""

    NONE = ""
    SIGN_IN = "sign in"
    RETRY = "retry"
    OPEN_SETTINGS = "open settings"
    OPEN_LOGS = "open logs"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class Notice:
    """A bar above the cards: what happened, what is safe, one thing to do.

    *key* is stable, so that the same notice replaces itself instead of piling up.
    """

    key: str
    kind: NoticeKind
    text: str
    action: NoticeAction = NoticeAction.NONE
    can_dismiss: bool = True
