import itertools
from datetime import timedelta

import pytest

from tests.domain.repair.examples import INVOICE, MORNING, REFUND, correction
from wrapup_desk.domain.repair.correction import (
    MOVES,
    CorrectionState,
    CorrectionStep,
    ImpossibleCorrectionMove,
    OnRecord,
    compare,
    next_step,
)
from wrapup_desk.domain.wrapup import LONGEST_OWN_NOTE, TIMEOUT_CODE_ID, AssignedCode

ACTIVE = [state for state in CorrectionState if state.is_active]
EVERY_CASE = list(itertools.product(ACTIVE, OnRecord, (False, True), (False, True)))


@pytest.mark.parametrize(
    ("seen", "on_record", "expected"),
    [
        ("", None, OnRecord.AS_SEEN),
        ("", AssignedCode(REFUND.id), OnRecord.WANTED),
        ("", AssignedCode(INVOICE.id), OnRecord.CHANGED),
        ("", AssignedCode(TIMEOUT_CODE_ID), OnRecord.AS_SEEN),
        ("", AssignedCode(INVOICE.id, is_provisional=True), OnRecord.AS_SEEN),
        (TIMEOUT_CODE_ID, None, OnRecord.AS_SEEN),
        (INVOICE.id, AssignedCode(INVOICE.id), OnRecord.AS_SEEN),
        (INVOICE.id, None, OnRecord.CHANGED),
        (INVOICE.id, AssignedCode(TIMEOUT_CODE_ID), OnRecord.CHANGED),
    ],
)
def test_the_code_on_record_is_compared_with_what_was_seen(
    seen: str, on_record: AssignedCode | None, expected: OnRecord
) -> None:
    assert compare(correction(from_code_id=seen), on_record) is expected


@pytest.mark.parametrize(("state", "record", "is_refused", "is_settling"), EVERY_CASE)
def test_a_change_that_came_in_between_is_never_written_over(
    state: CorrectionState, record: OnRecord, *, is_refused: bool, is_settling: bool
) -> None:
    step = next_step(state, record, is_refused=is_refused, is_settling=is_settling)

    if record is OnRecord.CHANGED:
        assert step is CorrectionStep.SKIP
    if record is OnRecord.UNKNOWN:
        assert step in (CorrectionStep.KEEP, CorrectionStep.WAIT)
    if step is CorrectionStep.WRITE:
        assert record is OnRecord.AS_SEEN
        assert not is_refused
        assert not is_settling


@pytest.mark.parametrize(("state", "record", "is_refused", "is_settling"), EVERY_CASE)
def test_only_the_record_itself_confirms(
    state: CorrectionState, record: OnRecord, *, is_refused: bool, is_settling: bool
) -> None:
    step = next_step(state, record, is_refused=is_refused, is_settling=is_settling)

    if step is CorrectionStep.CONFIRM:
        assert record is OnRecord.WANTED
        assert state is not CorrectionState.PLANNED


def test_what_was_right_before_anything_was_sent_is_no_change_of_ours() -> None:
    step = next_step(CorrectionState.PLANNED, OnRecord.WANTED, is_refused=False, is_settling=False)

    assert step is CorrectionStep.SKIP


@pytest.mark.parametrize(
    ("state", "after"), list(itertools.product(CorrectionState, CorrectionState))
)
def test_a_correction_moves_only_as_the_table_allows(
    state: CorrectionState, after: CorrectionState
) -> None:
    before = correction(state=state)

    if after in MOVES[state]:
        moved = before.moved(after, MORNING + timedelta(hours=9), "said so")
        assert (moved.state, moved.version, moved.answer) == (after, 2, "said so")
    else:
        with pytest.raises(ImpossibleCorrectionMove):
            before.moved(after, MORNING)


def test_a_correction_that_is_over_never_becomes_active_again() -> None:
    for state, allowed in MOVES.items():
        if not state.is_active:
            assert not any(after.is_active for after in allowed)


def test_a_note_of_ours_ends_where_genesys_might_refuse_it_and_what_is_there_goes_along_whole() -> (
    None
):
    longer = "x" * (LONGEST_OWN_NOTE + 1)

    assert correction(note=longer).note_to_write == longer[:-1]
    # Genesys has it so: what is cut of it would be lost.
    assert correction(from_note=longer).note_to_write == longer
    assert correction(note=longer, undoes_id="correction-0").note_to_write == longer
