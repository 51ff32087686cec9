"""What every store has to do: the fake passes the same tests as the real one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Protocol

import pytest

from tests.fakes import AGENT, NOON, REFUND, TECHNICAL, a_decision, a_key, a_submission
from wrapup_desk.application.base.ports import DeskStore, ModelStore
from wrapup_desk.domain.history.leg_records import EndedLeg, Selection
from wrapup_desk.domain.interaction import Media
from wrapup_desk.domain.submission import RefusalKind, Submission, SubmissionState
from wrapup_desk.domain.wrapup import Decider

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class Store(DeskStore, ModelStore, Protocol):
    """All ports in one."""


def decided_at(number: int, instant: datetime, **changes: Any) -> Submission:
    submission = a_submission(number, **changes)
    return replace(submission, decision=replace(submission.decision, decided_at=instant))


class StoreContract:
    """Subclasses give the fixture `store`."""

    async def test_everything_about_a_submission_survives(self, store: Store) -> None:
        submission = replace(
            a_submission(),
            decision=a_decision(
                note='Asked twice; said "später" {x}',
                decider=Decider.GUARD,
                suggested_code_id=REFUND.id,
                is_provisional=True,
                tags=("Address changed", "住所"),
            ),
            revision=3,
            state=SubmissionState.ACCEPTED,
            refusal=RefusalKind.STATE,
            replaces=frozenset({"code-a", "code-b"}),
            attempts=2,
            not_before_at=NOON + timedelta(seconds=5),
            reason="409 conflict (correlation 1)",
            queue_name="Support",
            hung_up_at=NOON - timedelta(seconds=1, microseconds=5),
            accepted_at=NOON,
            confirmed_at=NOON,
            other_code_id="code-c",
            is_undone=True,
            before=a_decision(REFUND, note="before"),
            old_note="before",
            old_tags=("Order cancelled",),
        )

        await store.save(submission)

        assert await store.unfinished() == (submission,)

    async def test_a_later_state_takes_the_place_of_the_earlier(self, store: Store) -> None:
        await store.save(a_submission())
        await store.save(a_submission(state=SubmissionState.CONFIRMED))

        assert await store.unfinished() == ()
        assert await store.since(LONG_AGO) == (a_submission(state=SubmissionState.CONFIRMED),)

    async def test_an_earlier_revision_never_takes_the_place_of_a_later(
        self, store: Store
    ) -> None:
        later = a_submission(code=REFUND, revision=2)

        await store.save(later)
        await store.save(a_submission(state=SubmissionState.CONFIRMED))

        assert await store.since(LONG_AGO) == (later,)

    async def test_a_finished_submission_can_be_taken_up_again(self, store: Store) -> None:
        await store.save(a_submission(state=SubmissionState.REFUSED))
        await store.save(a_submission())

        assert await store.unfinished() == (a_submission(),)

    async def test_the_unfinished_come_oldest_first(self, store: Store) -> None:
        for number, minutes in ((1, 5), (2, 0), (3, 9)):
            await store.save(decided_at(number, NOON + timedelta(minutes=minutes)))
        await store.save(decided_at(4, NOON, state=SubmissionState.TOO_LATE))

        assert [each.key for each in await store.unfinished()] == [a_key(2), a_key(1), a_key(3)]

    @pytest.mark.parametrize("hours", [-9, 0, 5])
    async def test_since_means_the_instant_in_whatever_zone(
        self, store: Store, hours: int
    ) -> None:
        for number, microseconds in ((1, -1), (2, 0), (3, 1)):
            await store.save(decided_at(number, NOON + timedelta(microseconds=microseconds)))

        found = await store.since(NOON.astimezone(timezone(timedelta(hours=hours))))

        assert [each.key for each in found] == [a_key(2), a_key(3)]

    async def test_the_newest_is_told_whether_it_is_final_or_not(self, store: Store) -> None:
        assert await store.newest_at() is None

        await store.save(decided_at(1, NOON + timedelta(microseconds=1)))
        await store.save(decided_at(2, NOON, state=SubmissionState.CONFIRMED))
        assert await store.newest_at() == NOON + timedelta(microseconds=1)

        later = NOON.astimezone(timezone(timedelta(hours=-9))) + timedelta(hours=1)
        await store.save(decided_at(3, later, state=SubmissionState.REFUSED))
        assert await store.newest_at() == later

    async def test_only_what_is_old_and_final_is_forgotten(self, store: Store) -> None:
        old = NOON - timedelta(days=31)
        await store.save(decided_at(1, old))
        await store.save(decided_at(2, old, state=SubmissionState.CONFIRMED))
        await store.save(decided_at(3, NOON, state=SubmissionState.CONFIRMED))

        await store.forget_before(NOON - timedelta(days=30))

        assert [each.key for each in await store.since(LONG_AGO)] == [a_key(1), a_key(3)]

    async def test_there_is_no_model_until_one_is_kept(self, store: Store) -> None:
        assert await store.load_model() is None

        await store.save_model(b"first")
        await store.save_model(b"second")

        assert await store.load_model() == b"second"

    async def test_what_is_selected_and_how_legs_ended_survives(self, store: Store) -> None:
        selection = Selection(
            a_key(1), AGENT.id, Media.CALL, "Support", NOON, REFUND, 'said "später"', (TECHNICAL,)
        )
        note_alone = replace(selection, key=a_key(2), code=None)
        ended = EndedLeg(a_key(1), AGENT.id, Media.CALL, "Support", NOON, code_id="code-x")
        for record in (selection, note_alone, ended):
            await store.save_record(record)
        await store.save_record(replace(selection, note="longer"))

        found = await store.leg_records()

        assert set(found) == {replace(selection, note="longer"), note_alone, ended}

    async def test_a_selection_that_was_sent_is_forgotten_alone(self, store: Store) -> None:
        selection = Selection(a_key(1), AGENT.id, Media.CALL, "Support", NOON, REFUND)
        ended = EndedLeg(a_key(1), AGENT.id, Media.CALL, "Support", NOON)
        await store.save_record(selection)
        await store.save_record(ended)

        await store.forget_selection(a_key(1))

        assert await store.leg_records() == (ended,)

    async def test_old_records_are_forgotten(self, store: Store) -> None:
        old = NOON - timedelta(days=31)
        await store.save_record(EndedLeg(a_key(1), AGENT.id, Media.CALL, "Support", old))
        await store.save_record(EndedLeg(a_key(2), AGENT.id, Media.CALL, "Support", NOON))

        await store.forget_before(NOON - timedelta(days=30))

        assert [each.key for each in await store.leg_records()] == [a_key(2)]
