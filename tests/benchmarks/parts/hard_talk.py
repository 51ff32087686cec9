"""Makes talk as it is: agents' fixed phrases, words dropped or misheard, fillers, no capitals."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from tests.benchmarks.parts.labelled_rows import Row
from wrapup_desk.domain.transcript import Speaker, Utterance

LOST_SHARE = 0.15
_FILLER_SHARE = 0.06
_FILLERS = ("um", "uh", "you know", "like", "so yeah", "hm")
_OPENINGS = (
    "thank you for calling my name is {name} how may i help you today",
    "good morning you are speaking to {name} what can i do for you",
    "hello and welcome my name is {name} this call may be recorded for training purposes",
)
_MIDDLES = (
    "please hold the line while i look into that for you",
    "for security reasons i have to ask you for your date of birth and your address",
    "your call is important to us please stay on the line",
    "let me just pull up your account bear with me for a moment",
)
_CLOSINGS = (
    "is there anything else i can help you with today",
    "thank you for calling have a great day goodbye",
    "you will receive a short survey about this call afterwards",
)
_NAMES = ("alex", "sam", "maria", "lee", "noah")


def canned(rows: Sequence[Row], seed: int) -> list[Row]:
    """Return *rows* with greetings, holds and closings said by the agent, and heard badly."""
    chance = random.Random(seed)
    return [_misheard(_with_phrases(row, chance), chance, LOST_SHARE) for row in rows]


def noisy(rows: Sequence[Row], share: float, seed: int) -> list[Row]:
    """Return *rows* of which a *share* of the words was dropped or misheard."""
    chance = random.Random(seed)
    return [_misheard(row, chance, share) for row in rows]


def _with_phrases(row: Row, chance: random.Random) -> Row:
    said = list(row.utterances)
    said.insert(len(said) // 2, _agent("middle", chance.choice(_MIDDLES)))
    opening = chance.choice(_OPENINGS).format(name=chance.choice(_NAMES))
    closing = [_agent(f"closing {at}", text) for at, text in enumerate(_CLOSINGS)]
    return replace(row, utterances=(_agent("opening", opening), *said, *closing))


def _agent(id_: str, text: str) -> Utterance:
    return Utterance(id_, Speaker.AGENT, text)


def _misheard(row: Row, chance: random.Random, share: float) -> Row:
    said = [replace(each, text=_heard(each.text, chance, share)) for each in row.utterances]
    return replace(row, utterances=tuple(said))


def _heard(text: str, chance: random.Random, share: float) -> str:
    words = []
    for word in text.lower().split():
        if chance.random() < _FILLER_SHARE:
            words.append(chance.choice(_FILLERS))
        if chance.random() >= share:
            words.append(word)
        elif chance.random() < 0.5 and len(word) > 3:
            cut = chance.randrange(1, len(word) - 1)
            words.append(word[:cut] + chance.choice("aeiou") + word[cut + 1 :])
    return " ".join(words)
