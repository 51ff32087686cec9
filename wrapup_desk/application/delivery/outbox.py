"""Every decision on its way, as a value: what is kept, what is sent, and what has to follow.

Nothing here waits or calls out. Each change returns the new outbox and the effects that are due.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from wrapup_desk.application.delivery.effects import (
    DeliveryEffect,
    HaltDelivery,
    RestartDelivery,
    ReviseDelivery,
    ShowLegToDelivery,
    StartDelivery,
    StopDeliveries,
    StoreSubmission,
    WakeDeliveries,
)
from wrapup_desk.application.delivery.messages import (
    DeliveryChanged,
    DeliveryDue,
    DeliveryEnded,
    DeliveryFailed,
    HeadStartOver,
    OutboxMessage,
    OutboxRead,
    StoreFailed,
    SubmissionStored,
)
from wrapup_desk.domain.interaction import Leg, LegKey, Phase, Prompt
from wrapup_desk.domain.modes import UNDO_WINDOW
from wrapup_desk.domain.privacy.kept_notes import fit_to_keep
from wrapup_desk.domain.submission import (
    ONLY_SELECTED,
    SETTLES_WITHIN,
    Submission,
    SubmissionState,
)
from wrapup_desk.domain.wrapup import Decision


@dataclass(frozen=True, slots=True)
class Outbox:
    """The decisions of this computer, and how far each has come.

    Only what the signed-in agent decided is ever sent: deliveries live from `signed_in` to
    `signed_out`, so that none can use the token of whoever signs in next.
    """

    submissions: Mapping[LegKey, Submission] = field(default_factory=dict)
    # The newest revision of each leg whose commit returned.
    stored: Mapping[LegKey, int] = field(default_factory=dict)
    # Legs whose newest decision is on its way to the disk, with the leg as last seen.
    saving: Mapping[LegKey, Leg | None] = field(default_factory=dict)
    delivering: frozenset[LegKey] = frozenset()
    agent_id: str = ""
    is_signed_in: bool = False
    # Whether what earlier runs left could be read.
    has_restored: bool = True
    # The slow end (p95) of the last writes.
    latency: timedelta = timedelta(0)

    # What is asked of it

    def counts(self) -> tuple[int, int]:
        """Return how many unfinished decisions are on disk, and how many there are in all.

        Only the signed-in agent's, or everybody's before a sign-in.
        """
        stored = unfinished = 0
        for each in self.submissions.values():
            if self.agent_id in ("", each.agent_id) and not each.state.is_final:
                unfinished += 1
                stored += self.stored.get(each.key, 0) >= each.revision
        return stored, unfinished

    @property
    def count_of_others(self) -> int:
        """How many unfinished decisions on disk belong to another agent of this computer."""
        others = [each for each in self._unfinished() if each.agent_id != self.agent_id]
        return sum(self.is_stored(each) for each in others)

    @property
    def is_busy(self) -> bool:
        """Whether something is on its way to the disk or to the server."""
        return bool(self.delivering or self.saving)

    def is_stored(self, submission: Submission) -> bool:
        """Whether this decision survives a power loss."""
        return self.stored.get(submission.key, 0) >= submission.revision

    def can_withdraw(self, key: LegKey) -> bool:
        """Whether nothing of the leg's newest decision has left the program."""
        submission = self.submissions.get(key)
        return submission is not None and submission.can_withdraw

    # What the agent and the stream do

    def decided(
        self,
        leg: Leg,
        decision: Decision,
        now: datetime,
        *,
        is_leg_current: bool,
        hold: timedelta = timedelta(0),
    ) -> Step:
        """Keep *decision* for *leg*, then send it; it replaces an earlier one of the same leg.

        Args:
            leg: as the agent saw it when deciding.
            decision: the code and who chose it.
            now: the server's clock.
            is_leg_current: whether the stream is live, so that *leg* is what the server has;
                otherwise the leg is read back before anything is sent.
            hold: how long sending waits for an undo where a code ends the after-call work.
        """
        wait = undo_wait(leg, now, hold)
        submission = replace(
            self._next_submission(leg, decision),
            queue_name=leg.queue_name,
            hung_up_at=leg.disconnected_at,
            not_before_at=now + wait if wait else None,
        )
        return self._begun(submission, leg if is_leg_current else None)

    def meant(self, leg: Leg, decision: Decision) -> Step:
        """Keep for the supervisors what the agent had selected for a leg that ended without it."""
        submission = replace(
            self._next_submission(leg, decision),
            queue_name=leg.queue_name,
            hung_up_at=leg.disconnected_at,
            state=SubmissionState.TOO_LATE,
            reason=ONLY_SELECTED,
        )
        return _with(self, submission), (StoreSubmission(submission),)

    def withdrawn(self, key: LegKey) -> Step:
        """Take back a decision that was not sent yet (see `can_withdraw`).

        Where an earlier decision may be on the server, the leg goes back to that one.
        """
        submission = self.submissions[key]
        if submission.before is not None:
            return self._begun(submission.revised(submission.before), None)
        undone = fit_to_keep(submission.undone())
        effects: list[DeliveryEffect] = [StoreSubmission(undone)]
        if key in self.delivering:
            effects.append(ReviseDelivery(undone))
        return _with(self, undone), tuple(effects)

    def tried_again(self, key: LegKey) -> Step:
        """Try a refused submission once more, from the read-back on."""
        submission = self.submissions.get(key)
        if submission is None or not submission.state.has_failed:
            return self, ()
        return self._begun(submission.tried_again(), None)

    def observed(self, leg: Leg, now: datetime) -> Step:
        """Note what the stream or a resync just showed of a leg."""
        outbox = self
        if self.saving.get(leg.key) is not None:
            outbox = replace(self, saving={**self.saving, leg.key: leg})
        if leg.key in self.delivering:
            return outbox, (ShowLegToDelivery(leg),)
        submission = self.submissions.get(leg.key)
        if submission is None or submission.is_undone or leg.wrapup is None:
            return outbox, ()
        if submission.is_doubted_by(leg.wrapup):
            return _looking_again(outbox, submission, leg.wrapup.code_id, now)
        return outbox, ()

    def is_decided(self, key: LegKey) -> bool:
        """Whether a decision about the leg stands: one that was undone does not."""
        submission = self.submissions.get(key)
        return submission is not None and not submission.is_undone

    def forgotten(self, key: LegKey) -> Outbox:
        """Drop a finished submission from memory; the disk keeps it."""
        submission = self.submissions.get(key)
        if submission is None or not submission.state.is_final or key in self.delivering:
            return self
        submissions = {each: one for each, one in self.submissions.items() if each != key}
        return replace(self, submissions=submissions)

    def line_is_back(self) -> Step:
        """Try again at once what was waiting for a better line."""
        return self, (WakeDeliveries(),) if self.delivering else ()

    def signed_in(self, agent_id: str) -> Step:
        """Start or go on sending, but only what this agent decided."""
        outbox = replace(self, agent_id=agent_id, is_signed_in=True)
        effects: tuple[DeliveryEffect, ...] = ()
        for key in outbox.unfinished_of(agent_id):
            outbox, more = _delivered(outbox, key, None)
            effects += more
        return outbox, effects

    def signed_out(self) -> Step:
        """Stop sending, and keep everything until the agent signs in again."""
        return replace(self, is_signed_in=False, delivering=frozenset()), (StopDeliveries(),)

    def unfinished_of(self, agent_id: str) -> tuple[LegKey, ...]:
        """Return the legs for which this agent's decision is not final yet."""
        return tuple(each.key for each in self._unfinished() if each.agent_id == agent_id)

    # What the disk and the deliveries tell

    def restored(self, read: OutboxRead) -> Step:
        """Note what earlier runs left; nothing is sent before somebody is signed in."""
        # What was decided meanwhile is newer than whatever the disk has of the same leg. Finished
        # ones count too: a later decision for the same leg has to have a later revision.
        survivors = {each.key: each.survived() for each in read.unfinished}
        found = {each.key: each for each in read.known} | survivors
        left = found.keys() - self.submissions.keys()
        outbox = replace(
            self,
            has_restored=True,
            submissions={**found, **self.submissions},
            stored={**{key: found[key].revision for key in left}, **self.stored},
        )
        effects: tuple[DeliveryEffect, ...] = ()
        for key in [each for each in survivors if each in left]:
            outbox, more = _delivered(outbox, key, None)
            effects += more
        return outbox, effects

    def after(self, message: OutboxMessage) -> Step:
        """Note what became of a submission."""
        match message:
            case SubmissionStored(key, revision):
                stored = {**self.stored, key: max(revision, self.stored.get(key, 0))}
                return _head_start_over(replace(self, stored=stored), key, revision)
            case StoreFailed(_, key, revision):
                # A code on the server is safer than one in memory: it goes out all the same.
                return (self, ()) if key is None else _head_start_over(self, key, revision)
            case HeadStartOver(key, revision):
                return _head_start_over(self, key, revision)
            case DeliveryChanged():
                return _changed(self, message)
            case DeliveryEnded(key):
                return replace(self, delivering=self.delivering - {key}), ()
            case DeliveryFailed(key):
                # Whatever happens to a delivery, a decision is never dropped.
                return replace(self, delivering=self.delivering - {key}), (RestartDelivery(key),)
            case DeliveryDue(key):
                return _delivered(self, key, None)

    # The rules

    def _next_submission(self, leg: Leg, decision: Decision) -> Submission:
        earlier = self.submissions.get(leg.key)
        if earlier is None:
            submission = Submission(leg.key, leg.media, leg.agent_id, decision)
        else:
            submission = earlier.revised(decision)
        if decision.tags and submission.old_tags is None:
            submission = submission.over_tags(())  # the same code without them is not ours yet
        # Only a person stands above a code they saw; a rule never overwrites anybody's.
        assigned = leg.wrapup
        is_above = assigned is not None and decision.was_seen_by_a_person
        return submission.above(assigned) if is_above else submission

    def _begun(self, submission: Submission, leg: Leg | None) -> Step:
        """Bring a new state of affairs to disk; it is sent when it is there, or time is up."""
        key = submission.key
        earlier = self.submissions.get(key)
        # Whether the disk has the earlier one or only gets it first: after a kill it would be sent.
        is_later = earlier is not None and not earlier.state.is_final
        effects: tuple[DeliveryEffect, ...] = (
            StoreSubmission(submission, has_head_start=True, replaces_unfinished=is_later),
        )
        if key in self.delivering:
            effects += (HaltDelivery(key),)
        submissions = {**self.submissions, key: submission}
        return replace(self, submissions=submissions, saving={**self.saving, key: leg}), effects

    def _unfinished(self) -> list[Submission]:
        return [each for each in self.submissions.values() if not each.state.is_final]


