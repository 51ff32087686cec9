from __future__ import annotations

from datetime import timedelta

import pytest

from tests.application.desk.desk_harness import DeskHarness
from tests.fakes import REFUND, FakeClock, a_key, a_leg, settle
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.desk.messages import Beat
from wrapup_desk.application.desk.sleep_detector import BEAT_EVERY_S, DOUBT_S, SleepDetector
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.submission import SubmissionState


class Told:
    """What a detector told last."""

    def __init__(self) -> None:
        self.beats: list[Beat] = []

    @property
    def is_awake(self) -> bool:
        return self.beats[-1].is_awake


async def test_while_the_program_runs_it_is_awake(
    clock: FakeClock, background: Background
) -> None:
    told = Told()
    detector = SleepDetector(clock, told.beats.append)
    background.start(detector.run(), "beat")

    await clock.advance(3600)

    assert told.is_awake
    assert len(told.beats) >= 3600 / BEAT_EVERY_S


@pytest.mark.parametrize("stops_the_monotonic_clock", [True, False])
async def test_after_a_sleep_nothing_is_believed_until_the_stream_has_found_out(
    clock: FakeClock, background: Background, *, stops_the_monotonic_clock: bool
) -> None:
    told = Told()
    detector = SleepDetector(clock, told.beats.append)
    background.start(detector.run(), "beat")
    await settle()

    if stops_the_monotonic_clock:
        clock.jump(timedelta(hours=8))
    else:
        clock._pass(8 * 3600)

    await clock.advance(BEAT_EVERY_S)
    assert not told.is_awake
    await clock.advance(DOUBT_S - BEAT_EVERY_S - 1)
    assert not told.is_awake
    await clock.advance(2 * BEAT_EVERY_S + 1)
    assert told.is_awake


async def test_a_resync_ends_the_doubt(clock: FakeClock) -> None:
    told = Told()
    detector = SleepDetector(clock, told.beats.append)
    clock.jump(timedelta(hours=8))

    detector.note_resync()

    assert told.is_awake


async def test_a_clock_set_back_is_no_sleep(clock: FakeClock, background: Background) -> None:
    told = Told()
    detector = SleepDetector(clock, told.beats.append)
    background.start(detector.run(), "beat")
    await settle()

    clock.jump(timedelta(hours=-1))
    await clock.advance(10)

    assert told.is_awake


async def test_a_code_chosen_right_after_a_sleep_overwrites_nobodys_choice_made_meanwhile(
    floor: DeskHarness,
) -> None:
    await floor.open()
    await floor.put(a_leg(phase=Phase.AFTER_CALL))
    floor.clock.jump(timedelta(hours=8))
    # The stream has not noticed yet that its connection is gone.
    floor.centre.person_chooses(a_key(), REFUND, is_told=False)

    floor.choose()
    await settle()

    assert floor.sent is SubmissionState.SUPERSEDED
    assert floor.centre.writes == []
