"""Remembers beside the database which codes it was given, so that none goes missing unnoticed."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from wrapup_desk.adapters.base.atomic_write import atomic_write
from wrapup_desk.adapters.base.regular_file import read_regular
from wrapup_desk.adapters.sqlite_store.rows import RowDamaged, checksum, decode, encode
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.submission import Submission
from wrapup_desk.domain.wrapup import Decision

log = logging.getLogger(__name__)

# What is finished is cleared away at this length, at a moment when no code waits for the disk.
_CLEARED_AT_BYTES = 256 * 1024
# A line: a checksum, whether there was a note, and the row without any words of people.
_CHECK_SIGNS = 16
_WITH_NOTE, _WITHOUT_NOTE = b"n", b"-"
_HEAD_SIGNS = _CHECK_SIGNS + 3


@dataclass(frozen=True, slots=True)
class Promise:
    """A code that was on this computer's disk and not finished, as far as a few signs can tell.

    Attributes:
        submission: what is to become of it, without its note and without any words of people.
        had_note: whether there was a note.
    """

    submission: Submission
    had_note: bool


@dataclass(frozen=True, slots=True)
class Promised:
    """What the record holds.

    Attributes:
        open: what was not finished, by leg.
        unreadable: how many lines were damaged.
    """

    open: dict[LegKey, Promise]
    unreadable: int = 0


def promises_beside(database: Path) -> Path:
    """Return where the record of the database at that place is."""
    return database.with_name(f"{database.stem}-promised")


class PromiseRecord:
    """A file of lines, added to after each commit; the last line of a leg counts.

    It holds no words of people: neither notes nor tags of others nor what the server answered;
    further topics of the agent are names of codes, and are held. Where it cannot be
    written codes are kept all the same; only a loss of the database would then go unnoticed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None
        self._length = 0
        self._open: dict[LegKey, tuple[int, bytes]] = {}
        self._is_due = False
        self._has_warned = False

    @classmethod
    def beside(cls, database: Path) -> PromiseRecord:
        """Return the record of the database at that place."""
        return cls(promises_beside(database))

    def read(self) -> Promised | None:
        """Return what the record holds; None if there is none."""
        try:
            content = read_regular(self._path)
        except FileNotFoundError:
            return None
        except OSError as error:
            log.warning("the record of promised codes cannot be read: %s", error.strerror)
            return None
        return _parsed(content)

    def begin(self, unfinished: Iterable[Submission]) -> None:
        """Hold *unfinished* and nothing else, and be ready for more."""
        self._open = {
            each.key: (each.revision, _line(each))
            for each in unfinished
            if not each.state.is_final
        }
        self._rewrite()

    def note(self, submission: Submission) -> None:
        """Take note of what was just committed; it costs some microseconds."""
        known = self._open.get(submission.key)
        if submission.state.is_final:
            if known is not None and submission.revision >= known[0]:
                del self._open[submission.key]
                self._append(_line(submission))
            if self._file is None or self._length >= _CLEARED_AT_BYTES:
                self._rewrite()
        elif known is None or submission.revision > known[0]:
            line = _line(submission)
            self._open[submission.key] = submission.revision, line
            self._append(line)
            self._is_due = True

    def flush(self) -> None:
        """Bring to the disk what was noted, if a power failure could still take a promise."""
        if self._is_due and self._file is not None:
            with suppress(OSError):
                os.fsync(self._file)
        self._is_due = False

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _append(self, line: bytes) -> None:
        if self._file is None:
            return
        try:
            # Begun on a new line: one that was cut off spoils nothing but itself.
            self._length += os.write(self._file, b"\n" + line)
        except OSError as error:
            self._give_up(error)

    def _rewrite(self) -> None:
        self.close()
        content = b"\n".join(line for _, line in self._open.values())
        try:
            atomic_write(self._path, [content])
            flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)
            self._file = os.open(self._path, flags)
        except OSError as error:
            self._give_up(error)
        self._length = len(content)

    def _give_up(self, error: OSError) -> None:
        """Go on without the file, until a moment when nobody waits for the disk."""
        if not self._has_warned:
            log.warning("the record of promised codes is not kept: %s", error.strerror)
        self._has_warned = True
        self.close()


def _line(submission: Submission) -> bytes:
    flag = _WITH_NOTE if submission.decision.note else _WITHOUT_NOTE
    body = flag + b" " + encode(_without_words(submission))
    return _check(body) + b" " + body


def _check(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_CHECK_SIGNS // 2).hexdigest().encode()


def _without_words(submission: Submission) -> Submission:
    before = submission.before
    is_of_people = submission.decision.note or submission.reason or submission.old_note
    if not (is_of_people or submission.old_tags or before):
        return submission
    return replace(
        submission,
        decision=_without_note(submission.decision),
        before=_without_note(before) if before is not None else None,
        old_note=None,
        # Tags of ours are names of codes; those that stood in Genesys may be any text.
        old_tags=None if submission.old_tags else submission.old_tags,
        reason="",
    )


def _without_note(decision: Decision) -> Decision:
    return replace(decision, note="")


def _parsed(content: bytes) -> Promised:
    found: dict[LegKey, Promise] = {}
    unreadable = 0
    for line in content.split(b"\n"):
        if not line:
            continue
        promise = _promise_in(line)
        if promise is None:
            unreadable += 1
        elif promise.submission.state.is_final:
            found.pop(promise.submission.key, None)
        else:
            found[promise.submission.key] = promise
    return Promised(found, unreadable)


def _promise_in(line: bytes) -> Promise | None:
    check, body = line[:_CHECK_SIGNS], line[_CHECK_SIGNS + 1 :]
    if _check(body) != check:
        return None
    content = line[_HEAD_SIGNS:]
    try:
        return Promise(decode(content, checksum(content)), body.startswith(_WITH_NOTE))
    except RowDamaged:
        return None
