"""What a card shows after each thing that happens, where the desk's own tests do not look."""

from __future__ import annotations

from dataclasses import replace

import pytest

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
from wrapup_desk.application.background import Background
from wrapup_desk.application.card_table import CardTable
from wrapup_desk.application.desk_state import InteractionCard
from wrapup_desk.application.outbox import Outbox
from wrapup_desk.application.settings import Settings
from wrapup_desk.application.shift_record import ShiftRecord
from wrapup_desk.application.suggesting import Suggesting
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.domain.transcript import Speaker, Utterance
from wrapup_desk.domain.wrapup import TIMEOUT_CODE_ID, AssignedCode


class Table:
    """A card table with what it needs."""

    def __init__(
        self, clock: FakeClock, centre: FakeContactCentre, background: Background
    ) -> None:
        store = InMemoryStore()
        self.recommender = FakeRecommender()
        self.record = ShiftRecord()
        self.changes = 0
        outbox = Outbox(centre, store, clock, background, self.take, lambda trouble: None)
        outbox.sign_in_as(AGENT.id)
        self.suggesting = Suggesting(
            centre, store, background, Settings, lambda key: self.cards.refresh_soon(key)
        )
        self.suggesting.use(self.recommender)
        self.cards = CardTable(
            centre.server_now, outbox, self.suggesting, self.record, Settings, self.note_change
        )

    def take(self, submission: object) -> None:
        raise AssertionError("nothing is decided here")

    def note_change(self) -> None:
        self.changes += 1

    @property
    def card(self) -> InteractionCard:
        card = self.cards.get(a_key())
        assert card is not None
        return card


@pytest.fixture
def table(clock: FakeClock, centre: FakeContactCentre, background: Background) -> Table:
    return Table(clock, centre, background)


async def test_what_finished_without_a_card_is_counted_and_gets_none(table: Table) -> None:
    table.cards.take_submission(a_submission(state=SubmissionState.CONFIRMED))

    assert table.cards.get(a_key()) is None
    assert table.record.tally.coded == 1


async def test_a_card_removed_in_the_same_turn_is_not_refreshed(table: Table) -> None:
    table.cards.take_leg(a_leg())
    table.cards.refresh_soon(a_key())
    table.cards.refresh_soon(a_key())
    table.cards.remove(a_key())
    await settle()

    assert table.cards.get(a_key()) is None
    assert table.changes == 1


async def test_a_code_a_person_chose_in_genesys_is_learnt_when_the_leg_ends(table: Table) -> None:
    table.cards.take_leg(a_leg())
    await settle()
    table.cards.take_leg(a_leg(wrapup=AssignedCode(TECHNICAL.id)))
    assert table.recommender.learnt == []

    table.cards.take_leg(a_leg(phase=Phase.COMPLETED, wrapup=AssignedCode(TECHNICAL.id)))
    table.cards.learn_settled()

    assert table.recommender.learnt == [(TECHNICAL.id, True)]
    assert table.record.tally.coded == 1


async def test_a_timed_out_leg_teaches_nothing_and_counts_as_not_coded(table: Table) -> None:
    table.cards.take_leg(a_leg())
    await settle()
    table.cards.take_leg(a_leg(phase=Phase.COMPLETED, wrapup=AssignedCode(TIMEOUT_CODE_ID)))

    assert table.card.was_completed_without_code
    assert table.recommender.learnt == []
    assert (table.record.tally.handled, table.record.tally.coded) == (1, 0)


async def test_a_code_outside_the_legs_list_is_shown_by_its_id(table: Table) -> None:
    table.cards.take_leg(a_leg(wrapup=AssignedCode("unknown-code")))

    assert table.card.code_on_record is not None
    assert table.card.code_on_record.name == "unknown-code"


async def test_somebodys_draft_is_no_code_on_record(table: Table) -> None:
    table.cards.take_leg(a_leg(wrapup=AssignedCode(BILLING.id, is_provisional=True)))

    assert table.card.code_on_record is None
    assert table.card.needs_a_code


async def test_customer_words_go_with_the_card(table: Table) -> None:
    table.cards.take_leg(a_leg())
    await settle()
    table.suggesting.hear(a_key(), (Utterance("1", Speaker.CUSTOMER, "my secret"),))
    table.cards.remove(a_key())

    assert not table.suggesting.knows(a_key())


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
