"""Chooses which past legs can teach: over, in a queue, with a code a person chose."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from wrapup_desk.application.learning.ports import TrainingLeg, UnfitReason
from wrapup_desk.domain.history.past_leg import PastLeg, is_nobodys_code
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.wrapup import WrapupCode


class TrainingLegFilter:
    """Turns past legs into training legs, or says why one is none.

    Args:
        codes_of_queue: reads the codes of a queue; asked once for each queue.
        is_sent_unseen: whether codes of a queue are sent without a person looking.
        corrected: codes that supervisors gave legs whose official record did not change.
    """

    def __init__(
        self,
        codes_of_queue: Callable[[str], Awaitable[tuple[WrapupCode, ...]]],
        is_sent_unseen: Callable[[str], bool],
        corrected: Mapping[LegKey, str],
    ) -> None:
        self._codes_of_queue = codes_of_queue
        self._is_sent_unseen = is_sent_unseen
        self._corrected = corrected
        self._codes: dict[str, tuple[WrapupCode, ...]] = {}

    async def codes(self, queue_id: str) -> tuple[WrapupCode, ...]:
        """Return the codes of a queue.

        Raises:
            ContactCentreError: they cannot be read now.
        """
        if queue_id not in self._codes:
            self._codes[queue_id] = await self._codes_of_queue(queue_id)
        return self._codes[queue_id]

    async def judge(self, leg: PastLeg) -> TrainingLeg | UnfitReason:
        """Return the training leg in *leg*, or why it is none."""
        if not leg.is_over:
            return UnfitReason.NOT_OVER
        if not leg.queue_id:
            return UnfitReason.NO_QUEUE
        corrected = self._corrected.get(leg.key)
        code_id = corrected or leg.code_id
        if is_nobodys_code(code_id):
            return UnfitReason.NO_CODE
        if corrected is None and self._is_sent_unseen(leg.queue_id):
            return UnfitReason.SENT_UNSEEN
        if code_id not in {code.id for code in await self.codes(leg.queue_id)}:
            return UnfitReason.NOT_A_CODE_OF_THE_QUEUE
        return _training_leg(leg, code_id)


def _training_leg(leg: PastLeg, code_id: str) -> TrainingLeg:
    return TrainingLeg(
        key=leg.key,
        media=leg.media,
        queue_id=leg.queue_id,
        agent_id=leg.agent_id,
        code_id=code_id,
        started_at=leg.started_at,
        direction=leg.direction,
        was_transferred=leg.was_transferred,
        answered_at=leg.answered_at,
        talk_seconds=leg.talk_seconds,
        skills=leg.skills,
        attributes=leg.attributes,
    )
