"""The ways of carrying a code that are tried: the product's, and two known to lose codes.

The two wrong ones are negative controls: a harness that does not find their losses would not
find the product's either.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from wrapup_desk.application.outbox import Outbox

from wrapup_desk.application.background import Background
from wrapup_desk.application.ports import Clock, ContactCentre, SubmissionStore
from wrapup_desk.domain.interaction import Leg
from wrapup_desk.domain.submission import Said, Submission, SubmissionState
from wrapup_desk.domain.wrapup import Decision

ATTEMPTS = 5
PAUSE_S = 0.05


class WithoutOutbox:
    """Sends what was chosen from memory, like the backend of the story: nothing survives."""

    def __init__(
        self,
        centre: ContactCentre,
        store: SubmissionStore,
        clock: Clock,
        background: Background,
        on_change: Callable[[Submission], None],
        on_trouble: Callable[[str], None],
    ) -> None:
        self._centre = centre
        self._store = store
        self._background = background
        self._on_change = on_change

    async def restore(self) -> tuple[Submission, ...]:
        return ()

    def sign_in_as(self, agent_id: str) -> None:
        """Nothing waits for a sign-in: there is nothing that waits."""

    def observe(self, leg: Leg) -> None:
        """News changes nothing: 202 counted as done."""

    def decide(self, leg: Leg, decision: Decision, *, is_leg_current: bool) -> None:
        submission = Submission(leg.key, leg.media, leg.agent_id, decision)
        self._on_change(submission)
        self._background.start(self._send(submission), "send")

    async def _send(self, submission: Submission) -> None:
        code_id, note = submission.decision.code.id, submission.decision.note
        for _ in range(ATTEMPTS):
            answer = await self._centre.submit(submission.key, submission.media, code_id, note)
            if answer.said is Said.ACCEPTED:
                break
            await asyncio.sleep(PAUSE_S)
        self._on_change(replace(submission, state=SubmissionState.CONFIRMED))


class MarkedSentFirst(WithoutOutbox):
    """Writes "sent" to the disk, then sends: whatever happens in between is never noticed."""

    async def _send(self, submission: Submission) -> None:
        await self._store.save(replace(submission, state=SubmissionState.CONFIRMED))
        await super()._send(submission)


VARIANTS: dict[str, Callable[..., Any]] = {
    "outbox": Outbox,
    "without outbox": WithoutOutbox,
    "marked sent first": MarkedSentFirst,
}
