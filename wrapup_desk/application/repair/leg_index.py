"""Holds what is known of every leg found: the leg, what is suggested, what was corrected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wrapup_desk.domain.events import PredictedCode
from wrapup_desk.domain.history.past_leg import (
    NameDirectory,
    PastLeg,
    is_nobodys_code,
)
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.repair.code_issue import (
    CodeIssue,
    counts_in_figures,
    is_doubtful,
    issue_of,
)
from wrapup_desk.domain.repair.code_origin import ChosenBy, CodeOrigin, origin_of
from wrapup_desk.domain.repair.correction import Correction, CorrectionState, is_kept_here
from wrapup_desk.domain.repair.leg_table import LegTable
from wrapup_desk.domain.repair.preview import Candidate
from wrapup_desk.domain.repair.table_view import SortExtras
from wrapup_desk.domain.submission import Submission
from wrapup_desk.domain.suggestion import Suggestion
from wrapup_desk.domain.wrapup import AssignedCode, WrapupCode


@dataclass(frozen=True, slots=True)
class RepairRow:
    """One line of the table, in words ready to draw."""

    row: int
    leg: PastLeg
    issue: CodeIssue | None
    queue_name: str
    # The code on record: "" for none.
    code_name: str
    suggestion: Suggestion | None = None
    # The code a person picked for this row; stands above the suggestion.
    chosen: WrapupCode | None = None
    correction: Correction | None = None
    # What the agent's own desk could not deliver, if it told.
    reported: Submission | None = None
    # It came by itself, and nobody has looked at it yet.
    is_new: bool = False
    # What Copilot predicted: the code's name, and how sure it was; None: nothing known.
    predicted: tuple[str, float] | None = None
    predicted_id: str = ""
    # Who chose the code on record.
    chooser: ChosenBy = ChosenBy.NOBODY
    # What the agent is shown as: by name, or by the id's beginning; "" where nobody is named.
    agent_name: str = ""

    @property
    def undelivered(self) -> WrapupCode | None:
        """The code the agent decided for, if it never got through and still is not on record."""
        return _undelivered(self.reported, self.leg)

    @property
    def wanted(self) -> WrapupCode | None:
        """The code a fix would write: chosen here, decided by the agent, or suggested."""
        return _wanted(self.chosen, self.undelivered, self.suggestion)

    @property
    def was_refused(self) -> bool:
        """Whether Genesys has refused the very code a fix would write."""
        wanted, one = self.wanted, self.correction
        if wanted is None or one is None or one.to_code.id != wanted.id:
            return False
        return is_kept_here(self.leg.code_id, one)

    @property
    def is_only_in_the_ledger(self) -> bool:
        """Whether it was corrected here, but Genesys' own record did not change."""
        return self.correction is not None and self.correction.state is CorrectionState.KEPT


