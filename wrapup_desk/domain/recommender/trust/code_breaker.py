"""Stops acting on a code whose sure suggestions people have just contradicted.

A queue's threshold looks at hundreds of outcomes, so one code that has changed its meaning hides in
it. Here each suggested code, and each pair of a code and its runner-up, stands for itself: two sure
suggestions of the last five contradicted by the same code, or three by any, and it is suggested
only, until it is right again. What is sent alone is seen by nobody: so now and then a person is
asked, and often where one was contradicted.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

KEPT_OUTCOMES = 5
# What was not suggested for longest is forgotten first.
KEPT_RECORDS = 5_000
# So many of them may have been contradicted, each by another code.
_MOST_SCATTERED = 2
# Less sure suggestions are allowed to be wrong.
SURE = 0.8
# After a first contradiction so large a share of what would be sent alone is asked instead.
_ASKED_WHEN_DOUBTED = 0.5
# A person sees a code again after it was sent alone so often.
MOST_UNSEEN = 12
NO_RUNNER_UP = -1

# The column of the code that was suggested first, and of the second, or `NO_RUNNER_UP`.
Pair = tuple[int, int]


@dataclass(slots=True)
class BreakerRecord:
    """What people chose where a code was suggested surely; the latest last."""

    chosen: deque[int] = field(default_factory=lambda: deque(maxlen=KEPT_OUTCOMES))

    def wrong(self, suggested: int) -> int:
        return sum(column != suggested for column in self.chosen)

    def is_contradicted(self, suggested: int) -> bool:
        """Whether it is more than slips: those are scattered over all codes."""
        wrong = [column for column in self.chosen if column != suggested]
        return len(wrong) > _MOST_SCATTERED or len(wrong) > len(set(wrong))


class CodeBreakers:
    """One breaker per suggested code, and one per code with its runner-up."""

    def __init__(self) -> None:
        self.records: dict[Pair, BreakerRecord] = {}
        # How often a code was sent alone since a person last looked at one of its suggestions.
        self._unseen: dict[int, int] = {}
        # Codes of a contradiction that were not confirmed since: what was suggested, and what was
        # chosen instead. Two codes that change places are both wrong.
        self._suspected: set[int] = set()

    def note_unseen(self, sent: int) -> None:
        """Note that a code was sent and nobody looked."""
        self._unseen[sent] = self._unseen.get(sent, 0) + 1

    def note(self, suggested: int, runner_up: int, chosen: int, probability: float) -> None:
        """Note what a person who looked chose where *suggested* stood first."""
        self._unseen.pop(suggested, None)
        if suggested == chosen:
            self._suspected.discard(suggested)
        elif probability >= SURE:
            self._suspected |= {suggested, chosen}
        if probability < SURE and not self.contradictions(suggested, runner_up):
            return
        for pair in ((suggested, NO_RUNNER_UP), (suggested, runner_up)):
            record = self.records.pop(pair, None) or BreakerRecord()
            record.chosen.append(chosen)
            self.records[pair] = record
        self._forget()

    def stop(self, one: int, other: int) -> None:
        """Act on neither of two codes, as if each had just been taken for the other twice."""
        for suggested, chosen in ((one, other), (other, one)):
            pair = suggested, NO_RUNNER_UP
            record = self.records.pop(pair, None) or BreakerRecord()
            record.chosen.extend((chosen, chosen))
            self.records[pair] = record
        self._forget()

    def _forget(self) -> None:
        while len(self.records) > KEPT_RECORDS:
            del self.records[next(iter(self.records))]

    def contradictions(self, suggested: int, runner_up: int) -> int:
        """Return how many of the last sure suggestions of the code were contradicted."""
        known = self._known(suggested, runner_up)
        return max((record.wrong(suggested) for record in known), default=0)

    def is_open(self, suggested: int, runner_up: int) -> bool:
        """Whether nothing may be sent alone that suggests the code."""
        known = self._known(suggested, runner_up)
        return any(record.is_contradicted(suggested) for record in known)

    def asks(self, suggested: int, runner_up: int, chance: float) -> bool:
        """Whether a person is to be asked; *chance* is a case's own number from 0 to 1."""
        if self.is_open(suggested, runner_up) or self._unseen.get(suggested, 0) >= MOST_UNSEEN:
            return True
        return suggested in self._suspected and chance < _ASKED_WHEN_DOUBTED

    def is_repeated(self, suggested: int, chosen: int) -> bool:
        """Whether *chosen* was chosen before where *suggested* was: nobody slips twice alike."""
        record = self.records.get((suggested, NO_RUNNER_UP))
        return record is not None and chosen != suggested and chosen in record.chosen

    def _known(self, suggested: int, runner_up: int) -> list[BreakerRecord]:
        pairs = ((suggested, NO_RUNNER_UP), (suggested, runner_up))
        return [self.records[pair] for pair in pairs if pair in self.records]
