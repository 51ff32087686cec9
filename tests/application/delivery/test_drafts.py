"""Drafts: kept once for each code, newest last, and never tried again."""

from __future__ import annotations

from dataclasses import replace

from tests.fakes import BILLING, REFUND, FakeClock, FakeContactCentre, a_leg, lost_before, settle
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.delivery.drafts import Drafts


class DeskHarness:
    def __init__(self) -> None:
        self.clock = FakeClock()
        self.centre = FakeContactCentre(self.clock)
        self.failures: list[BaseException] = []
        self.drafts = Drafts(self.centre, Background(self.failures.append))
        self.leg = a_leg()
        self.centre.put(self.leg)

    @property
    def written(self) -> list[str]:
        return [write.code_id for write in self.centre.writes]


async def test_a_draft_is_provisional_and_written_once() -> None:
    floor = DeskHarness()

    floor.drafts.keep(floor.leg, REFUND)
    floor.drafts.keep(floor.leg, REFUND)
    await settle()

    on_record = floor.centre.legs[floor.leg.key].wrapup
    assert floor.written == [REFUND.id]
    assert on_record is not None
    assert on_record.is_provisional


async def test_a_better_suggestion_replaces_the_draft_after_the_one_on_its_way() -> None:
    floor = DeskHarness()

    floor.drafts.keep(floor.leg, REFUND)
    floor.drafts.keep(floor.leg, BILLING)
    await settle()
    floor.drafts.keep(floor.leg, REFUND)
    await settle()

    assert floor.written[-1] == REFUND.id
    assert floor.failures == []


async def test_a_draft_that_does_not_arrive_is_not_tried_again() -> None:
    floor = DeskHarness()
    floor.centre.replies.append(lost_before())

    floor.drafts.keep(floor.leg, REFUND)
    await settle()
    floor.drafts.keep(replace(floor.leg), REFUND)
    await settle()

    assert floor.failures == []
    assert floor.written == [REFUND.id]


async def test_a_leg_that_is_decided_gets_no_more_drafts() -> None:
    floor = DeskHarness()

    floor.drafts.keep(floor.leg, REFUND)
    floor.drafts.forget(floor.leg.key)
    await settle()

    assert floor.written == []
