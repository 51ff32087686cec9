"""A further topic is suggested where two codes are both likely, on different parts of a talk."""

from __future__ import annotations

from itertools import permutations

from tests.domain.recommender.talk_examples import CODES, SAYINGS, ask, case_of, ids, teach
from wrapup_desk.domain.recommender.recommender import StackRecommender

TAUGHT = teach(StackRecommender(), 80)


def talk(*topics: str) -> list[str]:
    said = ["hello there"]
    for topic in topics:
        said += [*SAYINGS[topic], SAYINGS[topic][0]]
    return [*said, "bye"]


def test_two_topics_one_after_the_other_are_both_found() -> None:
    pairs = list(permutations((code.id for code in CODES), 2))
    found = 0
    for one, other in pairs:
        ranking = ask(TAUGHT, talk(one, other))
        first = ids(ranking)[0]
        rest = {one, other} - {first}
        found += ranking.further is not None and {ranking.further.id} == rest

    assert found >= len(pairs) * 0.75


def test_a_talk_about_one_thing_has_no_further_topic() -> None:
    for code in CODES:
        assert ask(TAUGHT, talk(code.id)).further is None
        assert ask(TAUGHT, talk(code.id, code.id)).further is None


def test_a_model_that_was_taught_nothing_names_none_by_chance() -> None:
    small_talk = ["hello there", "how are you", "fine", "what a day", "indeed", "well", "bye"]

    assert ask(StackRecommender(), small_talk).further is None


def test_a_short_talk_and_one_that_goes_on_have_none() -> None:
    said = [SAYINGS["card"][0], SAYINGS["refund"][0]]
    live = case_of(TAUGHT, talk("card", "refund"))

    assert ask(TAUGHT, said).further is None
    assert TAUGHT.suggest(live, has_ended=False).further is None
