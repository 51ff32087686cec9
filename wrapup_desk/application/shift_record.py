"""What happened today, for the foot of the window and the order of the palette."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from wrapup_desk.application.desk_state import Tally
from wrapup_desk.domain.interaction import Leg, LegKey, Phase
from wrapup_desk.domain.submission import Submission, SubmissionState


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What is counted of one leg."""

    is_coded: bool = False
    is_as_suggested: bool = False
    # The code decided here; empty when nothing was.
    code_id: str = ""


class ShiftRecord:
    """Counts today's interactions, what was coded, and what was coded as suggested."""

    def __init__(self) -> None:
        self._outcomes: dict[LegKey, _Outcome] = {}
        self._tally: Tally | None = None
        self._uses: dict[str, int] = {}

    def begin(self, submissions: Iterable[Submission]) -> None:
        """Start a day with what is stored of it."""
        self._outcomes.clear()
        self._tally = None
        for submission in submissions:
            self.note_submission(submission)

    def note_submission(self, submission: Submission) -> None:
        """Note what became of a decision."""
        if submission.is_undone:
            self._outcomes.pop(submission.key, None)
            self._tally = None
            return
        is_confirmed = submission.state is SubmissionState.CONFIRMED
        outcome = _Outcome(
            is_coded=is_confirmed or submission.state is SubmissionState.SUPERSEDED,
            is_as_suggested=is_confirmed and submission.decision.is_as_suggested,
            code_id=submission.decision.code.id,
        )
        self._note(submission.key, outcome)

    def note_completed(self, leg: Leg) -> None:
        """Note how a leg ended that nobody decided on here."""
        known = self._outcomes.get(leg.key)
        if leg.phase is Phase.COMPLETED and (known is None or not known.code_id):
            has_code = leg.wrapup is not None and not leg.wrapup.is_system
            self._note(leg.key, _Outcome(is_coded=has_code))

    @property
    def tally(self) -> Tally:
        self._count()
        return self._tally or Tally()

    @property
    def uses(self) -> dict[str, int]:
        """Return today's codes by how often they were used, most used first."""
        self._count()
        return self._uses

    def _note(self, key: LegKey, outcome: _Outcome) -> None:
        if self._outcomes.get(key) != outcome:
            self._outcomes[key] = outcome
            self._tally = None

    def _count(self) -> None:
        """Count once after each change: every snapshot shows the figures."""
        if self._tally is not None:
            return
        outcomes = self._outcomes.values()
        self._tally = Tally(
            handled=len(outcomes),
            coded=sum(each.is_coded for each in outcomes),
            as_suggested=sum(each.is_as_suggested for each in outcomes),
        )
        self._uses = dict(Counter(each.code_id for each in outcomes if each.code_id).most_common())
