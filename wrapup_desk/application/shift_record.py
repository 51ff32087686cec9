"""What happened today, for the foot of the window and the order of the palette."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from wrapup_desk.application.desk_state import Tally
from wrapup_desk.domain.interaction import Leg, LegKey, Phase
from wrapup_desk.domain.submission import Submission, SubmissionState


class ShiftRecord:
    """Counts today's interactions, what was coded, and what was coded as suggested."""

    def __init__(self) -> None:
        self._submissions: dict[LegKey, Submission] = {}
        self._without_code: set[LegKey] = set()
        self._coded_elsewhere: set[LegKey] = set()

    def begin(self, submissions: Iterable[Submission]) -> None:
        """Take what is stored of today."""
        for submission in submissions:
            self._submissions[submission.key] = submission

    def knows(self, key: LegKey) -> bool:
        return key in self._submissions

    def note_submission(self, submission: Submission) -> None:
        self._submissions[submission.key] = submission

    def note_completed(self, leg: Leg) -> None:
        """Note how a leg ended that nobody decided on here."""
        if leg.phase is not Phase.COMPLETED:
            return
        if leg.wrapup is None or leg.wrapup.is_system:
            self._without_code.add(leg.key)
        else:
            self._without_code.discard(leg.key)
            self._coded_elsewhere.add(leg.key)

    @property
    def tally(self) -> Tally:
        confirmed = [
            each for each in self._submissions.values() if each.state is SubmissionState.CONFIRMED
        ]
        superseded = [
            each for each in self._submissions.values() if each.state is SubmissionState.SUPERSEDED
        ]
        coded = {each.key for each in (*confirmed, *superseded) if not each.is_undone}
        coded |= self._coded_elsewhere
        decided = {each.key for each in self._submissions.values() if not each.is_undone}
        return Tally(
            handled=len(self._without_code | decided | coded),
            coded=len(coded),
            as_suggested=sum(each.decision.is_as_suggested for each in confirmed),
        )

    @property
    def uses(self) -> dict[str, int]:
        """Return today's codes by how often they were used, most used first."""
        counts = Counter(
            each.decision.code.id for each in self._submissions.values() if not each.is_undone
        )
        return dict(counts.most_common())
