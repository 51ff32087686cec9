"""What the desk wants of the notes' drafter, as values; words in them never reach a log."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from wrapup_desk.application.base.effect import Worth
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.transcript import Utterance


class _Drafting:
    """An effect that a note may be drafted by: worth least, for it can be made again."""

    __slots__ = ()
    worth: ClassVar[Worth] = Worth.DRAFT


@dataclass(frozen=True, slots=True)
class ReadForNote(_Drafting):
    """Take in what was said on a leg."""

    key: LegKey
    utterances: tuple[Utterance, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class DraftNote(_Drafting):
    """Draft a leg's note of what was said by now; `NoteDrafted` answers."""

    key: LegKey


@dataclass(frozen=True, slots=True)
class ForgetTalk(_Drafting):
    """Forget what was said on a leg: no note is needed of it any more."""

    key: LegKey


DraftEffect = ReadForNote | DraftNote | ForgetTalk
