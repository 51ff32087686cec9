"""Gathers the details of one leg: what happened, what was said, what was corrected."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from wrapup_desk.application.ports import ContactCentreError, StoreError
from wrapup_desk.application.repair.board import RepairBoard, RepairRow
from wrapup_desk.application.repair.repair_ports import CorrectionLedger
from wrapup_desk.application.repair.repair_state import Focus, Moment, MomentKind
from wrapup_desk.application.repair.word_reading import WordReading
from wrapup_desk.domain.repair.correction import Correction, CorrectionState
from wrapup_desk.domain.repair.past_leg import Directory, Flaw
from wrapup_desk.domain.submission import Submission

log = logging.getLogger(__name__)


class Focusing:
    """Loads what the detail of a row shows, piece by piece."""

    def __init__(
        self, words: WordReading, ledger: CorrectionLedger, report: Callable[[Focus], None]
    ) -> None:
        self._words = words
        self._ledger = ledger
        self._report = report

    def first_look(self, board: RepairBoard, row: int) -> Focus:
        """Return what is known at once."""
        shown = board.row(row)
        known = [shown.correction] if shown.correction else []
        return Focus(
            row=row,
            leg=shown.leg,
            moments=moments_of(shown, known, board.directory),
            is_loading=True,
            codes=board.directory.codes_of(shown.leg.queue_id),
            corrections=tuple(known),
        )

    async def load(self, board: RepairBoard, focus: Focus) -> None:
        """Report *focus* again with its corrections, then with its words."""
        try:
            history = await self._ledger.history_of(focus.leg.key)
        except StoreError as error:
            log.info("corrections of a leg not read: %s", error)
            history = focus.corrections
        moments = moments_of(board.row(focus.row), history, board.directory)
        focus = replace(focus, corrections=tuple(history), moments=moments)
        self._report(focus)
        try:
            words = await self._words.words_of(focus.leg)
        except ContactCentreError as error:
            self._report(replace(focus, is_loading=False, words_problem=str(error)))
            return
        queue_name = board.directory.queues.get(focus.leg.queue_id, "")
        ranking = await self._words.rank(focus.leg, queue_name, focus.codes, words)
        self._words.note_ranking(board, focus.row, ranking)
        problem = "" if words else "Nothing was transcribed for this interaction."
        self._report(
            replace(focus, is_loading=False, words=words, words_problem=problem, ranking=ranking)
        )


def moments_of(
    shown: RepairRow, corrections: Sequence[Correction], directory: Directory
) -> tuple[Moment, ...]:
    """Return "What happened", in the order it did."""
    leg = shown.leg
    moments: list[Moment] = []
    if leg.answered_at:
        moments.append(Moment(leg.answered_at, MomentKind.ANSWERED))
    if leg.hung_up_at:
        moments.append(Moment(leg.hung_up_at, MomentKind.HUNG_UP))
    if leg.completed_at:
        ran_out = shown.flaw is Flaw.TIMED_OUT
        kind = MomentKind.TIME_RAN_OUT if ran_out else MomentKind.COMPLETED
        moments.append(Moment(leg.completed_at, kind))
    if shown.reported is not None:
        moments.extend(_reported(shown.reported))
    for one in corrections:
        moments.extend(_moments_of(one, directory))
    return tuple(sorted(moments, key=lambda moment: moment.at))


def _reported(submission: Submission) -> list[Moment]:
    at, code = submission.decision.decided_at, submission.decision.code.name
    return [
        Moment(at, MomentKind.AGENT_DECIDED, code=code),
        Moment(
            at,
            MomentKind.NOT_DELIVERED,
            code=code,
            answer=submission.reason,
            state=submission.state,
        ),
    ]


def _moments_of(one: Correction, directory: Directory) -> list[Moment]:
    kind = MomentKind.UNDONE if one.undoes_id else MomentKind.CORRECTED
    decided = Moment(
        one.decided_at,
        kind,
        who=one.who.name or one.who.id,
        before=directory.code_name(one.from_code_id),
        code=one.to_code.name or directory.code_name(one.to_code.id),
    )
    if one.state is CorrectionState.PLANNED:
        return [decided]
    changed_at = one.changed_at or one.decided_at
    came = Moment(changed_at, MomentKind.CAME_OF_IT, answer=one.answer, state=one.state)
    return [decided, came]
