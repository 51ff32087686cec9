"""What a card shows after each thing that happens, where the desk's own tests do not look."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.application.desk.desk_harness import said
from tests.fakes import (
    AGENT,
    BILLING,
    TECHNICAL,
    FakeClock,
    FakeContactCentre,
    FakeRecommender,
    InMemoryStore,
    a_key,
    a_leg,
    a_submission,
    settle,
)
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.delivery.messages import DeliveryChanged
from wrapup_desk.application.desk.day_stats import DayStats
from wrapup_desk.application.desk.desk import Desk
from wrapup_desk.application.desk.desk_state import DeskState, InteractionCard
from wrapup_desk.application.desk.messages import DeskMessage, LearnSettled
from wrapup_desk.domain.events import ConversationChanged
from wrapup_desk.domain.interaction import Leg, Phase
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.domain.wrapup import TIMEOUT_CODE_ID, AssignedCode


class Table:
    """A desk of which only the cards are looked at."""

    def __init__(
        self, clock: FakeClock, centre: FakeContactCentre, background: Background
    ) -> None:
        self.recommender = FakeRecommender()
        self.snapshots: list[DeskState] = []
        store = InMemoryStore()
        self.desk = Desk(centre, store, store, clock, background, Settings())
        self.desk.listen(self.snapshots.append)
        self.desk.use_recommender(self.recommender)
        self.desk.greet(AGENT)

    def take_leg(self, leg: Leg) -> None:
        self.desk.on_event(ConversationChanged(leg.key.conversation_id, (leg,)))

    def tell(self, message: DeskMessage) -> None:
        self.desk._tell(message)

    @property
    def record(self) -> DayStats:
        return self.desk.state.day

    @property
    def card(self) -> InteractionCard:
        card = self.get()
        assert card is not None
        return card

    def get(self) -> InteractionCard | None:
        return self.desk.state.card("communication-1")

    def knows(self) -> bool:
        return self.desk._suggestions.knows(a_key())


@pytest.fixture
def table(clock: FakeClock, centre: FakeContactCentre, background: Background) -> Table:
    return Table(clock, centre, background)


async def test_what_finished_without_a_card_is_counted_and_gets_none(table: Table) -> None:
    confirmed = a_submission(state=SubmissionState.CONFIRMED)
    table.tell(DeliveryChanged(confirmed, must_survive=False, latency=timedelta(0)))

    assert table.get() is None
    assert table.record.totals().coded == 1


async def test_a_card_removed_in_the_same_turn_is_not_refreshed(table: Table) -> None:
    table.take_leg(a_leg())
    await settle()
    rankings = table.recommender.rankings
    table.desk.on_event(said("refund", "1"))
    table.desk.on_event(said("refund", "2"))
    table.desk.say_goodbye()
    snapshots = len(table.snapshots)
    await settle()

    assert table.get() is None
    assert table.recommender.rankings == rankings
    assert len(table.snapshots) == snapshots


async def test_a_code_a_person_chose_in_genesys_is_learnt_when_the_leg_ends(table: Table) -> None:
    table.take_leg(a_leg())
    await settle()
    table.take_leg(a_leg(wrapup=AssignedCode(TECHNICAL.id)))
    assert table.recommender.learnt == []

    table.take_leg(a_leg(phase=Phase.COMPLETED, wrapup=AssignedCode(TECHNICAL.id)))
    table.tell(LearnSettled())

    assert table.recommender.learnt == [(TECHNICAL.id, True)]
    assert table.record.totals().coded == 1


async def test_a_timed_out_leg_teaches_nothing_and_counts_as_not_coded(table: Table) -> None:
    table.take_leg(a_leg())
    await settle()
    table.take_leg(a_leg(phase=Phase.COMPLETED, wrapup=AssignedCode(TIMEOUT_CODE_ID)))

    assert table.card.was_completed_without_code
    assert table.recommender.learnt == []
    assert (table.record.totals().handled, table.record.totals().coded) == (1, 0)


async def test_a_code_outside_the_legs_list_is_shown_by_its_id(table: Table) -> None:
    table.take_leg(a_leg(wrapup=AssignedCode("unknown-code")))

    assert table.card.code_on_record is not None
    assert table.card.code_on_record.name == "unknown-code"


async def test_somebodys_draft_is_no_code_on_record(table: Table) -> None:
    table.take_leg(a_leg(wrapup=AssignedCode(BILLING.id, is_provisional=True)))

    assert table.card.code_on_record is None
    assert table.card.needs_a_code


async def test_customer_words_go_with_the_card(table: Table) -> None:
    table.take_leg(a_leg())
    await settle()
    table.desk.on_event(said("my secret"))
    assert table.knows()
    table.desk.say_goodbye()

    assert not table.knows()
    assert "my secret" not in repr(table.desk.state)


@pytest.mark.parametrize(
    ("card", "is_missing"),
    [
        (InteractionCard(a_leg()), False),
        (InteractionCard(a_leg(phase=Phase.COMPLETED)), True),
        (InteractionCard(a_leg(phase=Phase.COMPLETED, wrapup=AssignedCode("a"))), False),
        (
            InteractionCard(
                a_leg(phase=Phase.COMPLETED),
                submission=a_submission(state=SubmissionState.TOO_LATE),
            ),
            True,
        ),
        (
            InteractionCard(
                a_leg(phase=Phase.COMPLETED),
                submission=a_submission(state=SubmissionState.CONFIRMED),
            ),
            False,
        ),
    ],
)
def test_a_card_tells_whether_it_ended_without_a_code(
    card: InteractionCard, *, is_missing: bool
) -> None:
    assert card.was_completed_without_code == is_missing


@pytest.mark.parametrize("phase", Phase)
def test_a_card_offers_choices_while_a_code_can_be_chosen(phase: Phase) -> None:
    card = InteractionCard(a_leg(phase=phase))
    is_open = phase in (Phase.CONNECTED, Phase.HELD, Phase.AFTER_CALL)

    assert card.needs_a_code == is_open
    assert card.can_change == is_open
    assert replace(card, is_choosing_again=True).needs_a_code
    assert not replace(card, submission=a_submission()).needs_a_code
