"""Every decision on its way: kept on disk first, then carried by one courier per leg."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random

from wrapup_desk.application.background import Background
from wrapup_desk.application.courier import PATIENCE_S, Courier
from wrapup_desk.application.drafts import Drafts
from wrapup_desk.application.keeper import Keeper
from wrapup_desk.application.line import Line
from wrapup_desk.application.ports import Clock, ContactCentre, StoreError, SubmissionStore
from wrapup_desk.application.waiting import news_within
from wrapup_desk.domain.interaction import Leg, LegKey
from wrapup_desk.domain.modes import undo_wait
from wrapup_desk.domain.submission import Submission, SubmissionState
from wrapup_desk.domain.wrapup import Decision, WrapupCode

log = logging.getLogger(__name__)

RESTART_AFTER_S = 5.0
# A disk that is well has a decision by then. One that takes longer is not waited for: what it has
# not yet written when the power goes is lost with or without waiting, and Complete waits for nobody.
HEAD_START_S = 0.01
# How far back the last revision of a leg is looked up: longer than any conversation is kept open.
KNOWN_FOR = timedelta(days=3)


class Outbox:
    """Takes decisions, keeps them, and sees each to its final state.

    Only what the signed-in agent decided is ever sent: couriers live from `sign_in_as` to
    `sign_out`, so that none can use the token of whoever signs in next.

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
        self._store = store
        self._clock = clock
        self._background = background
        self._on_change = on_change
        self._on_trouble = on_trouble
        self._line = Line(centre, clock)
        self._drafts = Drafts(centre, background)
        self._keeper = Keeper(store, clock, background, self._disk_told)
        self._random = Random()
        self._couriers: dict[LegKey, Courier] = {}
        self._tasks: dict[LegKey, asyncio.Task[None]] = {}
        self._submissions: dict[LegKey, Submission] = {}
        # Legs whose newest decision is on its way to the disk, with the leg as last seen.
        self._saving: dict[LegKey, Leg | None] = {}
        self._agent_id = ""
        self._is_signed_in = False
        self._has_restored = True
        self._something_ended = asyncio.Event()

    # What the desk asks for

    @property
    def waiting_count(self) -> int:
        """How many decisions are kept here but not final yet: the agent's, or all before a sign-in."""
        return sum(
            not each.state.is_final and self._agent_id in ("", each.agent_id)
            for each in self._submissions.values()
        )

    @property
    def count_of_others(self) -> int:
        """How many unfinished decisions belong to another agent of this computer."""
        return sum(
            not each.state.is_final and each.agent_id != self._agent_id
            for each in self._submissions.values()
        )

    @property
    def has_restored(self) -> bool:
        """Whether what earlier runs left could be read."""
        return self._has_restored

    @property
    def latency(self) -> timedelta:
        """Return the slow end (p95) of the last writes."""
        return self._line.latency

    def keep_draft(self, leg: Leg, code: WrapupCode) -> None:
        """Keep *code* as a draft at Genesys; it is no decision, and not on record."""
        if self._is_signed_in:
            self._drafts.keep(leg, code)

    def submission(self, key: LegKey) -> Submission | None:
        """Return the submission of a leg, whatever its state."""
        return self._submissions.get(key)

    async def restore(self) -> None:
        """Read what earlier runs left; nothing is sent before `sign_in_as`.

        Raises:
            StoreError: the database cannot be read; that is made up for once the disk works.
        """
        await self._keeper.begin()
        self._has_restored = False
        known = await self._store.since(self._clock.now() - KNOWN_FOR)
        survivors = await self._store.unfinished()
        self._has_restored = True
        # What was decided meanwhile is newer than whatever the disk has of the same leg.
        decided = set(self._submissions)
        # Finished ones too: a later decision for the same leg has to have a later revision.
        for submission in known:
            self._submissions.setdefault(submission.key, submission)
        for submission in survivors:
            if submission.key not in decided:
                survivor = submission.survived()
                self._submissions[submission.key] = survivor
                self._on_change(survivor)
                self._dispatch(submission.key, None)

    def sign_in_as(self, agent_id: str) -> None:
        """Start or go on sending, but only what this agent decided."""
        self._agent_id = agent_id
        self._is_signed_in = True
        for submission in tuple(self._submissions.values()):
            if not submission.state.is_final and submission.agent_id == agent_id:
                self._on_change(submission)
                self._dispatch(submission.key, None)

    def sign_out(self) -> None:
        """Stop sending, and keep everything until the agent signs in again."""
        self._is_signed_in = False
        for task in self._tasks.values():
            task.cancel()
        self._tasks.clear()
        self._couriers.clear()

    def line_is_back(self) -> None:
        """Try again at once what was waiting for a better line."""
        for courier in self._couriers.values():
            courier.hurry()

    def decide(self, leg: Leg, decision: Decision, *, is_leg_current: bool) -> Submission:
        """Keep *decision* for *leg* and send it; it replaces an earlier one of the same leg.

        Args:
            leg: as the agent saw it when deciding.
            decision: the code and who chose it.
            is_leg_current: whether the stream is live, so that *leg* is what the server has;
                otherwise the leg is read back before anything is sent.
        """
        self._drafts.forget(leg.key)
        submission = self._next_submission(leg, decision)
        wait = undo_wait(leg, self._line.server_now())
        submission = replace(
            submission,
            queue_name=leg.queue_name,
            hung_up_at=leg.disconnected_at,
            not_before_at=self._line.server_now() + wait if wait else None,
        )
        self._start(submission, leg if is_leg_current else None)
        return submission

    def withdraw(self, key: LegKey) -> bool:
        """Take a decision back that was not sent yet; tell whether it was still possible.

        Where an earlier decision may be on the server, the leg goes back to that one.
        """
        submission = self._submissions.get(key)
        if submission is None or not submission.can_withdraw:
            return False
        if submission.before is not None:
            self._start(submission.revised(submission.before), None)
            return True
        undone = submission.undone()
        self.show(undone)
        if (courier := self._couriers.get(key)) is not None:
            courier.revise(undone)
        self._keeper.owe(undone)
        self._background.start(self._keeper.keep(undone), f"withdraw {key.communication_id}")
        return True

    def retry(self, key: LegKey) -> None:
        """Try a refused submission once more, from the read-back on."""
        submission = self._submissions.get(key)
        if submission is not None and submission.state.has_failed:
            self._start(submission.tried_again(), None)

    def observe(self, leg: Leg) -> None:
        """Take in what the stream or a resync just showed of a leg."""
        if self._saving.get(leg.key) is not None:
            self._saving[leg.key] = leg
        if (courier := self._couriers.get(leg.key)) is not None:
            courier.observe(leg)
            return
        submission = self._submissions.get(leg.key)
        if submission is None or submission.is_undone or leg.wrapup is None:
            return
        if submission.is_doubted_by(leg.wrapup):
            self._look_again(submission)

    def forget(self, key: LegKey) -> None:
        """Drop a finished submission from memory; the disk keeps it."""
        self._drafts.forget(key)
        submission = self._submissions.get(key)
        if submission is not None and submission.state.is_final and key not in self._couriers:
            del self._submissions[key]

    async def drain(self, seconds: float) -> None:
        """Bring everything to disk, and give what is on its way to the server *seconds* to arrive."""
        await self._keeper.flush()
        give_up_at_s = self._clock.monotonic() + seconds
        while (self._couriers or self._saving) and (
            left_s := give_up_at_s - self._clock.monotonic()
        ) > 0:
            self._something_ended.clear()
            await news_within(self._something_ended, self._clock, left_s)
        await self._keeper.flush()

    # What couriers tell

    async def keep(self, submission: Submission) -> None:
        """Show a changed submission, and store it."""
        self.show(submission)
        await self._keeper.keep(submission)

    def show(self, submission: Submission) -> None:
        """Show a submission whose change need not survive."""
        known = self._submissions.get(submission.key)
        if known is None or submission.revision >= known.revision:
            self._submissions[submission.key] = submission
            self._on_change(submission)

    # The work

    def _disk_told(self, trouble: str) -> None:
        self._on_trouble(trouble)
        if not trouble and not self._has_restored:
            self._background.start(self._restore_late(), "restore what earlier runs left")

    async def _restore_late(self) -> None:
        try:
            await self.restore()
        except StoreError as error:
            log.warning("what earlier runs left cannot be read: %s", error)
        else:
            self._on_trouble("")

    def _next_submission(self, leg: Leg, decision: Decision) -> Submission:
        earlier = self._submissions.get(leg.key)
        if earlier is None:
            submission = Submission(leg.key, leg.media, leg.agent_id, decision)
        else:
            submission = earlier.revised(decision)
            if earlier.attempts and earlier.decision.code.id == decision.code.id:
                submission = submission.over_note(earlier.decision.note)
        # Only a person stands above a code they saw; a rule never overwrites anybody's.
        return submission.above(leg.wrapup) if decision.was_seen_by_a_person else submission

    def _start(self, submission: Submission, leg: Leg | None) -> None:
        """Keep a new state of affairs, then send it."""
        key = submission.key
        self._saving[key] = leg
        if (courier := self._couriers.get(key)) is not None:
            courier.halt()
        self._keeper.owe(submission)
        self.show(submission)
        self._background.start(
            self._keep_and_dispatch(submission), f"keep and send {key.communication_id}"
        )

    async def _keep_and_dispatch(self, submission: Submission) -> None:
        # On disk first. Where the disk is full the agent is told, and the code goes out all the
        # same: it was chosen by a person, and a code on the server is safer than one in memory.
        kept = asyncio.Event()
        self._background.start(self._keep_first(submission, kept), "keep a decision")
        await news_within(kept, self._clock, HEAD_START_S)
        key = submission.key
        if self._submissions[key].revision == submission.revision:
            self._dispatch(key, self._saving.pop(key, None))
            self._something_ended.set()

    async def _keep_first(self, submission: Submission, kept: asyncio.Event) -> None:
        try:
            await self._keeper.keep(submission)
        finally:
            kept.set()

    def _dispatch(self, key: LegKey, leg: Leg | None) -> None:
        """Send a courier with what is known by now, unless it has to wait for its agent."""
        submission = self._submissions[key]
        if submission.state.is_final or key in self._saving:
            return
        if not self._is_signed_in or submission.agent_id != self._agent_id:
            return
        if (courier := self._couriers.get(key)) is not None:
            courier.revise(submission)
            return
        courier = Courier(self._line, self, self._clock, self._random, submission, leg)
        self._couriers[key] = courier
        self._tasks[key] = self._background.start(
            self._accompany(key, courier), f"courier {key.communication_id}"
        )

    def _look_again(self, submission: Submission) -> None:
        """Find out by a read-back whether a finished submission still holds.

        A code of ours from before may arrive late for a while; after that, whatever is on
        record was chosen by somebody.
        """
        if not self._is_signed_in or submission.agent_id != self._agent_id:
            return
        accepted_at = submission.accepted_at
        patience = timedelta(seconds=PATIENCE_S)
        if accepted_at is None or self._line.server_now() - accepted_at > patience:
            submission = replace(submission, replaces=frozenset(), old_note=None)
        self.show(replace(submission, state=SubmissionState.ACCEPTED))
        self._dispatch(submission.key, None)

    async def _accompany(self, key: LegKey, courier: Courier) -> None:
        """See a courier to its end, whatever happens to it: a decision is never dropped."""
        try:
            await courier.carry()
        except Exception:
            self._background.start(self._send_another(key), f"restart {key.communication_id}")
            raise
        finally:
            if self._couriers.get(key) is courier:
                del self._couriers[key], self._tasks[key]
            self._something_ended.set()

    async def _send_another(self, key: LegKey) -> None:
        await self._clock.sleep(RESTART_AFTER_S)
        self._dispatch(key, None)
