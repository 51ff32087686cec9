"""Hashes words, word pairs, word pieces and facts into a fixed number of buckets.

The hash is keyed with the model's own salt and many words share a bucket, so a model file holds
no text. Whoever has the file (and with it the salt) can still test a guessed word: it falls into
one of 32,768 buckets, and a bucket with weight was met. The answer is "this word, or one of the
others in the same bucket, was said in conversations that ended with this code", never by whom,
when, or next to what. Long numbers never get this far (see `words`).
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise

from wrapup_desk.domain.recommender.text.words import Word
from wrapup_desk.domain.suggestion import CaseFacts

WORD_BUCKETS = 1 << 15
PIECE_BUCKETS = 1 << 14
FACT_BUCKETS = 1 << 11
BUCKETS = WORD_BUCKETS + PIECE_BUCKETS + FACT_BUCKETS
# Where the blocks begin; each is scaled to length one by itself.
BLOCKS = (0, WORD_BUCKETS, WORD_BUCKETS + PIECE_BUCKETS, BUCKETS)

_PIECE_LENGTH = 4
_MASK = (1 << 64) - 1
_PAIR_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F)
_AGENT_FACTOR = 0xD6E8FEB86659FD93
_CACHED_WORDS = 20_000
_HOURS_PER_PART_OF_DAY = 4
_UTTERANCE_STEPS = (*range(13), 14, 16, 18, 20, 24, 30, 40, 60, 100)
_TALK_SECONDS_STEPS = (30, 90, 240, 600, 1500)


class FeatureHasher:
    """Maps words and facts to buckets with a secret of the model."""

    def __init__(self, salt: bytes) -> None:
        self.salt = salt
        self._word_hash = lru_cache(_CACHED_WORDS)(self._hash)
        self._pieces = lru_cache(_CACHED_WORDS)(self._piece_hashes)

    def words(self, words: list[Word], *, is_agent: bool) -> list[int]:
        """Return the buckets of every word, neighbouring pair and piece, repeated as often as met."""
        hashes = [self._word_hash(word.norm) for word in words]
        first, second = _PAIR_FACTORS
        pairs = [(left * first + right * second) & _MASK for left, right in pairwise(hashes)]
        pieces = [piece for word in words for piece in self._pieces(word.norm)]
        if is_agent:
            hashes, pairs, pieces = _agents(hashes), _agents(pairs), _agents(pieces)
        buckets = [number % WORD_BUCKETS for number in _mixed(hashes + pairs)]
        buckets += [BLOCKS[1] + number % PIECE_BUCKETS for number in _mixed(pieces)]
        return buckets

    def fact(self, name: str) -> int:
        return BLOCKS[2] + self._hash("fact:" + name) % FACT_BUCKETS

    def count_buckets(self) -> list[int]:
        """Return the buckets of all facts that tell how much was said."""
        return [self.fact(count_fact(step)) for step in _UTTERANCE_STEPS]

    def opaque(self, text: str) -> int:
        """Return a number that stands for *text* in this model only."""
        return self._hash("key:" + text)

    def _hash(self, text: str) -> int:
        digest = hashlib.blake2b(text.encode("utf-8", "replace"), key=self.salt, digest_size=8)
        return int.from_bytes(digest.digest(), "little")

    def _piece_hashes(self, norm: str) -> tuple[int, ...]:
        framed = f"<{norm}>"
        starts = range(max(1, len(framed) - _PIECE_LENGTH + 1))
        return tuple(self._hash("piece:" + framed[at : at + _PIECE_LENGTH]) for at in starts)


def count_fact(utterances: int) -> str:
    """Return the fact that so much was said: exact for short talks, in steps for long ones."""
    step = bisect_right(_UTTERANCE_STEPS, utterances)
    return f"utterances={_UTTERANCE_STEPS[step - 1]}"


def fact_names(facts: CaseFacts) -> list[str]:
    """Return what is known of a leg besides the words, as `name=value`."""
    names = [f"queue={facts.queue_id}"]
    single = {"media": facts.media, "direction": facts.direction, "language": facts.language}
    names += [f"{name}={value}" for name, value in single.items() if value]
    names += [f"skill={skill}" for skill in facts.skills]
    names += [f"{name}={value}" for name, value in sorted(facts.attributes.items())]
    if facts.hour_of_day is not None:
        names.append(f"part of day={facts.hour_of_day // _HOURS_PER_PART_OF_DAY}")
    if facts.was_transferred:
        names.append("transferred=yes")
    if facts.talk_seconds is not None:
        names.append(f"talk time={sum(facts.talk_seconds >= s for s in _TALK_SECONDS_STEPS)}")
    return names


def _agents(hashes: list[int]) -> list[int]:
    """Return other numbers for the same words said by the agent."""
    return [(number * _AGENT_FACTOR + 1) & _MASK for number in hashes]


def _mixed(hashes: list[int]) -> list[int]:
    """Fold the high bits down: the low bits of a product alone would collide in patterns."""
    return [number ^ (number >> 29) for number in hashes]
