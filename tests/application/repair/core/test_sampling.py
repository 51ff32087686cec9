"""Given a sample and a verdict: then it is stored first, and the next row is shown after."""

from __future__ import annotations

from dataclasses import replace

from tests.application.repair.core.examples import NOW, after, found, signed_out
from tests.domain.repair.examples import INVOICE, REFUND, ROBIN, leg
from wrapup_desk.application.repair.commands import (
    DrawSample,
    JudgeRow,
    LeaveSample,
    SetFilters,
)
from wrapup_desk.application.repair.effects import (
    Arrange,
    DrawRows,
    NoteChoice,
    StoreReview,
)
from wrapup_desk.application.repair.messages import (
    Arranged,
    RepairEffectFailed,
    ReviewStored,
    SampleDrawn,
)
from wrapup_desk.application.repair.state import Arranging, RepairState
from wrapup_desk.domain.quality.sample import Review, Sample, SampleRequest, Verdict
from wrapup_desk.domain.repair.table_view import Filters, VisibleRows

TWO = SampleRequest(2)
SAMPLE = Sample(TWO, (2, 0), {2: "", 0: ""}, {"": 4})


def coded() -> RepairState:
    state = found()
    for number in range(1, 5):
        state.legs.put(leg(number, code_id=REFUND.id))
    return replace(state, legs_revision=state.legs.revision)


def sampling() -> RepairState:
    state = replace(coded(), is_drawing=True)
    return after(SampleDrawn(state.legs, SAMPLE, {}), state)[0]


def judged(state: RepairState, row: int, verdict: Verdict, right: str = "") -> Review:
    _, effects = after(JudgeRow(row, verdict, right), state)
    (store,) = effects
    assert isinstance(store, StoreReview)
    return store.review


def test_a_sample_is_drawn_of_what_the_filters_let_through() -> None:
    state, effects = after(DrawSample(TWO), coded())

    assert list(effects) == [DrawRows(state.legs, state.filters, TWO)]
    assert state.is_drawing


def test_the_rows_of_the_sample_alone_are_shown_the_first_in_detail() -> None:
    state = sampling()

    assert state.rows == (2, 0)
    assert state.focus is not None
    assert state.focus.row == 2


def test_a_sample_of_an_older_search_is_not_shown() -> None:
    older = coded().legs
    state = replace(coded(), is_drawing=True)

    assert after(SampleDrawn(older, SAMPLE, {}), state) == (state, ())


def test_nothing_to_draw_from_is_said() -> None:
    state = replace(coded(), is_drawing=True)

    state, _ = after(SampleDrawn(state.legs, Sample(TWO), {}), state)

    assert state.sample is None
    assert "no interaction with an agent's code" in state.notices[0].text


def test_a_verdict_is_stored_before_it_is_shown() -> None:
    state = sampling()

    shown, effects = after(JudgeRow(2, Verdict.WRONG, INVOICE.id), state)

    review = Review(state.legs.table.key(2), REFUND.id, Verdict.WRONG, NOW, ROBIN, INVOICE.id)
    assert list(effects) == [StoreReview(review, "sample of 2, seed 1")]
    assert shown.sample == state.sample


def test_a_stored_verdict_counts_and_the_next_row_is_shown() -> None:
    state = sampling()

    state, effects = after(ReviewStored(judged(state, 2, Verdict.WRONG, INVOICE.id)), state)

    assert state.sample is not None
    assert state.sample.result.wrong_count == 1
    assert state.focus is not None
    assert state.focus.row == 0
    # What is right is chosen for the row, so that it can be corrected at once.
    assert NoteChoice(state.legs, 2, INVOICE) in effects


def test_who_has_moved_on_is_not_called_back() -> None:
    state = sampling()
    review = judged(state, 0, Verdict.RIGHT)

    after_stored, _ = after(ReviewStored(review), state)

    assert after_stored.focus == state.focus


def test_a_right_code_has_no_other_that_would_be_right() -> None:
    assert judged(sampling(), 2, Verdict.RIGHT, INVOICE.id).right_code_id == ""


def test_a_verdict_on_a_row_outside_the_sample_or_by_nobody_does_nothing() -> None:
    state = sampling()

    assert after(JudgeRow(1, Verdict.RIGHT), state) == (state, ())
    assert after(JudgeRow(2, Verdict.RIGHT), signed_out(state))[1] == ()


def test_rows_that_are_arranged_meanwhile_do_not_replace_the_sample() -> None:
    state = replace(sampling(), arranging=Arranging.RUNNING)

    state, effects = after(Arranged(state.legs, VisibleRows((1, 3))), state)

    assert state.rows == (2, 0)
    assert not list(effects)


def test_leaving_shows_all_rows_again() -> None:
    state, effects = after(LeaveSample(), sampling())

    assert state.sample is None
    assert list(effects) == [Arrange(state.legs, state.filters, state.order)]


def test_other_filters_leave_the_sample() -> None:
    state, effects = after(SetFilters(Filters(text="refund")), sampling())

    assert state.sample is None
    assert any(isinstance(each, Arrange) for each in effects)


def test_a_verdict_that_cannot_be_stored_is_told_and_not_counted() -> None:
    state = sampling()
    review = judged(state, 2, Verdict.WRONG)

    state, _ = after(RepairEffectFailed(StoreReview(review, "sample"), "The disk is full."), state)

    assert [each.text for each in state.notices] == ["The disk is full."]
    assert state.sample is not None
    assert state.sample.result.reviewed == 0
