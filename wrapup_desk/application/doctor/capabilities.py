"""What an organisation's Genesys does where no document says it, as a probe has found out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from wrapup_desk.application.base.ports import Answer, ContactCentre, ReadBack
from wrapup_desk.domain.agent import Agent, RoutingStatus
from wrapup_desk.domain.events import (
    ContactCentreEvent,
    ConversationChanged,
    CopilotSummary,
    conversations_in,
)
from wrapup_desk.domain.interaction import Leg, LegKey, Media, Phase
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.submission import ServerReply
from wrapup_desk.domain.transcript import Utterance
from wrapup_desk.domain.wrapup import WrapupCode

# Legs of a long day; older ones are long decided.
_MOST_COMPLETED = 2000


@dataclass(frozen=True, slots=True)
class OrganisationCapabilities:
    """Each is True or False once it was found out, None before."""

    # A draft (`provisional`) is stored and can be read back.
    drafts: bool | None = None
    # A code takes effect when written on the communication, on the participant.
    write_a: bool | None = None
    write_b: bool | None = None
    code_while_connected: bool | None = None
    # The list of conversations has those in after-call work.
    list_has_after_call_work: bool | None = None
    code_ends_after_call_work: bool | None = None
    code_after_completion: bool | None = None


class CapabilityStore(Protocol):
    """Keeps what was found out about the organisation a profile works with."""

    def load(self) -> OrganisationCapabilities:
        """Return what is known; nothing is, where nothing was kept or it cannot be read."""

    def save(self, capabilities: OrganisationCapabilities) -> None:
        """Keep it.

        Raises:
            StoreError: it cannot be written.
        """


class CapabilityAwareCentre:
    """A contact centre that is not asked for what it is known not to do (`ContactCentre`).

    A code for a leg that is completed or still talks, or a draft, is then refused at once and
    without a request; the table of submissions does with that what it does with the server's
    refusal.
    """

    def __init__(self, centre: ContactCentre, capabilities: OrganisationCapabilities) -> None:
        self._centre = centre
        self._known = capabilities
        self._completed: dict[LegKey, None] = {}
        self._live: set[LegKey] = set()

    async def follow(self, publish: Callable[[ContactCentreEvent], None]) -> None:
        def note(event: ContactCentreEvent) -> None:
            for changed in conversations_in(event):
                self._note_legs(changed.legs)
            publish(event)

        await self._centre.follow(note)

    async def me(self) -> Agent:
        return await self._centre.me()

    async def routing_status(self) -> RoutingStatus:
        return await self._centre.routing_status()

    async def conversation(self, conversation_id: str) -> ConversationChanged:
        return await self._centre.conversation(conversation_id)

    async def codes_for(self, leg: Leg, *, anew: bool = False) -> tuple[WrapupCode, ...]:
        return await self._centre.codes_for(leg, anew=anew)

    async def written_words(self, leg: Leg, message_ids: Sequence[str]) -> tuple[Utterance, ...]:
        return await self._centre.written_words(leg, message_ids)

    async def copilot_summary(self, leg: Leg) -> CopilotSummary:
        return await self._centre.copilot_summary(leg)

    def server_now(self) -> datetime:
        return self._centre.server_now()

    async def close(self) -> None:
        await self._centre.close()

    async def submit(
        self,
        key: LegKey,
        media: Media,
        code_id: str,
        note: str,
        *,
        tags: tuple[str, ...] = (),
        is_provisional: bool = False,
    ) -> Answer:
        if is_provisional and self._known.drafts is False:
            return Answer(
                ServerReply.MALFORMED, tr("This organisation keeps no drafts, a probe found.")
            )
        if not is_provisional and key in self._live and self._known.code_while_connected is False:
            # Tried again at once when the leg ends
            text = tr("This organisation takes codes after the talk only; it goes out at its end.")
            return Answer(ServerReply.UNREACHABLE, text)
        if key in self._completed and self._known.code_after_completion is False:
            text = tr("This organisation takes no code after completion, a probe found.")
            return Answer(ServerReply.CONFLICT, text)
        return await self._centre.submit(
            key, media, code_id, note, tags=tags, is_provisional=is_provisional
        )

    async def read_back(self, key: LegKey, media: Media) -> ReadBack:
        read = await self._centre.read_back(key, media)
        if read.leg is not None:
            self._note_legs((read.leg,))
        return read

    def _note_legs(self, legs: Sequence[Leg]) -> None:
        for leg in legs:
            if leg.phase.is_live:
                self._live.add(leg.key)
            else:
                self._live.discard(leg.key)
            if leg.phase is Phase.COMPLETED:
                self._completed[leg.key] = None
        while len(self._completed) > _MOST_COMPLETED:
            del self._completed[next(iter(self._completed))]
