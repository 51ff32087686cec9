"""What an administrator says of a list of codes, and which of them are favourites where."""

from __future__ import annotations

from dataclasses import replace

from tests.application.desk.desk_harness import DeskHarness
from tests.fakes import BILLING, REFUND, TECHNICAL, a_leg
from wrapup_desk.application.base.settings import Settings, parse, to_mapping
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.application.desk.favourites import with_star_turned


async def test_a_legs_codes_have_the_administrators_words_and_separators(
    floor: DeskHarness,
) -> None:
    settings = Settings(code_synonyms={"refund": ("money back",)}, code_separators=("~",))
    await floor.open(settings)

    await floor.put(a_leg())

    card = floor.card()
    assert {code.name: code.synonyms for code in card.codes}["Refund"] == ("money back",)
    assert card.separators == ("~",)
    assert card.names.of(REFUND).leaf == "Refund"


async def test_a_code_with_other_words_is_the_code_that_was_chosen(floor: DeskHarness) -> None:
    await floor.open(Settings(code_synonyms={REFUND.id: ("money back",)}))
    await floor.put(a_leg())

    floor.desk.choose_code(floor.card().leg.key.communication_id, REFUND.id)
    await floor.put(a_leg())

    assert [write.code_id for write in floor.centre.writes] == [REFUND.id]


def test_the_first_star_in_a_queue_makes_its_favourites_from_those_of_all() -> None:
    settings = Settings(favourites=(BILLING.id, REFUND.id))

    starred = with_star_turned(settings, "queue-1", TECHNICAL.id)
    bare = settings
    for code in (BILLING, REFUND):
        bare = with_star_turned(bare, "queue-1", code.id)

    assert starred.queue_favourites == {"queue-1": (BILLING.id, REFUND.id, TECHNICAL.id)}
    assert bare.queue_favourites == {"queue-1": ()}, "none is a choice, too"
    assert starred.favourites == settings.favourites
    assert parse(to_mapping(starred)).settings == starred


def test_favourites_of_all_queues_hold_where_a_queue_has_none_of_its_own() -> None:
    state = replace(
        DeskState(), favourites=(BILLING.id,), queue_favourites={"queue-2": (REFUND.id,)}
    )

    assert state.favourites_of("queue-1") == (BILLING.id,)
    assert state.favourites_of("queue-2") == (REFUND.id,)


async def test_favourites_by_queue_reach_the_window_with_new_settings(floor: DeskHarness) -> None:
    await floor.open(Settings(favourites=(BILLING.id,)))

    floor.desk.use_settings(Settings(queue_favourites={"queue-2": ()}))

    assert floor.state.favourites_of("queue-2") == ()
    assert floor.state.favourites_of("queue-1") == ()
