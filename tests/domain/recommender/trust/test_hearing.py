from __future__ import annotations

import random

import pytest

from wrapup_desk.domain.recommender.trust.hearing import Hearing


def used_to(mean: float, talks: int = 200, spread: float = 0.03) -> Hearing:
    hearing, chance = Hearing(), random.Random(1)
    for _ in range(talks):
        hearing.note(chance.gauss(mean, spread))
    return hearing


def test_a_talk_that_was_heard_much_worse_than_usual_is_noticed() -> None:
    hearing = used_to(0.9)

    assert hearing.is_worse(0.75)
    assert not hearing.is_worse(0.88)
    assert not hearing.is_worse(0.97)


def test_where_talks_differ_much_it_takes_more() -> None:
    hearing = used_to(0.8, spread=0.1)

    assert not hearing.is_worse(0.7)
    assert hearing.is_worse(0.5)


@pytest.mark.parametrize("hearing", [Hearing(), used_to(0.9, talks=20)])
def test_before_anything_is_usual_nothing_is_worse(hearing: Hearing) -> None:
    assert not hearing.is_worse(0.1)


def test_written_talk_is_neither_noted_nor_worse() -> None:
    hearing = used_to(0.9)
    usual = hearing.usual

    hearing.note(None)

    assert hearing.usual == usual
    assert not hearing.is_worse(None)


def test_what_stays_worse_is_usual_after_two_hundred_talks() -> None:
    hearing, chance = used_to(0.9), random.Random(2)
    for _ in range(200):
        hearing.note(chance.gauss(0.7, 0.03))

    assert not hearing.is_worse(0.7)
    assert hearing.is_worse(0.5)
