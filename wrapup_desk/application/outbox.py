"""Every decision on its way: kept on disk first, then carried by one courier per leg."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random

from wrapup_desk.application.background import Background
from wrapup_desk.application.courier import Courier
from wrapup_desk.application.ports import Clock, ContactCentre, StoreError, SubmissionStore
from wrapup_desk.domain.interaction import Leg, LegKey
from wrapup_desk.domain.modes import undo_wait
from wrapup_desk.domain.submission import Refusal, Said, Submission, SubmissionState
from wrapup_desk.domain.wrapup import Decision

log = logging.getLogger(__name__)

RESTART_AFTER_S = 5.0
SIGN_IN_PAUSE_S = 0.5


class Outbox:
    """Takes decisions, keeps them, and sees each to its final state.

    Args:
        centre: the line to the contact centre.
        store: where submissions survive.
        clock: the machine's clocks.
        background: owner of the couriers' tasks.
        on_change: told of every changed submission, at once.
        on_trouble: told when a submission could not be stored (a text for the agent), and with
            "" when storing works again.
    """

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
        self._clock = clock
        self._background = background
        self._on_change = on_change
        self._on_trouble = on_trouble
        self._random = Random()
        self._couriers: dict[LegKey, Courier] = {}
        self._submissions: dict[LegKey, Submission] = {}
        # The newest snapshot of a leg whose decision is just on its way to the disk.
        self._snapshots: dict[LegKey, Leg] = {}
        self._agent_id = ""
        self._signed_in = asyncio.Event()
        self._not_before_s = 0.0
        self._had_trouble = False

    # What the desk asks for

    @property
    def waiting_count(self) -> int:
        """How many decisions are kept here but not final yet."""
        return sum(not each.state.is_final for each in self._submissions.values())

    async def restore(self) -> tuple[Submission, ...]:
        """Read what earlier runs left unfinished; nothing is sent before `sign_in_as`."""
        for submission in await self._store.unfinished():
            self._submissions.setdefault(submission.key, submission)
            self._on_change(submission)
        return tuple(self._submissions.values())

    def sign_in_as(self, agent_id: str) -> None:
        """Start or go on sending, but only what this agent decided."""
        self._agent_id = agent_id
        self._signed_in.set()
        for submission in self._submissions.values():
            if not submission.state.is_final and submission.agent_id == agent_id:
                self._dispatch(submission, None)

    def sign_out(self) -> None:
        """Keep everything until somebody signs in."""
        self._signed_in.clear()

    def count_of_others(self) -> int:
        """How many unfinished decisions belong to another agent of this computer."""
        return sum(
            not each.state.is_final and each.agent_id != self._agent_id
            for each in self._submissions.values()
        )

    def decide(self, leg: Leg, decision: Decision, *, is_leg_current: bool) -> Submission:
        """Keep *decision* for *leg* and send it; it replaces an earlier one of the same leg.

        Args:
            leg: as the agent saw it when deciding.
            decision: the code and who chose it.
            is_leg_current: whether the stream is live, so that *leg* is what the server has;
                otherwise the leg is read back before anything is sent.
        """
        seen = {leg.wrapup.code_id} if leg.wrapup else set()
        earlier = self._submissions.get(leg.key)
        if earlier is None:
            submission = Submission(leg.key, leg.media, leg.agent_id, decision)
        else:
            submission = earlier.revised(decision)
        wait = undo_wait(leg, self._centre.server_now())
        submission = replace(
            submission,
            replaces=submission.replaces | seen - {decision.code.id},
            queue_name=leg.queue_name,
            hung_up_at=leg.disconnected_at,
            not_before_at=self._centre.server_now() + wait if wait else None,
        )
        self._submissions[leg.key] = submission
        if is_leg_current:
            self._snapshots[leg.key] = leg
        self._background.start(
            self._keep_and_dispatch(submission), f"keep and send {leg.key.communication_id}"
        )
        return submission

    def withdraw(self, key: LegKey) -> bool:
        """Take a decision back that was not sent yet; tell whether it was still possible."""
        submission = self._submissions.get(key)
        if submission is None or submission.attempts or submission.state.is_final:
            return False
        undone = replace(
            submission, state=SubmissionState.SUPERSEDED, reason="undone", is_undone=True
        )
        if (courier := self._couriers.get(key)) is not None:
            courier.revise(undone)
        self._background.start(self.keep(undone), f"withdraw {key.communication_id}")
        return True

    def retry(self, key: LegKey) -> None:
        """Try a refused submission once more, from the read-back on."""
        submission = self._submissions.get(key)
        if submission is None or submission.state not in (
            SubmissionState.REFUSED,
            SubmissionState.TOO_LATE,
        ):
            return
        again = replace(
            submission, state=SubmissionState.WAITING, refusal=Refusal.NEVER, reason=""
        )
        self._submissions[key] = again
        self._background.start(self._keep_and_dispatch(again), f"retry {key.communication_id}")

    def observe(self, leg: Leg) -> None:
        """Take in what the stream or a resync just showed of a leg."""
        if leg.key in self._snapshots:
            self._snapshots[leg.key] = leg
        if (courier := self._couriers.get(leg.key)) is not None:
            courier.observe(leg)
            return
        submission = self._submissions.get(leg.key)
        if submission is None or submission.is_undone or leg.wrapup is None:
            return
        said = submission.judge(leg.wrapup)
        if said is Said.HAS_OTHER and submission.state is SubmissionState.CONFIRMED:
            changed = replace(
                submission,
                state=SubmissionState.SUPERSEDED,
                other_code_id=leg.wrapup.code_id,
            )
        elif said is Said.HAS_OURS and submission.state is not SubmissionState.CONFIRMED:
            changed = replace(
                submission,
                state=SubmissionState.CONFIRMED,
                confirmed_at=self._centre.server_now(),
            )
        else:
            return
        self._background.start(self.keep(changed), f"keep {leg.key.communication_id}")

    # What couriers ask for

    @property
    def centre(self) -> ContactCentre:
        return self._centre

    @property
    def clock(self) -> Clock:
        return self._clock

    @property
    def random(self) -> Random:
        return self._random

    async def turn(self) -> bool:
        """Wait until no Retry-After runs any more; tell whether there was anything to wait for."""
        had_to_wait = False
        while (left := self._not_before_s - self._clock.monotonic()) > 0:
            had_to_wait = True
            await self._clock.sleep(left)
        return had_to_wait

    async def sign_in(self) -> None:
        """Wait until somebody has signed in again."""
        # The 401 may be faster than the news that the sign-in ended: never ask in a tight loop.
        await self._clock.sleep(SIGN_IN_PAUSE_S)
        await self._signed_in.wait()

    def pause(self, span: timedelta) -> None:
        """Keep the whole queue waiting for *span*."""
        until_s = self._clock.monotonic() + span.total_seconds()
        self._not_before_s = max(self._not_before_s, until_s)

    async def keep(self, submission: Submission) -> None:
        """Show a changed submission, and store it; a full disk is told, never fatal."""
        self.show(submission)
        try:
            await self._store.save(submission)
        except StoreError as error:
            self._had_trouble = True
            self._on_trouble(str(error))
        else:
            if self._had_trouble:
                self._had_trouble = False
                self._on_trouble("")

    def show(self, submission: Submission) -> None:
        """Show a submission whose change need not survive."""
        known = self._submissions.get(submission.key)
        if known is None or submission.revision >= known.revision:
            self._submissions[submission.key] = submission
            self._on_change(submission)

    async def _keep_and_dispatch(self, submission: Submission) -> None:
        # On disk first. Where the disk is full the agent is told, and the code goes out all the
        # same: it was chosen by a person, and a code on the server is safer than one in memory.
        await self.keep(submission)
        self._dispatch(submission, self._snapshots.pop(submission.key, None))

    def _dispatch(self, submission: Submission, leg: Leg | None) -> None:
        if submission.revision != self._submissions[submission.key].revision:
            return  # a later decision overtook this one on its way to the disk
        courier = self._couriers.get(submission.key)
        if courier is not None:
            courier.revise(submission)
            return
        if submission.agent_id != self._agent_id:
            return
        courier = Courier(self, submission, leg)
        self._couriers[submission.key] = courier
        self._background.start(
            self._accompany(courier), f"courier {submission.key.communication_id}"
        )

    async def _accompany(self, courier: Courier) -> None:
        """See a courier to its end, whatever happens to it: a decision is never dropped."""
        key = courier.submission.key
        try:
            await courier.carry()
        except Exception:
            log.exception("courier of %s failed; starting it again", key.communication_id)
            await self._clock.sleep(RESTART_AFTER_S)
            self._couriers.pop(key, None)
            self._dispatch(self._submissions[key], None)
            raise
        else:
            self._couriers.pop(key, None)
