"""When a code may, must and must not be sent: the whole rule, as a table.

A submission is a decision on its way. What happens next depends on three things only: where
the leg stands, whether the server has refused this submission before, and what it said last.
`next_step` looks the answer up; there is no other rule anywhere in the program.

202 is "accepted" and no more (Genesys answers before it acts): only an event or a read-back
that shows our code confirms. Every refusal is answered by reading the leg back first. A code
of another person stands above ours only when a read-back shows it, never by an event alone:
events come late and out of order.
"""

from __future__ import annotations

import enum
import itertools
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from wrapup_desk.domain.interaction import LegKey, Media, Phase
from wrapup_desk.domain.wrapup import AssignedCode, Decision


class SubmissionState(enum.Enum):
    """Where a submission stands; the last four are final until the agent acts."""

    WAITING = "waiting"
    SENT = "sent"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    SUPERSEDED = "superseded"
    REFUSED = "refused"
    TOO_LATE = "too late"

    @property
    def is_final(self) -> bool:
        return self not in (
            SubmissionState.WAITING,
            SubmissionState.SENT,
            SubmissionState.ACCEPTED,
        )

    @property
    def has_failed(self) -> bool:
        """Whether the code did not get through, and somebody has to do something about it."""
        return self in (SubmissionState.REFUSED, SubmissionState.TOO_LATE)


class Standing(enum.Enum):
    """What of a leg matters to a code on its way; a later member is never followed by an earlier."""

    UNKNOWN = "unknown"  # not seen since the program started
    ALERTING = "alerting"  # no code possible yet
    OPEN = "open"  # connected, held, or in after-call work
    ENDED = "ended"  # completed; Genesys may or may not still take a code
    GONE = "gone"  # never answered, or Genesys no longer knows it: no code can belong to it


class Said(enum.Enum):
    """What the server last said about a leg or a write, in kinds that differ in their answer."""

    NOTHING = "nothing"  # not asked, or what it said is too old to rely on
    HAS_NONE = "has no code"
    HAS_SYSTEM = "has a system code"  # time-out, skipped, default: no person chose it
    HAS_EARLIER = "has the code this decision replaces"
    HAS_OURS = "has our code"
    HAS_OTHER = "has another person's code"
    ACCEPTED = "202"
    MALFORMED = "400"  # 400, 422: this body will never do
    NOT_SIGNED_IN = "401"
    NOT_PERMITTED = "403"
    NOT_FOUND = "404"
    CONFLICT = "409"  # 409, 410, 412: the leg is in another state than we thought
    TOO_MANY = "429"
    FAILED = "5xx"  # 5xx, garbage: the write may have happened
    UNREACHABLE = "no answer"  # time-out, dropped: the write may have happened
    UNREADABLE = "unreadable"  # the read-back itself was refused: it says nothing of the code


class Refusal(enum.Enum):
    """Whether, and how finally, this submission was refused before."""

    NEVER = "never"
    STATE = "state"  # the leg's state was the reason; another try may do
    FINAL = "final"  # permission or content: the same try will fail again


class Step(enum.Enum):
    """What to do next."""

    SEND = "send"
    READ_BACK = "read back"
    AWAIT_NEWS = "await news"  # accepted: an event will show it; read back if none comes
    BACK_OFF = "back off"  # wait, then read back
    AWAIT_SIGN_IN = "await sign-in"
    AWAIT_ANSWER = "await answer"  # the leg still alerts: nothing can be written
    CONFIRM = "confirm"
    SUPERSEDE = "supersede"
    REFUSE = "refuse"
    TOO_LATE = "too late"


_NO_CODE_OF_A_PERSON = (Said.HAS_NONE, Said.HAS_SYSTEM, Said.HAS_EARLIER)
_REFUSED = (Said.MALFORMED, Said.NOT_PERMITTED, Said.NOT_FOUND, Said.CONFLICT)

_WHEREVER: dict[Said, Step] = {
    Said.NOTHING: Step.READ_BACK,
    Said.HAS_OURS: Step.CONFIRM,
    Said.HAS_OTHER: Step.SUPERSEDE,
    Said.ACCEPTED: Step.AWAIT_NEWS,
    Said.NOT_SIGNED_IN: Step.AWAIT_SIGN_IN,
    Said.TOO_MANY: Step.BACK_OFF,
    Said.FAILED: Step.BACK_OFF,
    Said.UNREACHABLE: Step.BACK_OFF,
    Said.UNREADABLE: Step.BACK_OFF,
    **dict.fromkeys(_REFUSED, Step.READ_BACK),
}

