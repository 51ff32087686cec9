from __future__ import annotations

import ast
import asyncio
import logging
import subprocess
import sys

import pytest

from tests.examples import a_key
from tests.fakes import settle
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.effect_failed import EffectFailed
from wrapup_desk.application.suggestions.draft_effects import DraftEffect, DraftNote, ForgetTalk
from wrapup_desk.application.suggestions.draft_effects import ReadForNote as Read
from wrapup_desk.application.suggestions.messages import NoteDrafted
from wrapup_desk.application.suggestions.note_service import NoteService
from wrapup_desk.domain.transcript import Speaker, Utterance

REQUEST = "I was charged twice for my order."
PROMISE = "I will refund 42 dollars by Friday."
KEY, OTHER = a_key(), a_key(2)


def _raise(failure: BaseException) -> None:
    raise failure


class Drafting:
    """A service at work, and what it told."""

    def __init__(self) -> None:
        self.told: list[NoteDrafted | EffectFailed[DraftEffect]] = []
        self.service = NoteService(Background(_raise), self.told.append)

    def hear(self, number: int, text: str, speaker: Speaker = Speaker.CUSTOMER) -> None:
        self.service.perform(Read(KEY, (Utterance(str(number), speaker, text),)))
        self.service.perform(DraftNote(KEY))

    @property
    def notes(self) -> list[str]:
        return [each.note.text for each in self.told if isinstance(each, NoteDrafted)]


async def test_a_burst_of_words_leads_to_one_draft() -> None:
    drafting = Drafting()

    drafting.hear(1, REQUEST)
    drafting.hear(2, PROMISE, Speaker.AGENT)
    assert drafting.told == []
    await settle()

    assert drafting.notes == [f"{REQUEST} {PROMISE}"]


async def test_a_draft_that_says_the_same_is_told_once() -> None:
    drafting = Drafting()

    for number, text in enumerate((REQUEST, "uh-huh", "okay")):
        drafting.hear(number, text)
        await settle()

    assert drafting.notes == [REQUEST]


async def test_the_loop_has_its_turn_between_two_bursts() -> None:
    drafting, turns = Drafting(), 0
    for number in range(5):
        drafting.hear(number, REQUEST)
    while not drafting.told:
        await asyncio.sleep(0)
        turns += 1

    assert turns >= 5


async def test_a_forgotten_talk_leaves_nothing_behind() -> None:
    drafting = Drafting()
    drafting.hear(1, REQUEST)
    assert drafting.service.knows(KEY)

    drafting.service.perform(ForgetTalk(KEY))
    drafting.service.perform(DraftNote(KEY))
    await settle()

    assert not drafting.service.knows(KEY)
    assert drafting.told == []


async def test_a_leg_of_which_nothing_was_said_has_no_draft() -> None:
    drafting = Drafting()

    drafting.service.perform(DraftNote(OTHER))
    await settle()

    assert drafting.told == []


async def test_a_failure_is_told_without_a_word_and_ends_nothing_else(
    caplog: pytest.LogCaptureFixture,
) -> None:
    drafting = Drafting()
    broken = Utterance("1", Speaker.CUSTOMER, REQUEST)
    object.__setattr__(broken, "text", None)

    with caplog.at_level(logging.CRITICAL, "wrapup_desk"):
        drafting.service.perform(Read(OTHER, (broken,)))
        drafting.hear(1, REQUEST)
        await settle()

    (failed,) = (each for each in drafting.told if isinstance(each, EffectFailed))
    assert failed.effect.key == OTHER
    assert not drafting.service.knows(OTHER)
    assert drafting.notes == [REQUEST]


async def test_what_drafts_is_loaded_with_the_first_words_a_part_in_each_turn() -> None:
    result = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", FIRST_WORDS],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert result.returncode == 0, result.stderr
    loaded = result.stdout.splitlines()
    assert loaded[0] == "[]"
    assert loaded[-1] == "['drafter']"
    assert max(len(ast.literal_eval(each)) for each in loaded) == 1
    assert len(loaded) > 5


# Prints what was loaded before the first words, and then in each turn of the loop in which any was.
FIRST_WORDS = """
import asyncio, sys
from tests.application.suggestions.test_note_service import PROMISE, Drafting
from wrapup_desk.application.suggestions.note_service import _PARTS

def loaded():
    return {name.rpartition(".")[2] for name in _PARTS if name in sys.modules}

async def hear():
    drafting, before = Drafting(), loaded()
    print(sorted(before))
    drafting.hear(1, PROMISE)
    while not drafting.notes:
        await asyncio.sleep(0)
        if loaded() != before:
            print(sorted(loaded() - before))
            before = loaded()
    assert drafting.notes == [PROMISE]

asyncio.run(hear())
"""
