"""What the recommender and the drafter of notes tell, in the past tense."""

from __future__ import annotations

from collections.abc import Mapping

from wrapup_desk.application.base.effect_failed import EffectFailed
from wrapup_desk.application.suggestions.effects import SuggestionEffect
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.message import Message
from wrapup_desk.domain.notes.note_draft import DraftedNote
from wrapup_desk.domain.suggestion import Ranking


class Ranked(Message, frozen=True):
    """The codes of these legs were ranked."""

    rankings: Mapping[LegKey, Ranking]


class Learnt(Message, frozen=True):
    """A leg's confirmed code was learnt: other legs may rank differently now."""

    key: LegKey


class NoteDrafted(Message, frozen=True):
    """A note of what was said on a leg by now; empty when nothing is worth noting."""

    key: LegKey
    note: DraftedNote


SuggestionMessage = Ranked | Learnt | EffectFailed[SuggestionEffect]