# What a read-back that shows no person's code leads to.
_NO_CODE: dict[tuple[Standing, Refusal], Step] = {
    (Standing.UNKNOWN, Refusal.NEVER): Step.SEND,
    (Standing.UNKNOWN, Refusal.STATE): Step.TOO_LATE,
    (Standing.UNKNOWN, Refusal.FINAL): Step.REFUSE,
    (Standing.ALERTING, Refusal.NEVER): Step.AWAIT_ANSWER,
    (Standing.ALERTING, Refusal.STATE): Step.AWAIT_ANSWER,
    (Standing.ALERTING, Refusal.FINAL): Step.REFUSE,
    (Standing.OPEN, Refusal.NEVER): Step.SEND,
    (Standing.OPEN, Refusal.STATE): Step.SEND,
    (Standing.OPEN, Refusal.FINAL): Step.REFUSE,
    # Undocumented whether an ended leg still takes a code: one try tells, a refusal ends it.
    (Standing.ENDED, Refusal.NEVER): Step.SEND,
    (Standing.ENDED, Refusal.STATE): Step.TOO_LATE,
    (Standing.ENDED, Refusal.FINAL): Step.TOO_LATE,
    (Standing.GONE, Refusal.NEVER): Step.TOO_LATE,
    (Standing.GONE, Refusal.STATE): Step.TOO_LATE,
    (Standing.GONE, Refusal.FINAL): Step.TOO_LATE,
}


def _build_table() -> dict[tuple[Standing, Refusal, Said], Step]:
    table: dict[tuple[Standing, Refusal, Said], Step] = {}
    for standing, refusal in itertools.product(Standing, Refusal):
        for said, step in _WHEREVER.items():
            table[standing, refusal, said] = step
        for said in _NO_CODE_OF_A_PERSON:
            table[standing, refusal, said] = _NO_CODE[standing, refusal]
    # Nothing can be read of a conversation Genesys does not know: asking again changes nothing.
    for refusal, said in itertools.product(Refusal, (Said.NOTHING, *_REFUSED)):
        table[Standing.GONE, refusal, said] = Step.TOO_LATE
    # Refused for good, and not even readable: nothing is left to be learnt.
    for standing in Standing:
        is_over = standing in (Standing.ENDED, Standing.GONE)
        fate = Step.TOO_LATE if is_over else Step.REFUSE
        table[standing, Refusal.FINAL, Said.UNREADABLE] = fate
    return table


# What a snapshot shows that contradicts a final state. An empty leg is no contradiction: a
# snapshot from before the code shows just that.
_DOUBTS: dict[SubmissionState, tuple[Said, ...]] = {
    SubmissionState.CONFIRMED: (Said.HAS_OTHER, Said.HAS_EARLIER, Said.HAS_SYSTEM),
    SubmissionState.SUPERSEDED: (Said.HAS_OURS, Said.HAS_OTHER, Said.HAS_EARLIER),
    SubmissionState.REFUSED: (Said.HAS_OURS, Said.HAS_OTHER),
    SubmissionState.TOO_LATE: (Said.HAS_OURS, Said.HAS_OTHER),
}

STEPS: dict[tuple[Standing, Refusal, Said], Step] = _build_table()


def next_step(standing: Standing, refusal: Refusal, said: Said) -> Step:
    """Return what to do with a submission; defined for every combination."""
    return STEPS[standing, refusal, said]


def standing_of(phase: Phase | None) -> Standing:
    """Return what *phase* means for a code on its way; None is a leg not seen yet."""
    match phase:
        case None:
            return Standing.UNKNOWN
        case Phase.ALERTING:
            return Standing.ALERTING
        case Phase.MISSED:
            return Standing.GONE
        case Phase.COMPLETED:
            return Standing.ENDED
        case _:
            return Standing.OPEN


def further(known: Standing, seen: Standing) -> Standing:
    """Return the later of two standings: news that comes late never takes a leg back."""
    order = tuple(Standing)
    return max(known, seen, key=order.index)


def refusal_after(refusal: Refusal, said: Said) -> Refusal:
    """Return the refusal to remember once the server has *said* something."""
    if said in (Said.MALFORMED, Said.NOT_PERMITTED, Said.NOT_FOUND):
        return Refusal.FINAL
    if said is Said.CONFLICT:
        return Refusal.STATE if refusal is Refusal.NEVER else refusal
    return refusal


