"""What the agent chooses, takes back, holds and tries again."""

from __future__ import annotations

import pytest

from tests.application.desk.desk_harness import DeskHarness, said
from tests.fakes import (
    BILLING,
    CODES,
    REFUND,
    TECHNICAL,
    a_key,
    a_leg,
    refusing,
    settle,
)
from wrapup_desk.application.base.ports import Unreachable
from wrapup_desk.application.delivery.delivery_service import HEAD_START_S
from wrapup_desk.application.desk.day_stats import DayTotals
from wrapup_desk.application.desk.desk_state import Connection
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.submission import ServerReply, SubmissionState
from wrapup_desk.domain.wrapup import AssignedCode

# Choosing


@pytest.mark.parametrize("phase", [Phase.ALERTING, Phase.MISSED])
async def test_an_unanswered_interaction_takes_no_code(floor: DeskHarness, phase: Phase) -> None:
    await floor.open()
    await floor.put(a_leg(phase=Phase.ALERTING))
    await floor.move(phase)

    floor.choose()

    assert floor.card().submission is None
    assert "was not answered cannot be coded" in floor.notices["choice"]


async def test_nothing_is_ranked_while_a_code_is_on_its_way_to_the_disk(
    floor: DeskHarness,
) -> None:
    await floor.open()
    await floor.put(a_leg())
    await floor.put(a_leg(number=2))
    ranked = floor.recommender.rankings

    floor.store.disk_is_ready.clear()
    floor.choose()
    floor.centre.tell(said("a refund please", communication_id="communication-2"))
    await settle()
    assert floor.recommender.rankings == ranked
    assert not floor.centre.writes

    floor.store.disk_is_ready.set()
    await settle()
    assert floor.centre.writes
    assert floor.recommender.rankings > ranked


async def test_a_disk_that_hangs_holds_up_ranking_no_longer_than_the_code(
    floor: DeskHarness,
) -> None:
    await floor.open()
    await floor.put(a_leg())
    ranked = floor.recommender.rankings

    floor.store.disk_is_ready.clear()
    floor.choose()
    floor.centre.tell(said("a refund please"))
    await floor.clock.advance(HEAD_START_S)

    assert floor.centre.writes
    assert floor.recommender.rankings > ranked
    floor.store.disk_is_ready.set()
    await settle()


async def test_a_code_of_another_queue_is_refused_with_a_notice_that_goes(
    floor: DeskHarness,
) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.choose("code-of-another-queue")
    assert "not valid for this interaction's queue" in floor.notices["choice"]
    assert floor.card().submission is None

    floor.choose(BILLING.id)
    assert floor.notices == {}


async def test_before_the_codes_are_there_a_choice_is_refused_with_a_notice(
    floor: DeskHarness,
) -> None:
    floor.centre.failures.append(Unreachable("no network"))
    await floor.open()
    await floor.put(a_leg())
    assert floor.card().codes_problem == "no network"

    floor.choose()

    assert "not loaded yet" in floor.notices["choice"]


async def test_a_choice_for_no_card_is_nothing(floor: DeskHarness) -> None:
    await floor.open()

    floor.choose(number=9)
    for fields in (
        floor.desk.undo,
        floor.desk.choose_again,
        floor.desk.hold,
        floor.desk.retry,
        floor.desk.dismiss,
    ):
        fields("communication-9")

    assert floor.state.cards == ()


