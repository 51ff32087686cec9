from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from wrapup_desk.domain.recommender.trust.meant_labels import KEPT, MeantLabels

COLUMNS = range(4)


def given(agreed: int, refused: int, probability: float = 0.9) -> MeantLabels:
    """Return what labels tell of which so many are the code that the names put first."""
    labels, chance = MeantLabels(), random.Random(3)
    for number in range(agreed + refused):
        named = number % len(COLUMNS)
        others = [column for column in COLUMNS if column != named]
        chosen = named if number < agreed else chance.choice(others)
        labels.note(probability, named, chosen, COLUMNS)
    return labels


# What a label is given what the names put first, how many codes there are, and how many came before.
Habit = Callable[[random.Random, int, int, int], int]
HABITS: dict[str, Habit] = {
    "the first of the list": lambda *_: 0,
    "one code today, another tomorrow": lambda _, __, codes, before: before // 50 % codes,
    "any code": lambda chance, _, codes, __: chance.randrange(codes),
    "one of two": lambda chance, _, codes, __: chance.choice((0, codes - 1)),
    "mostly the first, the names' code at times": lambda chance, named, _, __: (
        named if chance.random() < 0.05 else 0
    ),
}


@given_any(
    seed=st.integers(0, 10_000),
    codes=st.integers(2, 12),
    meant_before=st.integers(0, KEPT),
)
def test_codes_that_changed_their_meaning_are_meant_all_the_same(
    seed: int, codes: int, meant_before: int
) -> None:
    """The names go on saying the old meaning, and every label contradicts them alike."""
    chance, labels = random.Random(seed), MeantLabels()
    shares = [0.5 ** (at / 3) for at in range(codes)]
    shift = chance.randrange(1, codes)
    for number in range(meant_before + 3 * KEPT):
        named = chance.choices(range(codes), shares)[0]
        moved = 0 if number < meant_before else shift
        labels.note(0.9, named, (named + moved) % codes, range(codes))

        # After some labels that teach: nobody can know at the first ones.
        if number >= meant_before + KEPT:
            assert labels.are_meant


@pytest.mark.parametrize("habit", HABITS.values(), ids=HABITS)
@pytest.mark.parametrize("codes", [5, 12])
@pytest.mark.parametrize("seed", range(10))
def test_no_habit_looks_as_if_it_followed_what_was_said(
    habit: Habit, codes: int, seed: int
) -> None:
    chance, labels = random.Random(seed), MeantLabels()
    known = 0
    for number in range(400):
        named = chance.randrange(codes)
        labels.note(0.9, named, habit(chance, named, codes, number), range(codes))
        known += number >= KEPT and labels.are_meant

    assert known < 40


def test_a_label_is_judged_alike_after_a_start() -> None:
    labels = MeantLabels()
    for number in range(KEPT):
        named = number * number % len(COLUMNS)
        labels.note(0.9, named, (named + 1) % len(COLUMNS), COLUMNS)

    assert labels.are_meant
    assert MeantLabels(labels.noted, labels.followed).are_meant
    assert not MeantLabels(labels.noted).are_meant


def test_a_few_labels_against_the_names_are_believed() -> None:
    assert given(0, 4).are_meant


def test_labels_that_never_agree_with_plain_names_are_not_meant() -> None:
    assert not given(0, 8).are_meant
    assert not given(2, 20).are_meant


def test_one_code_all_day_is_right_now_and_then_by_chance_alone() -> None:
    labels = MeantLabels()
    for number in range(KEPT):
        labels.note(0.9, number % len(COLUMNS), 0, COLUMNS)

    assert not labels.are_meant


def test_the_first_of_each_list_is_noticed_where_lists_are_short_and_many() -> None:
    labels, chance = MeantLabels(), random.Random(1)
    for number in range(KEPT):
        first = 2 * (number % 10)
        named = first + chance.randrange(2)
        labels.note(0.9, named, first, range(first, first + 2))

    assert not labels.are_meant


