"""Nothing is clear, and nothing sent, without a reason of its own."""

from __future__ import annotations

import pytest

from tests.domain.recommender.talk_examples import (
    CODES,
    agent,
    ask,
    case_of,
    labelled_talks,
    probabilities,
    teach,
)
from wrapup_desk.domain.events import PredictedCode
from wrapup_desk.domain.recommender.recommender import StackRecommender
from wrapup_desk.domain.suggestion import CaseFacts, EvidenceKind
from wrapup_desk.domain.wrapup import WrapupCode

GREETING = "Thank you for calling, how may I help you today?"
TOASTER = "the toaster burnt my bread"


def taught_alike(times: int, said: tuple[str, ...] = (), code: str = "refund") -> StackRecommender:
    model = StackRecommender()
    for _ in range(times):
        model.learn(case_of(model, said), code, was_looked_at=True)
    return model


@pytest.mark.parametrize("times", [1, 2, 3, 30, 300])
def test_a_call_without_words_is_never_clear_however_often_a_code_was_chosen(times: int) -> None:
    ranking = ask(taught_alike(times, (TOASTER,)), [])

    assert not ranking.is_clear
    assert not ranking.may_auto_submit


def test_three_codes_alike_do_not_make_a_fourth_likely() -> None:
    ranking = ask(taught_alike(3, (TOASTER,)), [])

    assert probabilities(ranking)["refund"] < 0.4


@pytest.mark.parametrize("said", ["1234 5678", "", "4711-0815", "and the", "..."])
def test_numbers_and_words_that_only_hold_a_sentence_together_are_no_reason(said: str) -> None:
    model = teach(StackRecommender(), 300)

    ranking = ask(model, [said])

    assert not ranking.is_clear
    assert not ranking.may_auto_submit


def test_what_every_talk_holds_is_no_reason() -> None:
    model = StackRecommender()
    for said, code in labelled_talks(60):
        model.learn(case_of(model, [agent(GREETING), *said]), code, was_looked_at=True)

    assert not ask(model, [agent(GREETING)]).is_clear
    assert ask(model, [agent(GREETING), TOASTER]).is_clear


def test_a_fact_that_was_met_before_is_a_reason() -> None:
    model = StackRecommender()
    for number in range(60):
        code = "refund" if number % 2 else "card"
        facts = CaseFacts("billing", attributes={"menu": code})
        model.learn(case_of(model, [], facts=facts), code, was_looked_at=True)

    known = ask(model, [], facts=CaseFacts("billing", attributes={"menu": "card"}))
    unknown = ask(model, [], facts=CaseFacts("billing", attributes={"menu": "never met"}))

    assert known.is_clear
    assert not unknown.is_clear


def test_what_others_propose_is_a_reason() -> None:
    model = taught_alike(30)
    case = case_of(model, [])
    case.note_proposal("refund")
    case.note_predictions([PredictedCode("refund", 0.9)])

    assert model.suggest(case, has_ended=True).is_clear


def test_a_model_that_was_told_nothing_is_never_sure() -> None:
    ranking = ask(StackRecommender(), ["refund request, refund request please"])

    assert ranking.suggestions[0].code.id == "refund"
    assert ranking.suggestions[0].probability < 0.95


def test_one_contrary_label_does_not_turn_the_same_words_around() -> None:
    model = taught_alike(8, (TOASTER,))
    before = probabilities(ask(model, [TOASTER]))["refund"]

    model.learn(case_of(model, [TOASTER]), "card", was_looked_at=True)

    assert probabilities(ask(model, [TOASTER]))["refund"] > before / 2


def test_a_code_that_is_new_to_the_list_takes_nothing_from_those_that_were_learnt() -> None:
    model = teach(StackRecommender(), 200)
    more = (*CODES, *(WrapupCode(f"new {n}", f"Brand new {n}") for n in range(4)))
    said = ["the toaster burnt my bread"]

    before, after = ask(model, said), ask(model, said, more)

    assert after.suggestions[0].code.id == before.suggestions[0].code.id == "refund"
    assert after.suggestions[0].probability > before.suggestions[0].probability - 0.1


def test_a_sure_code_that_was_contradicted_twice_is_suggested_and_says_why() -> None:
    model = teach(StackRecommender(), 400)
    assert ask(model, [TOASTER]).may_auto_submit

    for _ in range(2):
        model.learn(case_of(model, [TOASTER]), "other", was_looked_at=True)
    ranking = ask(model, [TOASTER])

    if ranking.suggestions[0].code.id == "refund" and ranking.suggestions[0].probability > 0.9:
        kinds = [each.kind for each in ranking.suggestions[0].evidence]
        assert kinds[0] is EvidenceKind.CONTRADICTED
    assert not ranking.may_auto_submit
    loaded = StackRecommender.load(model.export())
    assert not ask(loaded, [TOASTER]).may_auto_submit


def test_a_code_nobody_has_chosen_yet_is_never_sent_alone() -> None:
    model = teach(StackRecommender(), 300)
    new = WrapupCode("river", "Wallet fell into the river")

    ranking = ask(model, ["wallet fell into the river"], (*CODES, new))

    assert ranking.suggestions[0].code != new or not ranking.may_auto_submit


def test_a_code_that_is_corrected_replaces_the_first_and_does_not_stand_beside_it() -> None:
    corrected, right = (teach(StackRecommender(), 40) for _ in range(2))
    said = ["a parcel of bricks"]
    case = case_of(corrected, said)

    corrected.learn(case, "card", was_looked_at=True)
    corrected.learn(case, "address", was_looked_at=True)
    right.learn(case_of(right, said), "address", was_looked_at=True)

    assert corrected.labels == right.labels
    counts = [model.memory.shares.total.tolist() for model in (corrected, right)]
    assert counts[0] == pytest.approx(counts[1], abs=0.3)
    assert ask(corrected, said).suggestions[0].code.id == "address"
    assert StackRecommender.load(corrected.export()).labels == right.labels
