"""A submission as it is stored: JSON with a checksum, because a damaged file may read well."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import msgspec

from wrapup_desk.domain.interaction import LegKey, Media
from wrapup_desk.domain.submission import RefusalKind, Submission, SubmissionState
from wrapup_desk.domain.wrapup import Decider, Decision, WrapupCode

CHECKSUM_BYTES = 16


class RowDamaged(Exception):
    """A stored row is not what was written."""


class _Decision(msgspec.Struct, omit_defaults=True):
    """A decision as it is stored."""

    code_id: str
    code_name: str
    note: str
    decider: str
    decided_at: datetime
    suggested_code_id: str | None = None
    is_provisional: bool = False
    tags: tuple[str, ...] = ()


class _Row(msgspec.Struct, omit_defaults=True):
    """A submission as it is stored; a new field needs a default, so that old rows still read."""

    conversation_id: str
    participant_id: str
    communication_id: str
    media: str
    agent_id: str
    decision: _Decision
    revision: int
    state: str
    refusal: str
    replaces: tuple[str, ...] = ()
    attempts: int = 0
    not_before_at: datetime | None = None
    reason: str = ""
    queue_name: str = ""
    hung_up_at: datetime | None = None
    accepted_at: datetime | None = None
    confirmed_at: datetime | None = None
    other_code_id: str = ""
    is_undone: bool = False
    before: _Decision | None = None
    old_note: str | None = None
    unseen: tuple[str, ...] = ()
    old_tags: tuple[str, ...] | None = None
    declined: int = 0
    may_be_older: bool = False


# How every stored row begins; the salvage looks for it in the raw bytes of a damaged file.
ROW_BEGINS = b'{"conversation_id":'


def checksum(content: bytes) -> bytes:
    """Return what tells whether *content* is still what was written; no secret, no signature."""
    return hashlib.blake2b(content, digest_size=CHECKSUM_BYTES).digest()


def encode(submission: Submission) -> bytes:
    """Return what is stored of *submission*."""
    row = _Row(
        *submission.key,
        media=submission.media.value,
        agent_id=submission.agent_id,
        decision=_stored(submission.decision),
        revision=submission.revision,
        state=submission.state.value,
        refusal=submission.refusal.value,
        replaces=tuple(sorted(submission.replaces)),
        attempts=submission.attempts,
        not_before_at=submission.not_before_at,
        reason=submission.reason,
        queue_name=submission.queue_name,
        hung_up_at=submission.hung_up_at,
        accepted_at=submission.accepted_at,
        confirmed_at=submission.confirmed_at,
        other_code_id=submission.other_code_id,
        is_undone=submission.is_undone,
        before=_stored(submission.before) if submission.before else None,
        old_note=submission.old_note,
        unseen=submission.unseen,
        old_tags=submission.old_tags,
        declined=submission.declined,
        may_be_older=submission.may_be_older,
    )
    return msgspec.json.encode(row)


def decode(content: object, stored_checksum: object) -> Submission:
    """Return the submission stored as *content*.

    Raises:
        RowDamaged: the checksum or the content is wrong.
    """
    if not isinstance(content, bytes) or checksum(content) != stored_checksum:
        raise RowDamaged("wrong checksum")
    try:
        return _submission(msgspec.json.decode(content, type=_Row))
    except (msgspec.MsgspecError, ValueError) as error:
        raise RowDamaged(f"unreadable content: {type(error).__name__}") from None


def sortable(instant: datetime) -> str:
    """Return a text that sorts as the instants do, whatever zone they were given in."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def _stored(decision: Decision) -> _Decision:
    return _Decision(
        code_id=decision.code.id,
        code_name=decision.code.name,
        note=decision.note,
        decider=decision.decider.value,
        decided_at=decision.decided_at,
        suggested_code_id=decision.suggested_code_id,
        is_provisional=decision.is_provisional,
        tags=decision.tags,
    )


def _decision(stored: _Decision) -> Decision:
    return Decision(
        code=WrapupCode(stored.code_id, stored.code_name),
        note=stored.note,
        decider=Decider(stored.decider),
        decided_at=stored.decided_at,
        suggested_code_id=stored.suggested_code_id,
        is_provisional=stored.is_provisional,
        tags=stored.tags,
    )


def _submission(row: _Row) -> Submission:
    return Submission(
        key=LegKey(row.conversation_id, row.participant_id, row.communication_id),
        media=Media(row.media),
        agent_id=row.agent_id,
        decision=_decision(row.decision),
        revision=row.revision,
        state=SubmissionState(row.state),
        refusal=RefusalKind(row.refusal),
        replaces=frozenset(row.replaces),
        attempts=row.attempts,
        not_before_at=row.not_before_at,
        reason=row.reason,
        queue_name=row.queue_name,
        hung_up_at=row.hung_up_at,
        accepted_at=row.accepted_at,
        confirmed_at=row.confirmed_at,
        other_code_id=row.other_code_id,
        is_undone=row.is_undone,
        before=_decision(row.before) if row.before else None,
        old_note=row.old_note,
        unseen=row.unseen,
        old_tags=row.old_tags,
        declined=row.declined,
        may_be_older=row.may_be_older,
    )
