"""What the desk wants of the recommender, as values; words in them never reach a log."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from wrapup_desk.application.base.effect import Worth
from wrapup_desk.domain.events import PredictedCode
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.suggestion import CaseFacts
from wrapup_desk.domain.transcript import Utterance
from wrapup_desk.domain.wrapup import WrapupCode


class _Informing:
    """An effect that changes what the recommender knows of a leg, or asks it to rank."""

    __slots__ = ()
    worth: ClassVar[Worth] = Worth.RANK


@dataclass(frozen=True, slots=True)
class OpenCase(_Informing):
    """Begin to inform the recommender about a leg."""

    key: LegKey
    facts: CaseFacts = field(repr=False)


@dataclass(frozen=True, slots=True)
class LearnFacts(_Informing):
    """Tell the recommender the newer facts of a leg."""

    key: LegKey
    facts: CaseFacts = field(repr=False)


@dataclass(frozen=True, slots=True)
class NoteCodes(_Informing):
    """Tell the recommender which codes are valid for a leg."""

    key: LegKey
    codes: tuple[WrapupCode, ...]


@dataclass(frozen=True, slots=True)
class Hear(_Informing):
    """Tell the recommender what was said; partial results are replaced by final ones."""

    key: LegKey
    utterances: tuple[Utterance, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class NotePredictions(_Informing):
    """Tell the recommender what Genesys itself predicts."""

    key: LegKey
    codes: tuple[PredictedCode, ...]


@dataclass(frozen=True, slots=True)
class NoteProposal(_Informing):
    """Tell the recommender what the customer's backend proposes."""

    key: LegKey
    code_id: str


@dataclass(frozen=True, slots=True)
class Rank(_Informing):
    """Rank a leg's codes once for everything that happens in this turn of the loop."""

    key: LegKey
    has_ended: bool


@dataclass(frozen=True, slots=True)
class Learn:
    """Learn a leg's confirmed code, once."""

    key: LegKey
    code_id: str
    was_looked_at: bool

    worth: ClassVar[Worth] = Worth.LEARN


@dataclass(frozen=True, slots=True)
class CloseCase:
    """Forget a leg, and the customer's words with it; after anything there is to learn."""

    key: LegKey

    worth: ClassVar[Worth] = Worth.LEARN


@dataclass(frozen=True, slots=True)
class KeepModel:
    """Store what was learnt since the last time."""

    worth: ClassVar[Worth] = Worth.LEARN


CaseEffect = OpenCase | LearnFacts | NoteCodes | Hear | NotePredictions | NoteProposal
SuggestionEffect = CaseEffect | Rank | Learn | CloseCase | KeepModel
