"""Works out what a bulk change would do before anything is done: what changes, what is skipped."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar, overload

from wrapup_desk.domain.history.past_leg import (
    DELETED_CODE_ID,
    NameDirectory,
    PastLeg,
    is_nobodys_code,
)
from wrapup_desk.domain.interaction import LegKey, Media
from wrapup_desk.domain.repair.correction import (
    Correction,
    CorrectionState,
    first_code_of,
    is_kept_here,
)
from wrapup_desk.domain.repair.rules import RuleTrouble
from wrapup_desk.domain.wrapup import SYSTEM_CODE_PREFIX, WrapupCode

_NO_NAMES = NameDirectory()


class SkipReason(enum.Enum):
    """Why a selected row will not change."""

    NO_SUGGESTION = "no code is chosen or suggested"
    SAME_CODE = "has this code already"
    NOT_OVER = "is live or in after-call work"
    NOT_ON_QUEUE = "the code is not one of its queue's"
    BEING_FIXED = "is being corrected already"
    DIALER = "an outbound campaign's leg, left out by the settings"
    NO_CODE_BEFORE = "had no code before, and Genesys cannot take a code away"
    CHANGED_SINCE = "was changed again since"
    NOT_APPLIED = "was never changed"
    KEPT_HERE = "is kept here only: Genesys refused this change already"
    DELETED_BEFORE = "had a code that was deleted since"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A selected row: the leg, the code wanted for it, and the newest correction of it."""

    leg: PastLeg
    wanted: WrapupCode | None
    latest: Correction | None = None
    corrections_count: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """A row that will change; of the leg only what a correction needs, as they may be very many."""

    key: LegKey
    media: Media
    agent_id: str
    queue_id: str
    from_code_id: str
    to_code: WrapupCode
    seen_count: int = 0
    undoes_id: str = ""
    # What stands beside the code now.
    from_note: str = field(default="", repr=False)
    from_tags: tuple[str, ...] = field(default=(), repr=False)
    # What an undo puts back beside the code.
    note: str = field(default="", repr=False)
    tags: tuple[str, ...] = field(default=(), repr=False)
    first_code_id: str = ""

    @classmethod
    def of(
        cls, candidate: Candidate, to_code: WrapupCode, undone: Correction | None = None
    ) -> Change:
        """Return the change of *candidate*'s leg to *to_code*; of *undone* for an undo."""
        leg = candidate.leg
        return cls(
            leg.key,
            leg.media,
            leg.agent_id,
            leg.queue_id,
            leg.code_id,
            to_code,
            candidate.corrections_count,
            undone.id if undone else "",
            leg.note,
            leg.tags,
            undone.from_note if undone else "",
            undone.from_tags if undone else (),
            first_code_of(leg.code_id, candidate.latest),
        )


@dataclass(frozen=True, slots=True)
class Skip:
    """A row that will not, and why."""

    key: LegKey
    reason: SkipReason


Row = TypeVar("Row")


