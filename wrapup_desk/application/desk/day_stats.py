"""What happened today, for the foot of the window and the order of the palette."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from wrapup_desk.domain.history.leg_records import EndedLeg
from wrapup_desk.domain.interaction import Leg, LegKey, Phase
from wrapup_desk.domain.submission import Submission, SubmissionState
from wrapup_desk.domain.wrapup_duty import owes_code


@dataclass(frozen=True, slots=True)
class DayTotals:
    """Today's figures for the foot of the window."""

    handled: int = 0
    coded: int = 0
    as_suggested: int = 0


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What is counted of one leg."""

    is_coded: bool = False
    is_as_suggested: bool = False
    # The code decided here; empty when nothing was.
    code_id: str = ""


@dataclass(frozen=True, slots=True)
class DayStats:
    """Today's interactions, what was coded, and what was coded as suggested."""

    began_at: datetime | None = None
    ends_at: datetime | None = None
    outcomes: Mapping[LegKey, _Outcome] = field(default_factory=dict)

    def with_submission(self, submission: Submission) -> DayStats:
        """Count what became of a decision."""
        if submission.is_undone:
            left = {key: each for key, each in self.outcomes.items() if key != submission.key}
            return replace(self, outcomes=left)
        is_confirmed = submission.state is SubmissionState.CONFIRMED
        outcome = _Outcome(
            is_coded=is_confirmed or submission.state is SubmissionState.SUPERSEDED,
            is_as_suggested=is_confirmed and submission.decision.is_as_suggested,
            code_id=submission.decision.code.id,
        )
        return self._with(submission.key, outcome)

    def with_completed(self, leg: Leg) -> DayStats:
        """Count how a leg ended that nobody decided on here."""
        known = self.outcomes.get(leg.key)
        if leg.phase is Phase.COMPLETED and (known is None or not known.code_id):
            has_code = leg.wrapup is not None and not leg.wrapup.is_system
            if not has_code and not owes_code(leg):
                return self
            return self._with(leg.key, _Outcome(is_coded=has_code))
        return self

    def with_ended(self, ended: EndedLeg) -> DayStats:
        """Count a leg that an earlier run saw end without a decision."""
        if ended.key in self.outcomes:
            return self
        return self._with(ended.key, _Outcome(is_coded=bool(ended.code_id)))

    def without(self, keys: Collection[LegKey]) -> DayStats:
        """Count these legs no more: another agent handled them."""
        left = {key: each for key, each in self.outcomes.items() if key not in keys}
        return self if len(left) == len(self.outcomes) else replace(self, outcomes=left)

    def totals(self) -> DayTotals:
        """Return today's figures."""
        coded = as_suggested = 0
        for each in self.outcomes.values():
            coded += each.is_coded
            as_suggested += each.is_as_suggested
        return DayTotals(len(self.outcomes), coded, as_suggested)

    def uses(self) -> dict[str, int]:
        """Return today's codes by how often they were used, most used first."""
        outcomes = self.outcomes.values()
        return dict(Counter(each.code_id for each in outcomes if each.code_id).most_common())

    def _with(self, key: LegKey, outcome: _Outcome) -> DayStats:
        if self.outcomes.get(key) == outcome:
            return self
        return replace(self, outcomes={**self.outcomes, key: outcome})