def undo_wait(leg: Leg, now: datetime, hold: timedelta = timedelta(0)) -> timedelta:
    """Return how long sending waits for an undo: nothing, except where a code cannot be undone.

    On a dialer leg the first code has effects of its own, so the undo window is waited out. Where
    a code ends the after-call work, *hold* is, if the agent or a policy wants it. It is at most
    5 s, always leaves 4 s to send, and is nothing when less than 6 s are left.
    """
    # A forced time-out frees nobody early, so the code can be changed until then.
    ends_work = leg.phase is Phase.AFTER_CALL and leg.prompt is not Prompt.FORCED_TIMEOUT
    wait = UNDO_WINDOW if leg.is_dialer else hold if ends_work else timedelta(0)
    if not wait or (deadline := leg.deadline_at) is None:
        return wait
    left = deadline - now
    if left < timedelta(seconds=6):
        return timedelta(0)
    return min(wait, left - timedelta(seconds=4))


def _head_start_over(outbox: Outbox, key: LegKey, revision: int) -> Step:
    submission = outbox.submissions.get(key)
    if key not in outbox.saving or submission is None or submission.revision != revision:
        return outbox, ()
    saving = {each: leg for each, leg in outbox.saving.items() if each != key}
    return _delivered(replace(outbox, saving=saving), key, outbox.saving[key])


