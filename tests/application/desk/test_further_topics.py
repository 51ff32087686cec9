"""Further topics of one interaction: chosen, sent as tags with the code, proved with it, kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.application.desk.desk_harness import DeskHarness, said
from tests.fakes import BILLING, NOON, REFUND, TECHNICAL, a_leg, lost_before, settle
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk.my_day import my_day
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.submission import MOST_NOTE_ATTEMPTS, SubmissionState
from wrapup_desk.domain.wrapup import AssignedCode

LEG = "communication-1"


def written(floor: DeskHarness) -> list[tuple[str, tuple[str, ...]]]:
    return [(write.code_id, write.tags) for write in floor.centre.writes]


def on_record(floor: DeskHarness) -> AssignedCode:
    assigned = floor.centre.legs[floor.card().leg.key].wrapup
    assert assigned is not None
    return assigned


async def restarted(floor: DeskHarness) -> None:
    """Kill everything the desk does, and start another run on the same disk."""
    await floor.background.stop()
    floor.centre._publish = None
    await floor.open(Settings())


async def test_further_topics_go_as_tags_with_the_code_and_are_proved_with_it(
    floor: DeskHarness,
) -> None:
    await floor.open()
    await floor.put(a_leg(phase=Phase.AFTER_CALL))

    floor.desk.choose_code(LEG, BILLING.id, "", (REFUND.id, TECHNICAL.id))
    await settle()

    assert written(floor) == [(BILLING.id, ("Refund", TECHNICAL.name))]
    assert on_record(floor).tags == ("Refund", TECHNICAL.name)
    assert floor.sent is SubmissionState.CONFIRMED
    (line,) = my_day(floor.state, floor.clock.now()).lines
    assert line.code_name == f"{BILLING.name} + Refund + {TECHNICAL.name}"


async def test_the_same_code_without_its_tags_is_no_proof(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg(phase=Phase.AFTER_CALL))
    floor.choose(BILLING.id)
    await settle()
    assert floor.sent is SubmissionState.CONFIRMED
    floor.centre.replies.append(lost_before())

    floor.desk.choose_code(LEG, BILLING.id, "", (REFUND.id,))
    await settle()
    assert floor.sent is not SubmissionState.CONFIRMED, "what stands has no tags yet"
    await floor.clock.advance(60)

    assert on_record(floor).tags == ("Refund",)
    assert floor.sent is SubmissionState.CONFIRMED


async def test_a_topic_that_is_taken_off_again_goes_from_the_record(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg(phase=Phase.AFTER_CALL))
    floor.desk.choose_code(LEG, BILLING.id, "", (REFUND.id,))
    await settle()

    floor.desk.choose_code(LEG, BILLING.id, "")
    await settle()

    assert written(floor)[-1] == (BILLING.id, ())
    assert on_record(floor).tags == ()
    assert floor.sent is SubmissionState.CONFIRMED


async def test_the_same_choice_with_the_same_topics_is_a_key_pressed_twice(
    floor: DeskHarness,
) -> None:
    await floor.open()
    await floor.put(a_leg(phase=Phase.AFTER_CALL))

    for _ in range(2):
        floor.desk.choose_code(LEG, BILLING.id, "", (REFUND.id,))
        await settle()

    assert len(floor.centre.writes) == 1


async def test_a_server_that_shows_no_tags_is_asked_three_times_and_the_code_counts(
    floor: DeskHarness,
) -> None:
    floor.centre.keeps_tags = False
    await floor.open()
    await floor.put(a_leg(phase=Phase.AFTER_CALL))

    floor.desk.choose_code(LEG, BILLING.id, "", (REFUND.id,))
    await floor.clock.advance(120)

    assert written(floor) == [(BILLING.id, ("Refund",))] * MOST_NOTE_ATTEMPTS
    assert floor.sent is SubmissionState.CONFIRMED


async def test_tags_that_somebody_changes_after_the_proof_are_left_alone(
    floor: DeskHarness,
) -> None:
    await floor.open()
    await floor.put(a_leg(phase=Phase.AFTER_CALL))
    floor.desk.choose_code(LEG, BILLING.id, "", (REFUND.id,))
    await settle()

    for tags in ((), ("vip",)):
        await floor.put(a_leg(phase=Phase.AFTER_CALL, wrapup=AssignedCode(BILLING.id, tags=tags)))
        await floor.clock.advance(60)

    assert len(floor.centre.writes) == 1
    assert on_record(floor).tags == ("vip",)


async def test_where_tags_are_used_otherwise_none_is_sent(floor: DeskHarness) -> None:
    await floor.open(Settings(further_topics=False))
    await floor.put(a_leg(phase=Phase.AFTER_CALL))

    floor.desk.select(LEG, BILLING.id, "", (REFUND.id,))
    floor.desk.choose_code(LEG, BILLING.id, "", (REFUND.id,))
    await settle()

    assert not floor.card().takes_topics
    assert written(floor) == [(BILLING.id, ())]


async def test_the_code_itself_and_what_is_no_code_of_the_leg_are_no_topics(
    floor: DeskHarness,
) -> None:
    await floor.open()
    await floor.put(a_leg(phase=Phase.AFTER_CALL))

    floor.desk.choose_code(LEG, BILLING.id, "", (BILLING.id, "elsewhere", REFUND.id, REFUND.id))
    await settle()

    assert written(floor) == [(BILLING.id, ("Refund",))]


async def test_selected_topics_survive_a_crash_and_go_with_the_code_at_the_time_out(
    floor: DeskHarness,
) -> None:
    await floor.open()
    leg = replace(a_leg(phase=Phase.AFTER_CALL), wrapup_timeout=timedelta(seconds=60))
    await floor.put(leg)
    floor.desk.select(LEG, BILLING.id, "", (REFUND.id,))
    await settle()

    await restarted(floor)
    await floor.put(leg)

    selection = floor.card().selection
    assert selection is not None
    assert selection.topics == (REFUND,)
    assert floor.clock.now() < NOON + timedelta(seconds=55)
    await floor.clock.advance(60)
    assert written(floor) == [(BILLING.id, ("Refund",))]


async def test_a_decision_with_topics_survives_a_crash_before_it_was_sent(
    floor: DeskHarness,
) -> None:
    await floor.open()
    await floor.put(a_leg(phase=Phase.AFTER_CALL))
    floor.go_offline()
    floor.centre.replies.extend([lost_before()] * 2)
    floor.desk.choose_code(LEG, BILLING.id, "", (REFUND.id,))
    await settle()
    assert not floor.card().leg.wrapup

    await restarted(floor)
    await floor.clock.advance(60)

    assert on_record(floor).tags == ("Refund",)
    assert floor.sent is SubmissionState.CONFIRMED


async def test_a_second_topic_is_looked_for_after_the_ranking_has_shown(
    floor: DeskHarness,
) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.recommender.topics = (None, REFUND, REFUND)
    floor.centre.tell(said("billing and a refund please"))
    await settle()
    assert floor.card().ranking.further is None, "the talk goes on"

    await floor.move(Phase.AFTER_CALL)

    assert floor.card().ranking.further == REFUND
    ended = [
        card.ranking
        for card in (state.card("communication-1") for state in floor.snapshots)
        if card is not None and card.leg.phase is Phase.AFTER_CALL and card.ranking.suggestions
    ]
    assert ended[0].further is None, "the first code did not wait for it"


async def test_a_second_topic_stands_while_it_is_looked_for_again(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.recommender.topics = (REFUND,)
    await floor.move(Phase.AFTER_CALL)
    shown = len(floor.snapshots)

    floor.centre.tell(said("billing, as I said"))
    await settle()

    again = [state.card("communication-1") for state in floor.snapshots[shown:]]
    assert again
    assert all(card is not None and card.ranking.further == REFUND for card in again)

    floor.recommender.topics = (None,)
    floor.centre.tell(said("no refund", "2"))
    await settle()
    assert floor.card().ranking.further is None
