"""Tells whether a talk was understood worse than usual: by the recogniser, and by its words."""

from __future__ import annotations

from wrapup_desk.domain.recommender.case import LegCase
from wrapup_desk.domain.recommender.model_state import ModelState
from wrapup_desk.domain.recommender.trust.known_words import QueueLanguage, language_number


def note_hearing(memory: ModelState, case: LegCase) -> None:
    """Note how well a finished talk was understood, whatever became of its code."""
    memory.hearing.note(case.confidence)
    memory.known_words.note(_place(case), case.words_known)


def is_heard_worse(memory: ModelState, case: LegCase) -> bool:
    """Whether nothing may be sent, since this talk, or the last ones, were understood badly."""
    return memory.hearing.is_worse(case.confidence) or memory.known_words.are_fewer(_place(case))


def _place(case: LegCase) -> QueueLanguage:
    return case.queue, language_number(case.language)
