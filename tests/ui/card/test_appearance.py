from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.ui import snapshots as s
from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.modes import HiddenReason
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.domain.suggestion import Ranking
from wrapup_desk.ui.card.appearance import CardState, countdown_of, options_for, state_of

LEFT_WITHOUT = replace(s.MARTA, leg=replace(s.MARTA.leg, phase=Phase.COMPLETED))
CASES = {
    "ringing": (s.RINGING, CardState.RINGING),
    "live": (s.TOM, CardState.LIVE),
    "held": (s.HELD, CardState.HELD),
    "after-call work": (s.MARTA, CardState.AFTER_CALL),
    "waits out the undo time": (s.SENDING, CardState.SENDING),
    "saved": (s.SAVED, CardState.SAVED),
    "sent": (s.SUBMITTING, CardState.SUBMITTING),
    "accepted": (s.decided(s.MARTA, "Refund", SubmissionState.ACCEPTED), CardState.SUBMITTING),
    "confirmed": (s.AISHA, CardState.CODED),
    "superseded": (s.decided(s.MARTA, "Refund", SubmissionState.SUPERSEDED), CardState.CHANGED),
    "coded in Genesys": (s.CHANGED, CardState.CHANGED),
    "refused": (s.REFUSED, CardState.REFUSED),
    "too late": (s.TOO_LATE, CardState.TOO_LATE),
    "missed": (s.MISSED, CardState.MISSED),
    "completed without a code": (LEFT_WITHOUT, CardState.NO_CODE),
    "choosing again": (replace(s.CODED_OPEN, is_choosing_again=True), CardState.AFTER_CALL),
}


@pytest.mark.parametrize(("card", "expected"), CASES.values(), ids=CASES)
def test_each_situation_has_its_state(card: InteractionCard, expected: CardState) -> None:
    assert state_of(card, s.NOW) is expected


def test_a_retry_that_backs_off_is_saved_and_not_an_undo_time() -> None:
    submission = s.SENDING.submission
    assert submission is not None
    tried = replace(s.SENDING, submission=replace(submission, attempts=1))

    assert state_of(tried, s.NOW) is CardState.SAVED


def test_after_call_work_counts_to_the_queues_time_out() -> None:
    countdown = countdown_of(s.MARTA, CardState.AFTER_CALL)

    assert countdown is not None
    assert countdown.seconds_left(s.NOW) == 18
    assert countdown.whole == timedelta(seconds=30)
    assert countdown.seconds_left(s.NOW + timedelta(minutes=5)) == 0


def test_after_call_work_without_a_time_out_has_no_countdown() -> None:
    endless = replace(s.MARTA, leg=replace(s.MARTA.leg, wrapup_timeout=None))

    assert countdown_of(endless, CardState.AFTER_CALL) is None


def test_a_clear_ranking_is_offered_as_it_is() -> None:
    options = options_for(s.MARTA, [("code-4", 9)])

    assert [option.code.id for option in options] == ["code-0", "code-1", "code-2"]


def test_an_unclear_ranking_is_filled_up_with_recent_codes_of_this_leg() -> None:
    used = [("elsewhere", 9), ("code-3", 6), ("code-4", 2), ("code-5", 1)]

    options = options_for(s.UNSURE, used)

    assert [(option.code.id, option.uses_today) for option in options] == [
        ("code-2", 0),
        ("code-3", 0),
        ("code-4", 2),
    ]


def test_guesses_before_the_first_words_give_way_to_recent_codes() -> None:
    alike = Ranking(tuple(s.suggestion(name, 0.07) for name in ("Refund", "Order cancelled")))
    live = replace(s.LISTENING, ranking=alike)
    ended = replace(s.MARTA, ranking=alike)

    def offered(card: InteractionCard) -> list[str]:
        return [option.code.name for option in options_for(card, [("code-3", 6)])]

    assert offered(live) == ["Password reset"]
    assert offered(ended) == ["Refund", "Order cancelled", "Password reset"]


def test_a_card_asked_blind_offers_no_rows_not_even_recent_codes() -> None:
    blind = replace(s.MARTA, ranking=Ranking(), hidden_reason=HiddenReason.BLIND)

    assert options_for(blind, [("code-3", 6)]) == ()


def test_without_suggestions_recent_codes_are_still_at_hand() -> None:
    silent = replace(s.MARTA, ranking=Ranking(), hidden_reason=HiddenReason.SHADOW)

    assert [option.code.id for option in options_for(silent, [("code-3", 6)])] == ["code-3"]
