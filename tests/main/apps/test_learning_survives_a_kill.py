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

# What a desk does with each call: hear, encode, suggest, learn, keep. Once a model is kept, the
# process kills itself at the step it was told, so that each of them is tried.
LEARNER = """
import asyncio, os, signal, sqlite3, sys, threading
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
from wrapup_desk.application.suggestions.messages import Learnt, Ranked
from wrapup_desk.application.suggestions.sentence_reader import SentenceReader
from wrapup_desk.application.suggestions.suggestion_service import SuggestionService
from wrapup_desk.domain.suggestion import CaseFacts
from wrapup_desk.domain.transcript import Speaker, Utterance
from wrapup_desk.main.apps.recommender_setup import assemble
from wrapup_desk.main.apps.sentence_setup import open_sentences

PATH, DEADLY = Path(sys.argv[1]), sys.argv[2]
has_kept = False

def step(name):
    if has_kept and name == DEADLY:
        os.kill(os.getpid(), signal.SIGKILL)

def watch(frame, event, called):
    if isinstance(getattr(called, "__self__", None), sqlite3.Connection):
        step({"c_call": "before writing", "c_return": "after writing"}.get(event))

SAID = {REFUND: "I want my money back for order", BILLING: "the sum on my invoice is wrong, it says"}

async def main():
    global has_kept
    threading.setprofile(watch)
    store = SqliteStore(PATH, SystemClock())
    await store.open()
    sentences = open_sentences(Settings())
    loaded = assemble(await store.load_model(), sentences=sentences.vectors)
    ranked = asyncio.Event()

    def tell(message):
        if isinstance(message, Ranked):
            ranked.set()
        elif isinstance(message, Learnt):
            step("learnt")
        else:
            raise SystemExit(str(message))

    async def encode(texts):
        encoding = asyncio.ensure_future(sentences.encode(texts))
        await asyncio.sleep(0)
        step("encoding")
        return await encoding

    service = SuggestionService(store, Background(print), tell)
    service.use(loaded.recommender, SentenceReader(sentences.vectors, encode, print))
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
        has_kept = True

asyncio.run(main())
"""
TIMEOUT_S = 60.0
STEPS = ("encoding", "learnt", "before writing", "after writing")


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
async def test_killed_at_any_step_it_loses_no_label_that_was_told_to_be_kept(
    tmp_path: Path,
) -> None:
    path = tmp_path / "desk.sqlite3"
    before = 0
    for step in STEPS:
        kept = await taught_by_a_process_that_is_killed(path, step)

        store = SqliteStore(path, FakeClock())
        await store.open()
        model = await store.load_model()
        await store.close()

        assert model is not None
        state = unpack(model)
        assert state.taught in (kept, kept + 1)
        assert kept > before
        loaded = assemble(model, sentences=open_sentences(Settings()).vectors)
        assert (loaded.trouble, loaded.taught) == ("", state.taught)
        assert read_model(state.model)["usual/sense met"].any()
        before = state.taught


async def taught_by_a_process_that_is_killed(path: Path, step: str) -> int:
    """Let one learn until it is killed at *step*; return how many labels it told to be kept."""
    if sys.platform == "win32":
        raise NotImplementedError("Windows has no SIGKILL")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", LEARNER, str(path), step, stdout=subprocess.PIPE
    )
    async with asyncio.timeout(TIMEOUT_S):
        told, _ = await process.communicate()
    assert process.returncode == -signal.SIGKILL
    return int(told.split()[-1])