@pytest.mark.parametrize("probability", [0.9, 0.4])
def test_a_queue_that_knows_but_one_code_is_no_sign_of_carelessness(probability: float) -> None:
    labels = MeantLabels()
    for _ in range(3 * KEPT):
        labels.note(probability, 0, 0, range(12))

    assert labels.are_meant


def test_who_agrees_with_half_of_the_names_may_have_reasons() -> None:
    assert given(15, 20).are_meant


@pytest.mark.parametrize("seed", range(5))
def test_labels_that_follow_names_as_unsure_as_they_are_stay_meant(seed: int) -> None:
    labels, chance = MeantLabels(), random.Random(seed)
    for _ in range(300):
        named = chance.randrange(20)
        chosen = named if chance.random() < 0.5 else chance.randrange(20)
        labels.note(0.5, named, chosen, range(20))
        assert labels.are_meant


def test_where_names_tell_nothing_every_label_is_meant() -> None:
    labels = MeantLabels()
    for _ in range(100):
        labels.note(0.24, 0, 1, COLUMNS)

    assert labels.are_meant


def test_labels_that_are_meant_again_teach_again() -> None:
    labels = given(0, KEPT)

    for number in range(KEPT):
        named = number % len(COLUMNS)
        labels.note(0.9, named, named, COLUMNS)

    assert labels.are_meant


class ManyQueues:
    """Twenty queues of two codes; in eight of them the names mostly put the wrong code first.

    Which code is meant is uneven in each, so that the same comes many times in a row.
    """

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self.labels = MeantLabels()

    def talk(self, choose: Callable[[int, int], int] | None = None) -> None:
        """Note the label of one talk: what is meant, or what *choose* takes of the two."""
        queue = self._chance.randrange(20)
        meant = 2 * queue + (self._chance.random() < 0.75)
        is_named = self._chance.random() < (0.2 if queue < 8 else 0.95)
        named = meant if is_named else meant ^ 1
        codes = (2 * queue, 2 * queue + 1)
        self.labels.note(0.9, named, choose(*codes) if choose else meant, codes)


@pytest.mark.parametrize("seed", range(10))
def test_names_that_are_mostly_wrong_in_some_queues_raise_no_alarm(seed: int) -> None:
    queues = ManyQueues(seed)
    # Nobody can know at first that these names are wrong.
    for _ in range(400):
        queues.talk()
    doubted = 0
    for _ in range(2_000):
        queues.talk()
        doubted += not queues.labels.are_meant

    assert doubted <= 5


@pytest.mark.parametrize("seed", range(10))
def test_the_first_of_the_list_is_noticed_where_some_names_are_known_to_be_wrong(
    seed: int,
) -> None:
    queues = ManyQueues(seed)
    for _ in range(1_000):
        queues.talk()
    known = 0
    for _ in range(300):
        queues.talk(lambda first, _: first)
        known += queues.labels.are_meant

    assert known <= 2 * KEPT


@pytest.mark.parametrize("habit", ["the first of the list", "any code"])
def test_labels_nobody_meant_do_not_teach_that_names_are_wrong(habit: str) -> None:
    labels, chance = MeantLabels(), random.Random(2)
    for number in range(3 * KEPT):
        labels.note(0.9, number % len(COLUMNS), number % len(COLUMNS), COLUMNS)
    for number in range(300):
        chosen = HABITS[habit](chance, number % len(COLUMNS), len(COLUMNS), number)
        labels.note(0.9, number % len(COLUMNS), chosen, COLUMNS)

    assert all(right > 0.9 * first for right, first in labels.proved.values())


def test_an_alarm_does_not_go_to_and_fro_at_its_limit() -> None:
    labels = given(0, 8)
    labels.note(0.9, 0, 0, COLUMNS)

    # So much against the names raises no alarm, and ends none.
    kept = labels.noted, labels.followed, labels.proved
    assert MeantLabels(*kept).are_meant
    assert not labels.are_meant
    assert not MeantLabels(*kept, were_meant=False).are_meant
