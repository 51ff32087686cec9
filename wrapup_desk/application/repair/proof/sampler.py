"""Draws samples, and keeps reviewers' verdicts in the audit trail."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping

from wrapup_desk.application.base.cooperative import run_in_slices
from wrapup_desk.application.base.ports import Clock
from wrapup_desk.application.repair.effects import DrawRows, StoreReview
from wrapup_desk.application.repair.messages import ReviewStored, SampleDrawn
from wrapup_desk.application.repair.ports import CorrectionLedger
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.quality.sample import Review, Sample, Verdict, drawing, newest_reviews
from wrapup_desk.domain.repair.audit import REVIEWED, AuditEvent
from wrapup_desk.domain.repair.table_view import rows_within


class Sampler:
    """Draws by the filters of the table; raises `StoreError` where the trail cannot be used."""

    def __init__(
        self,
        ledger: CorrectionLedger,
        clock: Clock,
        post: Callable[[SampleDrawn | ReviewStored], None],
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._post = post

    async def draw(self, effect: DrawRows) -> None:
        """Draw a sample; what was said of its rows before is known again."""
        sample = await run_in_slices(_drawn(effect), self._clock)
        known = await read_reviews(self._ledger)
        table = effect.legs.table
        reviews = {
            row: review
            for row in sample.rows
            if (review := known.get(table.key(row))) is not None
            # The code was changed since: that verdict was on another one.
            and review.code_id == table.code_id(row)
        }
        self._post(SampleDrawn(effect.legs, sample, reviews))

    async def store(self, effect: StoreReview) -> None:
        """Note a verdict; it is told as stored once it is."""
        await self._ledger.note(event_of_review(effect.review, effect.sample_name))
        self._post(ReviewStored(effect.review))


def _drawn(effect: DrawRows) -> Generator[None, None, Sample]:
    legs, origins = effect.legs, dict(effect.legs.origins)
    rows = yield from rows_within(legs.table, legs.directory, effect.filters)
    return (yield from drawing(legs.table, rows, effect.request, origins))


async def read_reviews(ledger: CorrectionLedger) -> Mapping[LegKey, Review]:
    """Return the newest verdict on each leg."""
    return newest_reviews(_reviews_in(await ledger.reviews()))


def event_of_review(review: Review, sample_name: str) -> AuditEvent:
    """Return what the trail says of a verdict."""
    return AuditEvent(
        at=review.at,
        who=review.who,
        action=f"{REVIEWED}{review.verdict.value}",
        key=review.key,
        from_code=review.code_id,
        to_code=review.right_code_id,
        reason=sample_name,
    )


def _reviews_in(events: Iterable[AuditEvent]) -> list[Review]:
    verdicts = {f"{REVIEWED}{verdict.value}": verdict for verdict in Verdict}
    return [
        Review(
            event.key,
            event.from_code,
            verdicts[event.action],
            event.at,
            event.who,
            event.to_code,
        )
        for event in events
        if event.action in verdicts
    ]
