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

from wrapup_desk.domain.interaction import LegKey, Media
from wrapup_desk.domain.language.texts import mark
from wrapup_desk.domain.leg_stage import LegStage
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

    def __init__(self, value: str) -> None:
        # Of each member once: every submission is asked at every message.
        self.is_final = value not in ("waiting", "sent", "accepted")
        # Whether the code did not get through, and somebody has to do something about it.
        self.has_failed = value in ("refused", "too late")


class ServerReply(enum.Enum):
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


class RefusalKind(enum.Enum):
    """Whether, and how finally, this submission was refused before."""

    NEVER = "never"
    STATE = "state"  # the leg's state was the reason; another try may do
    FINAL = "final"  # permission or content: the same try will fail again
    WITHOUT_EFFECT = "without effect"  # accepted as often as it is tried, and never shown


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


_NO_CODE_OF_A_PERSON = (ServerReply.HAS_NONE, ServerReply.HAS_SYSTEM, ServerReply.HAS_EARLIER)
_REFUSED = (
    ServerReply.MALFORMED,
    ServerReply.NOT_PERMITTED,
    ServerReply.NOT_FOUND,
    ServerReply.CONFLICT,
)

_WHEREVER: dict[ServerReply, Step] = {
    ServerReply.NOTHING: Step.READ_BACK,
    ServerReply.HAS_OURS: Step.CONFIRM,
    ServerReply.HAS_OTHER: Step.SUPERSEDE,
    ServerReply.ACCEPTED: Step.AWAIT_NEWS,
    ServerReply.NOT_SIGNED_IN: Step.AWAIT_SIGN_IN,
    ServerReply.TOO_MANY: Step.BACK_OFF,
    ServerReply.FAILED: Step.BACK_OFF,
    ServerReply.UNREACHABLE: Step.BACK_OFF,
    ServerReply.UNREADABLE: Step.BACK_OFF,
    **dict.fromkeys(_REFUSED, Step.READ_BACK),
}

# What a read-back that shows no person's code leads to.
_NO_CODE: dict[tuple[LegStage, RefusalKind], Step] = {
    (LegStage.UNKNOWN, RefusalKind.NEVER): Step.SEND,
    (LegStage.UNKNOWN, RefusalKind.STATE): Step.TOO_LATE,
    (LegStage.UNKNOWN, RefusalKind.FINAL): Step.REFUSE,
    (LegStage.UNKNOWN, RefusalKind.WITHOUT_EFFECT): Step.REFUSE,
    (LegStage.ALERTING, RefusalKind.NEVER): Step.AWAIT_ANSWER,
    (LegStage.ALERTING, RefusalKind.STATE): Step.AWAIT_ANSWER,
    (LegStage.ALERTING, RefusalKind.FINAL): Step.REFUSE,
    (LegStage.ALERTING, RefusalKind.WITHOUT_EFFECT): Step.REFUSE,
    (LegStage.OPEN, RefusalKind.NEVER): Step.SEND,
    (LegStage.OPEN, RefusalKind.STATE): Step.SEND,
    (LegStage.OPEN, RefusalKind.FINAL): Step.REFUSE,
    (LegStage.OPEN, RefusalKind.WITHOUT_EFFECT): Step.REFUSE,
    # Undocumented whether an ended leg still takes a code: one try tells, a refusal ends it.
    (LegStage.ENDED, RefusalKind.NEVER): Step.SEND,
    (LegStage.ENDED, RefusalKind.STATE): Step.TOO_LATE,
    (LegStage.ENDED, RefusalKind.FINAL): Step.TOO_LATE,
    (LegStage.ENDED, RefusalKind.WITHOUT_EFFECT): Step.TOO_LATE,
    (LegStage.GONE, RefusalKind.NEVER): Step.TOO_LATE,
    (LegStage.GONE, RefusalKind.STATE): Step.TOO_LATE,
    (LegStage.GONE, RefusalKind.FINAL): Step.TOO_LATE,
    (LegStage.GONE, RefusalKind.WITHOUT_EFFECT): Step.TOO_LATE,
}


def _build_table() -> dict[tuple[LegStage, RefusalKind, ServerReply], Step]:
    table: dict[tuple[LegStage, RefusalKind, ServerReply], Step] = {}
    for stage, refusal in itertools.product(LegStage, RefusalKind):
        for said, step in _WHEREVER.items():
            table[stage, refusal, said] = step
        for said in _NO_CODE_OF_A_PERSON:
            table[stage, refusal, said] = _NO_CODE[stage, refusal]
    # Nothing can be read of a conversation Genesys does not know: asking again changes nothing.
    for refusal, said in itertools.product(RefusalKind, (ServerReply.NOTHING, *_REFUSED)):
        table[LegStage.GONE, refusal, said] = Step.TOO_LATE
    # Refused for good, and not even readable: nothing is left to be learnt.
    for stage in LegStage:
        is_over = stage in (LegStage.ENDED, LegStage.GONE)
        fate = Step.TOO_LATE if is_over else Step.REFUSE
        table[stage, RefusalKind.FINAL, ServerReply.UNREADABLE] = fate
    return table


