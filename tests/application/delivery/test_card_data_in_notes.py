"""A number of a card that an agent insists on sending is sent, and kept no longer than that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.adapters.sqlite_store.store_files import opened
from tests.application.delivery.outbox_harness import OutboxHarness
from tests.fakes import (
    BILLING,
    NOON,
    REFUND,
    InMemoryStore,
    Reply,
    a_decision,
    a_key,
    a_leg,
    a_submission,
    settle,
)
from wrapup_desk.domain.history.leg_records import selection_of
from wrapup_desk.domain.privacy.card_data import CARD_REMOVED
from wrapup_desk.domain.privacy.kept_notes import fit_to_keep
from wrapup_desk.domain.submission import SubmissionState

NUMBER = "4111 1111 1111 1111"


async def test_it_goes_to_genesys_and_is_gone_from_here_once_confirmed(
    office: OutboxHarness, store: InMemoryStore
) -> None:
    office.decide(BILLING, f"card {NUMBER}")
    await settle()

    assert [write.note for write in office.centre.writes] == [f"card {NUMBER}"]
    assert office.state() is SubmissionState.CONFIRMED
    for kept in (office.outbox.submission(a_key()), store.of(a_key())):
        assert kept is not None
        assert kept.decision.note == f"card {CARD_REMOVED}"


async def test_a_decision_before_it_is_no_hiding_place(office: OutboxHarness) -> None:
    office.centre.replies.append(Reply(effect_after_s=1))
    office.decide(BILLING, NUMBER)
    await settle()
    office.decide(REFUND)
    for _ in range(5):
        await office.clock.advance(5)

    kept = office.outbox.submission(a_key())
    assert kept is not None
    assert kept.state is SubmissionState.CONFIRMED
    assert NUMBER not in str((kept.before, kept.before and kept.before.note))


@pytest.mark.parametrize("is_undone", [True, False])
async def test_no_file_has_it_once_the_code_is_final(tmp_path: Path, *, is_undone: bool) -> None:
    waiting = replace(a_submission(1), decision=a_decision(note=NUMBER))
    final = waiting.undone() if is_undone else replace(waiting, state=SubmissionState.CONFIRMED)
    async with opened(tmp_path / "data" / "desk.sqlite3") as opened_store:
        await opened_store.save(waiting)
        assert any(NUMBER.encode() in each.read_bytes() for each in tmp_path.rglob("desk*"))

        await opened_store.save(fit_to_keep(final))

        files = [each for each in tmp_path.rglob("*") if each.is_file()]
        assert not any(NUMBER.encode() in each.read_bytes() for each in files)


async def test_what_was_kept_while_it_was_typed_goes_as_well(tmp_path: Path) -> None:
    async with opened(tmp_path / "data" / "desk.sqlite3") as opened_store:
        for end in range(10, len(NUMBER)):
            draft = selection_of(a_leg(1), BILLING, NUMBER[:end], NOON)
            await opened_store.save_record(draft)
        await opened_store.save_record(selection_of(a_leg(1), BILLING, CARD_REMOVED, NOON))

        await opened_store.save(replace(a_submission(1), state=SubmissionState.CONFIRMED))

        files = [each for each in tmp_path.rglob("*") if each.is_file()]
        assert not any(NUMBER[:10].encode() in each.read_bytes() for each in files)
