"""Tells what happened to a leg's code, in the order it did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from wrapup_desk.application.repair.leg_index import LegIndex, RepairRow
from wrapup_desk.application.repair.state import Focus, Moment, MomentKind
from wrapup_desk.domain.history.past_leg import NameDirectory
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.repair.code_issue import CodeIssue
from wrapup_desk.domain.repair.correction import Correction, CorrectionState
from wrapup_desk.domain.submission import Submission

# A conversation that waited longer is a thread: its beginning is worth a line.
_LONG_BEFORE = timedelta(hours=12)


def first_look(legs: LegIndex, row: int) -> Focus:
    """Return what is known of a row's details at once."""
    shown = legs.row(row)
    known = (shown.correction,) if shown.correction else ()
    return Focus(
        row=row,
        leg=shown.leg,
        moments=moments_of(shown, known, legs.directory),
        is_loading=True,
        codes=legs.directory.codes_of(shown.leg.queue_id),
        corrections=known,
    )


def moments_of(
    shown: RepairRow, corrections: Sequence[Correction], directory: NameDirectory
) -> tuple[Moment, ...]:
    """Return "What happened", in the order it did."""
    leg = shown.leg
    moments: list[Moment] = []
    if leg.dated_at - leg.started_at > _LONG_BEFORE:
        moments.append(Moment(leg.started_at, MomentKind.BEGAN))
    if leg.answered_at:
        moments.append(Moment(leg.answered_at, MomentKind.ANSWERED))
    if leg.hung_up_at:
        moments.append(Moment(leg.hung_up_at, MomentKind.HUNG_UP))
    if leg.completed_at:
        ran_out = shown.issue is CodeIssue.TIMED_OUT
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


def _who(one: Correction) -> str:
    name = one.who.name or one.who.id
    return tr("{name} (rules “{rule}”)", name=name, rule=one.rule) if one.rule else name


def _moments_of(one: Correction, directory: NameDirectory) -> list[Moment]:
    kind = MomentKind.UNDONE if one.undoes_id else MomentKind.CORRECTED
    decided = Moment(
        one.decided_at,
        kind,
        who=_who(one),
        before=directory.code_name(one.from_code_id),
        code=one.to_code.name or directory.code_name(one.to_code.id),
    )
    if one.state is CorrectionState.PLANNED:
        return [decided]
    changed_at = one.changed_at or one.decided_at
    came = Moment(changed_at, MomentKind.CAME_OF_IT, answer=one.answer, state=one.state)
    # Where every way was answered alike, one line says it all.
    differ = len({each.answer for each in one.tries}) > 1
    tried = [
        Moment(each.at, MomentKind.TRIED, code=each.way, answer=each.answer)
        for each in (one.tries if differ else ())
    ]
    return [decided, *tried, came]
