"""Changes the index of legs as an effect says."""

from __future__ import annotations

from typing import assert_never

from wrapup_desk.application.repair.effects import (
    IndexEffect,
    NoteChoice,
    NoteCode,
    NoteCorrections,
    NoteLook,
    NoteReported,
)
from wrapup_desk.application.repair.messages import LegsChanged, ReportedNoted


def change_index(effect: IndexEffect) -> LegsChanged | ReportedNoted:
    """Change the index the effect names; return what came of it."""
    match effect:
        case NoteCorrections():
            effect.legs.note_corrections(effect.corrections)
            effect.legs.note_counts(effect.counts)
        case NoteCode():
            effect.legs.set_code(effect.key, effect.code_id, effect.beside)
        case NoteChoice():
            effect.legs.choose(effect.row, effect.code)
        case NoteLook():
            effect.legs.look_at(effect.row)
        case NoteReported():
            is_news = effect.legs.note_reported(effect.submissions)
            return ReportedNoted(effect.legs, is_news)
        case _:
            assert_never(effect)
    return LegsChanged()