_HAS_OTHER, _HAS_EARLIER = ServerReply.HAS_OTHER, ServerReply.HAS_EARLIER
# What a snapshot shows that contradicts a final state. An empty leg is no contradiction: a
# snapshot from before the code shows just that.
_DOUBTS: dict[SubmissionState, tuple[ServerReply, ...]] = {
    SubmissionState.CONFIRMED: (_HAS_OTHER, _HAS_EARLIER, ServerReply.HAS_SYSTEM),
    SubmissionState.SUPERSEDED: (ServerReply.HAS_OURS, _HAS_OTHER, _HAS_EARLIER),
    SubmissionState.REFUSED: (ServerReply.HAS_OURS, _HAS_OTHER),
    SubmissionState.TOO_LATE: (ServerReply.HAS_OURS, _HAS_OTHER),
}

STEPS: dict[tuple[LegStage, RefusalKind, ServerReply], Step] = _build_table()


def next_step(stage: LegStage, refusal: RefusalKind, said: ServerReply) -> Step:
    """Return what to do with a submission; defined for every combination."""
    return STEPS[stage, refusal, said]


def refusal_after(refusal: RefusalKind, said: ServerReply) -> RefusalKind:
    """Return the refusal to remember once the server has *said* something."""
    if said in (ServerReply.MALFORMED, ServerReply.NOT_PERMITTED, ServerReply.NOT_FOUND):
        return RefusalKind.FINAL
    if said is ServerReply.CONFLICT:
        return RefusalKind.STATE if refusal is RefusalKind.NEVER else refusal
    return refusal