class LegIndex:
    """The legs of one search, and what is known of them besides.

    Too many to copy with each snapshot: it is changed in place, by the effects that name it and
    by nobody else. `revision` grows with each change, so that a snapshot tells which it is of.
    A row's number never changes its meaning.
    """

    def __init__(
        self, directory: NameDirectory | None = None, *, names_agents: bool = True
    ) -> None:
        self.table = LegTable(names_agents=names_agents)
        self.directory = directory or NameDirectory()
        self.revision = 0
        self._suggestions: dict[int, Suggestion] = {}
        self._chosen: dict[int, WrapupCode] = {}
        self._latest: dict[LegKey, Correction] = {}
        self._counts: dict[LegKey, int] = {}
        self._reported: dict[str, Submission] = {}
        self._new: set[int] = set()
        # What Copilot predicted for rows that were asked for; None for nothing.
        self._predictions: dict[int, PredictedCode | None] = {}
        # Of rows that were corrected or reported, and those of them without their agent's code.
        self._origins: dict[int, CodeOrigin] = {}
        self._not_agents: set[int] = set()

    def __len__(self) -> int:
        return len(self.table)

    def row(self, row: int) -> RepairRow:
        """Return everything known of a row."""
        leg = self.table.leg(row)
        return RepairRow(
            row=row,
            leg=leg,
            issue=self._flaw_of(row, leg),
            queue_name=self.directory.queues.get(leg.queue_id, leg.queue_id),
            code_name=self.directory.code_name(leg.code_id),
            suggestion=self._suggestions.get(row),
            chosen=self._chosen.get(row),
            correction=self._latest.get(leg.key),
            reported=self._reported.get(leg.key.communication_id),
            is_new=row in self._new,
            predicted=self._predicted(row),
            predicted_id=self._predicted_id(row),
            chooser=self._origin(row).chooser,
            agent_name=self.table.agent_label(self.table.agent[row]),
        )

    def _flaw_of(self, row: int, leg: PastLeg) -> CodeIssue | None:
        """Return what is wrong with the code on record, also where nothing can be done about it."""
        issue = self.table.issue_of(row)
        return issue_of(leg, self.directory) if issue is CodeIssue.KEPT_HERE else issue

    def _predicted(self, row: int) -> tuple[str, float] | None:
        found = self._predictions.get(row)
        return (
            None if found is None else (self.directory.code_name(found.code_id), found.confidence)
        )

    def _predicted_id(self, row: int) -> str:
        found = self._predictions.get(row)
        return found.code_id if found is not None else ""

    def is_prediction_known(self, row: int) -> bool:
        """Whether it was asked what Copilot predicted for a row."""
        return row in self._predictions

    def predict(self, row: int, code: PredictedCode | None) -> None:
        """Note what Copilot predicted for a row; None: nothing."""
        self.revision += 1
        self._predictions[row] = code

    @property
    def new_rows(self) -> frozenset[int]:
        """The rows that came by themselves and that nobody has looked at."""
        return frozenset(self._new)

    def agent_name(self, agent_id: str) -> str:
        """Return what an agent is shown as: by name, or by the id's beginning."""
        return self.table.agent_label(self.table.agents.number(agent_id))

    def look_at(self, row: int) -> None:
        """Note that somebody has looked at a row: it is not new any more."""
        self.revision += 1
        self._new.discard(row)

    def row_of(self, key: LegKey) -> int | None:
        return self.table.row_of(key.communication_id)

    @property
    def extras(self) -> SortExtras:
        """What the table can be sorted by besides the legs."""
        shown = {row: (one.code.id, one.probability) for row, one in self._suggestions.items()}
        return SortExtras(shown, frozenset(self._not_agents))

    @property
    def origins(self) -> Mapping[int, CodeOrigin]:
        """Where the codes come from of all rows that were corrected or reported."""
        return self._origins

    def _judge_origin(self, row: int) -> None:
        """Note anew where a row's code comes from; kept, as every arrangement of rows asks."""
        key = self.table.key(row)
        self._not_agents.discard(row)
        self._origins.pop(row, None)
        if key in self._latest or key.communication_id in self._reported:
            origin = self._origins[row] = self._origin(row)
            if _lacks_agents_code(origin, self.table.issue_of(row)):
                self._not_agents.add(row)

    def _origin(self, row: int) -> CodeOrigin:
        key = self.table.key(row)
        reported = self._reported.get(key.communication_id)
        return origin_of(
            self.table.code_id(row),
            self._latest.get(key),
            reported.decision if reported else None,
        )

    @property
    def suggested_code_ids(self) -> Mapping[int, str]:
        return {row: one.code.id for row, one in self._suggestions.items()}

    def candidates(self, rows: Iterable[int], code: WrapupCode | None = None) -> list[Candidate]:
        """Return *rows* with the code wanted for each: *code*, or its own."""
        return [self.candidate(row, code) for row in rows]

    def candidate(self, row: int, code: WrapupCode | None = None) -> Candidate:
        """Return one row with the code wanted for it."""
        # A preview asks for every row of a search: what is drawn of a row is not put together.
        leg = self.table.leg(row)
        wanted = code or _wanted(
            self._chosen.get(row), self._undelivered(leg), self._suggestions.get(row)
        )
        return Candidate(leg, wanted, self._latest.get(leg.key), self._counts.get(leg.key, 0))

    def _undelivered(self, leg: PastLeg) -> WrapupCode | None:
        return _undelivered(self._reported.get(leg.key.communication_id), leg)

    def use_directory(self, directory: NameDirectory) -> None:
        """Take newly read names, and judge again what they bear on."""
        self.revision += 1
        self.directory = directory

    def name_agents(self, names: Mapping[str, str]) -> None:
        """Note agents' names by id."""
        self.revision += 1
        self.table.name_agents(names)

    def put(self, leg: PastLeg) -> int:
        """Note a leg as it was read."""
        self.revision += 1
        row = self.table.put(
            leg, self._issue_of(leg), counts=counts_in_figures(leg, self.directory)
        )
        if leg.key in self._latest or leg.key.communication_id in self._reported:
            self._judge_origin(row)
        return row

    def put_new(self, leg: PastLeg) -> int:
        """Note a leg that has just ended; where it is flawed, it is marked as new."""
        was_known = self.row_of(leg.key) is not None
        row = self.put(leg)
        if not was_known and self.table.issue_of(row) is not None:
            self._new.add(row)
        return row

    def set_code(self, key: LegKey, code_id: str, beside: AssignedCode | None = None) -> None:
        """Note that a leg has another code on record, and what stands beside it."""
        row = self.row_of(key)
        if row is None:
            return
        self.revision += 1
        self.table.set_code(row, code_id)
        if beside is not None:
            self.table.set_beside(row, beside.note, beside.tags)
        self.table.set_issue(row, self._issue_of(self.table.leg(row)))
        self._judge_origin(row)

    def suggest(self, row: int, first: Suggestion) -> None:
        """Note what the words of a row speak for."""
        self.revision += 1
        self._suggestions[row] = first

    def doubt(self, row: int, probabilities: Mapping[str, float], least: float) -> bool:
        """Mark a row whose words speak plainly for another code; tell whether it is doubted."""
        if self.table.issue_of(row) not in (None, CodeIssue.DOUBTED):
            return False
        self.revision += 1
        is_doubted = is_doubtful(self.table.code_id(row), probabilities, least)
        self.table.set_issue(row, CodeIssue.DOUBTED if is_doubted else None)
        return is_doubted

    def choose(self, row: int, code: WrapupCode | None) -> None:
        self.revision += 1
        if code is None:
            self._chosen.pop(row, None)
        else:
            self._chosen[row] = code

    def note_corrections(self, corrections: Iterable[Correction]) -> None:
        """Note the newest correction of legs."""
        self.revision += 1
        for one in corrections:
            known = self._latest.get(one.key)
            # The whole ledger is read again after each change; most of it is known.
            if known is None or known.id != one.id or known.version < one.version:
                self._latest[one.key] = one
                self._judge_kept(one)

    def _judge_kept(self, one: Correction) -> None:
        """Judge a row again that Genesys refused to change, or that was taken back since."""
        row = self.row_of(one.key)
        if row is None:
            return
        was_kept = self.table.issue_of(row) is CodeIssue.KEPT_HERE
        if was_kept or one.state is CorrectionState.KEPT:
            self.table.set_issue(row, self._issue_of(self.table.leg(row)))
        self._judge_origin(row)

    def note_counts(self, counts: Mapping[LegKey, int]) -> None:
        """Note how many corrections each leg has had."""
        self.revision += 1
        self._counts.update(counts)

    def note_reported(self, submissions: Iterable[Submission]) -> bool:
        """Note all that agents' desks could not deliver; tell whether it is news."""
        found = {one.key.communication_id: one for one in submissions}
        before, self._reported = self._reported, found
        changed = {key for key in (*before, *found) if before.get(key) != found.get(key)}
        self.revision += bool(changed)
        for communication_id in changed:
            row = self.table.row_of(communication_id)
            if row is None:
                continue
            if self.table.issue_of(row) in (None, CodeIssue.REPORTED):
                self.table.set_issue(row, self._issue_of(self.table.leg(row)))
            self._judge_origin(row)
        return bool(changed)

    @property
    def reported_elsewhere(self) -> tuple[Submission, ...]:
        """What agents' desks could not deliver, of legs that are not in this index."""
        return tuple(one for one in self._reported.values() if self.row_of(one.key) is None)

    def _issue_of(self, leg: PastLeg) -> CodeIssue | None:
        latest = self._latest.get(leg.key)
        if latest is not None and leg.is_over and is_kept_here(leg.code_id, latest):
            return CodeIssue.KEPT_HERE
        issue = issue_of(leg, self.directory)
        if issue is None and leg.is_over and self._undelivered(leg) is not None:
            return CodeIssue.REPORTED
        return issue

    def successor(self) -> LegIndex:
        """Return an empty index that knows what belongs to legs, not to a search."""
        index = LegIndex(self.directory, names_agents=self.table.names_agents)
        index._latest = dict(self._latest)
        index._counts = dict(self._counts)
        index._reported = dict(self._reported)
        return index


def _lacks_agents_code(origin: CodeOrigin, issue: CodeIssue | None) -> bool:
    """Whether a leg has no code of its agent's, though its issue does not say so."""
    match origin.chooser:
        case ChosenBy.RULE | ChosenBy.PROGRAM:
            return True
        case ChosenBy.SUPERVISOR:
            return is_nobodys_code(origin.first_code_id)
        case ChosenBy.NOBODY:
            return issue is CodeIssue.KEPT_HERE
    return False


def _undelivered(reported: Submission | None, leg: PastLeg) -> WrapupCode | None:
    code = reported.decision.code if reported else None
    return None if code is None or code.id == leg.code_id else code


def _wanted(
    chosen: WrapupCode | None, undelivered: WrapupCode | None, suggestion: Suggestion | None
) -> WrapupCode | None:
    return chosen or undelivered or (suggestion.code if suggestion else None)
