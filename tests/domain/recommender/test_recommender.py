from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.recommender.talk_examples import (
    ADDRESS,
    BILLING,
    CARD,
    CODES,
    OTHER,
    REFUND,
    agent,
    ask,
    case_of,
    customer,
    ids,
    probabilities,
    teach,
)
from wrapup_desk.domain.recommender.recommender import StackRecommender
from wrapup_desk.domain.recommender.text.word_vectors import WordVectors
from wrapup_desk.domain.suggestion import CaseFacts, Ranking
from wrapup_desk.domain.transcript import Speaker, Utterance
from wrapup_desk.domain.wrapup import WrapupCode

TAUGHT = teach(StackRecommender(), 40)

WORDS = st.sampled_from(
    ["toaster", "wallet", "river", "van", "boxes", "refund", "card", "chat", ""]
)
TEXTS = st.one_of(st.lists(WORDS, max_size=6).map(" ".join), st.text(max_size=30))
UTTERANCES = st.lists(
    st.builds(
        Utterance,
        id=st.sampled_from("abcde"),
        speaker=st.just(Speaker.CUSTOMER),
        text=TEXTS,
        is_final=st.booleans(),
    ),
    max_size=8,
)


def test_a_new_model_goes_by_the_names_of_the_codes() -> None:
    ranking = ask(StackRecommender(), ["hi", "I have lost my card"])

    assert ids(ranking)[0] == "card"


def test_words_that_mean_nearly_the_same_as_a_name_count_before_any_label() -> None:
    ranking = ask(StackRecommender(), ["someone stole my bank card"])

    assert ids(ranking)[0] == "card"


def test_the_language_table_bridges_words_that_share_nothing_with_a_name(
    vocabulary: WordVectors,
) -> None:
    pets = (WrapupCode("dog", "Dog training"), WrapupCode("car", "Car repair"))

    ranking = ask(StackRecommender(vocabulary), ["our puppy barks all night"], pets)

    assert ids(ranking)[0] == "dog"


def test_labels_teach_words_that_no_name_holds() -> None:
    ranking = ask(TAUGHT, ["my wallet fell into the river", "the river took it"])

    assert ids(ranking)[0] == "card"
    assert ranking.is_clear


def test_the_beginning_of_a_talk_is_judged_less_surely_than_its_end() -> None:
    said = ["hello there", "my wallet fell into the river", "the river took the wallet", "bye"]

    early = TAUGHT.suggest(case_of(TAUGHT, said[:1]), has_ended=False)
    late = TAUGHT.suggest(case_of(TAUGHT, said), has_ended=True)

    assert early.first is not None
    assert late.first is not None
    assert early.first.probability < late.first.probability


def test_only_codes_of_the_leg_are_ever_suggested() -> None:
    ranking = ask(TAUGHT, ["my wallet is in the river"], [REFUND, ADDRESS])

    assert set(ids(ranking)) == {"refund", "address"}


def test_a_code_that_leaves_the_list_is_no_longer_suggested() -> None:
    case = case_of(TAUGHT, ["my wallet is in the river"])
    case.note_codes([REFUND, OTHER])

    assert "card" not in ids(TAUGHT.suggest(case, has_ended=True))


def test_a_new_code_is_suggested_by_its_name_though_others_are_well_known() -> None:
    insurance = WrapupCode("ins", "Insurance certificate")

    ranking = ask(TAUGHT, ["I need an insurance certificate"], [*CODES, insurance])

    assert ids(ranking)[0] == "ins"


def test_a_code_listed_twice_is_suggested_once() -> None:
    assert ids(ask(TAUGHT, ["wallet"], [CARD, CARD, OTHER])).count("card") == 1


def test_without_codes_there_is_nothing_to_suggest() -> None:
    assert ask(TAUGHT, ["wallet"], []) == Ranking()


def test_a_single_code_is_certain() -> None:
    assert probabilities(ask(TAUGHT, ["wallet"], [OTHER])) == {"other": pytest.approx(1.0)}


def test_a_single_code_is_clear_without_a_word_and_nothing_is_done_alone_for_it() -> None:
    ranking = ask(StackRecommender(), [], [OTHER])

    assert (ranking.is_clear, ranking.may_auto_submit) == (True, False)


def test_silence_is_answered_by_how_often_codes_are_used() -> None:
    model = StackRecommender()
    for _ in range(12):
        model.learn(case_of(model, ["hm"]), "address", was_looked_at=True)

    assert ids(ask(model, []))[0] == "address"


def test_five_hundred_codes_and_a_novel_are_ranked() -> None:
    letters = "bcdfghjklm"
    names = [f"{a}o{b}a{c}u" for a in letters for b in letters for c in letters[:5]]
    codes = [WrapupCode(name, f"Trouble with {name}") for name in names]

    ranking = ask(StackRecommender(), ["word " * 30_000, "it is the gofagu"], codes)

    assert ids(ranking)[0] == "gofagu"


def test_a_code_nobody_looked_at_teaches_nothing() -> None:
    model = teach(StackRecommender(), 8)
    before = model.export()

    model.learn(case_of(model, ["wallet", "river"]), "refund", was_looked_at=False)

    assert model.export() == before


def test_a_code_outside_the_list_teaches_nothing() -> None:
    model = teach(StackRecommender(), 8)
    before = model.export()

    model.learn(case_of(model, ["wallet"]), "ININ-WRAP-UP-TIMEOUT", was_looked_at=True)

    assert model.export() == before


