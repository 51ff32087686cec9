"""What the stream tells, and what a gap in it hid."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.application.desk.desk_harness import DeskHarness, said
from tests.fakes import (
    CODES,
    REFUND,
    a_key,
    a_leg,
    settle,
)
from wrapup_desk.application.base.ports import Unreachable
from wrapup_desk.application.desk.desk_state import Connection
from wrapup_desk.domain.agent import RoutingStatus
from wrapup_desk.domain.events import (
    CodesPredicted,
    ConversationChanged,
    PredictedCode,
    RoutingStatusChanged,
    StreamLost,
    SubscriptionRefused,
)
from wrapup_desk.domain.interaction import Phase

# The stream


async def test_the_line_is_shown_as_it_is(floor: DeskHarness) -> None:
    await floor.open()
    assert floor.state.connection is Connection.LIVE

    floor.centre.tell(StreamLost("no network"))
    assert (floor.state.connection, floor.state.connection_note) == (
        Connection.OFFLINE,
        "no network",
    )
    floor.centre.tell(RoutingStatusChanged(RoutingStatus.IDLE))
    assert floor.state.routing_status is RoutingStatus.IDLE


async def test_news_that_are_not_permitted_are_no_fault_of_the_line(floor: DeskHarness) -> None:
    await floor.open()

    floor.centre.tell(StreamLost("the scope notifications is missing", is_not_permitted=True))

    assert (floor.state.connection, floor.state.connection_note) == (
        Connection.NOT_PERMITTED,
        "the scope notifications is missing",
    )


async def test_setting_the_same_connection_again_is_no_new_snapshot(floor: DeskHarness) -> None:
    await floor.open()
    before = len(floor.snapshots)

    floor.desk.set_connection(Connection.LIVE)

    assert len(floor.snapshots) == before


async def test_a_part_of_the_stream_that_is_not_permitted_is_named(floor: DeskHarness) -> None:
    await floor.open()
    floor.centre.tell(SubscriptionRefused("transcription", ("conversation:transcription:view",)))
    floor.centre.tell(SubscriptionRefused("routingStatus"))

    assert (
        "follow transcription: conversation:transcription:view is missing"
        in (floor.notices["refused-transcription"])
    )
    assert "a permission is missing" in floor.notices["refused-routingStatus"]


async def test_an_organisation_without_copilot_sees_no_warning(floor: DeskHarness) -> None:
    await floor.open()
    floor.centre.tell(SubscriptionRefused("summaries", ("conversation:summary:view",)))

    assert floor.notices == {}


async def test_a_leg_first_seen_when_it_was_over_is_no_card(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg(phase=Phase.COMPLETED))

    assert floor.state.cards == ()


async def test_a_late_snapshot_changes_nothing(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg(phase=Phase.AFTER_CALL))
    floor.centre.tell(ConversationChanged("conversation-1", (a_leg(phase=Phase.CONNECTED),)))

    assert floor.card().leg.phase is Phase.AFTER_CALL


async def test_a_leg_that_ended_in_a_gap_is_found_to_have_ended(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg(1))
    await floor.put(a_leg(2, Phase.ALERTING))
    floor.go_offline()
    floor.centre.move(1, Phase.COMPLETED, is_told=False)
    floor.centre.legs.pop(a_key(2))
    floor.go_live()
    await settle()

    assert floor.card(1).leg.phase is Phase.COMPLETED
    assert floor.card(2).leg.phase is Phase.MISSED


async def test_a_leg_genesys_has_forgotten_is_over(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg(1))
    await floor.put(a_leg(2))
    floor.go_offline()
    # Of the first conversation another leg of ours is left, the second is gone altogether.
    other = a_leg(3, key=a_key(3)._replace(conversation_id="conversation-1"))
    floor.centre.legs = {other.key: other}
    floor.go_live()
    await settle()

    assert floor.card(1).leg.phase is Phase.COMPLETED
    assert floor.card(2).leg.phase is Phase.COMPLETED
    assert floor.card(3).leg.phase is Phase.CONNECTED


async def test_what_became_of_a_leg_is_asked_until_there_is_an_answer(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.go_offline()
    floor.centre.move(1, Phase.COMPLETED, is_told=False)
    floor.centre.failures.extend(
        [Unreachable("no answer"), Unreachable("wait", timedelta(seconds=30))]
    )
    floor.go_live()
    await floor.clock.advance(2)
    assert floor.card().leg.phase is Phase.CONNECTED

    await floor.clock.advance(30)
    assert floor.card().leg.phase is Phase.COMPLETED


async def test_a_new_resync_and_a_sign_out_give_up_the_old_questions(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg())
    floor.go_offline()
    floor.centre.move(1, Phase.COMPLETED, is_told=False)
    floor.centre.failures.extend([Unreachable("no answer")] * 2)
    floor.go_live()
    await settle()
    floor.go_live()
    await settle()
    floor.desk.say_goodbye()
    asked = len(floor.centre.asked)

    await floor.clock.advance(300)

    assert len(floor.centre.asked) == asked


async def test_codes_that_could_not_be_read_are_read_when_the_line_is_back(
    floor: DeskHarness,
) -> None:
    floor.centre.failures.append(Unreachable("no network"))
    await floor.open()
    await floor.put(a_leg())
    floor.go_offline()
    floor.go_live()
    await settle()

    assert floor.card().codes == CODES
    assert floor.card().codes_problem == ""


# Words and predictions


async def test_a_burst_of_words_is_ranked_once(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg())
    before = floor.recommender.rankings
    for number in range(50):
        floor.centre.tell(said("word", str(number)))
    await settle()

    assert floor.recommender.rankings == before + 1
    assert len(floor.recommender.cases[0].heard) == 50


async def test_words_go_to_the_leg_they_were_spoken_on_or_to_all(floor: DeskHarness) -> None:
    await floor.open()
    first, second = a_leg(1), a_leg(2)
    second = replace(second, key=second.key._replace(conversation_id="conversation-1"))
    third = a_leg(3)
    for leg in (first, second, third):
        await floor.put(leg)
    floor.centre.tell(said("for the second", "1", communication_id="communication-2"))
    floor.centre.tell(said("for both", "2", communication_id=""))
    await settle()

    heard = [[each.text for each in case.heard] for case in floor.recommender.cases]
    assert heard == [["for both"], ["for the second", "for both"], []]


async def test_words_after_the_end_are_not_heard(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg())
    await floor.move(Phase.COMPLETED)
    floor.centre.tell(said("goodbye"))
    await settle()

    assert floor.recommender.cases[0].heard == []


@pytest.mark.parametrize(("communication_ids", "is_heard"), [((), True), (("other",), False)])
async def test_genesys_own_prediction_reaches_its_leg(
    floor: DeskHarness, communication_ids: tuple[str, ...], *, is_heard: bool
) -> None:
    await floor.open()
    await floor.put(a_leg())
    codes = (PredictedCode(REFUND.id, 0.8),)
    floor.centre.tell(CodesPredicted("conversation-1", communication_ids, codes))
    await settle()

    assert floor.recommender.cases[0].predictions == (codes if is_heard else ())


async def test_whether_work_is_routed_is_read_as_soon_as_the_stream_opens(
    floor: DeskHarness,
) -> None:
    await floor.open()

    assert floor.state.routing_status is RoutingStatus.IDLE
