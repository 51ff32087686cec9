"""When a code may, must and must not be sent: the whole rule, as a table.

A submission is a decision on its way. What happens next depends on three things only: where
the leg stands, whether the server has refused this submission before, and what it said last.
`next_step` looks the answer up; there is no other rule anywhere in the program.

202 is "accepted" and no more (Genesys answers before it acts): only an event or a read-back
that shows our code confirms. Every refusal is answered by reading the leg back first.
"""

from __future__ import annotations

import enum
import itertools
from dataclasses import dataclass, replace
from datetime import datetime

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


class Standing(enum.Enum):
    """What of a leg matters to a code on its way."""

    UNKNOWN = "unknown"  # not seen since the program started
    ALERTING = "alerting"  # no code possible yet
    OPEN = "open"  # connected, held, or in after-call work
    ENDED = "ended"  # completed; Genesys may or may not still take a code
    GONE = "gone"  # Genesys no longer knows the conversation


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
    # A leg that alerts cannot be written, whatever was said; wait for the answer.
    for refusal in Refusal:
        table[Standing.ALERTING, refusal, Said.NOTHING] = Step.AWAIT_ANSWER
    return table


STEPS: dict[tuple[Standing, Refusal, Said], Step] = _build_table()


def next_step(standing: Standing, refusal: Refusal, said: Said) -> Step:
    """Return what to do with a submission; defined for every combination."""
    return STEPS[standing, refusal, said]


def standing_of(phase: Phase | None) -> Standing:
    """Return what *phase* means for a code on its way; None is a leg not seen yet."""
    if phase is None:
        return Standing.UNKNOWN
    if phase is Phase.ALERTING:
        return Standing.ALERTING
    return Standing.ENDED if phase.is_over else Standing.OPEN


def refusal_after(refusal: Refusal, said: Said) -> Refusal:
    """Return the refusal to remember once the server has *said* something."""
    if said in (Said.MALFORMED, Said.NOT_PERMITTED, Said.NOT_FOUND):
        return Refusal.FINAL
    if said is Said.CONFLICT:
        return Refusal.STATE if refusal is Refusal.NEVER else refusal
    return refusal


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

    def judge(self, assigned: AssignedCode | None) -> Said:
        """Return what the code on record means for this submission."""
        if assigned is None or (assigned.is_provisional and not self.decision.is_provisional):
            return Said.HAS_NONE
        if assigned.code_id == self.decision.code.id:
            return Said.HAS_OURS
        if assigned.is_system:
            return Said.HAS_SYSTEM
        if assigned.code_id in self.replaces:
            return Said.HAS_EARLIER
        return Said.HAS_OTHER

    def revised(self, decision: Decision) -> Submission:
        """Return the next revision, which replaces whatever this one may have written."""
        return replace(
            self,
            decision=decision,
            revision=self.revision + 1,
            state=SubmissionState.WAITING,
            refusal=Refusal.NEVER,
            replaces=self.replaces | {self.decision.code.id, self.other_code_id} - {""},
            attempts=0,
            not_before_at=None,
            reason="",
            accepted_at=None,
            confirmed_at=None,
            other_code_id="",
            is_undone=False,
        )
