"""Killed while it learns with the sentence encoder, the program finds its model again, whole."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes import FakeClock
from wrapup_desk.adapters.sqlite_store import SqliteStore
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.learning.local_model import unpack
from wrapup_desk.domain.recommender.file.model_file import read_model
from wrapup_desk.main.apps.recommender_setup import assemble
from wrapup_desk.main.apps.sentence_setup import open_sentences

# What a desk does with each call, as fast as it goes: hear, encode, suggest, learn, keep.
LEARNER = """
import asyncio, sys
from itertools import count
from pathlib import Path
from tests.fakes import BILLING, REFUND, a_key
from wrapup_desk.adapters.sqlite_store import SqliteStore
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.suggestions.effects import (
    CloseCase, Hear, Learn, NoteCodes, OpenCase, Rank,
)
from wrapup_desk.application.suggestions.messages import Ranked
from wrapup_desk.application.suggestions.sentence_reader import SentenceReader
from wrapup_desk.application.suggestions.suggestion_service import SuggestionService
from wrapup_desk.domain.suggestion import CaseFacts
from wrapup_desk.domain.transcript import Speaker, Utterance
from wrapup_desk.main.apps.recommender_setup import assemble
from wrapup_desk.main.apps.sentence_setup import open_sentences

SAID = {REFUND: "I want my money back for order", BILLING: "the sum on my invoice is wrong, it says"}

async def main():
    store = SqliteStore(Path(sys.argv[1]), SystemClock())
    await store.open()
    sentences = open_sentences(Settings())
    loaded = assemble(await store.load_model(), sentences=sentences.vectors)
    ranked = asyncio.Event()

    def tell(message):
        if isinstance(message, Ranked):
            ranked.set()
        elif "Failed" in type(message).__name__:
            raise SystemExit(str(message))

    service = SuggestionService(store, Background(print), tell)
    service.use(loaded.recommender, SentenceReader(sentences.vectors, sentences.encode, print))
    for number in count(1):
        key, code = a_key(number), (REFUND, BILLING)[number % 2]
        said = Utterance("1", Speaker.CUSTOMER, f"{SAID[code]} {number}")
        service.perform(OpenCase(key, CaseFacts("queue")))
        service.perform(NoteCodes(key, (REFUND, BILLING)))
        service.perform(Hear(key, (said,)))
        while sentences.vectors.of(said.text) is None:
            ranked.clear()
            service.perform(Rank(key, has_ended=True))
            await ranked.wait()
        service.perform(Learn(key, code.id, was_looked_at=True))
        service.perform(CloseCase(key))
        await service.keep_model()
        print(loaded.recommender.state.taught, flush=True)

asyncio.run(main())
"""
TIMEOUT_S = 60.0


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
async def test_killed_again_and_again_it_loses_no_label_that_was_told_to_be_kept(
    tmp_path: Path,
) -> None:
    path = tmp_path / "desk.sqlite3"
    kept = 0
    for after_s in (0.002, 0.01, 0.03):
        kept = await taught_by_a_process_that_is_killed(path, after_s)

        store = SqliteStore(path, FakeClock())
        await store.open()
        model = await store.load_model()
        await store.close()

        assert model is not None
        state = unpack(model)
        taught = state.taught
        assert taught in (kept, kept + 1)
        loaded = assemble(model, sentences=open_sentences(Settings()).vectors)
        assert (loaded.trouble, loaded.taught) == ("", taught)
        assert read_model(state.model)["usual/sense met"].any()
        kept = taught
    assert kept >= 3


async def taught_by_a_process_that_is_killed(path: Path, after_s: float) -> int:
    """Let one learn, kill it in the midst of a label; return how many it told to be kept."""
    if sys.platform == "win32":
        raise NotImplementedError("Windows has no SIGKILL")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", LEARNER, str(path), stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    async with asyncio.timeout(TIMEOUT_S):
        told = [int(await process.stdout.readline()) for _ in range(2)]
        await asyncio.sleep(after_s)  # where in encoding, learning or writing, is chance
        process.send_signal(signal.SIGKILL)
        told += map(int, (await process.stdout.read()).split())
        await process.wait()
    return told[-1]
