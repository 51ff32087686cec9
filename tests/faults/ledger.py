"""Holds what the program told as safe against what the simulator's own record says became of it.

An accepted code is one the agent was told is safe, by the card on the screen.

The invariants, by number: (1) an accepted code is on the server, or listed with its reason;
(2) no code is on the server that nobody decided; (3) a person's later choice stands; (4) the last
accepted revision is the final one; (5) the same code is written twice only after a fault, and
no more often than there were faults; (6) what waits is shown within a second of a start;
(7) the database says what the server says.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.faults.killable_process import Fate

SHOWN_WITHIN_S = 1.0
_LISTED = ("refused", "too late")
# More decisions than any leg sees: a person's choice came after all of them.
_ALL = 1_000_000


@dataclass
class _Leg:
    """What happened to one leg, in the order it happened."""

    id: str
    # Every code that was decided, in order; from the last accepted one on, any may be final.
    decided: list[str] = field(default_factory=list)
    # Index into `decided` of the last one the program had accepted; -1 for none.
    accepted: int = -1
    # What another person chose last, and how many decisions there had been by then.
    human_code: str = ""
    decided_before_human: int = 0
    faults: int = 0
    row: dict[str, Any] | None = None


@dataclass
class Verdict:
    """Counts over many legs; every one but the first three should be nothing."""

    legs: int = 0
    accepted: int = 0
    listed: int = 0
    lost: list[str] = field(default_factory=list)
    never_decided: list[str] = field(default_factory=list)
    overwritten: list[str] = field(default_factory=list)
    written_twice: int = 0
    twice_without_fault: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    disagreeing: list[str] = field(default_factory=list)
    too_early: list[str] = field(default_factory=list)
    failed_starts: list[str] = field(default_factory=list)

    def add(self, other: Verdict) -> None:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    @property
    def broken(self) -> dict[str, int]:
        """How often each invariant was broken, without those that held."""
        counts = {name: len(value) for name, value in vars(self).items() if type(value) is list}
        return {name: count for name, count in counts.items() if count}


class Ledger:
    """One profile's legs, from their first decision to the verdict."""

    def __init__(self, accepts_with: str = "told") -> None:
        # The event that counts as accepted: what the agent was told, or all that was decided.
        self._accepts_with = accepts_with
        self._legs: dict[str, _Leg] = {}
        self._waiting: set[str] = set()
        self._trouble = Verdict()

    @property
    def open_legs(self) -> list[str]:
        return [leg.id for leg in self._legs.values() if leg.decided]

    def enter(self, fate: Fate) -> None:
        """Take in what one life told."""
        touched = {each["id"] for each in fate.told if "id" in each} | self._waiting
        if not fate.started_well:
            self._trouble.failed_starts.append(str(fate.told[-1:]))
        self._check_shown(fate)
        for each in fate.told:
            self.note(each)
        if fate.was_killed or fate.was_stopped_at_step:
            for leg_id in touched:
                self._leg(leg_id).faults += 1

    def note(self, told: dict[str, Any]) -> None:
        """Take in one thing a program told."""
        event = told["event"]
        if event == "decided":
            self._leg(told["id"]).decided.append(told["code"])
        if event == self._accepts_with:
            leg = self._leg(told["id"])
            leg.accepted = max(leg.accepted, _last_index(leg.decided, told["code"]))
        if event == "kept":
            is_final = told["state"] not in ("waiting", "sent", "accepted")
            (self._waiting.discard if is_final else self._waiting.add)(told["id"])
        if event == "row":
            self._leg(told["id"]).row = told
        if event == "stuck":
            self._trouble.silent += [f"{leg_id} never settled" for leg_id in told["legs"]]

    def enter_human(self, leg_id: str, code_id: str) -> None:
        """Take in that another person has just put a code on the leg."""
        leg = self._leg(leg_id)
        leg.human_code = code_id
        leg.decided_before_human = len(leg.decided)

    def enter_human_over(self, leg_id: str, code_id: str) -> None:
        """Take in that a person has put a code on a leg whose decision was not sent yet."""
        self.enter_human(leg_id, code_id)
        self._leg(leg_id).decided_before_human = _ALL

    def enter_fault(self, leg_id: str, count: int = 1) -> None:
        self._leg(leg_id).faults += count

    def verdict(self, record: Iterable[dict[str, Any]]) -> Verdict:
        """Judge every leg by the simulator's rows."""
        rows = {row["communication_id"]: row for row in record}
        verdict = Verdict()
        verdict.add(self._trouble)
        for leg in self._legs.values():
            if leg.decided:
                _judge(leg, rows[leg.id], verdict)
        return verdict

    def _leg(self, leg_id: str) -> _Leg:
        return self._legs.setdefault(leg_id, _Leg(leg_id))

    def _check_shown(self, fate: Fate) -> None:
        """Whatever the life found unfinished has to be shown within a second."""
        if not fate.of("ready"):
            return
        found = {leg_id for each in fate.of("unfinished") for leg_id in each["ids"]}
        in_time = {
            each["id"]
            for each in fate.of("shown")
            if each["at"] - fate.began_at_s <= SHOWN_WITHIN_S
        }
        self._trouble.silent += [f"{leg_id} not shown at start" for leg_id in found - in_time]


def _judge(leg: _Leg, row: dict[str, Any], verdict: Verdict) -> None:
    verdict.legs += 1
    verdict.accepted += leg.accepted >= 0
    final = row["final_code_id"] or ""
    ours = [code for code in row["codes"] if code["via"] in ("A", "B", "D")]
    strangers = {code["code_id"] for code in ours} - set(leg.decided) - {leg.human_code}
    if strangers:
        verdict.never_decided.append(f"{leg.id}: {strangers}")
    _judge_final(leg, final, verdict)
    _judge_repeats(leg, [code["code_id"] for code in ours], verdict)
    if leg.row and leg.row["state"] == "confirmed" and leg.row["code"] != final != leg.human_code:
        verdict.disagreeing.append(f"{leg.id}: confirmed {leg.row['code']}, server has {final}")


def _judge_final(leg: _Leg, final: str, verdict: Verdict) -> None:
    state = leg.row["state"] if leg.row else ""
    is_human_last = bool(leg.human_code) and leg.decided_before_human >= len(leg.decided)
    if is_human_last:
        if final != leg.human_code:
            verdict.overwritten.append(f"{leg.id}: {leg.human_code} became {final}")
        return
    if leg.accepted < 0:
        return
    if final in leg.decided[leg.accepted :]:
        return
    is_listed = state in _LISTED and bool(leg.row and leg.row["reason"])
    stands_below = state == "superseded" and final == leg.human_code
    if is_listed or stands_below:
        verdict.listed += 1
    else:
        verdict.lost.append(f"{leg.id}: has {final or 'no code'}, row is {state or 'absent'}")


def _judge_repeats(leg: _Leg, written: list[str], verdict: Verdict) -> None:
    repeats = sum(one == two for one, two in itertools.pairwise(written))
    verdict.written_twice += repeats
    if repeats > leg.faults:
        verdict.twice_without_fault.append(f"{leg.id}: {repeats} for {leg.faults} faults")


def _last_index(codes: list[str], code: str) -> int:
    return max((index for index, each in enumerate(codes) if each == code), default=-1)
