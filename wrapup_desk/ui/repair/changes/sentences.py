"""Forms the sentences of bulk changes from their figures: what would happen, what came of it."""

from __future__ import annotations

import math
from datetime import timedelta

from PySide6.QtCore import QCoreApplication

from wrapup_desk.application.repair.state import BatchView
from wrapup_desk.domain.repair.correction import CorrectionState
from wrapup_desk.domain.repair.preview import Preview, SkipReason

translate = QCoreApplication.translate

_NO_TIME = timedelta()
_AT_ONCE = timedelta(minutes=1)
_IN_MINUTES = timedelta(minutes=90)


def counted(count: int, one: str, many: str) -> str:
    """Return *one* or *many* with the figure in place of {count}."""
    return (one if count == 1 else many).format(count=f"{count:,}")


def preview_sentence(preview: Preview, takes: timedelta = _NO_TIME) -> str:
    """Return it in words: "12 rows will change. 3 are skipped: 2 have this code already …".

    *takes* is how long it would take; what is over in a minute is not worth a word.
    """
    changing = counted(
        len(preview.changes),
        translate("Repair", "1 row will change."),
        translate("Repair", "{count} rows will change."),
    )
    if preview.rule:
        by = translate("Repair", "By the rules “{name}”:").format(name=preview.rule)
        changing = f"{by} {changing}"
    if takes > _AT_ONCE:
        changing = f"{changing} {_takes_sentence(takes)}"
    if not preview.skips:
        return changing
    one = translate("Repair", "1 is skipped: {why}.")
    many = translate("Repair", "{count} are skipped: {why}.")
    if len(preview.reasons) == 1:
        why = skip_word(next(iter(preview.reasons)), len(preview.skips))
    else:
        why = "; ".join(
            f"{count:,} {skip_word(reason, count)}" for reason, count in preview.reasons.items()
        )
    count = f"{len(preview.skips):,}"
    skipped = (one if len(preview.skips) == 1 else many).format(count=count, why=why)
    return f"{changing} {skipped}"


def lasting_sentence(preview: Preview) -> str:
    """Return how many of the changes can never be undone, and why; "" where each can be."""
    if not preview.lasting:
        return ""
    count = sum(preview.lasting.values())
    reasons = preview.lasting.items()
    if len(reasons) == 1:
        why = skip_word(next(iter(preview.lasting)), count)
    else:
        why = "; ".join(f"{number:,} {skip_word(reason, number)}" for reason, number in reasons)
    text = translate("Repair", "{count} cannot be undone later: {why}.")
    return text.format(count=f"{count:,}", why=why)


def refused_sentence(view: BatchView | None) -> str:
    """Return what Genesys did with the last change, where it refused: it may do so again."""
    kept = [one for one in view.corrections if one.state is CorrectionState.KEPT] if view else []
    if view is None or not kept:
        return ""
    text = translate("Repair", "Of the last {total} corrections Genesys refused {count}: {answer}")
    total = f"{len(view.corrections):,}"
    # The first was tried for sure; later ones may have been told only.
    return text.format(total=total, count=f"{len(kept):,}", answer=kept[0].answer)


def _takes_sentence(takes: timedelta) -> str:
    if takes <= _IN_MINUTES:
        return translate("Repair", "That takes about {count} minutes.").format(
            count=math.ceil(takes / timedelta(minutes=1))
        )
    return translate("Repair", "That takes about {count} hours.").format(
        count=math.ceil(takes / timedelta(hours=1))
    )


