"""What the desk wants of the notes' drafter, as values; words in them never reach a log."""

from __future__ import annotations

from typing import ClassVar

from wrapup_desk.application.base.effect import Worth
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.message import Message
from wrapup_desk.domain.transcript import Utterance


class _Drafting(Message, frozen=True):
    """An effect that a note may be drafted by: worth least, for it can be made again."""

    worth: ClassVar[Worth] = Worth.DRAFT


class ReadForNote(_Drafting, frozen=True):
    """Take in what was said on a leg."""

    unseen: ClassVar[tuple[str, ...]] = ("utterances",)

    key: LegKey
    utterances: tuple[Utterance, ...]


class DraftNote(_Drafting, frozen=True):
    """Draft a leg's note of what was said by now; `NoteDrafted` answers."""

    key: LegKey


class ForgetTalk(_Drafting, frozen=True):
    """Forget what was said on a leg: no note is needed of it any more."""

    key: LegKey


DraftEffect = ReadForNote | DraftNote | ForgetTalk
