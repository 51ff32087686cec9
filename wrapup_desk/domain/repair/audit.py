"""The audit trail as a chain of hashes: each entry seals all before it.

Who changes, removes, inserts or reorders an entry breaks every hash from there on. Whoever can
write to the database could compute a whole new chain, or cut its end off; an *anchor* (the
number and hash of an entry that was seen, exported or printed before) shows that, too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.repair.correction import Correction, CorrectionState
from wrapup_desk.domain.repair.person import Person

# How the actions of reviewers' verdicts begin; what follows is the verdict.
REVIEWED = "reviewed: "
FIRST_HASH = "0" * 64
# The fields in the order they are sealed; a later field is added at the end, never between.
_FORMAT = "wrapup-desk audit 1"


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """What happened to a leg's code, before it has its place in the chain."""

    at: datetime
    who: Person
    action: str
    key: LegKey
    from_code: str = ""
    to_code: str = ""
    reason: str = ""
    answer: str = ""
    batch_id: str = ""
    correction_id: str = ""
    note: str = field(default="", repr=False)
    # The rule list that asked for it, by name; "" where a person chose the rows.
    rule: str = ""
    # What the ledger's own rows looked like after it, as hashes: see `row_seals`.
    covers: str = ""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """An event in its place; *number* counts from 1 without gaps."""

    number: int
    event: AuditEvent
    previous_hash: str
    hash: str

    @property
    def anchor(self) -> Anchor:
        return Anchor(self.number, self.hash)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Proof of how the chain once ended; the empty chain has number 0."""

    number: int = 0
    hash: str = FIRST_HASH

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"

    @classmethod
    def parsed(cls, text: str) -> Anchor:
        """Return the anchor that `str` wrote.

        Raises:
            ValueError: *text* is none.
        """
        number, colon, value = text.strip().partition(":")
        if not colon or len(value) != 64 or not number.isascii() or not number.isdigit():
            raise ValueError(tr("An anchor is a number, a colon and 64 hexadecimal digits."))
        return cls(int(number), value)


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """What checking the chain found; *problem* is empty when all is well."""

    count: int
    head: Anchor
    problem: str = ""
    broken_at: int | None = None

    @property
    def is_whole(self) -> bool:
        return not self.problem


def event_of(correction: Correction, action: str = "") -> AuditEvent:
    """Return what the trail says of a correction's present state."""
    by = f" by way {correction.way}" if correction.state is CorrectionState.SENT else ""
    beside = ", written as attribute" if correction.is_in_attributes else ""
    return AuditEvent(
        at=correction.changed_at or correction.decided_at,
        who=correction.who,
        action=action or f"{correction.state.value}{by}{beside}",
        key=correction.key,
        from_code=correction.from_code_id,
        to_code=correction.to_code.id,
        reason=correction.reason,
        # Nothing is answered yet when a write goes out; the last answer was to another.
        answer="" if correction.state is CorrectionState.SENT else correction.answer,
        batch_id=correction.batch_id,
        correction_id=correction.id,
        note=correction.note,
        rule=correction.rule,
    )


def seal(event: AuditEvent, previous: Anchor) -> AuditEntry:
    """Return *event* as the entry after *previous*."""
    number = previous.number + 1
    return AuditEntry(number, event, previous.hash, _hash(number, event, previous.hash))


def check_since(entries: Iterable[AuditEntry], anchor: Anchor) -> ChainCheck:
    """Check that the first of *entries* is the anchor's own, and those after it; not those before.

    For the empty chain's anchor, *entries* are all there are.
    """
    head = anchor
    is_first = anchor.number > 0
    for entry in entries:
        if is_first:
            is_first = False
            if entry.anchor != anchor:
                break
            continue
        problem = _problem(entry, head)
        if problem:
            return ChainCheck(head.number, head, problem, broken_at=entry.number)
        head = entry.anchor
    else:
        if not is_first:
            return ChainCheck(head.number, head)
    text = tr("entry {number}, which was seen before, is gone or another", number=anchor.number)
    return ChainCheck(0, Anchor(), text, broken_at=anchor.number)


class ChainWalk:
    """Checks every hash from the first entry on, as entries come; then also an *anchor*."""

    def __init__(self, anchor: Anchor | None = None) -> None:
        self._anchor = anchor
        self._head = Anchor()
        self._is_anchor_found = anchor is None or anchor == self._head
        self._broken: ChainCheck | None = None

    @property
    def head(self) -> Anchor:
        """The last entry that follows from those before it."""
        return self._head

    @property
    def is_broken(self) -> bool:
        return self._broken is not None

    def add(self, entry: AuditEntry) -> None:
        """Check the next entry; what follows a broken one is not looked at."""
        if self._broken is not None:
            return
        problem = _problem(entry, self._head)
        if problem:
            self._break(problem, entry.number)
            return
        self._head = entry.anchor
        if self._anchor is not None and self._anchor.number == entry.number:
            if self._anchor != self._head:
                self._break(
                    tr("entry {number} is not the one that was seen before", number=entry.number),
                    entry.number,
                )
            self._is_anchor_found = True

    def result(self) -> ChainCheck:
        """Return what was found, when there are no more entries."""
        if self._broken is None and not self._is_anchor_found and self._anchor is not None:
            number = self._head.number
            text = tr(
                "the trail ends at entry {number}, but entry {seen} was seen before",
                number=number,
                seen=self._anchor.number,
            )
            self._break(text, number + 1)
        return self._broken or ChainCheck(self._head.number, self._head)

    def _break(self, problem: str, number: int) -> None:
        self._broken = ChainCheck(self._head.number, self._head, problem, broken_at=number)


def check_chain(entries: Iterable[AuditEntry], anchor: Anchor | None = None) -> ChainCheck:
    """Check every hash, in order; with *anchor*, also that the chain still goes through it."""
    walk = ChainWalk(anchor)
    for entry in entries:
        walk.add(entry)
    return walk.result()


def _problem(entry: AuditEntry, head: Anchor) -> str:
    if entry.number != head.number + 1:
        return tr(
            "entry {missing} is missing, {number} follows {before}",
            missing=head.number + 1,
            number=entry.number,
            before=head.number,
        )
    if entry.previous_hash != head.hash:
        return tr("entry {number} does not follow from the one before it", number=entry.number)
    if entry.hash != _hash(entry.number, entry.event, entry.previous_hash):
        return tr("entry {number} was changed after it was written", number=entry.number)
    return ""


def _hash(number: int, event: AuditEvent, previous_hash: str) -> str:
    at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    event = replace(event, at=event.at.astimezone(UTC))
    sealed = [
        _FORMAT, previous_hash, number, at, event.who.id, event.who.name, event.action,
        *event.key, event.from_code, event.to_code, event.reason, event.answer,
        event.batch_id, event.correction_id, event.note,
    ]  # fmt: skip
    if event.rule or event.covers:
        # Entries of earlier programs have neither, and their hashes stay what they were.
        sealed += [event.rule, event.covers]
    # JSON keeps the fields apart: "ab","c" and "a","bc" are different texts.
    return hashlib.sha256(json.dumps(sealed, ensure_ascii=True).encode()).hexdigest()
