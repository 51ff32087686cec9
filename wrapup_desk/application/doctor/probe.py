"""Finds out on a test conversation what documents leave open; each write after a yes of its own."""

from __future__ import annotations

import enum
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from wrapup_desk.application.base.ports import Clock
from wrapup_desk.application.doctor.capabilities import OrganisationCapabilities
from wrapup_desk.domain.interaction import Leg, Phase

# A 202 is applied a moment later; what does not show by then has had no effect.
EFFECT_WITHIN_S = 15.0
# How long the agent may take to hang up, or to complete.
PERSON_WITHIN_S = 300.0
LOOK_EVERY_S = 1.0


class ProbeStep(enum.Enum):
    """One thing to find out; the value is its name on the command line."""

    DRAFT = "draft"
    CONNECTED = "connected"
    PARTICIPANT = "participant"
    AFTER_CALL = "after-call"
    COMPLETED = "completed"

    @property
    def asks(self) -> str:
        """What consent is asked for: the write, in words."""
        return _ASKS[self]


_ASKS = {
    ProbeStep.DRAFT: "save a draft of a wrap-up code while you talk",
    ProbeStep.CONNECTED: "write a wrap-up code on the communication while you talk",
    ProbeStep.PARTICIPANT: "write another wrap-up code on your participant while you talk",
    ProbeStep.AFTER_CALL: "write a wrap-up code in after-call work",
    ProbeStep.COMPLETED: "write another wrap-up code after you have completed",
}


class WriteWay(enum.Enum):
    """The documented ways to write a code."""

    COMMUNICATION = "A"
    PARTICIPANT = "B"


@dataclass(frozen=True, slots=True)
class Written:
    """What the server answered to a write."""

    status: int
    code: str = ""
    correlation_id: str = ""

    @property
    def is_accepted(self) -> bool:
        return 200 <= self.status < 300


class ConversationProbe(Protocol):
    """The agent's own test conversation; reads raise `ContactCentreError`."""

    async def leg(self) -> Leg: ...

    async def is_listed(self) -> bool:
        """Whether the list of active conversations has it."""

    async def codes(self) -> Sequence[str]:
        """Return ids of codes valid for it."""

    async def draft(self) -> str:
        """Return the code of the draft on record; "" for none."""

    async def write(self, way: WriteWay, code_id: str, *, is_draft: bool = False) -> Written:
        """Write once; a refusal is an answer, too."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What one step showed, for a person and for the report; ids and codes stay out of it."""

    step: ProbeStep
    text: str
    written: Written | None = None


Consent = Callable[[ProbeStep], Awaitable[bool]]
Tell = Callable[[str], None]


