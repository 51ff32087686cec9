from __future__ import annotations

from random import Random

import pytest

from tests.application.delivery.delivery_harness import FakeSink
from tests.fakes import REFUND, FakeClock, FakeContactCentre, a_leg, a_submission
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.delivery.send_gate import SendGate
from wrapup_desk.application.delivery.submission_delivery import SubmissionDelivery
from wrapup_desk.application.doctor.capabilities import (
    CapabilityAwareCentre,
    OrganisationCapabilities,
)
from wrapup_desk.domain.interaction import Leg, Phase
from wrapup_desk.domain.submission import ServerReply, SubmissionState

NOTHING_KNOWN = OrganisationCapabilities()
NO_LATE_CODE = OrganisationCapabilities(code_after_completion=False)
NO_DRAFTS = OrganisationCapabilities(drafts=False)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def genesys(clock: FakeClock) -> FakeContactCentre:
    return FakeContactCentre(clock)


async def fate(
    genesys: FakeContactCentre, clock: FakeClock, known: OrganisationCapabilities, phase: Phase
) -> SubmissionState:
    """Return what becomes of a code for a leg that was read back in *phase*."""
    leg = a_leg(phase=phase)
    genesys.put(leg, is_told=False)
    sink = FakeSink()
    gate = SendGate(CapabilityAwareCentre(genesys, known), clock)
    delivery = SubmissionDelivery(gate, sink, clock, Random(1), a_submission(code=REFUND), None)
    background = Background(lambda failure: pytest.fail(str(failure)))
    background.start(delivery.run(), "deliver")
    await clock.advance(60.0)
    await background.stop()
    return sink.now.state


@pytest.mark.parametrize(
    ("known", "phase", "state", "writes"),
    [
        (NOTHING_KNOWN, Phase.COMPLETED, SubmissionState.CONFIRMED, 1),
        (NO_LATE_CODE, Phase.COMPLETED, SubmissionState.TOO_LATE, 0),
        (NO_LATE_CODE, Phase.AFTER_CALL, SubmissionState.CONFIRMED, 1),
    ],
    ids=["nothing is known", "no code is taken after completion", "not yet completed"],
)
async def test_a_late_code_is_not_sent_where_it_is_known_to_be_refused(
    genesys: FakeContactCentre,
    clock: FakeClock,
    known: OrganisationCapabilities,
    phase: Phase,
    state: SubmissionState,
    writes: int,
) -> None:
    assert await fate(genesys, clock, known, phase) is state
    assert len(genesys.writes) == writes


async def test_where_codes_are_taken_after_the_talk_only_one_waits_and_goes_at_its_end(
    genesys: FakeContactCentre, clock: FakeClock
) -> None:
    known = OrganisationCapabilities(code_while_connected=False)
    genesys.put(a_leg(), is_told=False)
    sink = FakeSink()
    gate = SendGate(CapabilityAwareCentre(genesys, known), clock)
    delivery = SubmissionDelivery(gate, sink, clock, Random(1), a_submission(code=REFUND), None)
    background = Background(lambda failure: pytest.fail(str(failure)))
    background.start(delivery.run(), "deliver")
    await clock.advance(200.0)
    writes_while_talking = len(genesys.writes)
    genesys.move(1, Phase.AFTER_CALL, is_told=False)
    delivery.observe(genesys.legs[a_leg().key])
    await clock.advance(0.1)
    await background.stop()

    assert writes_while_talking == 0
    assert "after the talk" in sink.now.reason or sink.now.state is SubmissionState.ACCEPTED
    assert len(genesys.writes) == 1


@pytest.mark.parametrize(
    ("known", "said", "writes"),
    [(NOTHING_KNOWN, ServerReply.ACCEPTED, 1), (NO_DRAFTS, ServerReply.MALFORMED, 0)],
    ids=["nothing is known", "drafts are not kept"],
)
async def test_a_draft_is_not_sent_where_it_is_known_not_to_be_kept(
    genesys: FakeContactCentre, known: OrganisationCapabilities, said: ServerReply, writes: int
) -> None:
    leg: Leg = a_leg()
    genesys.put(leg, is_told=False)
    centre = CapabilityAwareCentre(genesys, known)

    draft = await centre.submit(leg.key, leg.media, REFUND.id, "", is_provisional=True)
    decided = await centre.submit(leg.key, leg.media, REFUND.id, "")

    assert (draft.said, decided.said) == (said, ServerReply.ACCEPTED)
    assert len(genesys.writes) == writes + 1
