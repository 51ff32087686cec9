"""Nothing says "saved" or "waiting" before the disk has the decision: a real desk, a slow disk."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.application.desk.desk_harness import DeskHarness
from tests.fakes import (
    BILLING,
    NOON,
    FakeClock,
    FakeContactCentre,
    InMemoryStore,
    a_leg,
    lost_before,
)
from tests.ui.conftest import OpenDesk
from tests.ui.driver import Driver
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.ports import Answer
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.application.services.headless_agent import Change, Choice, HeadlessAgent
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.submission import ServerReply, SubmissionState
from wrapup_desk.ui.desk.tray import DeskTray
from wrapup_desk.ui.scrolled.notice_bars import CONNECTION_KEY
from wrapup_desk.ui.theme import Theme

FSYNC_S = 4.0
# What may be said while nothing is decided: a plan for the future, and the queue's own state.
_HARMLESS = ("Waiting for your next interaction", "0 waiting to send")
_SAYS_SAVED = re.compile(r"saved|waiting|waits|kept on this", re.IGNORECASE)


@dataclass
class Day:
    """What a desk showed from a choice on, with the server's clock, and when the disk had it."""

    before: list[tuple[DeskState, datetime]] = field(default_factory=list)
    after: list[tuple[DeskState, datetime]] = field(default_factory=list)
    told_before: list[Change] = field(default_factory=list)


class SlowStore(InMemoryStore):
    """A disk that takes its time."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__()
        self._clock = clock

    async def save(self, submission: object) -> None:
        await self._clock.sleep(FSYNC_S)
        await super().save(submission)  # type: ignore[arg-type]  # as it came


async def _lived(way: str) -> Day:
    """Choose a code on a slow disk, and write down everything that is shown and told."""
    clock = FakeClock()
    centre, store = FakeContactCentre(clock), SlowStore(clock)
    failures: list[BaseException] = []
    background = Background(failures.append)
    harness = DeskHarness(clock, centre, store, background)
    day = Day()
    headless = HeadlessAgent(
        harness.desk, clock, background, lambda change: told.append(change), Choice.NONE, 0.0
    )
    told: list[Change] = []
    await harness.open()
    await harness.put(a_leg(phase=Phase.AFTER_CALL, is_dialer=way == "dialer"))
    if way == "offline":
        harness.go_offline()
        centre.read_answers.extend([Answer(ServerReply.UNREACHABLE, "no network")] * 50)
    if way == "backing off":
        centre.replies.append(lost_before())
    harness.desk.listen(headless.on_state)
    shown: list[tuple[DeskState, datetime]] = []
    harness.desk.listen(lambda state: shown.append((state, centre.server_now())))
    told.clear()
    harness.choose(BILLING.id)
    await clock.advance(FSYNC_S - 0.1)
    assert not any(card.is_saved for state, _ in shown for card in state.cards)
    day.told_before = list(told)
    await clock.advance(0.2)
    # What a read tells meanwhile may be shown between the two moments, too.
    count = sum(not state.cards[0].is_saved for state, _ in shown)
    day.before, day.after = shown[:count], shown[count:]
    await background.stop()
    assert not failures
    return day


@pytest.fixture(params=["live", "offline", "dialer", "backing off"])
def day(request: pytest.FixtureRequest) -> Day:
    return asyncio.run(_lived(request.param))


def texts_of(driver: Driver) -> list[str]:
    """Everything the window shows or has read out."""
    said: list[str] = []
    for widget in (driver.window, *driver.window.findChildren(QWidget)):
        if widget.isVisible():
            said += [widget.accessibleName(), widget.toolTip(), _text_of(widget)]
    return [text for text in said if text and text not in _HARMLESS]


def _text_of(widget: QWidget) -> str:
    for name in ("shown_text", "text"):
        value = getattr(widget, name, "")
        value = value() if callable(value) else value
        if isinstance(value, str) and value:
            return value
    return ""


def test_the_window_says_sending_until_the_commit_and_saved_only_then(
    open_desk: OpenDesk, day: Day
) -> None:
    assert day.before
    driver = open_desk(DeskState())
    said: list[str] = []
    for state, now in day.before:
        driver.desk.now = now
        driver.show(state)
        said += texts_of(driver)
    assert [text for text in said if _SAYS_SAVED.search(text)] == []
    assert any("Sending" in text or "ubmitting" in text for text in said)
    assert {state.waiting_count for state, _ in day.before} == {0}

    state, now = day.after[0]
    driver.desk.now = now
    driver.show(state)
    card = state.cards[0]
    assert card.is_saved
    assert card.submission is not None
    if card.submission.state is SubmissionState.WAITING:
        assert any(_SAYS_SAVED.search(text) for text in texts_of(driver))


def test_the_tray_says_nothing_of_it(theme: Theme, qtbot: QtBot, day: Day) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    tray = DeskTray(theme, window)
    for state, _ in day.before:
        tray.show_time(state, NOON)
        assert not _SAYS_SAVED.search(tray.icon.toolTip())


def test_the_headless_run_tells_sending_until_the_commit(day: Day) -> None:
    assert day.told_before
    values = [str(each["submission"]) for each in day.told_before if "submission" in each]
    assert "waiting" not in values
    assert values[0] == "sending"
    assert not any(_SAYS_SAVED.search(str(change)) for change in day.told_before)


def test_the_bar_of_a_lost_line_promises_nothing_meanwhile(open_desk: OpenDesk) -> None:
    day = asyncio.run(_lived("offline"))
    driver = open_desk(DeskState())
    bars = []
    for state, _ in (*day.before[-1:], *day.after[:1]):
        driver.show(state)
        bars.append(driver.window.notices.bars[0].text)

    assert CONNECTION_KEY == "connection"
    assert bars[0].startswith("Offline. What you choose goes out by itself.")
    assert bars[1].startswith("Offline. Your codes are saved (1)")
