"""The life of a correction: what a supervisor changes later, from plan to proof.

What happens next depends on three things: the correction's own state, what the leg has on
record now, and whether Genesys has refused every way of writing. `next_step` is the whole rule.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from wrapup_desk.domain.history.past_leg import is_nobodys_code
from wrapup_desk.domain.interaction import LegKey, Media
from wrapup_desk.domain.language.texts import mark
from wrapup_desk.domain.repair.person import Person
from wrapup_desk.domain.submission import ServerReply
from wrapup_desk.domain.wrapup import LONGEST_OWN_NOTE, AssignedCode, WrapupCode


class CorrectionState(enum.Enum):
    """Where a correction stands; each is durable before the next thing is done."""

    PLANNED = "planned"
    SENT = "sent"  # a write is out, and what became of it is not known
    ACCEPTED = "accepted"  # 202: Genesys will try, no more
    CONFIRMED = "confirmed"  # a read-back showed the new code
    VERIFIED = "verified"  # analytics shows it, too
    KEPT = "kept"  # Genesys refused: only the ledger has it, the official record is unchanged
    SKIPPED = "skipped"  # nothing was to be done, or somebody else was faster
    CANCELLED = "cancelled"  # stopped before anything was sent
    WITHDRAWN = "withdrawn"  # was kept in the ledger only, and undone there

    @property
    def is_active(self) -> bool:
        """Whether it is still on its way, so that no second one may start on the leg."""
        return self in _ACTIVE

    @property
    def changed_the_record(self) -> bool:
        return self in (CorrectionState.CONFIRMED, CorrectionState.VERIFIED)


_ACTIVE = frozenset({CorrectionState.PLANNED, CorrectionState.SENT, CorrectionState.ACCEPTED})

MOVES: dict[CorrectionState, frozenset[CorrectionState]] = {
    CorrectionState.PLANNED: frozenset(
        {
            CorrectionState.SENT,
            CorrectionState.KEPT,
            CorrectionState.SKIPPED,
            CorrectionState.CANCELLED,
            CorrectionState.WITHDRAWN,
        }
    ),
    CorrectionState.SENT: frozenset(
        {
            CorrectionState.SENT,
            CorrectionState.ACCEPTED,
            CorrectionState.CONFIRMED,
            CorrectionState.KEPT,
            CorrectionState.SKIPPED,
            CorrectionState.CANCELLED,
        }
    ),
    CorrectionState.ACCEPTED: frozenset(
        {
            CorrectionState.SENT,
            CorrectionState.CONFIRMED,
            CorrectionState.KEPT,
            CorrectionState.SKIPPED,
        }
    ),
    CorrectionState.CONFIRMED: frozenset({CorrectionState.VERIFIED}),
    CorrectionState.VERIFIED: frozenset(),
    CorrectionState.KEPT: frozenset({CorrectionState.WITHDRAWN, CorrectionState.VERIFIED}),
    CorrectionState.SKIPPED: frozenset(),
    CorrectionState.CANCELLED: frozenset(),
    CorrectionState.WITHDRAWN: frozenset(),
}


# What is said of a leg that had the code before anything was sent.
ALREADY_CODED = mark("It already had this code.")


class ImpossibleCorrectionMove(Exception):
    """A correction cannot go from the one state to the other."""


@dataclass(frozen=True, slots=True)
class Try:
    """One way a write was tried, and what Genesys answered; *answer* is fit for a person."""

    way: str
    said: ServerReply
    answer: str
    at: datetime


# What tells most of why Genesys will not: that the leg or the right is not there tells least.
_TELLING = (
    ServerReply.NOT_PERMITTED,
    ServerReply.CONFLICT,
    ServerReply.MALFORMED,
    ServerReply.ACCEPTED,
    ServerReply.NOT_FOUND,
)


def most_telling(tries: Sequence[Try]) -> str:
    """Return the answer that matters of several refusals; of equal ones the first."""
    if not tries:
        return ""
    ranks = {said: rank for rank, said in enumerate(_TELLING)}
    return min(tries, key=lambda one: ranks.get(one.said, len(ranks))).answer


@dataclass(frozen=True, slots=True)
class Correction:
    """One leg's change of code. *from_code_id* is what the supervisor saw when deciding.

    *note* is the supervisor's own, "" for none: then the agent's stays. An undo puts back *note*
    and *tags* as they were, empty ones too.
    """

    id: str
    batch_id: str
    key: LegKey
    media: Media
    agent_id: str
    from_code_id: str
    to_code: WrapupCode
    who: Person
    decided_at: datetime
    reason: str = ""
    note: str = field(default="", repr=False)
    queue_id: str = ""
    state: CorrectionState = CorrectionState.PLANNED
    changed_at: datetime | None = None
    # How many corrections of this leg the supervisor's desk knew of: a stale view conflicts.
    seen_count: int = 0
    # Counts each stored change of this correction; a writer with an older one loses.
    version: int = 1
    # By which way it was last sent: A, B, C of the contract, or "".
    way: str = ""
    # Genesys' last answer, or why it was skipped; fit for a person.
    answer: str = ""
    attempts: int = 0
    is_in_attributes: bool = False
    # The correction this one takes back.
    undoes_id: str = ""
    tags: tuple[str, ...] = field(default=(), repr=False)
    # Beside the code before; read anew before each write.
    from_note: str = field(default="", repr=False)
    from_tags: tuple[str, ...] = field(default=(), repr=False)
    tries: tuple[Try, ...] = ()
    # The code before the first correction of this leg: the agent's own, or nobody's.
    first_code_id: str = ""
    # The rule list that asked for it, by name; "" where a person chose the row.
    rule: str = ""

    @property
    def note_to_write(self) -> str:
        """The note that goes with the code: a write replaces what is there."""
        if self.undoes_id:
            return self.note
        return self.note[:LONGEST_OWN_NOTE] or self.from_note

    @property
    def tags_to_write(self) -> tuple[str, ...]:
        return self.tags if self.tags or self.undoes_id else self.from_tags

    def moved(self, state: CorrectionState, at: datetime, answer: str = "") -> Correction:
        """Return the correction in its next state.

        Raises:
            ImpossibleCorrectionMove: *state* cannot follow.
        """
        if state not in MOVES[self.state]:
            raise ImpossibleCorrectionMove(f"{self.state.value} → {state.value}")
        return replace(
            self,
            state=state,
            changed_at=at,
            answer=answer or self.answer,
            version=self.version + 1,
        )


def first_code_of(code_id: str, latest: Correction | None) -> str:
    """Return the code a leg had before any correction, from its code now and the newest one."""
    if latest is None or code_id not in (latest.from_code_id, latest.to_code.id):
        return code_id  # never corrected, or changed by another hand since
    if code_id == latest.to_code.id and not latest.state.changed_the_record:
        return code_id
    return latest.first_code_id


def is_kept_here(code_id: str, latest: Correction) -> bool:
    """Whether *latest* was refused, and the leg still has the code it had then."""
    if latest.state is not CorrectionState.KEPT or code_id == latest.to_code.id:
        return False
    is_nobodys = is_nobodys_code(code_id) and is_nobodys_code(latest.from_code_id)
    return is_nobodys or code_id == latest.from_code_id


class CorrectionStep(enum.Enum):
    """What to do next with a correction on its way."""

    WRITE = "write"
    WAIT = "wait"  # accepted so lately that the server may still be at it
    CONFIRM = "confirm"
    SKIP = "skip"
    KEEP = "keep"  # in the ledger only


class OnRecord(enum.Enum):
    """What the leg has on record now, as seen from the correction."""

    AS_SEEN = "the code the supervisor saw"
    WANTED = "the new code"
    CHANGED = "another code than the supervisor saw"
    UNKNOWN = "cannot be read"


def compare(correction: Correction, assigned: AssignedCode | None) -> OnRecord:
    """Return what the code on record means for *correction*.

    One platform code for another is no change by a person: a skipped leg may get the time-out
    literal late, and an absent code may show as one.
    """
    code_id = "" if assigned is None or assigned.is_provisional else assigned.code_id
    if code_id == correction.to_code.id:
        return OnRecord.WANTED
    if code_id == correction.from_code_id:
        return OnRecord.AS_SEEN
    if is_nobodys_code(code_id) and is_nobodys_code(correction.from_code_id):
        return OnRecord.AS_SEEN
    return OnRecord.CHANGED


def next_step(
    state: CorrectionState, record: OnRecord, *, is_refused: bool, is_settling: bool
) -> CorrectionStep:
    """Return what to do; defined for every active state and every record.

    Args:
        state: where the correction stands.
        record: what the leg has on record.
        is_refused: Genesys has refused every way there is to write it.
        is_settling: a write was accepted so lately that the record may not show it yet.
    """
    if record is OnRecord.WANTED:
        return CorrectionStep.SKIP if state is CorrectionState.PLANNED else CorrectionStep.CONFIRM
    if record is OnRecord.CHANGED:
        # Never over a change that came in between, whoever made it.
        return CorrectionStep.SKIP
    if is_refused:
        return CorrectionStep.KEEP
    if is_settling:
        return CorrectionStep.WAIT
    # What cannot be read must not be written over: it may have changed.
    return CorrectionStep.KEEP if record is OnRecord.UNKNOWN else CorrectionStep.WRITE


class BatchKind(enum.Enum):
    """What a batch is for."""

    FIX = "fix"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Batch:
    """Corrections that were decided together, and can be undone together."""

    id: str
    kind: BatchKind
    who: Person
    decided_at: datetime
    reason: str = ""
    count: int = 0
    undoes_id: str = ""
    # The rule list it was made by, by name; "" where a person chose the rows.
    rule: str = ""
