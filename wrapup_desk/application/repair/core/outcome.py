"""What every part of the core returns, and the few things several of them decide alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wrapup_desk.application.base.notice import Notice, NoticeKind
from wrapup_desk.application.repair.effects import Arrange, RepairEffect
from wrapup_desk.application.repair.state import Arranging, RepairState

Outcome = tuple[RepairState, Sequence[RepairEffect]]


def told(
    state: RepairState, key: str, text: str, kind: NoticeKind = NoticeKind.ERROR
) -> RepairState:
    """Return *state* with a notice; one with the same key is replaced."""
    return with_notice(state, Notice(key, kind, text))


def with_notice(state: RepairState, notice: Notice) -> RepairState:
    """Return *state* with *notice*; one with the same key is replaced."""
    others = tuple(each for each in state.notices if each.key != notice.key)
    return replace(state, notices=(*others, notice))


def dismissed(state: RepairState, key: str) -> RepairState:
    """Return *state* without the notice of that key."""
    notices = tuple(each for each in state.notices if each.key != key)
    return state if notices == state.notices else replace(state, notices=notices)


def arrange_soon(state: RepairState) -> Outcome:
    """Filter and sort as soon as that may be; asked for meanwhile, it is done once more after."""
    if state.arranging is Arranging.IDLE:
        return arrange_now(state)
    return replace(state, is_arranging_due=True), ()


def arrange_for_person(state: RepairState) -> Outcome:
    """Filter and sort because a person asked to: that waits for no legs that pour in."""
    if state.arranging is Arranging.RUNNING:
        return replace(state, is_arranging_due=True), ()
    return arrange_now(state)


def arrange_now(state: RepairState) -> Outcome:
    """Filter and sort; while a sample is gone through, its rows stay as they are."""
    if state.sample is not None:
        return replace(state, arranging=Arranging.IDLE, is_arranging_due=False), ()
    state = replace(state, arranging=Arranging.RUNNING, is_arranging_due=False)
    return state, (Arrange(state.legs, state.filters, state.order),)
