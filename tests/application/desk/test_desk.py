"""The desk as the window meets it: events in, commands in, one snapshot out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.application.desk.desk_harness import DeskHarness, said
from tests.conftest import ExpectLog
from tests.fakes import (
    CODES,
    NOON,
    REFUND,
    InMemoryStore,
    a_key,
    a_leg,
    a_submission,
    settle,
)
from wrapup_desk.application.base.notice import Notice, NoticeKind
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk.day_stats import DayTotals
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.domain.interaction import Media, Phase
from wrapup_desk.domain.submission import SubmissionState

# The main job


async def test_an_interaction_is_shown_suggested_chosen_and_confirmed(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg(phase=Phase.ALERTING))
    await floor.move(Phase.CONNECTED)
    assert floor.card().codes == CODES
    floor.centre.tell(said("I want a refund"))
    await settle()
    first = floor.card().ranking.first
    assert first is not None
    assert first.code == REFUND

    await floor.move(Phase.AFTER_CALL)
    floor.choose(REFUND.id, "as asked")
    assert floor.card().submission is not None, "at the key press"
    assert not floor.card().needs_a_code
    await settle()

    submission = floor.card().submission
    assert submission is not None
    assert submission.state is SubmissionState.CONFIRMED
    assert submission.decision.is_as_suggested
    assert floor.centre.code_of(a_key()) == REFUND.id
    assert floor.centre.writes[0].note == "as asked"
    await floor.move(Phase.COMPLETED)
    assert floor.recommender.learnt == [(REFUND.id, True)]
    assert floor.state.tally == DayTotals(handled=1, coded=1, as_suggested=1)
    assert floor.state.uses_today == {REFUND.id: 1}


async def test_every_listener_gets_every_snapshot_and_the_last_is_the_state(
    floor: DeskHarness,
) -> None:
    others: list[DeskState] = []
    floor.desk.listen(others.append)
    await floor.open()
    await floor.put(a_leg())

    assert others == floor.snapshots
    assert floor.snapshots[-1] is floor.state


async def test_cards_stand_in_the_order_of_what_is_urgent(floor: DeskHarness) -> None:
    await floor.open()
    for number, phase in enumerate(
        (Phase.ALERTING, Phase.HELD, Phase.AFTER_CALL, Phase.CONNECTED, Phase.AFTER_CALL)
    ):
        await floor.put(a_leg(number, phase))

    assert [card.leg.key for card in floor.state.cards] == [
        a_key(2),
        a_key(4),
        a_key(1),
        a_key(3),
        a_key(0),
    ]


async def test_the_servers_clock_is_the_windows_clock(floor: DeskHarness) -> None:
    floor.centre.offset = timedelta(hours=-1)

    assert floor.desk.server_now() == NOON - timedelta(hours=1)


# The day and the little things


async def test_a_new_day_begins_with_empty_figures_and_forgets_the_old(
    floor: DeskHarness, store: InMemoryStore, expect_log: ExpectLog
) -> None:
    old = replace(
        a_submission(5, state=SubmissionState.CONFIRMED),
        decision=replace(a_submission().decision, decided_at=NOON - timedelta(days=30, hours=-6)),
    )
    await store.save(old)
    await floor.open()
    await floor.put(a_leg())
    floor.choose()
    await settle()
    assert floor.state.tally.handled == 1

    await floor.clock.advance(24 * 3600)
    assert floor.state.tally == DayTotals()
    assert store.of(a_key(5)) is None

    store.is_full = True
    expect_log("old submissions could not be removed: there is no room")
    await floor.clock.advance(24 * 3600)


async def test_today_is_counted_from_what_is_stored(
    floor: DeskHarness, store: InMemoryStore
) -> None:
    await store.save(a_submission(1, state=SubmissionState.CONFIRMED))
    await store.save(a_submission(2, state=SubmissionState.SUPERSEDED))
    await store.save(a_submission(3, state=SubmissionState.TOO_LATE))
    await floor.open()

    assert floor.state.tally == DayTotals(handled=3, coded=2)


async def test_the_place_is_on_the_header_and_on_the_sign_in_card(floor: DeskHarness) -> None:
    floor.desk = floor.another(Settings(client_id="client-1"))
    floor.desk.set_place("EU (Frankfurt)", is_demo=True)
    floor.desk.set_sign_in_problem("The browser was closed.")

    assert floor.state.is_demo
    assert floor.state.region_label == "EU (Frankfurt)"
    assert floor.state.sign_in.region_label == "EU (Frankfurt)"
    assert floor.state.sign_in.client_id == "client-1"
    assert floor.state.sign_in.problem == "The browser was closed."


async def test_a_notice_replaces_its_like_and_goes_when_dismissed(floor: DeskHarness) -> None:
    await floor.open()
    for text in ("first", "second", "second"):
        floor.desk.notify(Notice("key", NoticeKind.INFO, text))
    floor.desk.notify(Notice("other", NoticeKind.INFO, "other"))
    assert floor.notices == {"key": "second", "other": "other"}

    floor.desk.dismiss_notice("key")
    before = len(floor.snapshots)
    floor.desk.dismiss_notice("key")

    assert floor.notices == {"other": "other"}
    assert len(floor.snapshots) == before


async def test_a_mail_is_a_card_like_any_other(floor: DeskHarness) -> None:
    await floor.open()
    await floor.put(a_leg(media=Media.EMAIL))

    assert floor.card().leg.media is Media.EMAIL
