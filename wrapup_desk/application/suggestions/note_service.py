"""Reads what is said on each open leg and drafts its note, one leg in a turn of the loop.

Words stay in memory and go with the leg. Each utterance is looked at once, a burst of them
leads to one draft.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.effect_failed import EffectFailed
from wrapup_desk.application.suggestions.draft_effects import (
    DraftEffect,
    DraftNote,
    ForgetTalk,
    ReadForNote,
)
from wrapup_desk.application.suggestions.messages import NoteDrafted
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.notes.note_draft import DraftedNote

if TYPE_CHECKING:
    from wrapup_desk.domain.notes.drafter import TalkReader

log = logging.getLogger(__name__)

# What reads and drafts, in the order in which a part needs those before it.
_PARTS = tuple(
    f"wrapup_desk.domain.notes.{name}"
    for name in ("cues", "content_words", "figures", "sensitive", "sentences", "drafter")
)


class NoteService:
    """One reader per open leg.

    Args:
        background: a code on its way goes before any draft.
        tell: receives the drafts, and what failed.
    """

    def __init__(
        self,
        background: Background,
        tell: Callable[[NoteDrafted | EffectFailed[DraftEffect]], None],
    ) -> None:
        self._background = background
        self._tell = tell
        self._readers: dict[LegKey, TalkReader] = {}
        self._drafted: dict[LegKey, DraftedNote] = {}
        self._unread: deque[ReadForNote] = deque()
        self._to_draft: dict[LegKey, DraftNote] = {}
        self._is_due = False
        # Loaded with the first words, and a part in each turn of the loop: all at once it would be
        # the longest frame of the day, while the first customer is on the line.
        self._to_load = deque(part for part in _PARTS if part not in sys.modules)

    def knows(self, key: LegKey) -> bool:
        """Whether anything that was said on a leg is kept."""
        return key in self._readers or any(each.key == key for each in self._unread)

    def perform(self, effect: DraftEffect) -> None:
        """Carry out *effect* when the loop comes round; a failure is reported."""
        match effect:
            case ReadForNote():
                self._unread.append(effect)
            case DraftNote(key):
                self._to_draft[key] = effect
            case ForgetTalk(key):
                self._forget(key)
        self._go_on()

    def _go_on(self) -> None:
        if (self._unread or self._to_draft) and not self._is_due:
            self._is_due = True
            self._background.when_free(self._step)

    def _step(self) -> None:
        """Load a part, read one burst of words, or draft one note; then the window has its turn."""
        self._is_due = False
        if self._to_load:
            with suppress(ImportError):  # told when something is to be read
                import_module(self._to_load.popleft())
        elif self._unread:
            self._try(self._unread.popleft())
        elif self._to_draft:
            self._try(self._to_draft.pop(next(iter(self._to_draft))))
        self._go_on()

    def _try(self, effect: ReadForNote | DraftNote) -> None:
        try:
            if isinstance(effect, ReadForNote):
                self._reader_of(effect.key).hear(effect.utterances)
            else:
                self._draft(effect.key)
        except Exception as error:  # noqa: BLE001 -- the core decides what a failure means
            problem = type(error).__name__
            # Where it happened, without the exception's own text: that may quote the customer.
            place = "".join(traceback.format_tb(error.__traceback__))
            log.error("%s failed with %s:\n%s", type(effect).__name__, problem, place)  # noqa: TRY400 -- see above
            self._forget(effect.key)
            self._tell(EffectFailed(effect, problem))

    def _reader_of(self, key: LegKey) -> TalkReader:
        # Not with the window: it is loaded by now (see `_step`).
        from wrapup_desk.domain.notes.drafter import TalkReader

        if key not in self._readers:
            self._readers[key] = TalkReader()
        return self._readers[key]

    def _draft(self, key: LegKey) -> None:
        reader = self._readers.get(key)
        if reader is None:
            return
        note = reader.draft()
        if note != self._drafted.get(key):
            self._drafted[key] = note
            self._tell(NoteDrafted(key, note))

    def _forget(self, key: LegKey) -> None:
        self._readers.pop(key, None)
        self._drafted.pop(key, None)
        self._to_draft.pop(key, None)
        self._unread = deque(each for each in self._unread if each.key != key)
