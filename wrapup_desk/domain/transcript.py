"""What was said or written in one interaction, partial results replaced by final ones."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from wrapup_desk.domain.outside_text import MOST_UTTERANCES, shared_out

LONGEST_DIALECT = 20


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
    # As the transcription or the message calls it, such as "de-DE"; empty where nothing says.
    dialect: str = field(default="", compare=False)
    # How sure speech recognition was of it, from 0 to 1; None for what was written.
    confidence: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Transcript:
    """The utterances of one leg in the order their first version arrived."""

    utterances: tuple[Utterance, ...] = ()

    def with_utterance(self, utterance: Utterance) -> Transcript:
        """Return the transcript after *utterance*; a final text is never replaced by a partial."""
        return self.with_utterances((utterance,))

    def with_utterances(self, utterances: Iterable[Utterance]) -> Transcript:
        """Return the transcript after *utterances*, in time that grows with all of them once."""
        known = {each.id: each for each in self.utterances}
        for utterance in utterances:
            before = known.get(utterance.id)
            if before is None or utterance.is_final or not before.is_final:
                known[utterance.id] = utterance
        return Transcript(tuple(known.values()))


def shortened(utterances: Sequence[Utterance]) -> tuple[Utterance, ...]:
    """Return what is taken in at once of *utterances*: the newest, long ones cut."""
    newest = utterances[-MOST_UTTERANCES:]
    texts = shared_out([each.text for each in newest])
    return tuple(
        each if each.text == text else replace(each, text=text)
        for each, text in zip(newest, texts, strict=True)
    )
