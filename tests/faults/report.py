"""Says what a kind of trial came to: trials, losses, and how sure that makes us."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.faults.ledger import Verdict


@dataclass
class Report:
    """What a kind of trial came to."""

    name: str
    trials: int = 0
    verdict: Verdict = field(default_factory=Verdict)
    seconds: float = 0.0
    # Figures worth knowing that break nothing, by what they are.
    notes: dict[str, float] = field(default_factory=dict)
    # Run to see the harness catch it: it has to lose codes.
    is_control: bool = False

    def count(self, what: str, number: float = 1) -> None:
        """Add to a figure worth knowing."""
        self.notes[what] = self.notes.get(what, 0) + number

    @property
    def lost(self) -> int:
        return len(self.verdict.lost)

    @property
    def bound_percent(self) -> float | None:
        """The 95 % bound of the share of trials that lose a code; none once one was lost.

        Rule of three: nothing in n trials means less than 3/n, at 95 %.
        """
        return None if self.lost or not self.trials else min(100.0, 300.0 / self.trials)

    def as_json(self) -> dict[str, Any]:
        examples = {
            name: value[:3]
            for name, value in vars(self.verdict).items()
            if type(value) is list and value
        }
        return {
            "name": self.name,
            "trials": self.trials,
            "legs": self.verdict.legs,
            "accepted": self.verdict.accepted,
            "listed": self.verdict.listed,
            "lost": self.lost,
            "bound_percent": self.bound_percent,
            "written_twice": self.verdict.written_twice,
            "broken": self.verdict.broken,
            "examples": examples,
            "notes": self.notes,
            "seconds": round(self.seconds, 1),
        }

    def __str__(self) -> str:
        bound = f"< {self.bound_percent:.3g} %" if self.bound_percent is not None else "-"
        said = [f"{name} {number}" for name, number in self.verdict.broken.items()]
        said += [f"({number:g} {name})" for name, number in self.notes.items() if number]
        return (
            f"{self.name:<62} {self.trials:>6} {self.verdict.accepted:>8} {self.lost:>5}"
            f" {bound:>9} {self.verdict.written_twice:>6} {self.seconds:>6.0f} s  {', '.join(said)}"
        )


HEADING = (
    f"{'trials':<62} {'number':>6} {'accepted':>8} {'lost':>5} {'95 % bound':>9}"
    f" {'twice':>6} {'time':>8}"
)
