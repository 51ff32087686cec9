"""Given a state and what bears on the table: then these effects, and no other."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from tests.application.repair.core.examples import DAY, NOW, after, found, index_of, signed_out
from tests.domain.repair.examples import INVOICE, REFUND, leg
from wrapup_desk.application.repair import core
from wrapup_desk.application.repair.commands import (
    CancelFind,
    CancelSuggest,
    DropPreview,
    Find,
    FocusRow,
    PickCode,
    PreviewFix,
    PreviewUndo,
    Select,
    SetFilters,
    Sort,
    Suggest,
)
from wrapup_desk.application.repair.core.handle import handle
from wrapup_desk.application.repair.effects import (
    PREVIEWED_AT_ONCE,
    Arrange,
    BuildPreview,
    BuildUndoPreview,
    FreePreview,
    NoteChoice,
    NoteLook,
    ReadDetails,
    RestArranging,
    Search,
    StopDetails,
    StopPreview,
    StopSearch,
    StopSuggesting,
    SuggestCodes,
)
from wrapup_desk.application.repair.messages import (
    Arranged,
    ArrangingRested,
    FindEnded,
    FindProgressed,
    FocusLoaded,
    LegsChanged,
    PreviewBuilt,
    PreviewProgressed,
    RepairMessage,
    SuggestingChanged,
)
from wrapup_desk.application.repair.state import Arranging, FindPhase, RepairState, Work
from wrapup_desk.domain.repair.code_issue import CodeIssue
from wrapup_desk.domain.repair.preview import Preview, PreviewRows, preview_fix
from wrapup_desk.domain.repair.table_view import Column, Filters, Order, VisibleRows

MISSING = Filters(issues=frozenset({CodeIssue.MISSING}))


def test_the_core_neither_waits_nor_runs_anything() -> None:
    waits = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)
    modules = sorted(Path(core.__path__[0]).glob("*.py"))

    trees = [ast.parse(path.read_text("utf-8")) for path in modules]
    assert len(trees) > 5
    assert not [node for tree in trees for node in ast.walk(tree) if isinstance(node, waits)]


@pytest.mark.parametrize(
    "message",
    [
        Find(DAY), CancelFind(), SetFilters(MISSING), Sort(Order(Column.AGENT)), Suggest(),
        Select(frozenset({1})), PickCode(0, REFUND.id), FocusRow(1), PreviewFix(REFUND.id, (0,)),
        PreviewUndo("batch"), DropPreview(), LegsChanged(is_visible=True),
    ],
)  # fmt: skip
def test_the_index_is_changed_by_effects_only(message: RepairMessage) -> None:
    state = found()
    before = state.legs.revision, [state.legs.row(row) for row in range(len(state.legs))]

    after(message, state)

    now = state.legs.revision, [state.legs.row(row) for row in range(len(state.legs))]
    assert now == before


def test_each_snapshot_has_a_number_and_says_of_which_change_of_the_index_it_is() -> None:
    state = found()
    assert after(LegsChanged(), state) == (state, ())

    state.legs.look_at(0)
    shown, _ = after(LegsChanged(), state)

    assert shown.revision == state.revision + 1
    assert shown.legs_revision == state.legs.revision > state.legs_revision


# Searching


def test_a_search_fills_an_index_of_its_own_and_stops_what_belongs_to_the_old_one() -> None:
    state = replace(found(), selection=frozenset({1}), suggesting=Work(9, 3, is_running=True))

    shown, effects = after(Find(DAY, ("queue-billing",)), state)

    assert len(shown.legs) == 0
    assert shown.legs is not state.legs
    assert len(state.legs) == 4
    assert (shown.rows, shown.selection, shown.focus) == ((), frozenset(), None)
    assert shown.find.phase is FindPhase.FINDING
    assert not shown.suggesting.is_running
    assert effects == (
        StopSuggesting(),
        StopDetails(),
        StopPreview(),
        Search(shown.legs, DAY, ("queue-billing",)),
        Arrange(shown.legs, Filters(), Order()),
    )


def test_who_may_not_search_is_told_why_and_nothing_is_asked() -> None:
    shown, effects = after(Find(DAY), signed_out(found()))

    assert effects == ()
    assert [notice.text for notice in shown.notices] == ["You are not signed in yet."]
    assert shown.find.phase is FindPhase.DONE


def test_what_a_cancelled_search_still_tells_changes_nothing() -> None:
    finding, _ = after(Find(DAY), found())
    cancelled, effects = after(CancelFind(), finding)
    assert effects[0] == StopSearch()
    assert cancelled.find.phase is FindPhase.CANCELLED

    for late in (FindProgressed(cancelled.legs, 0.5, "waits"), FindEnded(cancelled.legs)):
        assert after(late, cancelled) == (cancelled, ())


def test_a_search_that_got_less_than_genesys_counts_says_so_when_it_ends() -> None:
    state, _ = after(Find(DAY), found())
    done, _ = after(FindEnded(state.legs, "12 of 250 did not come"), state)

    assert [each.text for each in done.notices if each.key == "find"] == ["12 of 250 did not come"]


def test_an_older_search_cannot_speak_for_the_one_that_runs() -> None:
    first, _ = after(Find(DAY), found())
    second, _ = after(Find(DAY), first)

    assert after(FindEnded(first.legs), second) == (second, ())


def test_progress_without_a_share_keeps_the_share_known() -> None:
    finding, _ = after(Find(DAY), found())
    half, _ = after(FindProgressed(finding.legs, 0.5), finding)

    waiting, _ = after(FindProgressed(finding.legs, None, "waits 3 s"), half)

    assert (waiting.find.share_done, waiting.find.note) == (0.5, "waits 3 s")


# Filtering and sorting


def test_other_filters_arrange_the_rows_and_the_same_ones_do_not() -> None:
    state = found()

    shown, effects = after(SetFilters(MISSING), state)

    assert effects == (Arrange(state.legs, MISSING, Order()),)
    assert shown.is_arranging
    assert after(SetFilters(Filters()), state) == (state, ())


def test_what_is_wanted_while_rows_are_arranged_is_done_once_after() -> None:
    state, _ = after(SetFilters(MISSING), found())
    for column in (Column.AGENT, Column.QUEUE):
        state, effects = after(Sort(Order(column)), state)
        assert effects == ()

    shown, effects = after(Arranged(state.legs, VisibleRows((2, 1))), state)

    assert shown.rows == (2, 1)
    assert effects == (Arrange(state.legs, MISSING, Order(Column.QUEUE)),)
    done, effects = after(Arranged(state.legs, VisibleRows((1,))), shown)
    assert effects == ()
    assert not done.is_arranging


def finding() -> RepairState:
    return replace(found(), find=replace(found().find, phase=FindPhase.FINDING))


def test_while_legs_pour_in_the_table_rests_but_a_person_need_not_wait() -> None:
    state, _ = after(FindProgressed((state := finding()).legs, 0.1), state)
    resting, effects = after(Arranged(state.legs, VisibleRows()), state)
    assert effects == (RestArranging(),)

    more, effects = after(FindProgressed(state.legs, 0.2), resting)
    assert effects == ()
    rested, effects = after(ArrangingRested(), more)
    assert effects == (Arrange(state.legs, Filters(), Order()),)
    assert rested.arranging is Arranging.RUNNING

    _, effects = after(Sort(Order(Column.AGENT)), resting)
    assert effects == (Arrange(state.legs, Filters(), Order(Column.AGENT)),)


def test_rows_of_an_index_that_is_gone_are_not_shown() -> None:
    state, _ = after(SetFilters(MISSING), found())

    shown, _ = after(Arranged(index_of(9), VisibleRows((8,))), state)

    assert shown.rows == state.rows


def test_selected_rows_that_are_not_shown_any_more_are_deselected() -> None:
    state, _ = after(SetFilters(MISSING), replace(found(), selection=frozenset({0, 3})))

    shown, _ = after(Arranged(state.legs, VisibleRows((3, 2))), state)

    assert shown.selection == {3}


def test_a_chosen_code_is_one_of_the_queues_own_and_drops_the_preview() -> None:
    state = replace(found(), preview=Preview())

    shown, effects = after(PickCode(1, INVOICE.id), state)

    assert shown.preview is None
    assert effects == (NoteChoice(state.legs, 1, INVOICE), StopPreview())
    _, effects = after(PickCode(1, "code-reset"), state)
    assert effects[0] == NoteChoice(state.legs, 1, None)


# Details and suggestions


def test_the_details_of_a_row_are_there_at_once_and_the_rest_is_read() -> None:
    state = found()

    shown, effects = after(FocusRow(2), state)

    assert shown.focus is not None
    assert shown.focus.is_loading
    assert shown.focus.leg == state.legs.row(2).leg
    assert effects == (NoteLook(state.legs, 2), ReadDetails(state.legs, shown.focus))
    none, effects = after(FocusRow(None), shown)
    assert (none.focus, effects) == (None, (StopDetails(),))


def test_details_of_another_row_come_too_late() -> None:
    first, _ = after(FocusRow(1), found())
    second, _ = after(FocusRow(2), first)
    assert first.focus is not None

    assert after(FocusLoaded(first.focus), second) == (second, ())


@pytest.mark.parametrize(
    ("rows", "selected", "read"), [((3,), {1}, (3,)), (None, {2, 1}, (1, 2)), (None, (), (0, 1, 2, 3))]
)  # fmt: skip
def test_words_are_read_of_the_rows_named_else_selected_else_shown(
    rows: tuple[int, ...] | None, selected: set[int], read: tuple[int, ...]
) -> None:
    state = replace(found(), selection=frozenset(selected))

    shown, effects = after(Suggest(rows), state)

    assert effects == (SuggestCodes(state.legs, read),)
    assert shown.suggesting == Work(len(read), is_running=True)


def test_after_a_stop_no_suggestion_work_is_shown_as_running() -> None:
    running, _ = after(Suggest((1, 2)), found())
    stopped, effects = after(CancelSuggest(), running)
    assert effects == (StopSuggesting(),)

    late = SuggestingChanged(Work(2, 1, is_running=True))
    assert after(late, stopped) == (stopped, ())


# Previews


def big_preview(count: int) -> Preview:
    state = found(1)
    candidates = state.legs.candidates([0], REFUND)
    return preview_fix(candidates * count, state.directory)


def test_a_preview_is_built_for_the_selection_and_takes_the_old_ones_place() -> None:
    state = replace(found(), selection=frozenset({8, 1}), leaves_out_dialer=True)

    shown, effects = after(PreviewFix(REFUND.id), state)

    assert effects == (StopPreview(), BuildPreview(state.legs, [1, 8], REFUND, True))  # noqa: FBT003 -- a value
    assert shown.previewing == Work(2, is_running=True)
    built, effects = after(PreviewBuilt(Preview()), shown)
    assert (built.preview, built.previewing, effects) == (Preview(), Work(), ())


@pytest.mark.parametrize(("count", "is_freed"), [(PREVIEWED_AT_ONCE, False), (501, True)])
def test_only_very_many_rows_are_freed_bit_by_bit(count: int, *, is_freed: bool) -> None:
    preview = big_preview(count)

    _, effects = after(Select(frozenset()), replace(found(), preview=preview))

    assert effects == ((StopPreview(), FreePreview(preview)) if is_freed else (StopPreview(),))
    assert isinstance(preview.changes, PreviewRows)
    assert len(preview.changes) == count, "freeing is an effect"


def test_progress_of_a_preview_that_was_dropped_shows_nothing() -> None:
    dropped, _ = after(DropPreview(), replace(found(), previewing=Work(9_000, is_running=True)))

    assert after(PreviewProgressed(2_000), dropped) == (dropped, ())


def test_an_undo_is_previewed_from_the_ledger() -> None:
    state = found()

    _, effects = after(PreviewUndo("batch-7"), state)

    assert effects == (StopPreview(), BuildUndoPreview("batch-7", state.directory))


def test_the_same_message_and_state_have_the_same_outcome() -> None:
    state = found()
    state.legs.put(leg(9))

    assert handle(SetFilters(MISSING), state, NOW) == handle(SetFilters(MISSING), state, NOW)
