"""What is asked of the contact centre's past: finding legs, reading words and names."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from wrapup_desk.domain.agent import Agent
from wrapup_desk.domain.history.past_leg import NameDirectory, PastLeg
from wrapup_desk.domain.interaction import LegKey, Media
from wrapup_desk.domain.transcript import Utterance
from wrapup_desk.domain.wrapup import WrapupCode


@dataclass(frozen=True, slots=True)
class Span:
    """From one instant up to, and without, another; a leg is in it by its own end."""

    start_at: datetime
    end_at: datetime

    @property
    def length(self) -> timedelta:
        return self.end_at - self.start_at


@dataclass(frozen=True, slots=True)
class FoundPart:
    """Some of the legs of a span, and how far the search has come."""

    legs: tuple[PastLeg, ...] = ()
    # From 0 to 1; None while nobody can tell.
    share_done: float | None = None
    # What the user has to know of the search, such as that not everything came; "" for nothing.
    notice: str = ""


class PastInteractions(Protocol):
    """What the contact centre remembers; reads raise `ContactCentreError`."""

    def find(
        self, span: Span, queue_ids: Sequence[str], report: Callable[[str], None]
    ) -> AsyncGenerator[FoundPart, None]:
        """Yield the agent legs of *span* in parts; a leg may come twice, the later one is truer.

        *report* is called with what it waits for, and "" when it goes on. Closing the generator ends
        the search at the server, too.
        """

    async def legs_of(self, conversation_ids: Sequence[str]) -> tuple[PastLeg, ...]:
        """Read conversations again from analytics, which lags behind by minutes."""

    async def words_of(self, key: LegKey, media: Media) -> tuple[Utterance, ...]:
        """Read what was said on a leg; empty when nothing was transcribed."""

    async def directory(self) -> NameDirectory:
        """Read the names of queues and the active codes."""

    async def agent_names(self, agent_ids: Collection[str]) -> Mapping[str, str]:
        """Read agents' names by id; "" for who was deleted, nothing for who cannot be read."""

    async def code(self, code_id: str) -> WrapupCode | None:
        """Read one code; None when there is none by that id any more."""

    async def codes_of_queue(self, queue_id: str) -> tuple[WrapupCode, ...]: ...

    async def me(self) -> Agent: ...

    def server_now(self) -> datetime: ...
