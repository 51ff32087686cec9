"""Whose cards are shown, and what is left from before a sign-in or a restart."""

from __future__ import annotations

from tests.application.desk.desk_harness import DeskHarness
from tests.conftest import ExpectLog
from tests.fakes import (
    AGENT,
    BILLING,
    CODES,
    NOON,
    OTHER_AGENT,
    REFUND,
    InMemoryStore,
    Reply,
    a_key,
    a_leg,
    a_submission,
    settle,
)
from wrapup_desk.application.desk.day_stats import DayTotals
from wrapup_desk.application.desk.desk_state import Connection
from wrapup_desk.application.desk.my_day import DayOutcome, my_day
from wrapup_desk.domain.agent import Agent
from wrapup_desk.domain.events import (
    SignInEnded,
    StreamLost,
)
from wrapup_desk.domain.history.leg_records import ended_leg_of
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.domain.wrapup import AssignedCode

# Whose cards


async def test_before_anybody_signs_in_survivors_are_shown_and_cannot_be_changed(
    floor: DeskHarness, store: InMemoryStore
) -> None:
    await store.save(a_submission(queue_name="Support", hung_up_at=NOON))
    await floor.desk.start()

    assert (
        floor.card().submission == a_submission(queue_name="Support", hung_up_at=NOON).survived()
    )
    assert floor.state.waiting_count == 1
    floor.choose(REFUND.id)
    floor.desk.undo("communication-1")
    assert "Sign in first" in floor.notices["choice"]
    submission = floor.card().submission
    assert submission is not None
    assert submission.revision == 1


async def test_another_agents_leftovers_are_counted_and_not_shown(
    floor: DeskHarness, store: InMemoryStore
) -> None:
    await store.save(a_submission(1))
    await store.save(a_submission(2, agent_id=OTHER_AGENT.id))
    await store.save(a_submission(3, agent_id=OTHER_AGENT.id))
    floor.centre.put(a_leg(1, Phase.AFTER_CALL))
    await floor.open()

    assert [card.leg.key for card in floor.state.cards] == [a_key(1)]
    assert floor.state.waiting_count == 0
    assert floor.notices["others"].startswith("2 codes of others wait on this PC")
    assert {write.token_of for write in floor.centre.writes} == {AGENT.id}


async def test_another_agents_leftovers_come_back_with_their_agent(
    floor: DeskHarness, store: InMemoryStore
) -> None:
    await store.save(a_submission(2, agent_id=OTHER_AGENT.id))
    floor.centre.legs[a_key(2)] = a_leg(2, Phase.AFTER_CALL, agent_id=OTHER_AGENT.id)
    await floor.open()
    floor.desk.say_goodbye()
    floor.centre.token_of = OTHER_AGENT

    floor.desk.greet(OTHER_AGENT)
    assert floor.has_card(2)
    assert floor.notices == {}
    await settle()

    assert floor.centre.code_of(a_key(2)) == BILLING.id


async def test_signing_out_takes_away_the_cards_but_not_what_waits(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg(1))
    await floor.put(a_leg(2))
    floor.centre.replies.append(Reply(answer_after_s=60))
    floor.choose(number=2)
    await settle()

    floor.desk.say_goodbye()

    assert [card.leg.key for card in floor.state.cards] == [a_key(2)]
    assert floor.state.agent is None
    floor.choose(REFUND.id, number=2)
    assert "Sign in first" in floor.notices["choice"]


