"""Says as bars what stands in the supervisor's way: permissions, news that stopped, trouble."""

from __future__ import annotations

from wrapup_desk.application.base.notice import Notice, NoticeKind
from wrapup_desk.application.repair.state import FindPhase, RepairState
from wrapup_desk.domain.language.conventions import listed
from wrapup_desk.domain.language.texts import fill, tr


def notices_for(state: RepairState) -> tuple[Notice, ...]:
    """Return the bars to show: what the window knows by itself first, then the desk's."""
    found: list[Notice] = []
    access = state.access
    if access.problem and access.person is not None:
        found.append(Notice("access", NoticeKind.ERROR, access.problem, can_dismiss=False))
    elif access.missing:
        found.append(Notice("access", NoticeKind.WARNING, _lacking(state), can_dismiss=False))
    if state.live_problem:
        text = tr("New problems do not appear automatically: {why}")
        text = fill(text, why=state.live_problem)
        found.append(Notice("live", NoticeKind.WARNING, text, can_dismiss=False))
    if state.find.phase is FindPhase.FAILED and len(state.rows):
        text = tr("The search stopped early; what was found is kept. {why}")
        found.append(
            Notice("find", NoticeKind.ERROR, fill(text, why=state.find.note), can_dismiss=False)
        )
    taken = {notice.key for notice in found}
    return (*found, *(each for each in state.notices if each.key not in taken))


def _lacking(state: RepairState) -> str:
    access = state.access
    cannot = []
    if not access.may_fix:
        cannot.append(tr("change codes"))
    if not access.may_read_words:
        cannot.append(tr("read what was said"))
    text = tr(
        "This account may not {what}. Missing in Genesys: {permissions}. Ask your administrator.",
    )
    what = tr(" or ").join(cannot) or tr("do all of this")
    return fill(text, what=what, permissions=listed(dict.fromkeys(access.missing)))
