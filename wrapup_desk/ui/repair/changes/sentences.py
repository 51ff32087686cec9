"""Forms the sentences of bulk changes from their figures: what would happen, what came of it."""

from __future__ import annotations

import math
from datetime import timedelta

from wrapup_desk.application.repair.state import BatchView
from wrapup_desk.domain.language.conventions import clauses, number, sentences
from wrapup_desk.domain.language.texts import fill, tr, tr_marked, tr_n
from wrapup_desk.domain.repair.correction import CorrectionState
from wrapup_desk.domain.repair.preview import Preview, SkipReason

_NO_TIME = timedelta()
_AT_ONCE = timedelta(minutes=1)
_IN_MINUTES = timedelta(minutes=90)


def preview_sentence(preview: Preview, takes: timedelta = _NO_TIME) -> str:
    """Return it in words: "12 rows will change. 3 are skipped: 2 have this code already …".

    *takes* is how long it would take; what is over in a minute is not worth a word.
    """
    changing = tr_n("1 row will change.", "{count} rows will change.", len(preview.changes))
    if preview.rule:
        by = tr("By the rules “{name}”:", name=preview.rule)
        changing = sentences(by, changing)
    if takes > _AT_ONCE:
        changing = sentences(changing, _takes_sentence(takes))
    if not preview.skips:
        return changing
    if len(preview.reasons) == 1:
        why = skip_word(next(iter(preview.reasons)), len(preview.skips))
    else:
        why = clauses(_counted_reason(*each) for each in preview.reasons.items())
    skipped = tr_n(
        "1 is skipped: {why}.", "{count} are skipped: {why}.", len(preview.skips), why=why
    )
    return sentences(changing, skipped)


def lasting_sentence(preview: Preview) -> str:
    """Return how many of the changes can never be undone, and why; "" where each can be."""
    if not preview.lasting:
        return ""
    count = sum(preview.lasting.values())
    reasons = preview.lasting.items()
    if len(reasons) == 1:
        return tr_n(
            "1 cannot be undone later: it {why}.",
            "{count} cannot be undone later: they {why}.",
            count,
            why=skip_word(next(iter(preview.lasting)), count),
        )
    why = clauses(_counted_reason(*each) for each in reasons)
    text = tr("{count} cannot be undone later: {why}.")
    return fill(text, count=number(count), why=why)


def refused_sentence(view: BatchView | None) -> str:
    """Return what Genesys did with the last change, where it refused: it may do so again."""
    kept = [one for one in view.corrections if one.state is CorrectionState.KEPT] if view else []
    if view is None or not kept:
        return ""
    text = tr("Of the last {total} corrections Genesys refused {count}: {answer}")
    total = number(len(view.corrections))
    # The first was tried for sure; later ones may have been told only.
    return fill(text, total=total, count=number(len(kept)), answer=tr_marked(kept[0].answer))


def _takes_sentence(takes: timedelta) -> str:
    if takes <= _IN_MINUTES:
        return tr(
            "That takes about {count} minutes.", count=math.ceil(takes / timedelta(minutes=1))
        )
    return tr("That takes about {count} hours.", count=math.ceil(takes / timedelta(hours=1)))


def _counted_reason(reason: SkipReason, count: int) -> str:
    return tr("{count} {why}", count=number(count), why=skip_word(reason, count))


def skip_word(reason: SkipReason, count: int) -> str:
    """Return why so many rows are skipped, fit to follow their number."""
    one, many = {
        SkipReason.NO_SUGGESTION: (
            tr("has no code chosen or suggested"),
            tr("have no code chosen or suggested"),
        ),
        SkipReason.SAME_CODE: (
            tr("has this code already"),
            tr("have this code already"),
        ),
        SkipReason.NOT_OVER: (
            tr("is live or in after-call work"),
            tr("are live or in after-call work"),
        ),
        SkipReason.NOT_ON_QUEUE: (
            tr("is of a queue that does not have the code"),
            tr("are of queues that do not have the code"),
        ),
        SkipReason.BEING_FIXED: (
            tr("is being corrected already"),
            tr("are being corrected already"),
        ),
        SkipReason.DIALER: (
            tr("is of an outbound campaign, left out by the settings"),
            tr("are of outbound campaigns, left out by the settings"),
        ),
        SkipReason.NO_CODE_BEFORE: (
            tr("had no code before, and Genesys cannot take a code away"),
            tr("had no code before, and Genesys cannot take a code away"),
        ),
        SkipReason.CHANGED_SINCE: (
            tr("was changed again since"),
            tr("were changed again since"),
        ),
        SkipReason.NOT_APPLIED: (
            tr("was never changed"),
            tr("were never changed"),
        ),
        SkipReason.KEPT_HERE: (
            tr("is kept here only, Genesys refused this change already"),
            tr("are kept here only, Genesys refused these changes already"),
        ),
        SkipReason.DELETED_BEFORE: (
            tr("had a code that was deleted since"),
            tr("had a code that was deleted since"),
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
            tr_n(
                "1 was left to another supervisor.",
                "{count} were left to another supervisor.",
                len(view.conflicts),
            )
        )
    return sentences(*parts)


def _changed_sentence(count: int) -> str:
    return tr_n("1 changed in Genesys.", "{count} changed in Genesys.", count)


def _state_sentence(state: CorrectionState, count: int) -> str:
    return {
        CorrectionState.KEPT: tr_n(
            "1 is kept here only: Genesys refused, its record did not change.",
            "{count} are kept here only: Genesys refused, its record did not change.",
            count,
        ),
        CorrectionState.SKIPPED: tr_n(
            "1 was left alone: changed by someone else, or right already.",
            "{count} were left alone: changed by someone else, or right already.",
            count,
        ),
        CorrectionState.CANCELLED: tr_n("1 was cancelled.", "{count} were cancelled.", count),
        CorrectionState.WITHDRAWN: tr_n(
            "1 was taken back in the ledger; Genesys never had it.",
            "{count} were taken back in the ledger; Genesys never had them.",
            count,
        ),
        CorrectionState.ACCEPTED: tr_n(
            "1 was accepted, but does not show yet.",
            "{count} were accepted, but do not show yet.",
            count,
        ),
        CorrectionState.SENT: tr_n(
            "1 was sent; what came of it is not known yet.",
            "{count} were sent; what came of them is not known yet.",
            count,
        ),
        CorrectionState.PLANNED: tr_n("1 is still to do.", "{count} are still to do.", count),
    }[state]
