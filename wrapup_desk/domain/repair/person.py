"""Names who did something, as the audit trail keeps it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Who did something, as the audit trail names them."""

    id: str
    name: str = ""
