"""What was said or written in one interaction, partial results replaced by final ones."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field, replace


class Speaker(enum.Enum):
    """Which side of the conversation an utterance came from."""

    CUSTOMER = "customer"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Utterance:
    """One spoken phrase or written message.

    A transcription repeats the same *id* with better text until *is_final*.
    """

    id: str
    speaker: Speaker
    # Customer words: never logged, stored or put into an exception.
    text: str = field(repr=False)
    is_final: bool = True


@dataclass(frozen=True, slots=True)
class Transcript:
    """The utterances of one leg in the order their first version arrived."""

    utterances: tuple[Utterance, ...] = ()

    def with_utterance(self, utterance: Utterance) -> Transcript:
        """Return the transcript after *utterance*; a final text is never replaced by a partial."""
        for index, known in enumerate(self.utterances):
            if known.id != utterance.id:
                continue
            if known.is_final and not utterance.is_final:
                return self
            changed = (*self.utterances[:index], utterance, *self.utterances[index + 1 :])
            return replace(self, utterances=changed)
        return replace(self, utterances=(*self.utterances, utterance))

    def with_utterances(self, utterances: Iterable[Utterance]) -> Transcript:
        transcript = self
        for utterance in utterances:
            transcript = transcript.with_utterance(utterance)
        return transcript
