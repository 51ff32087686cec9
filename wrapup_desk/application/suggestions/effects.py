"""What the desk wants of the recommender, as values; words in them never reach a log."""

from __future__ import annotations

from typing import ClassVar

from wrapup_desk.application.base.effect import Worth
from wrapup_desk.domain.events import PredictedCode
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.message import Message
from wrapup_desk.domain.suggestion import CaseFacts
from wrapup_desk.domain.transcript import Utterance
from wrapup_desk.domain.wrapup import WrapupCode


class _Informing(Message, frozen=True):
    """An effect that changes what the recommender knows of a leg, or asks it to rank."""

    worth: ClassVar[Worth] = Worth.RANK


class OpenCase(_Informing, frozen=True):
    """Begin to inform the recommender about a leg."""

    unseen: ClassVar[tuple[str, ...]] = ("facts",)

    key: LegKey
    facts: CaseFacts


class LearnFacts(_Informing, frozen=True):
    """Tell the recommender the newer facts of a leg."""

    unseen: ClassVar[tuple[str, ...]] = ("facts",)

    key: LegKey
    facts: CaseFacts


class NoteCodes(_Informing, frozen=True):
    """Tell the recommender which codes are valid for a leg."""

    key: LegKey
    codes: tuple[WrapupCode, ...]


class Hear(_Informing, frozen=True):
    """Tell the recommender what was said; partial results are replaced by final ones."""

    unseen: ClassVar[tuple[str, ...]] = ("utterances",)

    key: LegKey
    utterances: tuple[Utterance, ...]


class NotePredictions(_Informing, frozen=True):
    """Tell the recommender what Genesys itself predicts."""

    key: LegKey
    codes: tuple[PredictedCode, ...]


class NoteProposal(_Informing, frozen=True):
    """Tell the recommender what the customer's backend proposes."""

    key: LegKey
    code_id: str


class Rank(_Informing, frozen=True):
    """Rank a leg's codes once for everything that happens in this turn of the loop."""

    key: LegKey
    has_ended: bool


class Learn(Message, frozen=True):
    """Learn a leg's confirmed code, once."""

    key: LegKey
    code_id: str
    was_looked_at: bool

    worth: ClassVar[Worth] = Worth.LEARN


class CloseCase(Message, frozen=True):
    """Forget a leg, and the customer's words with it; after anything there is to learn."""

    key: LegKey

    worth: ClassVar[Worth] = Worth.LEARN


class KeepModel(Message, frozen=True):
    """Store what was learnt since the last time."""

    worth: ClassVar[Worth] = Worth.LEARN


CaseEffect = OpenCase | LearnFacts | NoteCodes | Hear | NotePredictions | NoteProposal
SuggestionEffect = CaseEffect | Rank | Learn | CloseCase | KeepModel
