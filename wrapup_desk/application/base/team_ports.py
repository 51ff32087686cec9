"""What a team shares besides corrections: the model, and codes agents' desks could not deliver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from wrapup_desk.domain.repair.person import Person
from wrapup_desk.domain.submission import Submission


@dataclass(frozen=True, slots=True)
class PublishedModel:
    """A model in the store, without its content; *version* counts from 1."""

    version: int
    sha256: str
    size_bytes: int
    published_at: datetime
    who: Person


class TeamModels(Protocol):
    """Keeps the models a team has published; every method raises `StoreError`."""

    async def publish_model(self, content: bytes, who: Person, at: datetime) -> PublishedModel:
        """Store *content* as the newest model; the same content as the newest adds nothing."""

    async def latest_model(self) -> PublishedModel | None:
        """Return what is known of the newest model, without reading its content."""

    async def model_content(self, model: PublishedModel) -> bytes:
        """Return the file itself.

        Raises:
            StoreBroken: it is gone, or does not match its checksum.
        """


class UndeliveredCodes(Protocol):
    """Keeps what agents' desks could not deliver; every method raises `StoreError`.

    Ids, the code and the server's reason only: neither notes nor anything a customer said.
    """

    async def report(self, submissions: Sequence[Submission]) -> None:
        """Record final submissions: refused and too late are listed, any other takes its leg off.

        The same one twice changes nothing; an older revision never replaces a newer one.
        """

    async def reported(self, since: datetime) -> tuple[Submission, ...]:
        """Return what is listed and was decided at or after *since*, oldest first."""
