"""Drafts a note: at most three sentences of the talk that say most of what was wanted and agreed.

Nothing is invented: each sentence is one that was said, without the filler it began with. Every
utterance is looked at once; a draft weighs what is known of the sentences by then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from wrapup_desk.domain.notes import cues
from wrapup_desk.domain.notes.content_words import content_words, names_in
from wrapup_desk.domain.notes.figures import Figure, FigureKind, figures_of
from wrapup_desk.domain.notes.note_draft import DraftedNote
from wrapup_desk.domain.notes.sensitive import (
    asks_for_secret,
    digit_groups,
    is_bare_number,
    is_secret,
)
from wrapup_desk.domain.notes.sentences import sentences_of, without_fillers
from wrapup_desk.domain.outside_text import MOST_UTTERANCES, one_line
from wrapup_desk.domain.privacy.card_data import has_card_data
from wrapup_desk.domain.transcript import Speaker, Utterance

MOST_SENTENCES = 3
MOST_SIGNS = 400
_KEPT_FROM_THE_BEGINNING = 100
_MOST_CONSIDERED = 40
_SHORTEST = 8
_IDEOGRAPHIC = "\u3000"  # from here on a sign is about a word of its own
_SHORTEST_IDEOGRAPHIC = 5
_FRAGMENT = 22
_FRAGMENT_IDEOGRAPHIC = 10


@dataclass(frozen=True, slots=True)
class Weights:
    """What makes a sentence worth a place in the note; found on the development splits."""

    request: float = 3.0
    first_request: float = 2.0
    promise: float = 1.2
    late: float = 1.0
    confirmed: float = 5.0
    chat: float = -3.0
    question: float = -4.5
    denied: float = -6.0
    customer_question: float = -1.0
    fragment: float = -2.0
    figure: float = 2.0
    name: float = 1.3
    shared: float = 2.0
    word: float = 0.25
    # For each sign that a sentence takes.
    length: float = -0.012
    # What a sentence has to add at least.
    least: float = 0.6


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    figures: tuple[Figure, ...]
    words: frozenset[str]
    names: frozenset[str]
    asks: bool
    promises: bool
    sums_up: bool
    is_chat: bool
    is_question: bool
    # An answer that says nothing without its question.
    is_fragment: bool
    digits: frozenset[str]
    # How much each word and figure weighs by now.
    units: dict[str, float] = field(default_factory=dict, compare=False)

    def weigh(self, unit: str, weight: float) -> None:
        """Let *unit* weigh so much at least."""
        self.units[unit] = max(self.units.get(unit, 0.0), weight)


@dataclass(frozen=True, slots=True)
class _Turn:
    """One utterance, looked at: what of it may be drafted, and what must not."""

    speaker: Speaker
    sentences: tuple[_Sentence, ...]
    agrees: bool
    refuses: bool
    asks_for_secret: bool
    secret_digits: frozenset[str]
    dictated: str


class TalkReader:
    """What was said in one interaction, read utterance by utterance; words stay in memory only."""

    def __init__(self, weights: Weights | None = None) -> None:
        self._weights = weights or Weights()
        self._turns: dict[str, _Turn] = {}
        self._index = _UnitIndex(self._weights)

    def __repr__(self) -> str:
        return f"TalkReader({len(self._turns)} turns)"

    def hear(self, utterances: Iterable[Utterance]) -> bool:
        """Take in what is final of *utterances*; return whether anything is new."""
        is_new = False
        for utterance in utterances:
            if not utterance.is_final:
                continue
            turn, before = _look_at(utterance), self._turns.get(utterance.id)
            if turn == before:
                continue
            is_new = True
            self._turns[utterance.id] = turn
            if before is None:
                self._index.add(turn)
            else:
                self._index = self._indexed_anew()
        if len(self._turns) > MOST_UTTERANCES:
            # What is wanted is said at the beginning, what is agreed at the end.
            kept, first = list(self._turns.items()), _KEPT_FROM_THE_BEGINNING
            self._turns = dict(kept[:first] + kept[first - MOST_UTTERANCES :])
        return is_new

    def draft(self) -> DraftedNote:
        """Return the note of what was said by now; empty when nothing is worth noting."""
        turns = list(self._turns.values())
        closed = _answers_to_secrets(turns)
        secret_digits = frozenset().union(
            *(turn.secret_digits for turn in turns),
            *(digit_groups(turns[at].dictated) for at in closed),
        )
        candidates = list(_Candidates(turns, closed, secret_digits, self._weights).found())
        chosen = _chosen(candidates, self._weights)
        text = " ".join(_as_sentence(each.sentence.text) for each in chosen)
        if has_card_data(text):
            return DraftedNote()  # two sentences that make a number of a card together
        said = [each.sentence for each in candidates if each.sentence.figures]
        return DraftedNote(text, _last(said, FigureKind.AMOUNT), _last(said, FigureKind.DATE))

    def _indexed_anew(self) -> _UnitIndex:
        index = _UnitIndex(self._weights)
        for turn in self._turns.values():
            for sentence in turn.sentences:
                sentence.units.clear()
            index.add(turn)
        return index


class _UnitIndex:
    """Weighs the words and figures of sentences: what both sides said weighs more.

    A new turn changes the weights of those earlier sentences only with whose words it agrees.
    """

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._said: dict[Speaker, set[str]] = {speaker: set() for speaker in Speaker}
        self._sentences: dict[str, list[_Sentence]] = {}

    def add(self, turn: _Turn) -> None:
        ours = self._said[turn.speaker]
        theirs = self._said[_OTHER[turn.speaker]]
        fresh = {word for sentence in turn.sentences for word in sentence.words} - ours
        ours |= fresh
        for word in fresh & theirs:
            for sentence in self._sentences.get(word, ()):
                sentence.weigh(word, self._weights.shared)
        for sentence in turn.sentences:
            for name in sentence.names:
                sentence.weigh(name, self._weights.name)
            for figure in sentence.figures:
                sentence.weigh(figure.same_as, self._weights.figure)
            for word in sentence.words:
                is_shared = word in theirs
                sentence.weigh(word, self._weights.shared if is_shared else self._weights.word)
                if not is_shared:
                    self._sentences.setdefault(word, []).append(sentence)


_OTHER = {Speaker.CUSTOMER: Speaker.AGENT, Speaker.AGENT: Speaker.CUSTOMER}


@dataclass(frozen=True, slots=True)
class _Candidate:
    place: tuple[int, int]
    sentence: _Sentence
    worth: float

    def gain(self, said: set[str], weights: Weights) -> float:
        """Return what the sentence adds to a note that says *said* already."""
        units = self.sentence.units
        new = sum(weight for unit, weight in units.items() if unit not in said)
        return self.worth + new + weights.length * len(self.sentence.text) if new else 0.0


class _Candidates:
    """Weighs every sentence that may be drafted."""

    def __init__(
        self,
        turns: Sequence[_Turn],
        closed: frozenset[int],
        secret_digits: frozenset[str],
        weights: Weights,
    ) -> None:
        self._turns = turns
        self._closed = closed
        self._secret_digits = secret_digits
        self._weights = weights
        self._has_request = False

    def found(self) -> Iterator[_Candidate]:
        """Yield each sentence that may be in the note."""
        for at, turn in enumerate(self._turns):
            if at in self._closed:
                continue
            for within, sentence in enumerate(turn.sentences):
                if self._secret_digits and not self._secret_digits.isdisjoint(sentence.digits):
                    continue
                yield _Candidate((at, within), sentence, self._worth(at, turn, sentence))

    def _worth(self, at: int, turn: _Turn, sentence: _Sentence) -> float:
        weights = self._weights
        worth = weights.chat * sentence.is_chat + weights.fragment * sentence.is_fragment
        if turn.speaker is Speaker.CUSTOMER:
            return worth + self._worth_as_request(sentence)
        if sentence.promises and not sentence.is_question:
            worth += weights.promise
        worth += weights.late * at / len(self._turns)
        return worth + self._worth_by_answer(sentence, self._answer_to(at))

    def _worth_as_request(self, sentence: _Sentence) -> float:
        weights = self._weights
        if sentence.is_question and self._has_request:
            return weights.customer_question
        if not sentence.asks or sentence.is_chat:
            return 0.0
        is_first, self._has_request = not self._has_request, True
        return weights.request + weights.first_request * is_first

    def _worth_by_answer(self, sentence: _Sentence, answer: _Turn | None) -> float:
        weights = self._weights
        is_agreed = answer is not None and answer.agrees
        worth = weights.denied if answer is not None and answer.refuses else 0.0
        if sentence.sums_up and is_agreed:
            return worth + weights.confirmed
        return worth + weights.question * sentence.is_question

    def _answer_to(self, at: int) -> _Turn | None:
        following = self._turns[at + 1] if at + 1 < len(self._turns) else None
        is_answer = following is not None and following.speaker is Speaker.CUSTOMER
        return following if is_answer else None


def _chosen(candidates: list[_Candidate], weights: Weights) -> list[_Candidate]:
    """Return the few sentences that together say most, in the order in which they were said."""
    # What is said already only takes away: the best together are among the best alone.
    alone = sorted(
        ((each.gain(set(), weights), -index) for index, each in enumerate(candidates)),
        reverse=True,
    )
    best = [candidates[-index] for gain, index in alone[:_MOST_CONSIDERED] if gain > weights.least]
    chosen: list[_Candidate] = []
    said: set[str] = set()
    left = MOST_SIGNS
    while len(chosen) < MOST_SENTENCES:
        best = [each for each in best if len(each.sentence.text) <= left]
        gains = [each.gain(said, weights) for each in best]
        if max(gains, default=0.0) <= weights.least:
            break
        taken = best.pop(gains.index(max(gains)))
        chosen.append(taken)
        said |= taken.sentence.units.keys()
        left -= len(taken.sentence.text)
    return sorted(chosen, key=_place_of)


_place_of = attrgetter("place")


def _look_at(utterance: Utterance) -> _Turn:
    text = utterance.text
    pieces = list(sentences_of(text))
    kept = [piece for piece in pieces if not is_secret(piece) and not is_bare_number(piece)]
    secret = " ".join(piece for piece in pieces if piece not in kept)
    return _Turn(
        speaker=utterance.speaker,
        sentences=tuple(filter(None, map(_sentence, kept))),
        agrees=cues.agrees(text),
        refuses=cues.refuses(text),
        asks_for_secret=asks_for_secret(text),
        secret_digits=digit_groups(secret),
        dictated=text,
    )


def _sentence(text: str) -> _Sentence | None:
    bare = one_line(without_fillers(text), len(text) or 1)
    is_ideographic = any(sign > _IDEOGRAPHIC for sign in bare)
    is_word = not is_ideographic and " " not in bare
    if is_word or len(bare) < (_SHORTEST_IDEOGRAPHIC if is_ideographic else _SHORTEST):
        return None
    return _Sentence(
        text=bare,
        figures=figures_of(bare),
        words=content_words(bare),
        names=names_in(bare),
        digits=digit_groups(bare),
        asks=cues.asks_for_something(bare),
        promises=cues.promises(bare),
        sums_up=cues.sums_up(bare),
        is_chat=cues.is_chat(bare),
        is_question=cues.is_question(bare),
        is_fragment=cues.refuses(bare)
        or len(bare) < (_FRAGMENT_IDEOGRAPHIC if is_ideographic else _FRAGMENT),
    )


def _answers_to_secrets(turns: Sequence[_Turn]) -> frozenset[int]:
    """Return where a secret is told: all that follows the question, until the other speaks on."""
    closed: set[int] = set()
    asked_by: Speaker | None = None
    for at, turn in enumerate(turns):
        if turn.asks_for_secret:
            asked_by = turn.speaker
        elif turn.speaker is asked_by:
            # "Okay" between two groups of a number asks for the rest of it.
            asked_by = asked_by if not turn.sentences else None
        elif asked_by is not None:
            closed.add(at)
    return frozenset(closed)


def _last(sentences: Sequence[_Sentence], kind: FigureKind) -> str:
    found = [each for sentence in sentences for each in sentence.figures if each.kind is kind]
    return found[-1].text if found else ""


def _as_sentence(text: str) -> str:
    """Return *text* with a capital and an end, as a note is written."""
    text = text[0].upper() + text[1:]
    if text[-1] in ",;:、":
        text = text[:-1]
    ends = "。" if text[-1] > _IDEOGRAPHIC and text[-1] not in "。\uff01\uff1f" else "."
    return text if text[-1] in ".!?。\uff01\uff1f…\"'”\u2019)" else text + ends