def test_the_same_seed_gives_the_same_model() -> None:
    assert (
        teach(StackRecommender(seed=3), 20).export()
        == teach(StackRecommender(seed=3), 20).export()
    )


def test_about_one_leg_in_twenty_is_asked_blind() -> None:
    model = StackRecommender()

    asked = sum(model.open_case(BILLING, CODES).is_blind for _ in range(2_000))

    assert 60 <= asked <= 140


def test_the_blind_share_is_told_with_the_ranking_and_stays_for_the_leg() -> None:
    model = StackRecommender()
    cases = [case_of(model, ["wallet"]) for _ in range(200)]
    asked = [case for case in cases if case.is_blind]

    assert asked
    assert all(model.suggest(case, has_ended=False).is_blind for case in asked)
    assert all(model.suggest(case, has_ended=True).is_blind for case in asked)


def test_nothing_is_done_alone_before_there_are_outcomes() -> None:
    assert not ask(TAUGHT, ["my wallet is in the river"]).may_auto_submit


def test_a_queue_that_was_always_right_may_act_alone() -> None:
    model = teach(StackRecommender(), 304)

    assert ask(
        model, ["my wallet fell into the river", "the river took the wallet"]
    ).may_auto_submit


def test_a_customer_who_calls_again_is_expected_to_call_about_the_same() -> None:
    model = StackRecommender()
    again = CaseFacts("billing", customer_key="k1")
    model.learn(case_of(model, ["hm"], facts=again), "address", was_looked_at=True)

    known, unknown = ask(model, ["hm"], facts=again), ask(model, ["hm"])

    assert probabilities(known)["address"] > probabilities(unknown)["address"]


@settings(max_examples=60)
@given(UTTERANCES)
def test_probabilities_are_shares_of_one_whatever_is_said(said: list[Utterance]) -> None:
    found = probabilities(ask(TAUGHT, said)).values()

    assert all(0.0 <= each <= 1.0 for each in found)
    assert sum(found) == pytest.approx(1.0, abs=1e-4)


@settings(max_examples=60)
@given(UTTERANCES)
def test_a_talk_heard_bit_by_bit_is_judged_like_the_whole(said: list[Utterance]) -> None:
    growing = TAUGHT.open_case(BILLING, CODES)
    for utterance in said:
        growing.hear(utterance)
        TAUGHT.suggest(growing, has_ended=False)

    once = probabilities(ask(TAUGHT, said))

    bit_by_bit = probabilities(TAUGHT.suggest(growing, has_ended=True))
    assert bit_by_bit == pytest.approx(once, abs=1e-4)


@settings(max_examples=40)
@given(st.lists(TEXTS, max_size=3), TEXTS)
def test_partial_results_leave_no_trace_once_the_final_text_is_there(
    partials: list[str], final: str
) -> None:
    growing = TAUGHT.open_case(BILLING, CODES)
    for text in partials:
        growing.hear(customer(text, is_final=False))
        TAUGHT.suggest(growing, has_ended=False)
    growing.hear(customer(final))

    only_final = probabilities(ask(TAUGHT, [customer(final)]))

    assert probabilities(TAUGHT.suggest(growing, has_ended=True)) == pytest.approx(
        only_final, abs=1e-4
    )


def test_a_late_partial_result_does_not_replace_the_final_text() -> None:
    case = case_of(TAUGHT, [customer("my wallet is in the river")])
    before = TAUGHT.suggest(case, has_ended=True)

    case.hear(customer("my van", is_final=False))

    assert TAUGHT.suggest(case, has_ended=True) == before


def test_what_was_learnt_meanwhile_reaches_a_talk_that_is_still_going_on() -> None:
    model = StackRecommender()
    case = case_of(model, ["toaster bread", "the toaster is black"])
    before = probabilities(model.suggest(case, has_ended=True))["refund"]

    teach(model, 40)

    after = model.suggest(case, has_ended=True)
    assert probabilities(after)["refund"] > before
    assert probabilities(after) == pytest.approx(
        probabilities(ask(model, ["toaster bread", "the toaster is black"])), abs=1e-4
    )


def test_names_that_arrive_after_the_words_are_matched_with_them() -> None:
    model = StackRecommender()
    case = case_of(model, ["I have lost my card"], codes=[])

    case.note_codes(CODES)

    assert ids(model.suggest(case, has_ended=True))[0] == "card"


def test_the_agents_words_are_told_from_the_customers() -> None:
    model = StackRecommender()
    for _ in range(15):
        model.learn(case_of(model, ["blue"]), "card", was_looked_at=True)
        model.learn(case_of(model, [agent("blue")]), "address", was_looked_at=True)

    assert ids(ask(model, ["blue"]))[0] == "card"
    assert ids(ask(model, [agent("blue")]))[0] == "address"


def test_facts_teach_where_words_do_not() -> None:
    model = StackRecommender()
    new, old = (CaseFacts("q", attributes={"contract": kind}) for kind in ("new", "old"))
    for _ in range(30):
        model.learn(case_of(model, ["hi"], facts=new), "card", was_looked_at=True)
        model.learn(case_of(model, ["hi"], facts=old), "address", was_looked_at=True)

    assert ids(ask(model, ["hi"], facts=new))[0] == "card"
    assert ids(ask(model, ["hi"], facts=old))[0] == "address"
