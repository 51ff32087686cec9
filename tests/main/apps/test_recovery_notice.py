"""A start that finds less than was promised says so in the window and without one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.adapters.sqlite_store.damages import record_of
from tests.adapters.sqlite_store.store_files import opened
from tests.conftest import ExpectLog
from tests.fakes import InMemorySecrets, a_decision, a_submission
from tests.main.commands.test_headless_sign_in import headless, lines_until
from wrapup_desk.adapters.sqlite_store.opening import Recovered
from wrapup_desk.application.base.notice import NoticeAction
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.main.apps.desk_app import open_desk_app
from wrapup_desk.main.apps.recovery_notice import database_mended
from wrapup_desk.main.system.profile import Profile

WAITING = 5


@pytest.fixture
async def robbed(tmp_path: Path) -> Profile:
    """Return a profile whose database was deleted while five codes waited."""
    profile = Profile.at(tmp_path / "profile")
    path = profile.database_path
    async with opened(path) as store:
        for number in range(WAITING):
            decision = a_decision(note="a note" if number == 0 else "")
            await store.save(replace(a_submission(number), decision=decision))
        record = record_of(path).read_bytes()
    path.unlink()
    record_of(path).write_bytes(record)
    return profile


async def test_the_window_names_what_was_put_back(robbed: Profile, expect_log: ExpectLog) -> None:
    expect_log("from the record, without notes: conversation-0 rev 1")
    settings = Settings(region="us-east-1", client_id="c")

    async with open_desk_app(settings, robbed, InMemorySecrets(), print) as core:
        await core.desk.start()
        [notice] = [each for each in core.desk.state.notices if each.key == "damaged"]
        assert core.desk.state.unfinished_count == WAITING

    assert "5 waiting codes were put back" in notice.text
    assert "(conversation conversation-0)" in notice.text
    assert "2 more in the log" in notice.text
    assert "1 of them without the note" in notice.text
    assert notice.action is NoticeAction.OPEN_LOGS


def test_without_a_window_it_is_a_line(robbed: Profile) -> None:
    with headless(robbed.root) as process:
        first = lines_until(process, event="put back", conversation="conversation-0")
        told = lines_until(process, event="notice", key="damaged")

    assert first["note_lost"]

    assert "5 waiting codes were put back" in told["text"]


def test_a_damaged_record_is_told_as_well() -> None:
    notice = database_mended(Recovered(Path("desk-damaged-1.sqlite3"), (), unreadable=2))

    assert "look at your last interactions" in notice.text
    assert "desk-damaged-1.sqlite3" in notice.text
