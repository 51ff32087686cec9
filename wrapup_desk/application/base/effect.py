"""What a core wants done, as a value, and how much it matters; no event loop is needed here."""

from __future__ import annotations

import enum
from typing import Protocol


class Worth(enum.IntEnum):
    """In which order the effects of one message are performed: what may never be lost first."""

    STORE = 1
    DELIVER = 2
    READ = 3
    RANK = 4
    LEARN = 5
    DRAFT = 6


class Effect(Protocol):
    """Something a core wants done; a frozen value."""

    @property
    def worth(self) -> Worth: ...
