from tests.domain.repair.examples import DIRECTORY, INVOICE, REFUND, RESET, correction, key, leg
from wrapup_desk.domain.repair.correction import CorrectionState
from wrapup_desk.domain.repair.preview import (
    Candidate,
    Preview,
    SkipReason,
    preview_fix,
    preview_undo,
)
from wrapup_desk.domain.wrapup import DEFAULT_CODE_ID, TIMEOUT_CODE_ID, WrapupCode


def reasons(preview: Preview) -> dict[int, SkipReason]:
    by_key = {key(number): number for number in range(20)}
    return {by_key[skip.key]: skip.reason for skip in preview.skips}


def test_each_row_changes_or_is_skipped_for_a_reason() -> None:
    sent = correction(6, state=CorrectionState.SENT)
    candidates = [
        Candidate(leg(1), REFUND, corrections_count=2),
        Candidate(leg(2), None),
        Candidate(leg(3, code_id=REFUND.id), REFUND),
        Candidate(leg(4), RESET),
        Candidate(leg(5, is_in_after_call=True), REFUND),
        Candidate(leg(6), REFUND, latest=sent),
        Candidate(leg(7, is_dialer=True), REFUND),
    ]

    preview = preview_fix(candidates, DIRECTORY, leaves_out_dialer=True)

    assert [change.key for change in preview.changes] == [key(1)]
    assert preview.changes[0].seen_count == 2
    assert reasons(preview) == {
        2: SkipReason.NO_SUGGESTION,
        3: SkipReason.SAME_CODE,
        4: SkipReason.NOT_ON_QUEUE,
        5: SkipReason.NOT_OVER,
        6: SkipReason.BEING_FIXED,
        7: SkipReason.DIALER,
    }


def test_skips_are_counted_by_their_reason_the_most_frequent_first() -> None:
    same = Candidate(leg(14, code_id=REFUND.id), REFUND)
    skipped = [same, Candidate(leg(12), None), Candidate(leg(13), None)]

    preview = preview_fix([Candidate(leg(1), REFUND), *skipped], DIRECTORY)

    assert list(preview.reasons.items()) == [
        (SkipReason.NO_SUGGESTION, 2),
        (SkipReason.SAME_CODE, 1),
    ]


def test_an_undo_takes_back_only_what_still_stands() -> None:
    done = CorrectionState.CONFIRMED
    fixes = [
        correction(1, from_code_id=INVOICE.id, state=done),
        correction(2, from_code_id=INVOICE.id, state=CorrectionState.SKIPPED),
        correction(3, from_code_id=INVOICE.id, state=done),
        correction(4, from_code_id="", state=done),
        correction(5, from_code_id=TIMEOUT_CODE_ID, state=done),
        correction(6, from_code_id=INVOICE.id, state=CorrectionState.VERIFIED),
        correction(7, from_code_id="", state=CorrectionState.KEPT),
        correction(8, from_code_id=DEFAULT_CODE_ID, state=done),
        correction(9, from_code_id=INVOICE.id, state=done),
    ]
    later = correction(6, id="another", from_code_id=REFUND.id)
    now = [
        Candidate(leg(n, code_id=RESET.id if n == 3 else REFUND.id), INVOICE, latest=fixes[n - 1])
        for n in range(1, 9)
    ]
    now[5] = Candidate(leg(6, code_id=REFUND.id), INVOICE, latest=later)
    now[6] = Candidate(leg(7), None, latest=fixes[6])

    preview = preview_undo("batch-1", fixes, now)

    assert {change.undoes_id for change in preview.changes} == {
        "correction-1",
        "correction-7",
        "correction-8",
    }
    assert preview.changes[1].to_code == WrapupCode("", "")
    assert preview.undoes_batch_id == "batch-1"
    assert reasons(preview) == {
        2: SkipReason.NOT_APPLIED,
        3: SkipReason.CHANGED_SINCE,
        4: SkipReason.NO_CODE_BEFORE,
        5: SkipReason.NO_CODE_BEFORE,
        6: SkipReason.CHANGED_SINCE,
        9: SkipReason.CHANGED_SINCE,
    }
