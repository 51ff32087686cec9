"""A recommender that records, for each code a person chose, what had been suggested."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence

from wrapup_desk.application.base.ports import Case, Clock, Recommender
from wrapup_desk.application.learning.outcomes import Outcome, Seen
from wrapup_desk.domain.events import PredictedCode
from wrapup_desk.domain.modes import QueueRule, Suggestions
from wrapup_desk.domain.suggestion import CaseFacts, EvidenceKind, Ranking
from wrapup_desk.domain.transcript import Utterance
from wrapup_desk.domain.wrapup import WrapupCode

_HOLDING_BACK = (
    EvidenceKind.CONTRADICTED,
    EvidenceKind.CHECKED,
    EvidenceKind.HEARD_BADLY,
)


class OutcomeRecordingCase:
    """A case of the recommender within, and what is needed to judge its suggestions."""

    def __init__(self, case: Case, facts: CaseFacts, codes: Sequence[WrapupCode]) -> None:
        self.case = case
        self.facts = facts
        self.codes = tuple(codes)
        self.ranking = Ranking()
        self.id = uuid.uuid4().hex

    def hear(self, utterance: Utterance) -> None:
        self.case.hear(utterance)

    def learn_facts(self, facts: CaseFacts) -> None:
        self.facts = facts
        self.case.learn_facts(facts)

    def note_codes(self, codes: Sequence[WrapupCode]) -> None:
        self.codes = tuple(codes)
        self.case.note_codes(codes)

    def note_predictions(self, predictions: Sequence[PredictedCode]) -> None:
        self.case.note_predictions(predictions)

    def note_proposal(self, code_id: str) -> None:
        self.case.note_proposal(code_id)


class OutcomeRecordingRecommender:
    """Implements `Recommender` around another.

    Args:
        inner: does the work.
        rule_for: what applies to a queue, by name and id.
        clock: when an outcome came.
        note: notified of each outcome.
    """

    def __init__(
        self,
        inner: Recommender,
        rule_for: Callable[[str, str], QueueRule],
        clock: Clock,
        note: Callable[[Outcome], None],
    ) -> None:
        self.inner = inner
        self._rule_for = rule_for
        self._clock = clock
        self._note = note

    def open_case(self, facts: CaseFacts, codes: Sequence[WrapupCode]) -> OutcomeRecordingCase:
        return OutcomeRecordingCase(self.inner.open_case(facts, codes), facts, codes)

    def suggest(self, case: Case, *, has_ended: bool) -> Ranking:
        measured = _own(case)
        measured.ranking = self.inner.suggest(measured.case, has_ended=has_ended)
        return measured.ranking

    def topics_beside(self, case: Case, first_id: str) -> Iterator[WrapupCode | None]:
        return self.inner.topics_beside(_own(case).case, first_id)

    def learn(self, case: Case, code_id: str, *, was_looked_at: bool) -> None:
        """Note the outcome, then learn; what nobody looked at is no outcome."""
        measured = _own(case)
        if was_looked_at and measured.ranking.suggestions:
            self._note(self._outcome(measured, code_id))
        self.inner.learn(measured.case, code_id, was_looked_at=was_looked_at)

    def export(self) -> bytes:
        return self.inner.export()

    def _outcome(self, measured: OutcomeRecordingCase, code_id: str) -> Outcome:
        facts, ranking = measured.facts, measured.ranking
        rule = self._rule_for(facts.queue_name, facts.queue_id)
        first = ranking.first
        probability = first.probability if first else 0.0
        seen = Seen.BLIND if ranking.is_blind else Seen.SHOWN
        if rule.suggestions is Suggestions.SHADOW:
            seen = Seen.SHADOW
        return Outcome(
            id=measured.id,
            at=self._clock.now(),
            queue_id=facts.queue_id,
            queue_name=facts.queue_name,
            chosen_code_id=code_id,
            suggested_code_id=first.code.id if first else None,
            probability=probability,
            would_have_acted=ranking.may_auto_submit and probability >= rule.min_probability,
            seen=seen,
            codes=measured.codes,
            is_held_back=_is_held_back(ranking) and probability >= rule.min_probability,
        )


def _is_held_back(ranking: Ranking) -> bool:
    evidence = ranking.first.evidence if ranking.first else ()
    return any(each.kind in _HOLDING_BACK for each in evidence)


def _own(case: Case) -> OutcomeRecordingCase:
    if not isinstance(case, OutcomeRecordingCase):
        raise TypeError(f"not a case of this recommender: {type(case).__name__}")
    return case
