"""Tests that a correction keeps the agent's note and tags, and every answer Genesys gave."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from tests.application.repair.delivery_harness import KEY, Shop
from tests.application.repair.repair_harness import (
    ACCEPTED,
    MakeBench,
    World,
    is_fixed,
    numbers,
    refused,
    row_of,
)
from tests.domain.repair.examples import INVOICE, REFUND, correction, key, leg
from wrapup_desk.application.repair.ports import RecordAnswer, Way
from wrapup_desk.domain.repair.correction import Correction, CorrectionState
from wrapup_desk.domain.repair.table_view import Filters
from wrapup_desk.domain.submission import ServerReply

AGENTS = ("called twice, promised a refund", ("vip", "churn"))


def coded(shop: Shop, note: str = "") -> None:
    """Let the leg have a wrong code with the agent's note, and be corrected from it."""
    shop.world.record[KEY] = INVOICE.id
    shop.world.notes[KEY] = AGENTS
    shop.correction = replace(shop.correction, from_code_id=INVOICE.id, note=note)


async def test_the_agents_note_and_tags_travel_with_a_correction(shop: Shop) -> None:
    coded(shop)

    done = await shop.deliver()

    assert done.state is CorrectionState.CONFIRMED
    assert shop.world.notes[KEY] == AGENTS
    assert (done.from_note, done.from_tags) == AGENTS, "kept for an undo"


async def test_a_supervisors_note_replaces_the_agents_and_the_tags_stay(shop: Shop) -> None:
    coded(shop, note="checked with the customer")

    await shop.deliver()

    assert shop.world.notes[KEY] == ("checked with the customer", AGENTS[1])


@pytest.mark.parametrize("before", [AGENTS, ("", ())])
async def test_undo_puts_note_and_tags_back_also_where_there_were_none(
    shop: Shop, before: tuple[str, tuple[str, ...]]
) -> None:
    coded(shop)
    shop.world.notes[KEY] = ("a supervisor's own", ("checked",))
    note, tags = before
    undo = correction(1, from_code_id=INVOICE.id, note=note, tags=tags, undoes_id="correction-0")
    shop.correction = undo

    await shop.deliver()

    assert shop.world.notes[KEY] == before


async def test_the_refusal_that_matters_is_shown_and_each_try_is_kept(shop: Shop) -> None:
    answers = {
        Way.COMMUNICATION: refused(ServerReply.CONFLICT),
        Way.PARTICIPANT: refused(ServerReply.CONFLICT),
        Way.ON_BEHALF: refused(ServerReply.NOT_FOUND),
    }
    shop.world.answer_to = lambda way, one: answers[way]

    done = await shop.deliver()

    assert done.state is CorrectionState.KEPT
    assert done.answer == "Genesys refused: 409."
    assert [(one.way, one.said) for one in done.tries] == [
        ("A", ServerReply.CONFLICT),
        ("B", ServerReply.CONFLICT),
        ("C", ServerReply.NOT_FOUND),
    ]
    assert [one.answer for one in done.tries][-1] == "Genesys refused: 404."


async def test_the_trail_has_the_answer_to_every_try(shop: Shop) -> None:
    shop.world.answer_to = lambda way, one: refused(
        ServerReply.NOT_FOUND if way is Way.ON_BEHALF else ServerReply.CONFLICT
    )

    await shop.deliver()

    told = [(each.event.action, each.event.answer) for each in await shop.ledger.audit()]
    assert told[1:] == [
        ("sent by way A", ""),
        ("way A refused", "Genesys refused: 409."),
        ("sent by way B", ""),
        ("way B refused", "Genesys refused: 409."),
        ("sent by way C", ""),
        ("way C refused", "Genesys refused: 404."),
        ("kept", "Genesys refused: 409."),
    ]


async def test_what_was_accepted_without_effect_is_a_try_of_its_own(shop: Shop) -> None:
    def accept_a_only(way: Way, one: Correction) -> RecordAnswer:
        return ACCEPTED if way is Way.COMMUNICATION else refused(ServerReply.NOT_FOUND)

    shop.world.answer_to = accept_a_only
    shop.world.takes_effect = False

    done = await shop.deliver()

    assert done.answer == "Genesys accepted it, but its record did not change."
    assert [one.way for one in done.tries] == ["A", "B", "C"]


async def test_a_fix_and_its_undo_bring_the_agents_words_back(make_bench: MakeBench) -> None:
    legs = [leg(1, code_id=INVOICE.id, note=AGENTS[0], tags=AGENTS[1]), leg(2)]
    bench = await make_bench(World(legs))
    bench.desk.set_filters(Filters(includes_good=True))
    await bench.until(lambda s: len(s.rows) == 2)
    bench.desk.preview_fix(REFUND.id, [row_of(bench, 1)])
    bench.desk.confirm("wrong", "what the supervisor wrote")
    state = await bench.until(is_fixed)
    assert bench.world.notes[key(1)] == ("what the supervisor wrote", AGENTS[1])
    row = row_of(bench, 1)
    await bench.until(lambda s: s.legs.table.leg(row).note == "what the supervisor wrote")

    bench.desk.preview_undo(state.batches[0].id)
    await bench.until(lambda s: s.preview is not None)
    bench.desk.confirm("undo")
    await bench.until(lambda s: is_fixed(s) and len(s.batches) == 2)

    assert bench.world.record[key(1)] == INVOICE.id
    assert bench.world.notes[key(1)] == AGENTS


async def test_notes_and_tags_are_searched_and_exported(
    make_bench: MakeBench, tmp_path: Path
) -> None:
    legs = [leg(1, note="promised a Refund", tags=("vip",)), leg(2)]
    bench = await make_bench(World(legs))
    for text in ("refund", "VIP"):
        bench.desk.set_filters(Filters(text=text))
        await bench.until(lambda s: numbers(bench) == [1])

    bench.desk.export_rows(tmp_path / "rows.csv")
    await bench.until(lambda s: len(s.notices) > 0)

    [row] = csv.DictReader((tmp_path / "rows.csv").read_text("utf-8-sig").splitlines())
    assert (row["Note"], row["Tags"]) == ("promised a Refund", "vip")
