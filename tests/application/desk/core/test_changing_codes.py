"""Given a list of codes that changes, then this is offered, taken back, told and read again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.application.desk.core.states import (
    a_desk,
    a_desk_with_a_call,
    after,
    effects_of,
    seen,
    the_card,
)
from tests.examples import BILLING, CODES, NOON, REFUND, TECHNICAL, a_key, a_leg, a_submission
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.delivery.messages import DeliveryChanged
from wrapup_desk.application.desk import notices
from wrapup_desk.application.desk.effects import ReadCodes
from wrapup_desk.application.desk.messages import ChooseCode, CodesNotRead, CodesRead, Retry
from wrapup_desk.application.suggestions.effects import NoteCodes, NoteProposal
from wrapup_desk.application.suggestions.messages import Ranked
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.modes import Mode, QueueRule
from wrapup_desk.domain.submission import RefusalKind, Submission, SubmissionState
from wrapup_desk.domain.suggestion import Ranking, Source, Suggestion
from wrapup_desk.domain.wrapup import WrapupCode

TRUSTING = Settings(queues={"Support": QueueRule(Mode.SUGGEST, trusts_backend=True)})
SURE = Ranking(
    (
        Suggestion(REFUND, 0.97, Source.MODEL),
        Suggestion(BILLING, 0.02, Source.MODEL),
    ),
    is_clear=True,
    may_auto_submit=True,
)


def refused(state: SubmissionState) -> DeliveryChanged:
    submission: Submission = a_submission(
        code=REFUND, state=state, refusal=RefusalKind.FINAL, attempts=1
    )
    return DeliveryChanged(submission, must_survive=True, latency=timedelta(0))


def test_the_first_refusal_for_good_reads_the_list_anew_and_later_ones_do_not() -> None:
    state = after(a_desk_with_a_call(), ChooseCode("communication-1", REFUND.id))
    leg = the_card(state).leg

    first = effects_of(state, refused(SubmissionState.WAITING))
    state = after(state, refused(SubmissionState.WAITING))
    second = effects_of(state, refused(SubmissionState.REFUSED))

    assert ReadCodes(leg, anew=True) in first
    assert not [each for each in second if isinstance(each, ReadCodes)]


def test_a_code_that_is_gone_is_not_offered_nor_planned_from_that_moment_on() -> None:
    settings = Settings(queues={"Support": QueueRule(Mode.AUTO)})
    state = after(a_desk_with_a_call(settings=settings), Ranked({a_key(): SURE}))
    assert the_card(state).plan is not None

    state = after(state, CodesRead(a_key(), (BILLING, TECHNICAL)))

    card = the_card(state)
    assert [each.code for each in card.ranking.suggestions] == [BILLING]
    assert not card.ranking.is_clear
    assert card.plan is None


def test_what_is_read_for_one_card_counts_for_the_open_cards_of_its_queue_alone() -> None:
    state = after(
        a_desk(),
        *(seen(a_leg(number)) for number in (1, 2)),
        seen(a_leg(3, queue_id="queue-2", queue_name="Orders")),
        *(CodesRead(a_key(number), CODES) for number in (1, 2, 3)),
    )

    effects = effects_of(state, CodesRead(a_key(1), (BILLING,)))
    state = after(state, CodesRead(a_key(1), (BILLING,)))

    told = [each.key for each in effects if isinstance(each, NoteCodes)]
    assert told == [a_key(1), a_key(2)]
    assert {card.leg.key: len(card.codes) for card in state.cards} == {
        a_key(1): 1,
        a_key(2): 1,
        a_key(3): 3,
    }


def test_a_decision_for_a_code_that_is_gone_is_known_as_such() -> None:
    state = after(
        a_desk_with_a_call(),
        ChooseCode("communication-1", REFUND.id),
        refused(SubmissionState.REFUSED),
    )
    assert not the_card(state).is_code_gone

    assert the_card(after(state, CodesRead(a_key(), (BILLING,)))).is_code_gone


def test_a_list_that_cannot_be_read_again_leaves_the_one_there_is() -> None:
    state = after(a_desk_with_a_call(), CodesNotRead(a_key(), "no network"))

    assert the_card(state).codes == CODES
    assert the_card(state).codes_problem == ""


def test_a_queue_without_codes_says_so_and_is_asked_again_on_demand() -> None:
    state = after(a_desk(), seen(a_leg()), CodesRead(a_key(), ()))

    chosen = after(state, ChooseCode("communication-1", REFUND.id))
    effects = effects_of(state, Retry("communication-1"))

    assert the_card(state).codes_problem == notices.NO_CODES
    assert [each.text for each in chosen.notices] == [notices.NO_CODES]
    assert ReadCodes(the_card(state).leg) in effects


def test_the_list_of_a_long_call_is_read_again_at_its_end() -> None:
    state = a_desk_with_a_call(Phase.CONNECTED)
    ended = a_leg(phase=Phase.AFTER_CALL)

    short = effects_of(state, seen(ended))
    long = effects_of(state, seen(ended), NOON + timedelta(minutes=6))

    assert not [each for each in short if isinstance(each, ReadCodes)]
    assert [each.anew for each in long if isinstance(each, ReadCodes)] == [False]


def test_a_proposed_code_that_is_gone_is_taken_back() -> None:
    proposing = a_leg(phase=Phase.AFTER_CALL, attributes={"wrapup_code": "refund"})
    state = after(a_desk(), seen(proposing), CodesRead(a_key(), CODES))

    effects = effects_of(state, CodesRead(a_key(), (BILLING,)))

    assert NoteProposal(a_key(), "") in effects


def test_a_shared_name_is_told_once_and_never_sent() -> None:
    twin = WrapupCode("code-twin", "REFUND")
    proposing = a_leg(phase=Phase.AFTER_CALL, attributes={"wrapup_code": "Refund"})
    state = after(a_desk(TRUSTING), seen(proposing), CodesRead(a_key(), (*CODES, twin)))
    (told,) = state.notices
    dismissed = replace(state, notices=())

    again = after(dismissed, seen(replace(proposing, customer_name="Zoe")))

    assert "“Refund”" in told.text
    assert the_card(state).submission is None
    assert the_card(state).plan is None
    assert again.notices == ()