class Probe:
    """One run through the steps.

    Args:
        conversation: the test conversation.
        clock: for waiting.
        consent: asked before each write.
        tell: shows what the agent has to do next.
        known: what is known already; steps that are not made leave it as it is.
    """

    def __init__(
        self,
        conversation: ConversationProbe,
        clock: Clock,
        consent: Consent,
        tell: Tell,
        known: OrganisationCapabilities,
    ) -> None:
        self._conversation = conversation
        self._clock = clock
        self._consent = consent
        self._tell = tell
        self.found = known
        self.observations: list[Observation] = []
        self._codes: tuple[str, ...] = ()
        self._turn = 0
        self._has_a_failed = False

    async def run(self) -> OrganisationCapabilities:
        """Make every step that is agreed to, in the order of a conversation's life."""
        self._codes = tuple(await self._conversation.codes())
        if len(self._codes) < 2:
            self._tell("The conversation's queue has fewer than two codes: nothing can be tried.")
            return self.found
        for step, make in (
            (ProbeStep.DRAFT, self._draft),
            (ProbeStep.CONNECTED, self._connected),
            (ProbeStep.PARTICIPANT, self._participant),
            (ProbeStep.AFTER_CALL, self._after_call),
            (ProbeStep.COMPLETED, self._completed),
        ):
            if await self._consent(step):
                await make()
            else:
                self._observe(step, "not tried")
        return self.found

    async def _draft(self) -> None:
        if not await self._is_talking(ProbeStep.DRAFT):
            return
        code = self._next_code()
        written = await self._conversation.write(WriteWay.COMMUNICATION, code, is_draft=True)
        is_kept = written.is_accepted and await self._until(self._draft_is(code))
        self._learn(ProbeStep.DRAFT, written, "a draft is kept", {"drafts": is_kept})

    async def _connected(self) -> None:
        if not await self._is_talking(ProbeStep.CONNECTED):
            return
        written, takes_effect = await self._written(WriteWay.COMMUNICATION)
        self._has_a_failed = not takes_effect
        changes = {"code_while_connected": takes_effect}
        if takes_effect:
            changes["write_a"] = True
        self._learn(ProbeStep.CONNECTED, written, "way A takes effect", changes)

    async def _participant(self) -> None:
        if not await self._is_talking(ProbeStep.PARTICIPANT):
            return
        written, takes_effect = await self._written(WriteWay.PARTICIPANT)
        changes = {}
        if takes_effect:
            changes = {"write_b": True, "code_while_connected": True}
            if self._has_a_failed:
                # Not the moment was the reason, then, but the way.
                changes["write_a"] = False
        elif self.found.write_a:
            changes = {"write_b": False}
        self._learn(ProbeStep.PARTICIPANT, written, "way B takes effect", changes)

    async def _after_call(self) -> None:
        self._tell("Hang up the test conversation now; choose no code and do not complete.")
        if not await self._until(
            self._phase_is(Phase.AFTER_CALL, Phase.COMPLETED), PERSON_WITHIN_S
        ):
            self._observe(ProbeStep.AFTER_CALL, "not tried: the conversation was not hung up")
            return
        if (await self._conversation.leg()).phase is Phase.COMPLETED:
            self._observe(ProbeStep.AFTER_CALL, "not tried: there was no after-call work")
            return
        is_listed = await self._conversation.is_listed()
        self.found = replace(self.found, list_has_after_call_work=is_listed)
        written, takes_effect = await self._written(self._better_way)
        if not takes_effect:
            self._observe(ProbeStep.AFTER_CALL, "a code had no effect in after-call work", written)
            return
        ends = await self._until(self._phase_is(Phase.COMPLETED))
        changes = {"code_ends_after_call_work": ends}
        if self._better_way is WriteWay.COMMUNICATION:
            changes["write_a"] = True
        self._learn(ProbeStep.AFTER_CALL, written, "a code ends after-call work", changes)

    async def _completed(self) -> None:
        self._tell("Complete the test conversation in Genesys now, if it is not over.")
        if not await self._until(self._phase_is(Phase.COMPLETED), PERSON_WITHIN_S):
            self._observe(ProbeStep.COMPLETED, "not tried: the conversation was not completed")
            return
        written, takes_effect = await self._written(self._better_way)
        what = "a code takes effect after completion"
        self._learn(ProbeStep.COMPLETED, written, what, {"code_after_completion": takes_effect})

    # Parts of a step

    @property
    def _better_way(self) -> WriteWay:
        return WriteWay.PARTICIPANT if self.found.write_a is False else WriteWay.COMMUNICATION

    async def _is_talking(self, step: ProbeStep) -> bool:
        if (await self._conversation.leg()).phase.is_live:
            return True
        self._observe(step, "not tried: the conversation is not connected")
        return False

    async def _written(self, way: WriteWay) -> tuple[Written, bool]:
        """Write the other code, and see whether it comes to be on record."""
        code = self._next_code()
        written = await self._conversation.write(way, code)
        return written, written.is_accepted and await self._until(self._code_is(code))

    def _next_code(self) -> str:
        self._turn += 1
        return self._codes[self._turn % 2]

    def _code_is(self, code: str) -> Callable[[], Awaitable[bool]]:
        async def look() -> bool:
            wrapup = (await self._conversation.leg()).wrapup
            return wrapup is not None and wrapup.code_id == code and not wrapup.is_provisional

        return look

    def _draft_is(self, code: str) -> Callable[[], Awaitable[bool]]:
        async def look() -> bool:
            return await self._conversation.draft() == code

        return look

    def _phase_is(self, *phases: Phase) -> Callable[[], Awaitable[bool]]:
        async def look() -> bool:
            return (await self._conversation.leg()).phase in phases

        return look

    async def _until(
        self, holds: Callable[[], Awaitable[bool]], within_s: float = EFFECT_WITHIN_S
    ) -> bool:
        deadline_s = self._clock.monotonic() + within_s
        while not await holds():
            if self._clock.monotonic() >= deadline_s:
                return False
            await self._clock.sleep(LOOK_EVERY_S)
        return True

    def _learn(
        self, step: ProbeStep, written: Written, what: str, changes: Mapping[str, bool]
    ) -> None:
        """Keep an answer; a missing permission or a server's own trouble is none."""
        if written.status in (401, 403, 429) or written.status >= 500:
            self._observe(step, "not found out: it was refused for another reason", written)
            return
        self.found = replace(self.found, **changes)
        is_so = next(iter(changes.values()), False)
        self._observe(step, f"{what}: {'yes' if is_so else 'no'}", written)

    def _observe(self, step: ProbeStep, text: str, written: Written | None = None) -> None:
        self.observations.append(Observation(step, text, written))
        answer = f" ({written.status} {written.code})".replace(" )", ")") if written else ""
        self._tell(f"{step.value}: {text}{answer}")
