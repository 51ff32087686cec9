"""Says in words what happened to a leg, and what the agent's own desk could not deliver."""

from __future__ import annotations

from wrapup_desk.application.repair.leg_index import RepairRow
from wrapup_desk.application.repair.state import Moment, MomentKind
from wrapup_desk.domain.language.conventions import labelled, sentences
from wrapup_desk.domain.language.texts import fill, tr, tr_marked
from wrapup_desk.domain.repair.correction import CorrectionState
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.ui.repair.wording import result_face


def moment_text(moment: Moment) -> str:
    """Return one line of "What happened", without its time."""
    text = _TEXTS[moment.kind]()
    none = tr("no code")
    said = fill(
        text,
        who=moment.who,
        before=moment.before or none,
        code=moment.code or none,
        word=_word(moment),
    )
    return labelled(said, tr_marked(moment.answer)) if moment.answer else said


_TEXTS = {
    MomentKind.BEGAN: lambda: tr("the conversation began"),
    MomentKind.ANSWERED: lambda: tr("answered"),
    MomentKind.HUNG_UP: lambda: tr("hung up"),
    MomentKind.COMPLETED: lambda: tr("agent completed"),
    MomentKind.TIME_RAN_OUT: lambda: tr("time to wrap up ran out"),
    MomentKind.AGENT_DECIDED: lambda: tr("agent decided for {code}"),
    MomentKind.NOT_DELIVERED: lambda: tr("{word}, reported by the agent's desk"),
    MomentKind.CORRECTED: lambda: tr("{who} decided: {before} → {code}"),
    MomentKind.UNDONE: lambda: tr("{who} took it back: {before} → {code}"),
    MomentKind.TRIED: lambda: tr("tried by way {code}"),
    MomentKind.CAME_OF_IT: lambda: tr("correction: {word}"),
}


def _word(moment: Moment) -> str:
    if isinstance(moment.state, CorrectionState):
        return result_face(moment.state).word
    if isinstance(moment.state, SubmissionState):
        return _failure(moment.state)
    return ""


def _failure(state: SubmissionState) -> str:
    if state is SubmissionState.TOO_LATE:
        return tr("code came too late")
    return tr("code refused")


def undelivered_text(row: RepairRow) -> str:
    """Return what the agent's desk reported of a leg whose record still differs; "" if nothing."""
    reported = row.reported
    if reported is None or row.undelivered is None:
        return ""
    text = tr(
        "Reported by the agent's desk: “{code}” was refused.",
    )
    if reported.state is SubmissionState.TOO_LATE:
        text = tr(
            "Reported by the agent's desk: “{code}” came too late.",
        )
    return sentences(fill(text, code=row.undelivered.name), tr_marked(reported.reason))
