"""Decides which preview is shown, worked on and freed."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from wrapup_desk.application.repair.commands import DropPreview, PreviewFix, PreviewUndo
from wrapup_desk.application.repair.core.outcome import Outcome
from wrapup_desk.application.repair.effects import (
    PREVIEWED_AT_ONCE,
    BuildPreview,
    BuildUndoPreview,
    FreePreview,
    StopPreview,
)
from wrapup_desk.application.repair.messages import (
    PreviewBuilt,
    PreviewMessage,
    PreviewProgressed,
)
from wrapup_desk.application.repair.state import RepairState, Work


def handle_preview(message: PreviewMessage, state: RepairState) -> Outcome:
    """Return what follows from previews that are asked for, worked on and dropped."""
    match message:
        case PreviewFix():
            return _preview_fix(message, state)
        case PreviewUndo():
            state, dropped = without_preview(state)
            return state, (*dropped, BuildUndoPreview(message.batch_id, state.directory))
        case DropPreview():
            return without_preview(state)
        case PreviewProgressed():
            if not state.previewing.is_running:
                return state, ()
            return replace(state, previewing=replace(state.previewing, done=message.done)), ()
        case PreviewBuilt():
            return replace(state, preview=message.preview, previewing=Work()), ()
        case _:
            assert_never(message)


def _preview_fix(message: PreviewFix, state: RepairState) -> Outcome:
    """Show what fixing would do: one code for all, or each row's own (chosen, suggested)."""
    code = state.directory.codes.get(message.code_id) if message.code_id else None
    rows = sorted(state.selection) if message.rows is None else message.rows
    state, dropped = without_preview(state)
    state = replace(state, previewing=Work(len(rows), is_running=True))
    build = BuildPreview(state.legs, rows, code, state.leaves_out_dialer)
    return state, (*dropped, build)


def without_preview(state: RepairState) -> Outcome:
    """Show no preview, work on none, and free the rows of one that has very many."""
    dropped = state.preview
    state = replace(state, preview=None, previewing=Work())
    if dropped is None or len(dropped.changes) + len(dropped.skips) <= PREVIEWED_AT_ONCE:
        return state, (StopPreview(),)
    return state, (StopPreview(), FreePreview(dropped))