def skip_word(reason: SkipReason, count: int) -> str:
    """Return why so many rows are skipped, fit to follow their number."""
    one, many = {
        SkipReason.NO_SUGGESTION: (
            translate("Repair", "has no code chosen or suggested"),
            translate("Repair", "have no code chosen or suggested"),
        ),
        SkipReason.SAME_CODE: (
            translate("Repair", "has this code already"),
            translate("Repair", "have this code already"),
        ),
        SkipReason.NOT_OVER: (
            translate("Repair", "is live or in after-call work"),
            translate("Repair", "are live or in after-call work"),
        ),
        SkipReason.NOT_ON_QUEUE: (
            translate("Repair", "is of a queue that does not have the code"),
            translate("Repair", "are of queues that do not have the code"),
        ),
        SkipReason.BEING_FIXED: (
            translate("Repair", "is being corrected already"),
            translate("Repair", "are being corrected already"),
        ),
        SkipReason.DIALER: (
            translate("Repair", "is of an outbound campaign, left out by the settings"),
            translate("Repair", "are of outbound campaigns, left out by the settings"),
        ),
        SkipReason.NO_CODE_BEFORE: (
            translate("Repair", "had no code before, and Genesys cannot take a code away"),
            translate("Repair", "had no code before, and Genesys cannot take a code away"),
        ),
        SkipReason.CHANGED_SINCE: (
            translate("Repair", "was changed again since"),
            translate("Repair", "were changed again since"),
        ),
        SkipReason.NOT_APPLIED: (
            translate("Repair", "was never changed"),
            translate("Repair", "were never changed"),
        ),
        SkipReason.KEPT_HERE: (
            translate("Repair", "is kept here only, Genesys refused this change already"),
            translate("Repair", "are kept here only, Genesys refused these changes already"),
        ),
        SkipReason.DELETED_BEFORE: (
            translate("Repair", "had a code that was deleted since"),
            translate("Repair", "had a code that was deleted since"),
        ),
    }[reason]
    return one if count == 1 else many


def outcome_sentence(view: BatchView) -> str:
    """Return what became of a change, the plain truth about the official record included."""
    counts = view.counts
    changed = sum(count for state, count in counts.items() if state.changed_the_record)
    # "0 changed" says nothing where another sentence says what happened instead.
    parts = [_changed_sentence(changed)] if changed or len(counts) != 1 else []
    parts += [
        _state_sentence(state, counts[state])
        for state in CorrectionState
        if counts.get(state) and not state.changed_the_record
    ]
    if view.conflicts:
        parts.append(
            counted(
                len(view.conflicts),
                translate("Repair", "1 was left to another supervisor."),
                translate("Repair", "{count} were left to another supervisor."),
            )
        )
    return " ".join(parts)


def _changed_sentence(count: int) -> str:
    return counted(
        count,
        translate("Repair", "1 changed in Genesys."),
        translate("Repair", "{count} changed in Genesys."),
    )


def _state_sentence(state: CorrectionState, count: int) -> str:
    one, many = {
        CorrectionState.KEPT: (
            translate(
                "Repair", "1 is kept here only: Genesys refused, its record did not change."
            ),
            translate(
                "Repair",
                "{count} are kept here only: Genesys refused, its record did not change.",
            ),
        ),
        CorrectionState.SKIPPED: (
            translate("Repair", "1 was left alone: changed by someone else, or right already."),
            translate(
                "Repair", "{count} were left alone: changed by someone else, or right already."
            ),
        ),
        CorrectionState.CANCELLED: (
            translate("Repair", "1 was cancelled."),
            translate("Repair", "{count} were cancelled."),
        ),
        CorrectionState.WITHDRAWN: (
            translate("Repair", "1 was taken back in the ledger; Genesys never had it."),
            translate("Repair", "{count} were taken back in the ledger; Genesys never had them."),
        ),
        CorrectionState.ACCEPTED: (
            translate("Repair", "1 was accepted, but does not show yet."),
            translate("Repair", "{count} were accepted, but do not show yet."),
        ),
        CorrectionState.SENT: (
            translate("Repair", "1 was sent; what came of it is not known yet."),
            translate("Repair", "{count} were sent; what came of them is not known yet."),
        ),
        CorrectionState.PLANNED: (
            translate("Repair", "1 is still to do."),
            translate("Repair", "{count} are still to do."),
        ),
    }[state]
    return counted(count, one, many)