async def test_a_key_pressed_twice_is_one_decision(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.choose(note="once")
    floor.choose(note="once")
    await settle()
    floor.desk.choose_again("communication-1")
    floor.choose(note="once")
    await settle()

    assert len(floor.centre.writes) == 1
    assert not floor.card().is_choosing_again


async def test_another_code_or_note_is_another_decision(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg())
    for code_id, note in ((BILLING.id, ""), (REFUND.id, ""), (REFUND.id, "why")):
        floor.choose(code_id, note)
        await settle()

    assert [(write.code_id, write.note) for write in floor.centre.writes] == [
        (BILLING.id, ""),
        (REFUND.id, ""),
        (REFUND.id, "why"),
    ]


async def test_the_same_choice_after_a_refusal_is_another_try(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.centre.replies.append(refusing(ServerReply.NOT_PERMITTED))
    floor.choose()
    await settle()
    floor.choose()
    await settle()

    assert floor.sent is SubmissionState.CONFIRMED


async def test_offline_a_choice_is_saved_and_the_leg_read_before_it_is_sent(
    floor: DeskHarness,
) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.go_offline()
    assert floor.state.connection is Connection.OFFLINE
    floor.centre.person_chooses(a_key(), TECHNICAL)

    floor.choose()
    assert not floor.card().is_saved, "not before the commit"
    assert floor.state.waiting_count == 0
    await settle()
    assert 1 in [state.waiting_count for state in floor.snapshots], "from the commit on"

    assert not floor.centre.writes
    assert floor.sent is SubmissionState.SUPERSEDED


async def test_a_code_chosen_in_genesys_is_shown_by_its_name(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg(wrapup=AssignedCode(TECHNICAL.id)))

    assert floor.card().code_on_record == TECHNICAL
    assert not floor.card().needs_a_code


async def test_a_code_chosen_in_genesys_over_ours_is_shown(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.choose()
    await settle()
    floor.centre.person_chooses(a_key(), TECHNICAL)
    await settle()

    assert floor.sent is SubmissionState.SUPERSEDED
    assert floor.card().code_on_record == TECHNICAL


# Undo, hold, retry, dismiss


async def test_undo_withdraws_what_was_not_sent(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg(phase=Phase.AFTER_CALL, is_dialer=True))
    floor.choose()
    await settle()
    floor.desk.undo("communication-1")
    await floor.clock.advance(20)

    assert floor.card().submission is None
    assert floor.card().needs_a_code
    assert not floor.centre.writes
    assert floor.state.tally == DayTotals()


async def test_undo_of_what_was_sent_offers_the_choices_again(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg(phase=Phase.AFTER_CALL))
    floor.desk.undo("communication-1")
    assert not floor.card().is_choosing_again, "there is nothing to undo"
    floor.choose()
    await settle()

    floor.desk.undo("communication-1")

    assert floor.card().needs_a_code
    assert floor.sent is SubmissionState.CONFIRMED, "what was sent stands until then"
    floor.choose(REFUND.id)
    await settle()
    assert floor.centre.code_of(a_key()) == REFUND.id


async def test_undo_of_a_completed_leg_changes_nothing(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.choose()
    await settle()
    await floor.move(Phase.COMPLETED)

    floor.desk.undo("communication-1")

    assert not floor.card().needs_a_code
    # Another card may be in the hand by then: the notice names the code that it is about.
    submission = floor.card().submission
    assert submission is not None
    name = submission.decision.code.name
    assert f"Genesys has completed the interaction with “{name}”" in floor.notices["choice"]


async def test_what_undo_could_not_do_is_no_longer_said_after_the_next_choice(
    floor: DeskHarness,
) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.choose()
    await settle()
    await floor.move(Phase.COMPLETED)
    floor.desk.undo("communication-1")
    await floor.put(a_leg(2))

    floor.desk.choose_code("communication-2", BILLING.id)

    assert floor.notices == {}


async def test_choosing_again_can_be_given_up(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.choose()
    await settle()

    floor.desk.choose_again("communication-1")
    assert floor.card().needs_a_code
    floor.desk.choose_again("communication-1")
    assert not floor.card().needs_a_code


async def test_retry_sends_a_refused_code_and_reads_missing_codes(floor: DeskHarness) -> None:
    floor.centre.failures.append(Unreachable("no network"))
    await floor.open()
    await floor.put(a_leg())
    floor.desk.retry("communication-1")
    assert floor.card().codes_problem == ""
    await settle()
    assert floor.card().codes == CODES

    floor.centre.replies.append(refusing(ServerReply.NOT_PERMITTED, "403"))
    floor.choose()
    await settle()
    before = floor.sent
    assert before == SubmissionState.REFUSED
    floor.desk.retry("communication-1")
    await settle()
    assert floor.sent == SubmissionState.CONFIRMED


async def test_only_a_card_that_is_over_can_be_dismissed(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.desk.dismiss("communication-1")
    assert floor.has_card()

    await floor.move(Phase.COMPLETED)
    floor.desk.dismiss("communication-1")
    assert not floor.has_card()

    floor.centre.tell_of(a_key())
    assert not floor.has_card(), "a late event does not bring it back"


async def test_done_cards_make_room_but_what_did_not_arrive_stays(floor: DeskHarness) -> None:
    await floor.open()
    floor.centre.takes_codes_of_ended_legs = False
    for number in range(9):
        await floor.put(a_leg(number))
        if number == 0:
            floor.centre.replies.append(refusing(ServerReply.NOT_PERMITTED, "403"))
            floor.choose(number=0)
        await floor.move(Phase.COMPLETED, number)

    assert [card.leg.key for card in floor.state.cards] == [
        a_key(0),
        *(a_key(number) for number in range(4, 9)),
    ]
    assert floor.state.tally == DayTotals(handled=9, coded=0)


async def test_half_a_sign_in_a_note_is_repaired_before_anything_is_kept_or_sent(
    floor: DeskHarness,
) -> None:
    await floor.open()
    await floor.put(a_leg())

    floor.desk.choose_code(floor.card().leg.key.communication_id, BILLING.id, "called \ud83d back")
    await settle()

    submission = floor.card().submission
    assert submission is not None
    assert submission.decision.note == "called \N{REPLACEMENT CHARACTER} back"
    assert submission.state is not SubmissionState.REFUSED