# How long after a 202 a read-back without our code still counts as "on its way".
SETTLES_WITHIN = timedelta(seconds=15)
# How often a code is sent that Genesys accepts and does not show: then a person has to look.
MOST_WITHOUT_EFFECT = 4
NOT_SHOWN = mark("Genesys accepted the code and does not show it.")
# Why a code that was never sent is reported to the supervisors.
ONLY_SELECTED = mark(
    "The agent had selected this code and not sent it when the interaction ended."
)
# A server that does not keep notes must not be asked for ever to change one.
MOST_NOTE_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Submission:
    """A decision on its way: one per leg; a later decision has a higher revision.

    *replaces* holds the codes this decision knowingly stands above: what was on record when it
    was made, and what earlier revisions of ours may have written. A confirmation belongs to a
    write, never to a code that happens to stand there: see *unseen*.
    """

    key: LegKey
    media: Media
    agent_id: str
    decision: Decision
    revision: int = 1
    state: SubmissionState = SubmissionState.WAITING
    refusal: RefusalKind = RefusalKind.NEVER
    replaces: frozenset[str] = frozenset()
    # The codes of earlier revisions' writes that may still come, one for each write, sorted.
    unseen: tuple[str, ...] = ()
    # Writes of this revision that left the program; a survivor of a restart counts as written.
    attempts: int = 0
    # How many of them the server refused: those will not come.
    declined: int = 0
    # Whether this code may have stood already, so that seeing it proves no write of this revision.
    may_be_older: bool = False
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
    # The tags that stand under the same code and are to be replaced; None if any will do.
    old_tags: tuple[str, ...] | None = None

    @property
    def can_withdraw(self) -> bool:
        """Whether nothing of this revision has left the program."""
        return self.attempts == 0 and not self.state.is_final

    @property
    def is_first_try(self) -> bool:
        """Whether no write of ours can be on record for this leg yet."""
        return self.revision == 1 and self.attempts == 0

    def judge(self, assigned: AssignedCode | None) -> ServerReply:
        """Return what the code on record means for this submission."""
        if assigned is None or (assigned.is_provisional and not self.decision.is_provisional):
            return ServerReply.HAS_NONE
        if assigned.code_id == self.decision.code.id:
            is_earlier = self._has_old_words(assigned) or self._may_be_overtaken
            return ServerReply.HAS_EARLIER if is_earlier else ServerReply.HAS_OURS
        if assigned.is_system:
            return ServerReply.HAS_SYSTEM
        if assigned.code_id in self.replaces:
            return ServerReply.HAS_EARLIER
        return ServerReply.HAS_OTHER

    def shows(self, assigned: AssignedCode | None) -> bool:
        """Whether the code of this decision stands, by whichever write."""
        return assigned is not None and assigned.code_id == self.decision.code.id

    def is_doubted_by(self, assigned: AssignedCode) -> bool:
        """Whether a snapshot with this code contradicts the final state, so that a read is due."""
        is_known = assigned.code_id == self.other_code_id
        return not is_known and self.judge(assigned) in _DOUBTS.get(self.state, ())

    def revised(self, decision: Decision) -> Submission:
        """Return the next revision, which replaces whatever this one may have written."""
        # What was confirmed was seen once; a write that was sent twice may come a second time.
        was_seen = self.state is SubmissionState.CONFIRMED and not self.may_be_older
        to_come = max(0, self.attempts - self.declined - was_seen)
        before = self.decision if self.attempts else self.before
        return replace(
            self,
            decision=decision,
            unseen=tuple(sorted(self.unseen + (self.decision.code.id,) * to_come)),
            revision=self.revision + 1,
            state=SubmissionState.WAITING,
            refusal=RefusalKind.NEVER,
            replaces=self._may_stand(),
            attempts=0,
            declined=0,
            may_be_older=decision.code.id in self._may_stand(),
            not_before_at=None,
            reason="",
            accepted_at=None,
            confirmed_at=None,
            other_code_id="",
            is_undone=False,
            before=before,
            old_note=before.note if before and before.code.id == decision.code.id else None,
            old_tags=before.tags if before and before.code.id == decision.code.id else None,
        )

    def above(self, assigned: AssignedCode | None) -> Submission:
        """Return this submission as of somebody who saw *assigned* on record when deciding."""
        if assigned is None or assigned.is_provisional:
            return self
        decision = self.decision
        if assigned.code_id != decision.code.id:
            return replace(self, replaces=self.replaces | {assigned.code_id})
        over = self if assigned.note == decision.note else replace(self, old_note=assigned.note)
        return over if assigned.tags == decision.tags else over.over_tags(assigned.tags)

    def came(self, code_id: str) -> Submission:
        """Return this submission after a write of *code_id* was seen to take effect."""
        if code_id == self.decision.code.id:
            return replace(self, may_be_older=False)
        if code_id not in self.unseen:
            return self
        place = self.unseen.index(code_id)
        return replace(self, unseen=self.unseen[:place] + self.unseen[place + 1 :])

    def over_tags(self, tags: tuple[str, ...]) -> Submission:
        """Return this submission knowing that *tags* under the same code are to be replaced."""
        return replace(self, old_tags=tags)

    def confirmed(self, at: datetime) -> Submission:
        """Return this submission once its own write was seen on record.

        What was confirmed before it and replaced by it is not ours when it comes again; only a
        write that nobody has seen yet may still arrive late.
        """
        code_id = self.decision.code.id
        return replace(
            self,
            state=SubmissionState.CONFIRMED,
            replaces=frozenset(self.unseen) - {code_id},
            old_note=self.old_note if code_id in self.unseen else None,
            old_tags=self.old_tags if code_id in self.unseen else None,
            confirmed_at=self.confirmed_at or at,
            other_code_id="",
            reason="",
        )

    def undone(self) -> Submission:
        """Return this submission withdrawn before anything of it left the program."""
        return replace(
            self, state=SubmissionState.SUPERSEDED, reason="undone", is_undone=True, before=None
        )

    def tried_again(self) -> Submission:
        """Return this submission for one more try, from the read-back on."""
        return replace(self, state=SubmissionState.WAITING, refusal=RefusalKind.NEVER, reason="")

    def survived(self) -> Submission:
        """Return this submission as a later run of the program has to take it.

        How far it came is not known: it may have been written, so it is read back first, and
        it can no longer be taken back unseen.
        """
        return replace(self, attempts=max(1, self.attempts), not_before_at=None)

    @property
    def _may_be_overtaken(self) -> bool:
        """Whether what stands may be from before, while another write of ours is still to come.

        Only a write that was accepted stands above those before it; one that got lost on the way
        proves nothing. Where nothing can be written any more, what stands is all there will be.
        """
        is_on_its_way = self.accepted_at is None and self.refusal is RefusalKind.NEVER
        return bool(self.unseen) and is_on_its_way

    def _may_stand(self) -> frozenset[str]:
        """Return the codes that may be on record and that a later decision knows about."""
        if self.state is SubmissionState.CONFIRMED:
            return frozenset({self.decision.code.id, *self.unseen})
        own = {self.decision.code.id} if self.attempts else set()
        return self.replaces | own | {self.other_code_id} - {""}

    def _has_old_words(self, assigned: AssignedCode) -> bool:
        """Whether the note or the tags under our code are still those that we replace."""
        if self.attempts >= MOST_NOTE_ATTEMPTS:
            return False
        if self.old_note is not None:
            note = self.decision.note.strip()
            if assigned.note.strip() == self.old_note.strip() != note:
                return True
        if self.old_tags is None or self.refusal is not RefusalKind.NEVER:
            return False  # a code that Genesys took counts, although it refused its tags
        return sorted(assigned.tags) == sorted(self.old_tags) != sorted(self.decision.tags)