class PreviewRows(Sequence[Row], Generic[Row]):
    """Rows of a preview, there to be read; only the one who frees them takes any away.

    Freeing a hundred thousand at once would hold up a window, so they go a part at a time, after
    the last snapshot that shows them.
    """

    def __init__(self, rows: list[Row]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        return self._rows[place]

    def free(self, most: int) -> None:
        """Free up to *most* rows, from the end."""
        del self._rows[-most:]


@dataclass(frozen=True, slots=True)
class Preview:
    """What confirming would do, and counts of it: there may be too many rows to count again."""

    changes: Sequence[Change] = ()
    skips: Sequence[Skip] = ()
    # The batch that would be undone, for an undo.
    undoes_batch_id: str = ""
    # How many go from one code to another, and how many are skipped for each reason.
    moves: Mapping[tuple[str, WrapupCode], int] = field(default_factory=dict)
    reasons: Mapping[SkipReason, int] = field(default_factory=dict)
    # How many changes can never be undone, by what will stand in the way.
    lasting: Mapping[SkipReason, int] = field(default_factory=dict)
    # The rule list it is by, "" for none; how many legs fit each of its rules, and what to note.
    rule: str = ""
    fitting: Sequence[int] = ()
    troubles: Sequence[RuleTrouble] = ()


def preview_fix(
    candidates: Iterable[Candidate], directory: NameDirectory, *, leaves_out_dialer: bool = False
) -> Preview:
    """Return what giving each candidate its wanted code would do."""
    preview = IncrementalPreview(directory, leaves_out_dialer=leaves_out_dialer)
    for each in candidates:
        preview.add(each)
    return preview.so_far()


class IncrementalPreview:
    """Takes candidates one by one, so that there can be pauses where they are very many."""

    def __init__(self, directory: NameDirectory, *, leaves_out_dialer: bool = False) -> None:
        self._directory = directory
        self._leaves_out_dialer = leaves_out_dialer
        self._counts = _PreviewCounts()
        # Asked for each row, and the same for each of a queue.
        self._offered: dict[str, frozenset[str]] = {}

    def so_far(self) -> Preview:
        """Return the preview of the candidates added."""
        return self._counts.preview()

    def add(self, each: Candidate) -> None:
        reason = self._reason_to_skip(each)
        if reason is not None or each.wanted is None:
            self._counts.skip(each.leg.key, reason or SkipReason.NO_SUGGESTION)
        else:
            lasts = reason_it_lasts(each.leg.code_id, self._directory)
            self._counts.change(Change.of(each, each.wanted), lasts)

    def _reason_to_skip(self, each: Candidate) -> SkipReason | None:
        leg, wanted = each.leg, each.wanted
        if each.latest is not None and each.latest.state.is_active:
            return SkipReason.BEING_FIXED
        if not leg.is_over:
            return SkipReason.NOT_OVER
        if leg.is_dialer and self._leaves_out_dialer:
            return SkipReason.DIALER
        if wanted is None:
            return SkipReason.NO_SUGGESTION
        if wanted.id == leg.code_id:
            return SkipReason.SAME_CODE
        if _was_refused(each, wanted):
            return SkipReason.KEPT_HERE
        return None if wanted.id in self._codes_of(leg.queue_id) else SkipReason.NOT_ON_QUEUE

    def _codes_of(self, queue_id: str) -> frozenset[str]:
        found = self._offered.get(queue_id)
        if found is None:
            codes = self._directory.codes_of(queue_id)
            found = self._offered[queue_id] = frozenset(code.id for code in codes)
        return found


def preview_undo(
    batch_id: str,
    corrections: Sequence[Correction],
    candidates: Sequence[Candidate],
    directory: NameDirectory = _NO_NAMES,
) -> Preview:
    """Return what taking a batch back would do; *candidates* hold each leg as it is now.

    A leg that was changed again since is left alone, and so is one that had no code of a
    person before, or one that was deleted since: Genesys replaces codes, it never takes one away.
    """
    by_key = {each.leg.key: each for each in candidates}
    counts = _PreviewCounts()
    for correction in corrections:
        candidate = by_key.get(correction.key)
        reason = _reason_not_to_undo(correction, candidate, directory)
        if reason is not None or candidate is None:
            counts.skip(correction.key, reason or SkipReason.CHANGED_SINCE)
            continue
        before = candidate.wanted or WrapupCode(correction.from_code_id, "")
        counts.change(Change.of(candidate, before, correction))
    return counts.preview(batch_id)


def _was_refused(each: Candidate, wanted: WrapupCode) -> bool:
    """Whether Genesys has refused this very change, and nothing has changed since."""
    latest = each.latest
    if latest is None or latest.to_code.id != wanted.id:
        return False
    return is_kept_here(each.leg.code_id, latest)


class _PreviewCounts:
    """A preview as it grows."""

    def __init__(self) -> None:
        self._changes: list[Change] = []
        self._skips: list[Skip] = []
        self._moves: Counter[tuple[str, WrapupCode]] = Counter()
        self._reasons: Counter[SkipReason] = Counter()
        self._lasting: Counter[SkipReason] = Counter()

    def change(self, change: Change, lasts: SkipReason | None = None) -> None:
        self._changes.append(change)
        if lasts is not None:
            self._lasting[lasts] += 1
        self._moves[change.from_code_id, change.to_code] += 1

    def skip(self, key: LegKey, reason: SkipReason) -> None:
        self._skips.append(Skip(key, reason))
        self._reasons[reason] += 1

    def preview(self, undoes_batch_id: str = "") -> Preview:
        return Preview(
            PreviewRows(self._changes),
            PreviewRows(self._skips),
            undoes_batch_id,
            dict(self._moves.most_common()),
            dict(self._reasons.most_common()),
            dict(self._lasting.most_common()),
        )


def reason_it_lasts(code_id: str, directory: NameDirectory) -> SkipReason | None:
    """Return why a change of a leg that has *code_id* can never be undone; None where it can."""
    if code_id == DELETED_CODE_ID or (
        directory.codes and not is_nobodys_code(code_id) and code_id not in directory.codes
    ):
        return SkipReason.DELETED_BEFORE
    if not code_id or code_id.startswith(SYSTEM_CODE_PREFIX):
        return SkipReason.NO_CODE_BEFORE
    return None


def _reason_not_to_undo(
    correction: Correction, now: Candidate | None, directory: NameDirectory
) -> SkipReason | None:
    if not correction.state.changed_the_record and correction.state is not CorrectionState.KEPT:
        return SkipReason.NOT_APPLIED
    if now is None or now.latest is None or now.latest.id != correction.id:
        return SkipReason.CHANGED_SINCE
    if correction.state is CorrectionState.KEPT:
        return None  # only the ledger has it, and the ledger can take it back
    if now.leg.code_id != correction.to_code.id:
        return SkipReason.CHANGED_SINCE
    return reason_it_lasts(correction.from_code_id, directory)
