"""Speech that is misheard without anybody saying so is noticed by words that are none."""

from __future__ import annotations

import random

from tests.domain.recommender.talk_examples import ask, case_of
from wrapup_desk.domain.recommender.file.model_file import read_model, write_model
from wrapup_desk.domain.recommender.recommender import StackRecommender
from wrapup_desk.domain.recommender.text.word_vectors import WordVectors
from wrapup_desk.domain.suggestion import EvidenceKind
from wrapup_desk.domain.wrapup import WrapupCode

CODES = (WrapupCode("refund", "Refund request"), WrapupCode("card", "Lost card"))
SAID = {
    "refund": "hello I would like a refund for the order that never came to us",
    "card": "good morning I have lost my card somewhere in the city today",
}


def taught(vocabulary: WordVectors | None) -> StackRecommender:
    model = StackRecommender(vocabulary)
    for number in range(320):
        learn(model, number, lost=0.0)
    return model


def learn(model: StackRecommender, number: int, lost: float, *, is_seen: bool = True) -> None:
    chance = random.Random(number)
    code = CODES[number % 2].id
    words = [f"x{word[1:]}q" if chance.random() < lost else word for word in SAID[code].split()]
    case = case_of(model, [" ".join(words)], CODES)
    model.learn(case, code, was_looked_at=is_seen)


def test_a_recogniser_that_gets_worse_is_noticed_by_its_words_and_nothing_is_sent(
    vocabulary: WordVectors,
) -> None:
    model = taught(vocabulary)
    assert ask(model, [SAID["card"]], CODES).may_auto_submit

    for number in range(30):
        learn(model, number, lost=0.3, is_seen=number % 2 == 0)
    ranking = ask(model, [SAID["card"]], CODES)

    assert ranking.is_clear
    assert not ranking.may_auto_submit
    assert ranking.suggestions[0].evidence[0].kind is EvidenceKind.HEARD_BADLY
    loaded = StackRecommender.load(model.export(), vocabulary)
    assert loaded.memory.known_words == model.memory.known_words
    assert not ask(loaded, [SAID["card"]], CODES).may_auto_submit


def test_without_a_table_no_word_is_known_and_nothing_is_held_back() -> None:
    model = taught(None)

    for number in range(30):
        learn(model, number, lost=0.3)

    assert not model.memory.known_words.by_place


def test_a_model_from_before_words_were_counted_goes_on(vocabulary: WordVectors) -> None:
    parts = read_model(taught(vocabulary).export())
    new = ("known words/", "meant/")
    old = {name: part for name, part in parts.items() if not name.startswith(new)}

    model = StackRecommender.load(write_model(old), vocabulary)

    assert model.labels == 320
    assert ask(model, [SAID["card"]], CODES).may_auto_submit
