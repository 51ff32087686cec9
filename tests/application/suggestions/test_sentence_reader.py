"""Sentences are encoded beside the event loop, and what comes of it is shown."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from tests.application.suggestions.suggestion_harness import Lesson, said
from tests.conftest import ExpectLog
from tests.fakes import (
    FakeClock,
    FakeContactCentre,
    InMemoryStore,
    a_key,
    settle,
)
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.suggestions.sentence_reader import SentenceReader


@dataclass
class Sentences:
    """What a recommender would want; the test says what."""

    wanted: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    has_given_up: bool = False

    @property
    def has_wanted(self) -> bool:
        return bool(self.wanted)

    def take_wanted(self, most: int) -> list[str]:
        taken, self.wanted = self.wanted[:most], self.wanted[most:]
        return taken

    def put(self, texts: Sequence[str], vectors: object) -> None:
        self.known += texts

    def give_up(self) -> None:
        self.has_given_up = True
        self.wanted = []


@pytest.fixture
def lesson(
    clock: FakeClock, centre: FakeContactCentre, store: InMemoryStore, background: Background
) -> Lesson:
    return Lesson(clock, centre, store, background)


async def test_everything_wanted_is_encoded_some_at_a_time() -> None:
    sentences = Sentences([str(number) for number in range(20)])
    batches: list[int] = []

    async def encode(texts: Sequence[str]) -> None:
        batches.append(len(texts))

    await SentenceReader(sentences, encode, pytest.fail).read()

    assert len(sentences.known) == 20
    assert max(batches) < 20


async def test_an_encoder_that_fails_is_told_once_without_what_was_said(
    expect_log: ExpectLog,
) -> None:
    expect_log("sentences cannot be encoded: ValueError")
    sentences, told = Sentences(["my name is Jane"]), list[str]()

    async def encode(texts: Sequence[str]) -> None:
        raise ValueError(texts)

    await SentenceReader(sentences, encode, told.append).read()

    assert sentences.has_given_up
    assert len(told) == 1
    assert "Jane" not in told[0]


async def heard_while_reading(lesson: Lesson, read: asyncio.Event) -> None:
    """Open a leg and say something, whose sentence is being encoded until *read* is set."""
    sentences = Sentences()

    async def encode(texts: Sequence[str]) -> None:
        await read.wait()

    reader = SentenceReader(sentences, encode, pytest.fail)
    lesson.suggesting.desk.use_recommender(lesson.recommender, reader)
    await lesson.open()
    sentences.wanted = ["hello"]
    lesson.suggesting.hear(a_key(), (said("hello"),))
    await settle()


async def test_a_leg_is_ranked_at_once_and_again_when_its_sentences_are_read(
    lesson: Lesson,
) -> None:
    read = asyncio.Event()
    await heard_while_reading(lesson, read)
    before = lesson.recommender.rankings

    read.set()
    await settle()

    assert before > 0
    assert lesson.recommender.rankings == before + 1


async def test_a_leg_that_was_closed_meanwhile_is_not_ranked(lesson: Lesson) -> None:
    read = asyncio.Event()
    await heard_while_reading(lesson, read)
    lesson.suggesting.close(a_key())
    before = lesson.recommender.rankings

    read.set()
    await settle()

    assert lesson.recommender.rankings == before