async def test_when_the_sign_in_ends_choices_wait_for_the_same_agent(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.centre.tell(SignInEnded("The sign-in ran out."))
    assert floor.state.connection is Connection.SIGN_IN_ENDED
    floor.centre.tell(StreamLost("closed"))
    assert floor.state.connection is Connection.SIGN_IN_ENDED, "the stream has no say in it"
    assert floor.state.connection_note == "The sign-in ran out."

    floor.choose()
    await settle()
    assert not floor.centre.writes
    assert floor.state.waiting_count == 1

    floor.desk.greet(AGENT)
    await settle()
    assert floor.centre.code_of(a_key()) == BILLING.id


# Restart and end


async def test_a_confirmed_code_of_today_is_ours_after_a_restart(
    floor: DeskHarness, store: InMemoryStore
) -> None:
    await store.save(a_submission(attempts=1, state=SubmissionState.CONFIRMED))
    floor.centre.put(a_leg(phase=Phase.AFTER_CALL, wrapup=AssignedCode(BILLING.id)))
    await floor.open()

    assert floor.sent is SubmissionState.CONFIRMED
    assert floor.card().code_on_record is None
    assert floor.state.tally == DayTotals(handled=1, coded=1)
    floor.choose(REFUND.id)
    await settle()
    stored = store.of(a_key())
    assert stored is not None
    assert (stored.revision, stored.state) == (2, SubmissionState.CONFIRMED)


async def test_a_leg_that_ended_after_its_code_was_undone_is_told_of_after_a_restart(
    floor: DeskHarness, store: InMemoryStore
) -> None:
    leg = a_leg(phase=Phase.COMPLETED)
    await store.save(a_submission().undone())
    await store.save_record(ended_leg_of(leg, floor.clock.now(), "Sends a letter"))

    await floor.open()

    assert floor.state.tally == DayTotals(handled=1)
    assert floor.card().was_completed_without_code
    lines = my_day(floor.state, floor.desk.server_now()).lines
    assert [(line.outcome, line.note) for line in lines] == [
        (DayOutcome.NO_CODE, "Sends a letter")
    ]


async def test_a_survivor_gets_its_codes_when_its_leg_is_seen(
    floor: DeskHarness, store: InMemoryStore
) -> None:
    await store.save(a_submission())
    floor.centre.put(a_leg(phase=Phase.AFTER_CALL))
    await floor.open()

    assert floor.card().codes == CODES
    assert floor.sent is SubmissionState.CONFIRMED


async def test_a_finished_submission_without_a_card_gets_none(
    floor: DeskHarness, store: InMemoryStore
) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.choose()
    await settle()
    await floor.move(Phase.COMPLETED)
    floor.centre.replies.append(Reply(answer_after_s=5))
    floor.desk.dismiss("communication-1")

    assert not floor.has_card()
    assert floor.state.tally == DayTotals(handled=1, coded=1, as_suggested=1)


async def test_a_dismissed_card_comes_back_while_its_code_is_on_its_way(
    floor: DeskHarness,
) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.centre.replies.append(Reply(answer_after_s=5))
    floor.choose()
    await settle()
    await floor.move(Phase.COMPLETED)
    floor.desk.dismiss("communication-1")
    assert not floor.has_card()

    floor.centre.replies.append(Reply(answer_after_s=5))
    await floor.clock.advance(5)
    assert floor.centre.code_of(a_key()) == BILLING.id


async def test_a_database_that_cannot_be_read_is_told_and_the_desk_works(
    floor: DeskHarness,
) -> None:
    floor.store.trouble = "the disk does not answer"
    await floor.open()
    await floor.put(a_leg())
    floor.choose()
    await settle()

    assert "the disk does not answer" in floor.notices["restore"]
    assert floor.sent is SubmissionState.CONFIRMED


async def test_a_full_disk_is_told_until_there_is_room(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.store.is_full = True
    floor.choose()
    await settle()
    assert "Codes are sent but not kept on this PC" in floor.notices["store"]

    floor.store.is_full = False
    await floor.clock.advance(10)
    assert floor.notices == {}


async def test_a_disk_that_is_full_at_the_start_is_told_and_codes_go_out_all_the_same(
    floor: DeskHarness, expect_log: ExpectLog
) -> None:
    expect_log("old submissions could not be removed")
    floor.store.is_full = True
    await floor.open()
    assert "Codes are sent but not kept on this PC" in floor.notices["store"]
    await floor.put(a_leg())
    floor.choose()
    await settle()
    assert floor.sent is SubmissionState.CONFIRMED
    assert floor.store.of(a_leg().key) is None

    floor.store.is_full = False
    await floor.clock.advance(10)

    assert floor.notices == {}
    kept = floor.store.of(a_leg().key)
    assert kept is not None
    assert kept.state is SubmissionState.CONFIRMED


async def test_a_disk_that_has_room_again_takes_down_the_notice_before_any_choice(
    floor: DeskHarness, expect_log: ExpectLog
) -> None:
    expect_log("old submissions could not be removed")
    floor.store.is_full = True
    await floor.open()

    floor.store.is_full = False
    await floor.clock.advance(10)

    assert floor.notices == {}


async def test_what_could_not_be_read_at_the_start_is_sent_once_the_disk_answers(
    floor: DeskHarness,
) -> None:
    await floor.store.save(a_submission())
    floor.store.trouble = "the disk does not answer"
    await floor.open()
    await floor.put(a_leg())
    assert "the disk does not answer" in floor.notices["restore"]
    assert floor.centre.writes == []

    floor.store.trouble = ""
    await floor.clock.advance(10)

    assert [write.code_id for write in floor.centre.writes] == [a_submission().decision.code.id]
    assert floor.notices == {}


async def test_the_end_keeps_what_was_learnt_and_waits_for_the_last_code(
    floor: DeskHarness,
) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.centre.replies.append(Reply(answer_after_s=1))
    floor.choose()
    await floor.move(Phase.COMPLETED)
    floor.background.start(floor.desk.stop(), "stop")
    await floor.clock.advance(1)
    while await floor.store.load_model() is None:
        await settle()  # the model is written out by a thread

    assert floor.sent is SubmissionState.CONFIRMED
    assert await floor.store.load_model() == repr([(BILLING.id, True)]).encode()


async def test_offline_the_end_does_not_wait(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.go_offline()
    floor.centre.replies.append(Reply(answer_after_s=100))
    floor.choose()

    await floor.desk.stop()

    assert floor.store.of(a_key()) is not None


# A desk in the place of another one, within one run


async def start_again(floor: DeskHarness, agent: Agent = AGENT) -> None:
    """Let the desk end, and another one take its place, as a change of the language does."""
    before = floor.state
    await floor.desk.stop()
    floor.desk = floor.another()
    await floor.desk.start(before)
    floor.desk.greet(agent)
    floor.go_live()
    await settle()


async def test_a_desk_in_the_place_of_another_has_its_cards_with_names_and_places(
    floor: DeskHarness,
) -> None:
    names = ("Ada", "Bo", "Cy", "Di", "Ed")
    await floor.open()
    for number, name in enumerate(names, 1):
        await floor.put(a_leg(number, customer_name=name))
    await floor.move(Phase.AFTER_CALL, 1)
    floor.choose(number=1)
    await settle()
    for number in (1, 4):
        await floor.move(Phase.COMPLETED, number)
    await floor.move(Phase.AFTER_CALL, 3)
    floor.desk.select("communication-3", REFUND.id, "Half a no")
    await settle()
    before = [(card.leg.customer_name, card.leg.phase) for card in floor.state.cards]
    decided, tally = floor.card(1).submission, floor.state.tally

    await start_again(floor)

    assert [(card.leg.customer_name, card.leg.phase) for card in floor.state.cards] == before
    assert floor.card(1).submission == decided
    assert floor.card(4).was_completed_without_code
    selection = floor.card(3).selection
    assert selection is not None
    assert (selection.code, selection.note) == (REFUND, "Half a no")
    assert floor.state.tally == tally


async def test_what_was_put_away_does_not_come_back_with_the_desk_or_the_next_sign_in(
    floor: DeskHarness,
) -> None:
    await floor.open()
    for number in (1, 2):
        await floor.put(a_leg(number, Phase.ALERTING, customer_name="Ada"))
        await floor.move(Phase.MISSED, number)
    floor.desk.dismiss("communication-1")

    await start_again(floor)
    assert (floor.has_card(1), floor.has_card(2)) == (False, True)

    floor.desk.dismiss("communication-2")
    floor.desk.greet(AGENT)
    assert not floor.has_card(2)


async def test_another_agent_sees_nothing_of_the_desk_before(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg(1, Phase.ALERTING, customer_name="Ada"))
    await floor.move(Phase.MISSED)

    await start_again(floor, OTHER_AGENT)

    assert floor.state.cards == ()
    assert not floor.state.cards_before