def _delivered(outbox: Outbox, key: LegKey, leg: Leg | None) -> Step:
    """Send what is known by now, unless it has to wait for its agent or for the disk."""
    submission = outbox.submissions.get(key)
    if submission is None or submission.state.is_final or key in outbox.saving:
        return outbox, ()
    if not outbox.is_signed_in or submission.agent_id != outbox.agent_id:
        return outbox, ()
    if key in outbox.delivering:
        return outbox, (ReviseDelivery(submission),)
    outbox = replace(outbox, delivering=outbox.delivering | {key})
    return outbox, (StartDelivery(submission, leg),)


def _changed(outbox: Outbox, message: DeliveryChanged) -> Step:
    submission = message.submission
    known = outbox.submissions.get(submission.key)
    if known is not None and known.revision > submission.revision:
        return replace(outbox, latency=message.latency), ()
    effects: tuple[DeliveryEffect, ...] = ()
    if message.must_survive:
        submission = fit_to_keep(submission)
        effects = (StoreSubmission(submission),)
    submissions = {**outbox.submissions, submission.key: submission}
    return replace(outbox, latency=message.latency, submissions=submissions), effects


def _looking_again(outbox: Outbox, submission: Submission, code_id: str, now: datetime) -> Step:
    """Find out by a read-back whether a finished submission still holds, now that a code shows.

    A write of ours from before may arrive late for a while, and once; after that, whatever is on
    record was chosen by somebody.
    """
    if not outbox.is_signed_in or submission.agent_id != outbox.agent_id:
        return outbox, ()
    accepted_at = submission.accepted_at
    if accepted_at is None or now - accepted_at > SETTLES_WITHIN:
        submission = replace(submission, replaces=frozenset(), unseen=(), old_note=None)
    submission = submission.came(code_id)
    doubted = replace(submission, state=SubmissionState.ACCEPTED)
    return _delivered(_with(outbox, doubted), submission.key, None)


def _with(outbox: Outbox, submission: Submission) -> Outbox:
    return replace(outbox, submissions={**outbox.submissions, submission.key: submission})


Step = tuple[Outbox, tuple[DeliveryEffect, ...]]
