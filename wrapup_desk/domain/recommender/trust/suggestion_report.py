"""Reports what the suggestions would have got right, so that people can judge before switching on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wrapup_desk.domain.wrapup import WrapupCode

MOST_CONFUSED = 10
_MEANS_OTHER = re.compile(
    r"\b(other|others|misc|miscellaneous|general|unknown|undefined|none|n/?a|sonstige\w*|autre\w*|otro\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class OutcomeRecord:
    """One leg whose code a person chose while the suggestion was, or was not, in sight."""

    queue_id: str
    chosen_code_id: str
    suggested_code_id: str | None
    probability: float = 0.0
    would_have_acted: bool = False
    # Sure enough to be sent, and yet a person was asked: it was contradicted, or to be checked.
    is_held_back: bool = False


@dataclass(frozen=True, slots=True)
class CodeFigures:
    """How the suggestions of one code in one queue did.

    *precision*: of the times it was suggested first, the share that was right. *found*: of the
    times it was chosen, the share that was suggested first. None where there were no such times.
    *held_back*: how often a sure suggestion of it was shown instead of sent, and of these
    *held_back_wrong* were not what the person chose.
    """

    code_id: str
    name: str
    chosen: int
    suggested: int
    right: int
    held_back: int = 0
    held_back_wrong: int = 0

    @property
    def precision(self) -> float | None:
        return self.right / self.suggested if self.suggested else None

    @property
    def found(self) -> float | None:
        return self.right / self.chosen if self.chosen else None


@dataclass(frozen=True, slots=True)
class ConfusedPair:
    """How often one code was suggested where a person chose another."""

    chosen_code_id: str
    suggested_code_id: str
    times: int


@dataclass(frozen=True, slots=True)
class SuggestionReport:
    """What acting in one queue would have come to."""

    queue_id: str
    legs: int
    right: int
    acted: int
    acted_right: int
    other: int
    codes: tuple[CodeFigures, ...]
    confused: tuple[ConfusedPair, ...]
    unused_codes: tuple[WrapupCode, ...]

    @property
    def held_back(self) -> int:
        """How many sure suggestions were shown to a person instead of sent."""
        return sum(code.held_back for code in self.codes)

    @property
    def held_back_wrong(self) -> int:
        """Of these, how many were not what the person chose."""
        return sum(code.held_back_wrong for code in self.codes)

    @property
    def top_share(self) -> float:
        """The share of legs whose first suggestion was what the person chose."""
        return self.right / self.legs

    @property
    def coverage(self) -> float:
        """The share of legs that would have been coded without a person."""
        return self.acted / self.legs

    @property
    def precision(self) -> float | None:
        """Of those, the share that was what the person chose; None if there were none."""
        return self.acted_right / self.acted if self.acted else None

    @property
    def other_share(self) -> float:
        """The share of legs that got a code which says nothing, such as "Other"."""
        return self.other / self.legs


def report_outcomes(
    records: Iterable[OutcomeRecord], codes_by_queue: Mapping[str, Sequence[WrapupCode]]
) -> tuple[SuggestionReport, ...]:
    """Return one report per queue that has records, the busiest first."""
    by_queue: dict[str, list[OutcomeRecord]] = {}
    for record in records:
        by_queue.setdefault(record.queue_id, []).append(record)
    busiest = sorted(by_queue, key=lambda queue: (-len(by_queue[queue]), queue))
    return tuple(
        _report(queue, by_queue[queue], codes_by_queue.get(queue, ())) for queue in busiest
    )


def means_other(name: str) -> bool:
    """Whether a code of this *name* says nothing of why the customer got in touch."""
    return _MEANS_OTHER.search(name.replace("_", " ")) is not None


def _report(
    queue: str, records: Sequence[OutcomeRecord], codes: Sequence[WrapupCode]
) -> SuggestionReport:
    names = {code.id: code.name for code in codes}
    chosen = Counter(record.chosen_code_id for record in records)
    suggested = Counter(record.suggested_code_id for record in records)
    right = Counter(record.chosen_code_id for record in records if _is_right(record))
    acted = [record for record in records if record.would_have_acted]
    held = [record for record in records if record.is_held_back]
    held_back = Counter(record.suggested_code_id for record in held)
    held_wrong = Counter(record.suggested_code_id for record in held if not _is_right(record))
    listed = dict.fromkeys([*names, *chosen, *filter(None, held_back)])
    return SuggestionReport(
        queue_id=queue,
        legs=len(records),
        right=right.total(),
        acted=len(acted),
        acted_right=sum(_is_right(record) for record in acted),
        other=sum(times for code, times in chosen.items() if means_other(names.get(code, ""))),
        codes=tuple(
            CodeFigures(
                code,
                names.get(code, code),
                chosen[code],
                suggested[code],
                right[code],
                held_back[code],
                held_wrong[code],
            )
            for code in listed
        ),
        confused=_confused(records),
        unused_codes=tuple(code for code in codes if not chosen[code.id]),
    )


def _confused(records: Iterable[OutcomeRecord]) -> tuple[ConfusedPair, ...]:
    pairs = Counter(
        (record.chosen_code_id, record.suggested_code_id)
        for record in records
        if record.suggested_code_id is not None and not _is_right(record)
    )
    return tuple(
        ConfusedPair(chosen, suggested, times)
        for (chosen, suggested), times in pairs.most_common(MOST_CONFUSED)
    )


def _is_right(record: OutcomeRecord) -> bool:
    return record.chosen_code_id == record.suggested_code_id
