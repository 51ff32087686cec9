"""Suggests codes for a leg and learns from confirmed ones: the stack of experts, put together."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.recommender.blend.heads import FINAL, LIVE, ExpertOpinions, Query
from wrapup_desk.domain.recommender.blend.sources import source_of
from wrapup_desk.domain.recommender.case import LegCase
from wrapup_desk.domain.recommender.evidence import Comparison, explain, said_by_others, why_asked
from wrapup_desk.domain.recommender.file.model_file import Parts, read_model, write_model
from wrapup_desk.domain.recommender.file.model_parts import parts_for_others, parts_of, restore
from wrapup_desk.domain.recommender.heard import is_heard_worse, note_hearing
from wrapup_desk.domain.recommender.judged_labels import (
    have_changed_places,
    is_believed,
    is_meant,
)
from wrapup_desk.domain.recommender.lesson import LIVE_MOMENTS, Lesson, TeachingMoment
from wrapup_desk.domain.recommender.model_error import ModelError
from wrapup_desk.domain.recommender.model_state import ModelState
from wrapup_desk.domain.recommender.telling import says_something
from wrapup_desk.domain.recommender.text.sentence_vectors import (
    SentenceVectors,
    no_sentence_vectors,
)
from wrapup_desk.domain.recommender.text.text_features import FeatureExtractor, TextFeatures
from wrapup_desk.domain.recommender.text.word_vectors import WordVectors, no_word_vectors
from wrapup_desk.domain.recommender.topics import topics_beside
from wrapup_desk.domain.recommender.trust.inexperience import doubted
from wrapup_desk.domain.suggestion import (
    CaseFacts,
    Evidence,
    Ranking,
    Source,
    Suggestion,
)
from wrapup_desk.domain.wrapup import WrapupCode

Vector = NDArray[np.float32]

MOST_SUGGESTIONS = 10
BLIND_SHARE = 0.05
CLEAR_PROBABILITY = 0.5
_CLEAR_LEAD = 0.01
_MOST_EXPLAINED = 3
# A code that is new to the list, and this probable beside the first, may be what is meant now.
_TOUCHED = 0.01
DEFAULT_SALT = b"wrap-up desk, no secret"


class StackRecommender:
    """The recommender; see `application.ports.Recommender` for what callers may rely on.

    Args:
        vocabulary: the static language table, or None: everything works without it, weaker.
        salt: the secret of this model's hashes; a team that shares a model shares its salt.
        seed: makes the random beginnings and the blind share repeatable.
        sentences: what sentences mean; without it words alone have to do.
    """

    def __init__(
        self,
        vocabulary: WordVectors | None = None,
        *,
        salt: bytes = DEFAULT_SALT,
        seed: int = 0,
        sentences: SentenceVectors | None = None,
    ) -> None:
        sentences = sentences or no_sentence_vectors()
        self.memory = memory = ModelState(vocabulary or no_word_vectors(), sentences, salt)
        self._listener = FeatureExtractor(
            memory.hasher, memory.vocabulary, memory.names, sentences
        )
        self._random = random.Random(seed)
        # Whether all of the file this model was loaded from could be used.
        self.is_of_same_encoder = True

    @property
    def labels(self) -> int:
        """How many confirmed codes taught this model."""
        return self.memory.usual.conversations

    def open_case(self, facts: CaseFacts, codes: Sequence[WrapupCode]) -> LegCase:
        case = LegCase(self._listener, self.memory.hasher, self.memory.codes)
        case.chance = self._random.random()
        case.is_blind = case.chance < BLIND_SHARE
        case.learn_facts(facts)
        case.note_codes(codes)
        return case

    def suggest(self, case: object, *, has_ended: bool) -> Ranking:
        """Rank the case's codes; *has_ended* switches from the live to the final head."""
        case = _own(case)
        if not case.codes:
            return Ranking()
        self._make_room(case)
        head_name = FINAL if has_ended else LIVE
        head = self.memory.heads[head_name]
        opinions = self.memory.experts.live_opinions(
            self._question(case, case.text), case.readings
        )
        progress = self._progress(case, case.text.utterances)
        guess = head.probabilities(opinions, progress)
        if not self.memory.meant.are_meant:
            guess = head.by_names(opinions)
        alone = self._doubted(case, guess)
        named = self._named(case)
        joined, shifts = self.memory.sources.join(alone, named, case.queue)
        order = np.argsort(-joined, kind="stable")[:MOST_SUGGESTIONS]
        suggestions = [
            Suggestion(
                case.codes[place], float(joined[place]), source_of(place, alone, named, shifts)
            )
            for place in order.tolist()
        ]
        suggestions = self._explained(case, opinions, head.weights(progress), suggestions, named)
        first = suggestions[0].probability
        # Of two that are alike, such as two codes of one name, none is clear.
        second = suggestions[1].probability if len(suggestions) > 1 else 0.0
        is_ahead = first - second >= _CLEAR_LEAD and (bool(named) or self._tells(case))
        is_telling = is_ahead and first >= CLEAR_PROBABILITY
        is_sure = is_telling and first >= self.memory.thresholds.value(head_name, case.queue)
        held_back = self._held_back(case, order) if is_sure else ()
        if held_back:
            evidence = (*held_back, *suggestions[0].evidence)
            suggestions[0] = replace(suggestions[0], evidence=evidence)
        return Ranking(
            tuple(suggestions),
            # The only code there is needs nothing to speak for it.
            is_clear=is_telling or len(case.codes) == 1,
            may_auto_submit=is_sure
            and not held_back
            and not case.awaits_sentences
            and self.memory.meant.are_meant
            and self._is_settled(case, order, second),
            is_blind=case.is_blind,
        )

    def topics_beside(self, case: object, first_id: str) -> Iterator[WrapupCode | None]:
        """Look for a second topic of the talk, a few milliseconds in each step."""
        return topics_beside(self.memory, _own(case), first_id)

    def _held_back(self, case: LegCase, order: NDArray[np.intp]) -> tuple[Evidence, ...]:
        is_worse = is_heard_worse(self.memory, case)
        return why_asked(case, order, self.memory.breakers, is_heard_worse=is_worse)

    def _is_settled(self, case: LegCase, order: NDArray[np.intp], second: float) -> bool:
        """Whether the first code is known, and no new one of the list may be meant instead."""
        (suggested, runner_up), shares = case.first_two(order), self.memory.shares
        is_touched = second >= _TOUCHED and shares.is_new(runner_up)
        return shares.is_established(suggested) and not is_touched

    def _tells(self, case: LegCase) -> bool:
        usual = self.memory.usual
        return says_something(case, usual.met_in, usual.conversations)

    def learn(self, case: object, code_id: str, *, was_looked_at: bool) -> None:
        """Learn from a confirmed code; one nobody looked at never teaches.

        A code outside the case's own list cannot be compared with anything and teaches nothing.
        Another code for a case that was learnt before replaces the first.
        """
        case = _own(case)
        ids = [code.id for code in case.codes]
        if code_id not in ids:
            return
        self._make_room(case)
        truth = ids.index(code_id)
        if was_looked_at:
            self._learn(case, truth)
        else:
            self.memory.breakers.note_unseen(int(case.columns[truth]))
            note_hearing(self.memory, case)

    def _learn(self, case: LegCase, truth: int) -> None:
        moments, view = self._at_end(case)
        joined = self._joined(case, self._alone(case, view))
        if have_changed_places(self.memory, case, joined, truth):
            moments, view = self._at_end(case)
        if not is_meant(self.memory, view.opinions, case.columns, truth):
            return
        end = moments[-1]
        former, column = case.lesson, int(case.columns[truth])
        if former is not None:
            self._take_back(case, former)
        worth, weight = self._learn_weights(case, moments, view, truth)
        # The first step has to be undone before there can be one the other way.
        steps = 1 if former is None else 2
        for moment in moments:
            if moment.head == FINAL:
                self.memory.experts.learn(moment.question, moment.inputs, truth, weight, steps)
            elif moment.is_beginning:
                self.memory.experts.learn_beginning(moment.question, moment.inputs, truth, weight)
        if former is None:
            self.memory.usual.note(case.text)
            self.memory.lengths.note(case.queue, case.text.utterances)
            note_hearing(self.memory, case)
        self.memory.shares.note(case.queue, column, case.columns, worth)
        self.memory.customers.note(self._customer(case), column)
        case.lesson = Lesson(column, worth, weight, end.inputs)

    def _take_back(self, case: LegCase, lesson: Lesson) -> None:
        self.memory.shares.take_back(case.queue, lesson.column, lesson.worth)
        self.memory.experts.take_back(lesson.inputs, lesson.column, lesson.weight)

    def reseed(self, seed: str) -> None:
        """Start the random choices again."""
        self._random = random.Random(seed)

    def export(self) -> bytes:
        """Return the whole model in its versioned file format."""
        return write_model(parts_of(self.memory))

    def publish(self) -> bytes:
        """Return the model as a file for others: without what few conversations alone held."""
        return write_model(parts_for_others(self.memory))

    @classmethod
    def load(
        cls,
        raw: bytes,
        vocabulary: WordVectors | None = None,
        *,
        seed: int = 0,
        sentences: SentenceVectors | None = None,
    ) -> StackRecommender:
        """Return the recommender in the model file *raw*: one's own, or a team's to start from.

        Raises:
            ModelError: the file is no model, damaged, or of another version or language table.

        Without *sentences* what sentences taught is kept as it is, and none are read.
        """
        parts = read_model(raw)
        try:
            salt = parts["salt"].tobytes()
            sentences = sentences or _unread_sentences(parts)
            model = cls(vocabulary, salt=salt, seed=seed, sentences=sentences)
            model.is_of_same_encoder = restore(model.memory, parts)
            # Else every start would ask of the same places in the order of calls.
            model.reseed(f"{seed} {model.labels}")
        except (KeyError, IndexError, ValueError, TypeError) as failure:
            raise ModelError("The model file is damaged: its parts do not fit.") from failure
        except MemoryError:
            raise ModelError("The model file is too large for this computer.") from None
        return model

    def _question(self, case: LegCase, text: TextFeatures) -> Query:
        return Query(text, case.queue, case.columns)

    def _make_room(self, case: LegCase) -> None:
        case.refresh()
        self.memory.make_room()

    def _learn_weights(
        self, case: LegCase, moments: list[TeachingMoment], end: ExpertOpinions, truth: int
    ) -> tuple[float, float]:
        """Correct what the experts weigh; return what the label is worth, and how far it teaches.

        That is judged at the end: early in a talk a surprising label is no sign of a slip.
        """
        alone = self._alone(case, end)
        joined = self._joined(case, alone)
        worth = self._worth(case, joined, truth)
        # A label given blind is what all others are measured by: it is taken as it is.
        weight = worth
        if not case.is_blind and not is_believed(self.memory, case, joined, truth):
            weight *= self.memory.slips.trust(float(alone[truth]), len(alone), self.labels)
        # What was not judged must not raise the measured precision either.
        is_outcome = self._random.random() < worth
        for name, head in self.memory.heads.items():
            views = [self._view(each, end.opinions) for each in moments if each.head == name]
            for guess in head.learn(views, truth, weight):
                if is_outcome:
                    self._note_outcome(name, case, self._doubted(case, guess), truth)
        return worth, weight

    def _alone(self, case: LegCase, end: ExpertOpinions) -> Vector:
        """Return the probability of each code at a talk's end, by the model alone."""
        guess = self.memory.heads[FINAL].probabilities(end.opinions, end.progress)
        return self._doubted(case, guess)

    def _joined(self, case: LegCase, alone: Vector) -> Vector:
        joined, _ = self.memory.sources.join(alone, self._named(case), case.queue)
        return joined

    def _doubted(self, case: LegCase, probabilities: Vector) -> Vector:
        return doubted(probabilities, self.memory.shares.labels_of(case.columns))

    def _view(self, moment: TeachingMoment, at_end: Vector) -> ExpertOpinions:
        opinions = at_end
        if moment.is_beginning:
            opinions = self.memory.experts.opinions(moment.question, moment.inputs)
        return ExpertOpinions(opinions, moment.progress)

    def _worth(self, case: LegCase, joined: Vector, truth: int) -> float:
        """Return what the label is worth, given whose word it may merely repeat."""
        first = int(np.argmax(joined))
        is_agreed = first == truth
        worth = self.memory.confirmations.worth() if is_agreed and not case.is_blind else 1.0
        self.memory.confirmations.note(
            float(joined[first]), is_agreed=is_agreed, was_blind=case.is_blind
        )
        return worth

    def _note_outcome(self, head: str, case: LegCase, alone: Vector, truth: int) -> None:
        named, joined = self._named(case), self._joined(case, alone)
        first = int(np.argmax(joined))
        place = (head, case.queue)
        self.memory.thresholds.note(place, float(joined[first]), was_right=first == truth)
        if head == FINAL:
            self.memory.sources.learn(alone, named, case.queue, truth)

    def _at_end(self, case: LegCase) -> tuple[list[TeachingMoment], ExpertOpinions]:
        """Return the moments that teach, and what the experts say at the last of them."""
        moments = self._moments(case)
        end = moments[-1]
        opinions = self.memory.experts.opinions(end.question, end.inputs)
        return moments, ExpertOpinions(opinions, end.progress)

    def _moments(self, case: LegCase) -> list[TeachingMoment]:
        """Return the quarters of the talk and its end."""
        spoken = case.text.utterances
        said = sorted({max(1, math.ceil(part * spoken)) for part in LIVE_MOMENTS})
        texts = [(LIVE, case.beginning(count), count) for count in said]
        texts.append((FINAL, case.text, spoken))
        return [
            TeachingMoment(
                head,
                self._question(case, text),
                self.memory.usual.inputs(text),
                self._progress(case, count),
                is_beginning=count < spoken,
            )
            for head, text, count in texts
        ]

    def _progress(self, case: LegCase, utterances: int) -> float:
        return utterances / self.memory.lengths.usual(case.queue)

    def forget_customer(self, key: str) -> bool:
        """Forget the customer that legs call *key*; tell whether it was known."""
        return self.memory.customers.forget(self.memory.hasher.opaque(key))

    def _customer(self, case: LegCase) -> int | None:
        key = case.facts.customer_key
        return self.memory.hasher.opaque(key) if key else None

    def _named(self, case: LegCase) -> dict[Source, int]:
        return case.named(self.memory.customers.last(self._customer(case)))

    def _explained(
        self,
        case: LegCase,
        opinions: Vector,
        weights: NDArray[np.float64],
        suggestions: list[Suggestion],
        named: dict[Source, int],
    ) -> list[Suggestion]:
        place_of = {code.id: place for place, code in enumerate(case.codes)}
        places = [place_of[suggestion.code.id] for suggestion in suggestions]
        explained = []
        for at, suggestion in enumerate(suggestions[:_MOST_EXPLAINED]):
            rival = places[0] if at else (places[1] if len(places) > 1 else places[0])
            comparison = Comparison(places[at], rival, opinions, weights, self.memory.has_encoder)
            evidence = said_by_others(places[at], named) + explain(
                case, self.memory.experts.whole, self.memory.names, comparison
            )
            explained.append(replace(suggestion, evidence=evidence))
        return explained + suggestions[_MOST_EXPLAINED:]


def _unread_sentences(parts: Parts) -> SentenceVectors:
    """Return what stands in for a model's own encoder where nobody is to read sentences."""
    if "encoder" not in parts:
        return no_sentence_vectors()
    sentences = SentenceVectors(parts["usual/sense"].shape[1], int(parts["encoder"][0]))
    sentences.give_up()
    return sentences


def _own(case: object) -> LegCase:
    """Return *case*, which callers know by its abilities only, as what `open_case` made."""
    if not isinstance(case, LegCase):
        raise TypeError(f"not a case of this recommender: {type(case).__name__}")
    return case
