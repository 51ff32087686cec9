from dataclasses import replace
from datetime import timedelta

import pytest

from tests.adapters.genesys.rest_harness import FastClock
from tests.application.repair.delivery_harness import KEY, Shop
from tests.application.repair.repair_harness import (
    ACCEPTED,
    World,
    refused,
)
from tests.domain.repair.examples import INVOICE, REFUND
from wrapup_desk.application.base.rate_gate import RateGate
from wrapup_desk.application.repair.ports import (
    CodeRead,
    RecordAnswer,
    StaleCorrection,
    Way,
    ways_for,
)
from wrapup_desk.application.repair.tasks.correction_delivery import (
    DeliveryOptions,
    Interrupted,
)
from wrapup_desk.domain.interaction import Media
from wrapup_desk.domain.repair.audit import event_of
from wrapup_desk.domain.repair.correction import Correction, CorrectionState
from wrapup_desk.domain.submission import ServerReply
from wrapup_desk.domain.wrapup import TIMEOUT_CODE_ID, AssignedCode


def ways(world: World) -> list[str]:
    return [each.way.value for each in world.written]


async def test_an_accepted_code_that_the_record_shows_is_confirmed(shop: Shop) -> None:
    done = await shop.deliver()

    assert done.state is CorrectionState.CONFIRMED
    assert (done.way, done.attempts, ways(shop.world)) == ("A", 1, ["A"])
    assert await shop.trail() == ["planned", "sent by way A", "accepted", "confirmed"]
    assert shop.changes[-1] == (CorrectionState.CONFIRMED, REFUND.id)


async def test_each_way_is_tried_in_order_until_one_is_taken(shop: Shop) -> None:
    shop.world.answer_to = lambda way, one: ACCEPTED if way is Way.ON_BEHALF else refused()

    done = await shop.deliver()

    assert done.state is CorrectionState.CONFIRMED
    assert (done.way, ways(shop.world)) == ("C", ["A", "B", "C"])


@pytest.mark.parametrize(
    "said",
    [
        ServerReply.CONFLICT,
        ServerReply.NOT_PERMITTED,
        ServerReply.NOT_FOUND,
        ServerReply.MALFORMED,
    ],
)
async def test_when_genesys_refuses_every_way_the_correction_is_kept_here(
    shop: Shop, said: ServerReply
) -> None:
    shop.world.answer_to = lambda way, one: refused(said)

    done = await shop.deliver()

    assert done.state is CorrectionState.KEPT
    assert done.answer == f"Genesys refused: {said.value}."
    assert ways(shop.world) == ["A", "B", "C"]
    assert shop.world.record[KEY] == ""
    assert shop.world.attributes == {}


async def test_a_kept_correction_can_be_written_beside_the_code(shop: Shop) -> None:
    options = DeliveryOptions("corrected_wrapup_code")
    shop.context = replace(shop.context, options=options)
    shop.world.answer_to = lambda way, one: refused()

    done = await shop.deliver()

    assert done.is_in_attributes
    assert shop.world.attributes[KEY] == {
        "corrected_wrapup_code": "Refund given",
        "corrected_wrapup_code_id": REFUND.id,
    }
    assert (await shop.trail())[-1] == "kept, written as attribute"


def test_writing_on_behalf_exists_for_calls_only() -> None:
    assert len(ways_for(Media.CALL)) == 3
    assert [way for media in Media if media is not Media.CALL for way in ways_for(media)].count(
        Way.ON_BEHALF
    ) == 0


async def test_a_change_by_someone_else_is_never_written_over(shop: Shop) -> None:
    shop.world.record[KEY] = INVOICE.id

    done = await shop.deliver()

    assert done.state is CorrectionState.SKIPPED
    assert "Somebody else" in done.answer
    assert shop.world.written == []
    assert shop.changes[-1] == (CorrectionState.SKIPPED, INVOICE.id)


async def test_a_change_between_two_tries_is_never_written_over(shop: Shop) -> None:
    def refuse_while_another_hand_writes(way: Way, one: Correction) -> RecordAnswer:
        shop.world.record[KEY] = INVOICE.id
        return refused()

    shop.world.answer_to = refuse_while_another_hand_writes

    done = await shop.deliver()

    assert done.state is CorrectionState.SKIPPED
    assert shop.world.record[KEY] == INVOICE.id
    assert ways(shop.world) == ["A"]


async def test_what_is_right_already_is_not_written_again(shop: Shop) -> None:
    shop.world.record[KEY] = REFUND.id

    done = await shop.deliver()

    assert (done.state, done.answer) == (CorrectionState.SKIPPED, "It already had this code.")


async def test_a_system_code_that_came_late_does_not_stand_in_the_way(shop: Shop) -> None:
    shop.world.record[KEY] = TIMEOUT_CODE_ID

    assert (await shop.deliver()).state is CorrectionState.CONFIRMED


async def test_after_a_crash_a_sent_code_is_read_back_before_anything_is_sent(shop: Shop) -> None:
    sent = shop.correction.moved(CorrectionState.SENT, shop.world.now)
    await shop.ledger.keep(sent, [event_of(sent)])
    shop.world.record[KEY] = REFUND.id

    delivery = shop.delivery(sent)
    await delivery.deliver()

    assert delivery.correction.state is CorrectionState.CONFIRMED
    assert shop.world.written == []


