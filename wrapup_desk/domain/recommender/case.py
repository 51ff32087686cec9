"""What is known of one live leg: its words, facts, codes, and what others propose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.events import PredictedCode
from wrapup_desk.domain.recommender.blend.heads import LinearCache
from wrapup_desk.domain.recommender.code_list import CodeList
from wrapup_desk.domain.recommender.lesson import Lesson
from wrapup_desk.domain.recommender.text.feature_hasher import (
    FeatureHasher,
    count_fact,
    fact_names,
)
from wrapup_desk.domain.recommender.text.languages import detected, language_in
from wrapup_desk.domain.recommender.text.text_features import (
    FeatureExtractor,
    TextFeatures,
    UtteranceFeatures,
    UtteranceRows,
)
from wrapup_desk.domain.recommender.trust.code_breaker import NO_RUNNER_UP
from wrapup_desk.domain.suggestion import CaseFacts, Source
from wrapup_desk.domain.transcript import Utterance
from wrapup_desk.domain.wrapup import WrapupCode

# Of fewer words the share that is known says little.
_FEWEST_WORDS = 5


class LegCase:
    """One leg as the recommender sees it; each call costs only what it adds."""

    def __init__(self, listener: FeatureExtractor, hasher: FeatureHasher, known: CodeList) -> None:
        self._listener = listener
        self._hasher = hasher
        self._known = known
        self._places: dict[str, int] = {}
        self._utterances: list[Utterance] = []
        self._terms_known = known.names.term_count
        self._codes_known = known.revision
        self._fact_buckets: list[int] = []
        self._heard: list[UtteranceFeatures] = []
        # Utterances whose sense is being found out elsewhere.
        self._awaited: set[int] = set()
        rows = self._rows()
        self.text = TextFeatures(rows, listener.dimensions)
        # The words behind a bucket, and every word met, as said; some may have been taken back.
        self.said: dict[int, str] = {}
        self.words_met: dict[str, str] = {}
        # By the transcription; and by how many words, which language they are in.
        self._named_language = ""
        self._detected = 0, ""
        self.facts = CaseFacts("")
        self.queue = 0
        self.codes: tuple[WrapupCode, ...] = ()
        self.columns: NDArray[np.intp] = np.zeros(0, np.intp)
        self.predictions: tuple[PredictedCode, ...] = ()
        self.proposal = ""
        self.is_blind = False
        # This case's own draw, from 0 to 1, where some of many are to be asked.
        self.chance = 1.0
        self.readings = LinearCache()
        # What this case has taught, once it has.
        self.lesson: Lesson | None = None

    def hear(self, utterance: Utterance) -> None:
        """Note what was said; a better version of the same utterance replaces the old one."""
        place = self._places.setdefault(utterance.id, len(self._utterances))
        if place == len(self._utterances):
            heard = self._take_apart(utterance)
            self._utterances.append(utterance)
            self._heard.append(heard)
            self.text.add(heard)
            self._count_utterances()
        else:
            known = self._utterances[place]
            if known == utterance or (known.is_final and not utterance.is_final):
                return
            heard = self._take_apart(utterance)
            self.text.replace(self._heard[place], heard)
            self._utterances[place] = utterance
            self._heard[place] = heard
        self._take_in(place, heard)

    def _count_utterances(self) -> None:
        before, now = (count_fact(self.text.utterances - back) for back in (1, 0))
        if before != now:
            known = [] if self.text.utterances == 1 else [self._hasher.fact(before)]
            self.text.count_facts(known, [self._hasher.fact(now)])

    def texts(self) -> Iterator[str]:
        """Yield what was said, each utterance as it stands by now; the latest first."""
        return (each.text for each in reversed(self._utterances))

    def words(self) -> Iterator[tuple[str, int]]:
        """Yield each word that was said, normalised, with its bucket; the latest first."""
        for heard in reversed(self._heard):
            yield from zip((word.norm for word in heard.words), heard.buckets, strict=False)

    @property
    def language(self) -> str:
        """The language of the talk, such as "de"; empty while it is not known."""
        if self._detected[0] != len(self.words_met):
            self._detected = len(self.words_met), detected(self.words_met)
        return self._named_language or self._detected[1]

    @property
    def confidence(self) -> float | None:
        """How sure speech recognition was of what was said; None where nothing says."""
        known = [
            each.confidence
            for each in self._utterances
            if each.is_final and each.confidence is not None
        ]
        return sum(known) / len(known) if known else None

    @property
    def words_known(self) -> float | None:
        """The share of the customer's words that the language table has; None of too few."""
        said = zip(self._utterances, self._heard, strict=True)
        customers = [heard for each, heard in said if each.is_final and not heard.is_agent]
        judged = sum(heard.judged for heard in customers)
        known = sum(heard.known for heard in customers)
        return known / judged if judged >= _FEWEST_WORDS and self._listener.has_table else None

    @property
    def awaits_sentences(self) -> bool:
        """Whether something said is still being encoded: what is known is not all yet."""
        return bool(self._awaited)

    def learn_facts(self, facts: CaseFacts) -> None:
        """Replace what is known besides the words."""
        self.facts = facts
        self.queue = self._hasher.opaque(facts.queue_id)
        buckets = [self._hasher.fact(name) for name in fact_names(facts)]
        self.text.count_facts(self._fact_buckets, buckets)
        self._fact_buckets = buckets

    def note_codes(self, codes: Sequence[WrapupCode]) -> None:
        """Take *codes* as the list valid for the leg; nothing else is ever suggested."""
        unique = {code.id: code for code in codes}
        self.codes = tuple(unique.values())
        self.columns = self._known.columns_of(self.codes)

    def note_predictions(self, predictions: Sequence[PredictedCode]) -> None:
        """Record Genesys' own prediction, best first or not."""
        self.predictions = tuple(predictions)

    def note_proposal(self, code_id: str) -> None:
        """Note what the customer's backend proposes; empty takes it back."""
        self.proposal = code_id

    def named(self, last: int | None) -> dict[Source, int]:
        """Return the place of the code each source names, where the leg offers it.

        *last* is the column of the customer's last code, None if there is none.
        """
        places = {code.id: place for place, code in enumerate(self.codes)}
        named: dict[Source, int] = {}
        if self.proposal in places:
            named[Source.BACKEND] = places[self.proposal]
        offered = [each for each in self.predictions if each.code_id in places]
        if offered:
            best = max(offered, key=lambda each: each.confidence)
            named[Source.COPILOT] = places[best.code_id]
        at = np.flatnonzero(self.columns == last)
        if last is not None and len(at):
            named[Source.HISTORY] = int(at[0])
        return named

    def goes_by_name(self, place: int) -> bool:
        """Whether the code at *place* still means what its name says."""
        return self._known.goes_by_name(int(self.columns[place]))

    def refresh(self) -> None:
        """Take in what became known after the words were said: names, and what sentences mean."""
        self._take_senses()
        if self._codes_known != self._known.revision:
            self._codes_known = self._known.revision
            self.columns = self._known.columns_of(self.codes)
        terms = self._known.names.term_count
        if self._terms_known == terms:
            return
        self._terms_known = terms
        self.text.rows = self._rows()
        for place, utterance in enumerate(self._utterances):
            heard = self._listener.take_apart(utterance)
            if heard.awaits_sense:  # it may be known here, and forgotten where all are kept
                heard = heard.with_sense(
                    self._heard[place].sense, is_awaited=self._heard[place].awaits_sense
                )
            self._renew(place, heard)

    def beginning(self, utterances: int) -> TextFeatures:
        """Return the text as it stood after the first *utterances*."""
        return self.part(0, utterances)

    def part(self, begin: int, end: int) -> TextFeatures:
        """Return the text as if nothing but the utterances from *begin* to *end* had been said."""
        text = TextFeatures(self.text.rows, self._listener.dimensions, begin)
        text.count_facts([], self._fact_buckets)
        for heard in self._heard[begin:end]:
            text.add(heard)
        text.count_facts([], [self._hasher.fact(count_fact(end - begin))])
        return text

    def _rows(self) -> UtteranceRows:
        sense_dimensions = self._listener.sentences.dimensions
        return UtteranceRows(self._terms_known, self._listener.dimensions, sense_dimensions)

    def _take_in(self, place: int, heard: UtteranceFeatures) -> None:
        self.text.rows.put(place, heard)
        if heard.awaits_sense:
            self._awaited.add(place)
        else:
            self._awaited.discard(place)

    def _take_senses(self) -> None:
        for place in tuple(self._awaited):
            sense = self._listener.sentences.of(self._utterances[place].text)
            if sense is not None:
                self._renew(place, self._heard[place].with_sense(sense))

    def _renew(self, place: int, heard: UtteranceFeatures) -> None:
        """Take the same words in again, with more known about them."""
        self.text.replace_sense(self._heard[place], heard)
        self._heard[place] = heard
        self._take_in(place, heard)

    def first_two(self, order: NDArray[np.intp]) -> tuple[int, int]:
        """Return the columns of the first suggestion and of its runner-up."""
        columns = self.columns[order[:2]].tolist()
        return columns[0], columns[1] if len(columns) > 1 else NO_RUNNER_UP

    def fact_bucket(self, name: str) -> int:
        return self._hasher.fact(name)

    def _take_apart(self, utterance: Utterance) -> UtteranceFeatures:
        self.refresh()
        self._named_language = language_in(utterance.dialect) or self._named_language
        heard = self._listener.take_apart(utterance)
        self.said.update(heard.said_by_bucket())
        self.words_met.update((word.norm, word.said) for word in heard.words)
        return heard