# How long after a 202 a read-back without our code still counts as "on its way".
SETTLES_WITHIN = timedelta(seconds=15)
# A server that does not keep notes must not be asked for ever to change one.
MOST_NOTE_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Submission:
    """A decision on its way: one per leg; a later decision has a higher revision.

    *replaces* holds the codes this decision knowingly stands above: what was on record when it
    was made, and what earlier revisions of ours may have written.
    """

    key: LegKey
    media: Media
    agent_id: str
    decision: Decision
    revision: int = 1
    state: SubmissionState = SubmissionState.WAITING
    refusal: Refusal = Refusal.NEVER
    replaces: frozenset[str] = frozenset()
    # Writes of this revision that left the program; a survivor of a restart counts as written.
    attempts: int = 0
    not_before_at: datetime | None = None
    # What the server answered last, fit for a person (its own message and correlation id).
    reason: str = ""
    queue_name: str = ""
    hung_up_at: datetime | None = None
    accepted_at: datetime | None = None
    confirmed_at: datetime | None = None
    # Another person's code, when it stands above ours.
    other_code_id: str = ""
    is_undone: bool = False
    # The decision before this one, if it may have reached the server: an undo goes back to it.
    before: Decision | None = None
    # The note that stands under the same code and is to be replaced; None if any note will do.
    old_note: str | None = field(default=None, repr=False)

    @property
    def can_withdraw(self) -> bool:
        """Whether nothing of this revision has left the program."""
        return self.attempts == 0 and not self.state.is_final

    @property
    def is_first_try(self) -> bool:
        """Whether no write of ours can be on record for this leg yet."""
        return self.revision == 1 and self.attempts == 0

    def judge(self, assigned: AssignedCode | None) -> Said:
        """Return what the code on record means for this submission."""
        if assigned is None or (assigned.is_provisional and not self.decision.is_provisional):
            return Said.HAS_NONE
        if assigned.code_id == self.decision.code.id:
            return Said.HAS_EARLIER if self._has_old_note(assigned) else Said.HAS_OURS
        if assigned.is_system:
            return Said.HAS_SYSTEM
        if assigned.code_id in self.replaces:
            return Said.HAS_EARLIER
        return Said.HAS_OTHER

    def is_doubted_by(self, assigned: AssignedCode) -> bool:
        """Whether a snapshot with this code contradicts the final state, so that a read is due."""
        is_known = assigned.code_id == self.other_code_id
        return not is_known and self.judge(assigned) in _DOUBTS.get(self.state, ())

    def revised(self, decision: Decision) -> Submission:
        """Return the next revision, which replaces whatever this one may have written."""
        may_be_written = self.attempts > 0
        return replace(
            self,
            decision=decision,
            revision=self.revision + 1,
            state=SubmissionState.WAITING,
            refusal=Refusal.NEVER,
            replaces=self._may_stand() - {decision.code.id},
            attempts=0,
            not_before_at=None,
            reason="",
            accepted_at=None,
            confirmed_at=None,
            other_code_id="",
            is_undone=False,
            before=self.decision if may_be_written else self.before,
            old_note=None,
        )

    def above(self, assigned: AssignedCode | None) -> Submission:
        """Return this submission as of somebody who saw *assigned* on record when deciding."""
        if assigned is None or assigned.is_provisional:
            return self
        decision = self.decision
        if assigned.code_id != decision.code.id:
            return replace(self, replaces=self.replaces | {assigned.code_id})
        return self if assigned.note == decision.note else self.over_note(assigned.note)

    def over_note(self, note: str) -> Submission:
        """Return this submission knowing that *note* under the same code is to be replaced."""
        return replace(self, old_note=note)

    def undone(self) -> Submission:
        """Return this submission withdrawn before anything of it left the program."""
        return replace(
            self, state=SubmissionState.SUPERSEDED, reason="undone", is_undone=True, before=None
        )

    def tried_again(self) -> Submission:
        """Return this submission for one more try, from the read-back on."""
        return replace(self, state=SubmissionState.WAITING, refusal=Refusal.NEVER, reason="")

    def survived(self) -> Submission:
        """Return this submission as a later run of the program has to take it.

        How far it came is not known: it may have been written, so it is read back first, and
        it can no longer be taken back unseen.
        """
        return replace(self, attempts=max(1, self.attempts), not_before_at=None)

    def _may_stand(self) -> frozenset[str]:
        """Return the codes that may be on record and that a later decision knows about."""
        if self.state is SubmissionState.CONFIRMED:
            return frozenset({self.decision.code.id})
        own = {self.decision.code.id} if self.attempts else set()
        return self.replaces | own | {self.other_code_id} - {""}

    def _has_old_note(self, assigned: AssignedCode) -> bool:
        if self.old_note is None or self.attempts >= MOST_NOTE_ATTEMPTS:
            return False
        return assigned.note.strip() == self.old_note.strip() != self.decision.note.strip()