async def test_a_rate_limit_makes_everybody_wait_and_loses_nothing(shop: Shop) -> None:
    answers = iter([refused(ServerReply.TOO_MANY, retry_after=timedelta(seconds=30)), ACCEPTED])
    shop.world.answer_to = lambda way, one: next(answers)
    started_s = shop.context.clock.monotonic()

    done = await shop.deliver()

    assert done.state is CorrectionState.CONFIRMED
    assert shop.context.clock.monotonic() - started_s >= 30
    assert done.attempts == 2


@pytest.mark.parametrize("said", [ServerReply.FAILED, ServerReply.UNREACHABLE])
async def test_a_lost_answer_is_settled_by_reading_back(shop: Shop, said: ServerReply) -> None:
    def lose_the_answer(way: Way, one: Correction) -> RecordAnswer:
        shop.world.record[KEY] = one.to_code.id
        return refused(said)

    shop.world.answer_to = lose_the_answer

    done = await shop.deliver()

    assert done.state is CorrectionState.CONFIRMED
    assert ways(shop.world) == ["A"]


async def test_a_server_that_stays_away_interrupts_and_the_state_stays_stored(shop: Shop) -> None:
    shop.world.answer_to = lambda way, one: refused(ServerReply.UNREACHABLE)
    shop.world.read_answers.extend([CodeRead(refused(ServerReply.UNREACHABLE))] * 20)

    with pytest.raises(Interrupted, match="no answer"):
        await shop.delivery().deliver()

    assert (await shop.ledger.history_of(KEY))[0].state is CorrectionState.PLANNED


async def test_being_signed_out_interrupts(shop: Shop) -> None:
    shop.world.answer_to = lambda way, one: refused(ServerReply.NOT_SIGNED_IN)

    with pytest.raises(Interrupted):
        await shop.delivery().deliver()
    assert (await shop.ledger.history_of(KEY))[0].state is CorrectionState.SENT

    shop.world.read_answers.append(CodeRead(refused(ServerReply.NOT_SIGNED_IN)))
    with pytest.raises(Interrupted):
        await shop.delivery((await shop.ledger.history_of(KEY))[0]).deliver()


async def test_a_missing_permission_leaves_nothing_queued(shop: Shop) -> None:
    lacking = ("conversation:participant:wrapup",)
    shop.world.answer_to = lambda way, one: refused(
        ServerReply.NOT_PERMITTED, missing_permissions=lacking
    )

    with pytest.raises(Interrupted) as caught:
        await shop.delivery().deliver()

    assert caught.value.missing_permissions == lacking
    assert (await shop.ledger.history_of(KEY))[0].state is CorrectionState.CANCELLED
    assert ways(shop.world) == ["A"]


async def test_accepted_without_effect_counts_as_refused(shop: Shop) -> None:
    shop.world.takes_effect = False

    done = await shop.deliver()

    assert done.state is CorrectionState.KEPT
    assert done.answer == "Genesys accepted it, but its record did not change."
    assert ways(shop.world) == ["A", "B", "C"]


async def test_a_leg_that_cannot_be_read_is_not_written_over(shop: Shop) -> None:
    del shop.world.record[KEY]

    done = await shop.deliver()

    assert done.state is CorrectionState.KEPT
    assert "404" in done.answer
    assert shop.world.written == []


async def test_where_only_analytics_can_be_read_the_outcome_is_left_to_a_later_look(
    shop: Shop,
) -> None:
    old = CodeRead(ACCEPTED, None, is_late=True)
    shop.world.read_answers.extend([old, old])

    done = await shop.deliver()

    assert done.state is CorrectionState.ACCEPTED
    assert ways(shop.world) == ["A"]


async def test_a_late_read_that_shows_the_code_confirms(shop: Shop) -> None:
    shop.world.read_answers.extend(
        [CodeRead(ACCEPTED, None, is_late=True), CodeRead(ACCEPTED, AssignedCode(REFUND.id))]
    )

    assert (await shop.deliver()).state is CorrectionState.CONFIRMED


async def test_who_works_on_an_outdated_correction_stops(shop: Shop) -> None:
    moved = shop.correction.moved(CorrectionState.SENT, shop.world.now)
    await shop.ledger.keep(moved, [])

    with pytest.raises(StaleCorrection):
        await shop.delivery().deliver()
    assert shop.world.written == []


async def test_only_what_was_never_sent_can_be_cancelled(shop: Shop) -> None:
    delivery = shop.delivery()
    await delivery.cancel()

    assert delivery.correction.state is CorrectionState.CANCELLED
    sent = shop.delivery(replace(shop.correction, state=CorrectionState.SENT))
    await sent.cancel()
    assert sent.correction.state is CorrectionState.SENT


async def test_turns_are_given_out_evenly_and_not_during_a_pause() -> None:
    clock = FastClock(500)
    pacer = RateGate(clock, turns_per_minute=60)
    began_s = clock.monotonic()

    for _ in range(4):
        await pacer.turn()
    spent_s = clock.monotonic() - began_s
    pacer.pause(timedelta(seconds=20))

    assert spent_s >= 3
    assert 0 < pacer.pause_left_s <= 20
    await pacer.turn()
    assert clock.monotonic() - began_s >= 23
    assert pacer.pause_left_s == 0


def test_an_answer_has_no_missing_permissions_unless_named() -> None:
    assert RecordAnswer(ServerReply.ACCEPTED).missing_permissions == ()
