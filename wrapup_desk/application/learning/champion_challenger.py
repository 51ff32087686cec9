"""Tries a newer model of the team's beside the agent's own, and goes over to the better one.

The own model knows this agent; the newer one knows the whole team's last weeks. Which is better
for this agent's calls, nobody can say beforehand, so both judge the same legs for a while, both
learn from them, and only the own one is shown. Then the one that was right more often stays; at
a tie the newer one, which the administrator meant to be used.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace

from wrapup_desk.application.base.ports import Case, Recommender
from wrapup_desk.application.learning.local_model import ChallengerTrial, LocalModel, pack
from wrapup_desk.domain.events import PredictedCode
from wrapup_desk.domain.suggestion import CaseFacts, Ranking
from wrapup_desk.domain.transcript import Utterance
from wrapup_desk.domain.wrapup import WrapupCode

log = logging.getLogger(__name__)

# Enough to tell a clearly better model; a day or two of an agent's work.
TRIAL_LEGS = 50


class PairedCase:
    """One leg in front of the own model and, while there is one, of its challenger."""

    def __init__(self, cases: Sequence[tuple[Recommender, Case]]) -> None:
        self._cases = tuple(cases)

    def of(self, recommender: Recommender) -> Case:
        """Return the case that *recommender* opened."""
        return next(case for owner, case in self._cases if owner is recommender)

    def hear(self, utterance: Utterance) -> None:
        for _, case in self._cases:
            case.hear(utterance)

    def learn_facts(self, facts: CaseFacts) -> None:
        for _, case in self._cases:
            case.learn_facts(facts)

    def note_codes(self, codes: Sequence[WrapupCode]) -> None:
        for _, case in self._cases:
            case.note_codes(codes)

    def note_predictions(self, predictions: Sequence[PredictedCode]) -> None:
        for _, case in self._cases:
            case.note_predictions(predictions)

    def note_proposal(self, code_id: str) -> None:
        for _, case in self._cases:
            case.note_proposal(code_id)


class ChampionChallenger:
    """Implements `Recommender` with the agent's own model, and a challenger now and then.

    Args:
        own: what is shown.
        state: where the own model comes from, and how a trial begun earlier stands.
        challenger: the newer model that is tried, if there is one.
    """

    def __init__(
        self, own: Recommender, state: LocalModel, challenger: Recommender | None = None
    ) -> None:
        self._own = own
        self._challenger = challenger
        self._state = replace(state, model=b"", challenger=b"")

    @property
    def state(self) -> LocalModel:
        """What `export` writes, without the models themselves."""
        return self._state

    def open_case(self, facts: CaseFacts, codes: Sequence[WrapupCode]) -> PairedCase:
        return PairedCase([(each, each.open_case(facts, codes)) for each in self._models])

    def suggest(self, case: Case, *, has_ended: bool) -> Ranking:
        return self._own.suggest(_paired(case).of(self._own), has_ended=has_ended)

    def topics_beside(self, case: Case, first_id: str) -> Iterator[WrapupCode | None]:
        return self._own.topics_beside(_paired(case).of(self._own), first_id)

    def learn(self, case: Case, code_id: str, *, was_looked_at: bool) -> None:
        """Teach both; what a person chose says first which of them was right."""
        twin = _paired(case)
        if was_looked_at:
            self._state = replace(self._state, taught=self._state.taught + 1)
            self._judge(twin, code_id)
        for each in self._models:
            each.learn(twin.of(each), code_id, was_looked_at=was_looked_at)
        self._decide()

    def export(self) -> bytes:
        challenger = self._challenger.export() if self._challenger is not None else b""
        return pack(replace(self._state, model=self._own.export(), challenger=challenger))

    @property
    def _models(self) -> list[Recommender]:
        return [self._own] if self._challenger is None else [self._own, self._challenger]

    def _judge(self, twin: PairedCase, code_id: str) -> None:
        if self._challenger is None:
            return
        firsts = [each.suggest(twin.of(each), has_ended=True).first for each in self._models]
        own, challenger = (first is not None and first.code.id == code_id for first in firsts)
        trial = self._state.trial
        trial = ChallengerTrial(
            trial.legs + 1, trial.own_right + own, trial.challenger_right + challenger
        )
        self._state = replace(self._state, trial=trial)

    def _decide(self) -> None:
        trial = self._state.trial
        if self._challenger is None or trial.legs < TRIAL_LEGS:
            return
        log.info(
            "of %d legs the team's newer model was right on %d, the own one on %d",
            trial.legs, trial.challenger_right, trial.own_right,
        )  # fmt: skip
        if trial.challenger_right >= trial.own_right:
            # Every open case is in front of both, so either can go on alone.
            self._own = self._challenger
        self._challenger = None
        # Either way this model of the team's was tried, and is not tried again.
        self._state = replace(
            self._state,
            origin_sha256=self._state.rival_sha256,
            rival_sha256="",
            trial=ChallengerTrial(),
        )


def _paired(case: Case) -> PairedCase:
    if not isinstance(case, PairedCase):
        raise TypeError(f"not a case of this recommender: {type(case).__name__}")
    return case
