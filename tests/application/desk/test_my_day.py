from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.fakes import AGENT, BILLING, a_key, a_leg
from wrapup_desk.application.delivery.outbox import Outbox
from wrapup_desk.application.desk.desk_state import DeskState, InteractionCard
from wrapup_desk.application.desk.my_day import DayOutcome, my_day
from wrapup_desk.domain.history.leg_records import EndedLeg
from wrapup_desk.domain.interaction import Media
from wrapup_desk.domain.submission import Submission, SubmissionState
from wrapup_desk.domain.wrapup import Decider, Decision

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def submission(
    number: int, state: SubmissionState = SubmissionState.CONFIRMED, agent_id: str = AGENT.id
) -> Submission:
    at = NOON + timedelta(minutes=number)
    return Submission(
        key=a_key(number),
        media=Media.CALL,
        agent_id=agent_id,
        decision=Decision(BILLING, "Sends a letter", Decider.AGENT, at, BILLING.id),
        state=state,
        queue_name="Billing",
        hung_up_at=at,
        confirmed_at=at + timedelta(seconds=number),
    )


def desk(*submissions: Submission, **changes: Any) -> DeskState:
    outbox = Outbox({each.key: each for each in submissions})
    return replace(DeskState(agent=AGENT, outbox=outbox), **changes)


def test_the_newest_comes_first_with_its_code_note_and_state() -> None:
    day = my_day(desk(submission(1), submission(2, SubmissionState.REFUSED)), NOON, UTC)

    assert [line.key for line in day.lines] == [a_key(2), a_key(1)]
    assert [line.outcome for line in day.lines] == [DayOutcome.REFUSED, DayOutcome.CODED]
    assert day.lines[1].note == "Sends a letter"


def test_another_agents_codes_on_this_computer_are_not_shown() -> None:
    assert my_day(desk(submission(1, agent_id="somebody-else")), NOON, UTC).lines == ()
    assert my_day(desk(submission(1), agent=None), NOON, UTC).lines == ()


def test_yesterday_is_no_part_of_today() -> None:
    old = submission(1)
    decision = replace(old.decision, decided_at=NOON - timedelta(days=1))

    assert my_day(desk(replace(old, decision=decision)), NOON, UTC).lines == ()


def test_what_was_undone_is_not_listed() -> None:
    assert my_day(desk(replace(submission(1), is_undone=True)), NOON, UTC).lines == ()


def test_an_interaction_that_ended_without_a_code_is_listed() -> None:
    ended = EndedLeg(a_key(3), AGENT.id, Media.CALL, "Billing", NOON)

    day = my_day(desk(submission(1), ended={ended.key: ended}), NOON, UTC)

    assert day.count(DayOutcome.NO_CODE) == 1
    assert [line.outcome.needs_help for line in day.lines] == [False, True]


def test_an_interaction_that_ended_after_its_code_was_undone_is_listed() -> None:
    ended = EndedLeg(a_key(1), AGENT.id, Media.CALL, "Billing", NOON, note="Sends a letter")
    undone = replace(submission(1), is_undone=True)

    for state in (
        desk(undone, ended={ended.key: ended}),
        desk(past={undone.key: undone}, ended={ended.key: ended}),
    ):
        day = my_day(state, NOON, UTC)

        assert [line.outcome for line in day.lines] == [DayOutcome.NO_CODE]
        assert day.lines[0].note == "Sends a letter"


def test_a_code_chosen_elsewhere_is_no_change_of_ours() -> None:
    ended = EndedLeg(a_key(3), AGENT.id, Media.CALL, "Billing", NOON, code_id=BILLING.id)

    (line,) = my_day(desk(ended={ended.key: ended}), NOON, UTC).lines

    assert line.outcome is DayOutcome.ELSEWHERE
    assert not line.outcome.needs_help


def test_the_figures_count_what_was_coded_and_how_soon() -> None:
    day = my_day(
        desk(submission(2), submission(4), submission(6, SubmissionState.WAITING)), NOON, UTC
    )

    assert (day.count(DayOutcome.CODED), day.as_suggested) == (2, 2)
    assert day.median_to_code_s == 4.0


def test_the_customer_is_known_only_while_the_card_is_open() -> None:
    leg = replace(a_leg(1), customer_name="Anna Abbott")

    opened = my_day(desk(submission(1), cards=(InteractionCard(leg),)), NOON, UTC)
    closed = my_day(desk(submission(1)), NOON, UTC)

    assert (opened.lines[0].customer, opened.lines[0].is_open) == ("Anna Abbott", True)
    assert (closed.lines[0].customer, closed.lines[0].is_open) == ("", False)


def test_the_search_finds_each_word_in_any_place() -> None:
    day = my_day(desk(submission(1), submission(2)), NOON, UTC)

    assert len(day.found("LETTER billing")) == 2
    assert day.found("refund") == ()
    assert [line.key for line in day.found(a_key(2).conversation_id)] == [a_key(2)]
