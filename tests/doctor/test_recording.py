"""What is recorded names nobody, and plays through the desk as it happened."""

from __future__ import annotations

import asyncio
import json
import re
import stat
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

from tests.doctor.installations import Installed
from tests.fakes import FakeClock
from tests.replays import changes_of, ends_of, expected_of, recordings
from wrapup_desk.adapters.genesys.recording.pseudonyms import BEGINNING, Pseudonyms
from wrapup_desk.adapters.genesys.recording.recorder import Recorder
from wrapup_desk.adapters.genesys.recording.replay import RecordingError, read_recording
from wrapup_desk.adapters.keyring_secrets import MemorySecrets
from wrapup_desk.application.desk.desk_state import InteractionCard
from wrapup_desk.application.services.headless_agent import Change, Choice, HeadlessAgent
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.main.apps.desk_app import DeskApp, open_desk_app
from wrapup_desk.main.system.browser import approve_at_once

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
WAIT_S = 15.0
CANARIES = {
    "customer": "Canaryname Birdwell",
    "address": "+61255509876",
    "attribute": "canaryattribute",
    "value": "canaryvalue",
    "words": "my canaryword was charged twice",
    "note": "canarynote for the file",
}


class Session:
    """A recorded desk with one interaction that is full of canaries."""

    def __init__(self, core: DeskApp, installed: Installed) -> None:
        self.core = core
        self.simulator = installed.simulator
        self._news = asyncio.Event()
        core.desk.listen(lambda state: self._news.set())

    async def off_loop(self, act: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
        return await asyncio.to_thread(act, *arguments, **more)

    async def until(self, holds: Callable[[InteractionCard], bool]) -> InteractionCard:
        async with asyncio.timeout(WAIT_S):
            while True:
                for card in self.core.desk.state.cards:
                    if holds(card):
                        return card
                self._news.clear()
                await self._news.wait()

    async def live(self) -> None:
        """Ring, talk, hang up, choose a code with a note, and see it confirmed."""
        self.core.sign_in.sign_in()
        async with asyncio.timeout(WAIT_S):
            while self.core.desk.state.agent is None:
                self._news.clear()
                await self._news.wait()
        leg = await self.off_loop(
            self.simulator.start_conversation,
            queue="Billing",
            media="call",
            agent=self.simulator.ready["agents"][0]["id"],
            customer={"name": CANARIES["customer"], "address": f"tel:{CANARIES['address']}"},
            attributes={CANARIES["attribute"]: CANARIES["value"]},
        )
        path = f"/simulator/legs/{leg['communication_id']}"
        await self.until(lambda card: card.leg.phase is Phase.ALERTING)
        await self.off_loop(self.simulator.post, f"{path}/answer")
        await self.until(lambda card: card.leg.phase is Phase.CONNECTED and bool(card.codes))
        say = {"speaker": "customer", "text": CANARIES["words"]}
        talk = f"/simulator/conversations/{leg['conversation_id']}/words"
        await self.off_loop(self.simulator.post, talk, say)
        await self.off_loop(self.simulator.post, f"{path}/hangup")
        card = await self.until(lambda card: card.leg.phase is Phase.AFTER_CALL)
        self.core.desk.choose_code(
            card.leg.key.communication_id, card.codes[0].id, CANARIES["note"]
        )
        await self.until(_is_confirmed_and_completed)


def _is_confirmed_and_completed(card: InteractionCard) -> bool:
    # By the answer to a question the code is confirmed before news comes that the agent is free
    submission = card.submission
    is_confirmed = submission is not None and submission.state is SubmissionState.CONFIRMED
    return is_confirmed and card.leg.phase is Phase.COMPLETED


async def recorded(installed: Installed, path: Path) -> list[Change]:
    """Record a session to *path*; return what a headless desk told meanwhile."""
    changes: list[Change] = []
    profile = replace(installed.profile, recording_path=path)
    email = installed.simulator.ready["agents"][0]["email"]
    async with open_desk_app(
        installed.settings, profile, MemorySecrets(), approve_at_once, email
    ) as core:
        agent = HeadlessAgent(core.desk, core.clock, core.background, changes.append, Choice.NONE)
        core.desk.listen(agent.on_state)
        await core.desk.start()
        await Session(core, installed).live()
    return changes


async def test_a_recording_names_nobody_and_plays_as_it_happened(
    installed: Installed, tmp_path: Path
) -> None:
    path = tmp_path / "recorded.jsonl"

    lived = await recorded(installed, path)
    played = await changes_of(path)

    text = path.read_text("ascii").casefold()
    simulator = installed.simulator
    names = [
        simulator.ready["agents"][0]["name"],
        simulator.ready["agents"][0]["email"],
        simulator.ready["agents"][0]["id"],
        simulator.ready["queues"][0]["id"],
        *(leg["conversation_id"] for leg in simulator.record()["legs"]),
        *(leg["communication_id"] for leg in simulator.record()["legs"]),
        "Billing",
        "Duplicate charge refunded",
        "127.0.0.1",
        "streaming-5",
        "bearer",
        "canary",
    ]
    words = [word for canary in CANARIES.values() for word in canary.split() if len(word) > 4]
    assert [each for each in (*names, *words) if each.casefold() in text] == []
    assert ends_of(lived) == [("calls", "completed", "confirmed")]
    assert ends_of(played) == ends_of(lived)
    phases = [each["phase"] for each in played if each["event"] == "interaction"]
    assert list(dict.fromkeys(phases)) == ["alerting", "connected", "after-call work", "completed"]
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_a_recording_is_told_while_it_runs(installed: Installed, tmp_path: Path) -> None:
    lived = await recorded(installed, tmp_path / "recorded.jsonl")

    notices = [each for each in lived if each["event"] == "notice" and each["key"] == "recording"]
    assert len(notices) == 1
    assert "recorded.jsonl" in str(notices[0]["text"])


@pytest.mark.parametrize("path", recordings(), ids=lambda path: path.stem)
async def test_what_a_recording_showed_then_it_shows_again(path: Path) -> None:
    assert await changes_of(path) == expected_of(path)


# --- pseudonyms --------------------------------------------------------------------------------


def test_the_same_thing_has_the_same_name_wherever_it_comes() -> None:
    names = Pseudonyms(NOON)
    guid = "5B3F0A4E-6F0E-4A53-9B0C-0D7C2D9F1A11"

    one = names.document({"id": guid, "name": "Robin", "topicName": f"v2.users.{guid}.activity"})
    other = names.document({"userId": guid.lower(), "notes": "Robin"})

    assert one["id"] == other["userId"]
    assert one["topicName"] == f"v2.users.{one['id']}.activity"
    assert one["name"] == other["notes"] != "Robin"
    assert names.path(f"/conversations/calls/{guid}") == f"/conversations/calls/{one['id']}"


def test_what_the_program_decides_by_stays() -> None:
    document = {
        "state": "disconnected",
        "wrapupPrompt": "forcedTimeout",
        "wrapupTimeoutMs": 120000,
        "held": False,
        "wrapup": {"code": "ININ-WRAP-UP-TIMEOUT"},
        "notes": " ",
    }

    assert Pseudonyms(NOON).document(document) == document


def test_a_word_of_genesys_in_another_field_is_somebodys() -> None:
    assert Pseudonyms(NOON).document({"name": "agent", "state": "Robin"}) == {
        "name": "text 1",
        "state": "text 2",
    }


def test_times_keep_their_distance_and_lose_their_date() -> None:
    at = NOON + timedelta(minutes=3)
    document = {"startTime": "2026-11-22T12:03:00.250Z", "eventTime": int(at.timestamp() * 1000)}

    shifted = Pseudonyms(NOON).document(document)

    assert shifted["startTime"] == "2026-01-01T00:03:00.250Z"
    assert shifted["eventTime"] == int((BEGINNING + timedelta(minutes=3)).timestamp() * 1000)


def test_a_cut_emoji_stays_cut() -> None:
    assert Pseudonyms(NOON).text("Zoe \ud83d", "name") == "text 1\ud83d"


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(codec="utf-8"), min_size=1).map(lambda text: f"canary{text}"),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=8).map(lambda key: f"canary{key}"), inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["state", "id", "topicName", "attributes", "permissions", "metadata"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@hypothesis.given(JSON)
def test_no_text_and_no_key_of_anybodys_is_left_of_any_document(document: Any) -> None:
    replaced = Pseudonyms(NOON).document(document)

    assert "canary" not in json.dumps(replaced)


# --- files -------------------------------------------------------------------------------------


def test_of_a_broken_frame_only_that_it_was_broken_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "recording.jsonl"
    recorder = Recorder(path, FakeClock())

    recorder.frame("<html>canary</html>")
    recorder.frame(b"\xff\xfe canary")
    recorder.frame('{"eventBody": {"name": NaN, "notes": "canary"}}')
    recorder.close()
    recorder.frame('{"name": "after the end"}')

    assert "canary" not in path.read_text("ascii")
    lines = read_recording(path)
    assert [line.content for line in lines[:2]] == [b'{"broken'] * 2
    assert len(lines) == 3


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "nothing was recorded"),
        ("not json\n", "line 1: it is damaged"),
        ('{"kind": "frame"}\n', "line 1: it is no recording"),
        ('{"kind": "header", "format": 9}\n', "format 9"),
        ('{"kind": "header", "format": 1}\n{"kind": "frame"}\n', "line 2: it is damaged"),
        ('{"kind": "header", "format": 1}\n[]\n', "line 2: it is damaged"),
        ('{"kind": "header", "format": 1}\n{"kind": "frame", "at": 0, "body": {}}\n', "signed in"),
    ],
)
async def test_what_is_no_recording_is_said_to_be_none(
    tmp_path: Path, content: str, words: str
) -> None:
    path = tmp_path / "recording.jsonl"
    path.write_text(content, "ascii")

    with pytest.raises(RecordingError, match=re.escape(words)):
        await changes_of(path)
