"""A further topic is suggested where two codes are both likely, on different parts of a talk."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import numpy as np

from tests.domain.recommender.talk_examples import (
    BILLING,
    CODES,
    SAYINGS,
    TABLE,
    case_of,
    ids,
    teach,
)
from wrapup_desk.domain.recommender.recommender import StackRecommender
from wrapup_desk.domain.recommender.text.word_vectors import read_word_vectors
from wrapup_desk.domain.wrapup import WrapupCode

TAUGHT = teach(StackRecommender(), 80)


def talk(*topics: str) -> list[str]:
    said = ["hello there"]
    for topic in topics:
        said += [*SAYINGS[topic], SAYINGS[topic][0]]
    return [*said, "bye"]


def first_and_further(
    model: StackRecommender, said: Sequence[str]
) -> tuple[str, WrapupCode | None]:
    case = case_of(model, said)
    first = ids(model.suggest(case, has_ended=True))[0]
    *_, last = (None, *model.topics_beside(case, first))
    return first, last


def test_two_topics_one_after_the_other_are_both_found() -> None:
    pairs = list(permutations((code.id for code in CODES), 2))
    found = 0
    for one, other in pairs:
        first, further = first_and_further(TAUGHT, talk(one, other))
        found += further is not None and {further.id} == {one, other} - {first}

    assert found >= len(pairs) * 0.75


def test_a_part_of_a_talk_is_read_like_a_talk_of_its_own() -> None:
    said = talk("card", "refund")
    model = StackRecommender(read_word_vectors(TABLE.read_bytes()))
    whole = case_of(model, said)

    for begin, end in ((0, 3), (2, 5), (len(said) - 3, len(said))):
        part, alone = whole.part(begin, end), case_of(model, said[begin:end]).text

        assert np.array_equal(part.likeness(), alone.likeness())
        assert np.array_equal(part.utterance_meanings(), alone.utterance_meanings())
        assert np.array_equal(part.utterance_senses(), alone.utterance_senses())
        assert np.allclose(part.unit_meaning(), alone.unit_meaning())
        assert part.counts == alone.counts


def test_a_talk_about_one_thing_has_no_further_topic() -> None:
    for code in CODES:
        assert first_and_further(TAUGHT, talk(code.id))[1] is None
        assert first_and_further(TAUGHT, talk(code.id, code.id))[1] is None


def test_a_model_that_was_taught_nothing_names_none_by_chance() -> None:
    small_talk = ["hello there", "how are you", "fine", "what a day", "indeed", "well", "bye"]

    assert first_and_further(StackRecommender(), small_talk)[1] is None


def test_a_short_talk_has_none() -> None:
    said = [SAYINGS["card"][0], SAYINGS["refund"][0]]

    assert first_and_further(TAUGHT, said)[1] is None


def test_a_code_that_is_no_longer_on_the_list_has_none_beside_it() -> None:
    case = case_of(TAUGHT, talk("card", "refund"))

    assert not list(TAUGHT.topics_beside(case, "gone"))


def test_codes_of_another_leg_that_are_met_in_between_change_nothing() -> None:
    model = teach(StackRecommender(read_word_vectors(TABLE.read_bytes())), 80)
    said = talk("card", "refund")
    first, undisturbed = first_and_further(model, said)
    case = case_of(model, said)

    found: list[WrapupCode | None] = []
    for number, each in enumerate(model.topics_beside(case, first)):
        found.append(each)
        model.open_case(BILLING, [WrapupCode(f"new{number}", f"Boiler number{number} leaks")])

    assert found[-1] == undisturbed
    assert len(found) > 3
