"""Says what of a submission's notes may be kept on this computer: no number of a card once final."""

from __future__ import annotations

from dataclasses import replace

from wrapup_desk.domain.privacy.card_data import has_card_data, without_card_data
from wrapup_desk.domain.submission import Submission
from wrapup_desk.domain.wrapup import Decision


def fit_to_keep(submission: Submission) -> Submission:
    """Return *submission* as it may be kept: what is not final needs its note to be sent."""
    if not (submission.state.is_final and has_card_data_to_send(submission)):
        return submission
    before, old_note = submission.before, submission.old_note
    return replace(
        submission,
        decision=_without_card_data(submission.decision),
        before=None if before is None else _without_card_data(before),
        old_note=None if old_note is None else without_card_data(old_note),
    )


def has_card_data_to_send(submission: Submission) -> bool:
    """Whether a note of it has the number of a card, because an agent insisted."""
    before = submission.before.note if submission.before is not None else ""
    notes = (submission.decision.note, before, submission.old_note or "")
    return any(has_card_data(note) for note in notes if note)


def _without_card_data(decision: Decision) -> Decision:
    return replace(decision, note=without_card_data(decision.note))
