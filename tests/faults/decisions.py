"""Holds what an agent meant, one decision after the other, against what the server ends with.

As in the ledger, what counts as accepted is what the card told. From the last decision that was
told to be safe on, any may be final: a kill may have come before the later ones were kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.faults.killable_process import Fate
from tests.faults.ledger import Verdict

_LISTED = ("refused", "too late")
# A code and the note with it, as it stands on a leg; what was taken back leaves none.
Standing = tuple[str, str]
_NOTHING: Standing = ("", "")


@dataclass
class _Meant:
    """One decision: a code, or to take one back; and what the desk made of it."""

    code: str
    note: str
    is_undo: bool
    revision: int = 0
    # What is to stand by the desk's own account; None where a kill came before it was told.
    outcome: Standing | None = None


@dataclass
class _Leg:
    """What was meant for one leg, in order."""

    id: str
    meant: list[_Meant] = field(default_factory=list)
    accepted: int = -1
    human_code: str = ""
    row: dict[str, Any] | None = None

    def understand(self, revision: int, outcome: Standing) -> None:
        """Note what the desk made of the last decision."""
        last = self.meant[-1]
        last.revision, last.outcome = revision, outcome
        for each in self.meant[:-1]:
            if each.revision >= revision and each.outcome != outcome:
                each.revision = 0  # a kill came before it was kept, and its number is free


class DecisionLedger:
    """One profile's legs, from their first decision to the verdict."""

    def __init__(self) -> None:
        self._legs: dict[str, _Leg] = {}
        self._trouble = Verdict()

    def enter(self, fate: Fate) -> None:
        """Take in what one life told."""
        if not fate.started_well:
            self._trouble.failed_starts.append(str(fate.told[-1:]))
        for told in fate.told:
            self._note(told)

    def enter_human(self, leg_id: str, code_id: str) -> None:
        """Take in that a person has put a code on the leg; nothing is decided for it any more."""
        self._leg(leg_id).human_code = code_id

    def verdict(self, record: Iterable[dict[str, Any]]) -> Verdict:
        """Judge every leg by the simulator's rows."""
        rows = {row["communication_id"]: row for row in record}
        verdict = Verdict()
        verdict.add(self._trouble)
        for leg in self._legs.values():
            if leg.meant:
                self._judge(leg, rows[leg.id], verdict)
        return verdict

    def _note(self, told: dict[str, Any]) -> None:
        event = told["event"]
        if event == "stuck":
            self._trouble.silent += [f"{leg_id} never settled" for leg_id in told["legs"]]
        if "id" not in told:
            return
        leg = self._leg(told["id"])
        if event == "meant":
            leg.meant.append(_Meant(told["code"], told["note"], is_undo=not told["code"]))
        elif event == "understood":
            is_undone = told["is_undone"]
            leg.understand(
                told["revision"], _NOTHING if is_undone else (told["code"], told["note"])
            )
        elif event == "told":
            # By its code as well: an undo that a kill kept from the disk had the same revision.
            standing = (told["code"], told["note"])
            same = [
                place
                for place, each in enumerate(leg.meant)
                if each.revision == told["revision"] and each.outcome in (None, standing)
            ]
            leg.accepted = max(leg.accepted, *same, -1)
        elif event == "row":
            leg.row = told

    def _leg(self, leg_id: str) -> _Leg:
        return self._legs.setdefault(leg_id, _Leg(leg_id))

    def _judge(self, leg: _Leg, row: dict[str, Any], verdict: Verdict) -> None:
        verdict.legs += 1
        verdict.accepted += leg.accepted >= 0
        final = row["final_code_id"] or ""
        note = row["codes"][-1]["notes"] if final else ""
        ours = {code["code_id"] for code in row["codes"] if code["via"] in ("A", "B", "D")}
        strangers = ours - {each.code for each in leg.meant} - {leg.human_code}
        if strangers:
            verdict.never_decided.append(f"{leg.id}: {strangers}")
        if leg.human_code:
            if final != leg.human_code:
                verdict.overwritten.append(f"{leg.id}: {leg.human_code} became {final}")
            return
        state = leg.row["state"] if leg.row else "absent"
        if leg.row and state == "confirmed" and leg.row["code"] != final:
            verdict.disagreeing.append(f"{leg.id}: confirmed {leg.row['code']}, has {final}")
        if (final, note) in _allowed(leg):
            return
        if state in _LISTED and leg.row and leg.row["reason"]:
            verdict.listed += 1
        else:
            meant = [
                (each.code[-6:], each.note, (each.outcome or _NOTHING)[0][-6:], each.revision)
                for each in leg.meant
            ]
            row_is = (
                f"{leg.row['code'][-6:]} {leg.row['revision']} {state}" if leg.row else "absent"
            )
            place = f"meant {meant}, accepted {leg.accepted}"
            verdict.lost.append(f"{leg.id}: has {final[-6:]!r} {note!r}, row {row_is}, {place}")


def _allowed(leg: _Leg) -> set[Standing]:
    """Return what may be final: the last decision that was told to be safe, or a later one."""
    found = set() if leg.accepted >= 0 else {_NOTHING}
    for place, each in enumerate(leg.meant):
        if place < leg.accepted:
            continue
        if each.outcome is not None:
            found.add(each.outcome)
        elif not each.is_undo:
            found.add((each.code, each.note))
        else:  # taken back or not, and to what, nobody can tell
            found |= {_NOTHING, *((before.code, before.note) for before in leg.meant[:place])}
    return found
