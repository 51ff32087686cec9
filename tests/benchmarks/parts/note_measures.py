"""Judges notes: what of the goal is in them, how near they come to people's summaries, how long they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from wrapup_desk.domain.notes.drafter import MOST_SENTENCES, MOST_SIGNS, TalkReader
from wrapup_desk.domain.notes.figures import figures_of
from wrapup_desk.domain.notes.sentences import sentences_of, without_fillers
from wrapup_desk.domain.transcript import Speaker, Utterance

_WORD = re.compile(r"\w+")

Make = Callable[[Sequence[Utterance]], str]


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation, with what is known of it: its goal, or how people summed it up."""

    utterances: tuple[Utterance, ...]
    # Each slot of the goal by the ways in which it was said.
    slots: tuple[tuple[str, ...], ...] = ()
    summaries: tuple[str, ...] = ()


@dataclass(slots=True)
class Marks:
    """Figures of one way to make notes, over many conversations."""

    slot_recall: list[float] = field(default_factory=list)
    agreed_figures: list[float] = field(default_factory=list)
    rouge_1: list[float] = field(default_factory=list)
    rouge_2: list[float] = field(default_factory=list)
    rouge_l: list[float] = field(default_factory=list)
    words: list[float] = field(default_factory=list)
    from_the_talk: list[float] = field(default_factory=list)
    short: list[float] = field(default_factory=list)

    def summary(self) -> dict[str, float]:
        """Return the mean of each figure there is."""
        return {
            name.replace("_", " "): fmean(getattr(self, name))
            for name in self.__slots__
            if getattr(self, name)
        }


def drafted(utterances: Sequence[Utterance]) -> str:
    """Return the program's note."""
    reader = TalkReader()
    reader.hear(utterances)
    return reader.draft().text


def first_customer_sentence(utterances: Sequence[Utterance]) -> str:
    """Return what an agent without time would paste."""
    return next(_said(utterances, Speaker.CUSTOMER), "")


def first_three(utterances: Sequence[Utterance]) -> str:
    """Return the first sentences: hard to beat for news, less so for talk."""
    return " ".join(list(_said(utterances))[:MOST_SENTENCES])


def last_three(utterances: Sequence[Utterance]) -> str:
    """Return the last sentences."""
    return " ".join(list(_said(utterances))[-MOST_SENTENCES:])


def longest_three(utterances: Sequence[Utterance]) -> str:
    """Return the longest sentences, in the order in which they were said."""
    said = list(_said(utterances))
    longest = sorted(range(len(said)), key=lambda at: -len(said[at]))[:MOST_SENTENCES]
    return " ".join(said[at] for at in sorted(longest))


WAYS: dict[str, Make] = {
    "drafted": drafted,
    "first customer sentence": first_customer_sentence,
    "first three sentences": first_three,
    "last three sentences": last_three,
    "longest three sentences": longest_three,
}


def marked(talks: Iterable[Talk], make: Make) -> Marks:
    """Return how good the notes are that *make* makes of *talks*."""
    marks = Marks()
    for talk in talks:
        _mark(marks, talk, make(talk.utterances))
    return marks


def _mark(marks: Marks, talk: Talk, note: str) -> None:
    if talk.slots:
        found = sum(any(_stands_in(value, note) for value in slot) for slot in talk.slots)
        marks.slot_recall.append(found / len(talk.slots))
    agreed = _figures(talk, Speaker.CUSTOMER) & _figures(talk, Speaker.AGENT)
    if agreed:
        noted = {figure.same_as for figure in figures_of(note)}
        marks.agreed_figures.append(len(agreed & noted) / len(agreed))
    words = _words(note)
    if talk.summaries:
        others = [_words(summary) for summary in talk.summaries]
        marks.rouge_1.append(fmean(_overlap(_grams(words, 1), _grams(o, 1)) for o in others))
        marks.rouge_2.append(fmean(_overlap(_grams(words, 2), _grams(o, 2)) for o in others))
        marks.rouge_l.append(fmean(_rouge_l(words, other) for other in others))
    marks.words.append(len(words))
    marks.from_the_talk.append(float(_pieces(words, talk) <= MOST_SENTENCES))
    marks.short.append(float(len(note) <= MOST_SIGNS + 2 * MOST_SENTENCES))


def _pieces(words: Sequence[str], talk: Talk) -> int:
    """Return in how many pieces, each as it was said, the talk has *words*; each other counts as many."""
    talked = f" {' '.join(word for each in talk.utterances for word in _words(each.text))} "
    pieces, begin = 0, 0
    while begin < len(words):
        end = begin
        while end < len(words) and f" {' '.join(words[begin : end + 1])} " in talked:
            end += 1
        if end == begin:
            return len(words) + MOST_SENTENCES  # nobody said this word
        pieces, begin = pieces + 1, end
    return pieces


def _said(utterances: Sequence[Utterance], speaker: Speaker | None = None) -> Iterator[str]:
    for utterance in utterances:
        if speaker in (None, utterance.speaker):
            yield from filter(None, map(without_fillers, sentences_of(utterance.text)))


def _figures(talk: Talk, speaker: Speaker) -> set[str]:
    return {
        figure.same_as
        for each in talk.utterances
        if each.speaker is speaker
        for figure in figures_of(each.text)
    }


def _stands_in(value: str, note: str) -> bool:
    return f" {' '.join(_words(value))} " in f" {' '.join(_words(note))} "


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _grams(words: Sequence[str], size: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[at : at + size]) for at in range(len(words) - size + 1))


def _overlap(ours: Counter[tuple[str, ...]], theirs: Counter[tuple[str, ...]]) -> float:
    return _f1((ours & theirs).total(), ours.total(), theirs.total())


def _rouge_l(ours: Sequence[str], theirs: Sequence[str]) -> float:
    """Return the share of the longest common subsequence."""
    row = [0] * (len(theirs) + 1)
    for word in ours:
        before = 0
        for at, other in enumerate(theirs, start=1):
            kept = row[at]
            row[at] = before + 1 if word == other else max(row[at], row[at - 1])
            before = kept
    return _f1(row[-1], len(ours), len(theirs))


def _f1(same: int, ours: int, theirs: int) -> float:
    return 2 * same / (ours + theirs) if same else 0.0
