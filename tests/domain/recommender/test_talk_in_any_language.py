"""The language of a talk, and how well it was heard, are known to the recommender."""

from __future__ import annotations

import pytest

from tests.domain.recommender.talk_examples import ask, case_of
from wrapup_desk.domain.recommender.recommender import StackRecommender
from wrapup_desk.domain.suggestion import EvidenceKind
from wrapup_desk.domain.transcript import Speaker, Utterance
from wrapup_desk.domain.wrapup import WrapupCode

CODES = (WrapupCode("bill", "Rechnung"), WrapupCode("card", "Karte"))
SAID = {"bill": "ich habe meine Rechnung nicht bekommen", "card": "meine Karte ist nicht mehr da"}
JAPANESE = (WrapupCode("bill", "請求書"), WrapupCode("card", "カード紛失"))


def heard(text: str, confidence: float | None = 0.9, dialect: str = "") -> Utterance:
    return Utterance("1", Speaker.CUSTOMER, text, dialect=dialect, confidence=confidence)


def taught(count: int) -> StackRecommender:
    model = StackRecommender()
    for number in range(count):
        code = CODES[number % 2].id
        model.learn(case_of(model, [heard(SAID[code])], CODES), code, was_looked_at=True)
    return model


TAUGHT = taught(400)


def test_a_transcription_names_the_language_else_the_words_do() -> None:
    said = SAID["bill"]

    named, told = heard(said, dialect="fr-CA"), heard(said)

    assert case_of(TAUGHT, [named], CODES).language == "fr"
    assert case_of(TAUGHT, [told], CODES).language == "de"
    assert case_of(TAUGHT, [heard("hm")], CODES).language == ""


def test_words_that_hold_a_german_sentence_together_are_no_evidence() -> None:
    ranking = ask(TAUGHT, [heard("ich habe und nicht mehr das ist es ja")], CODES)

    assert not ranking.is_clear
    assert not ranking.may_auto_submit


def test_what_was_heard_much_worse_than_usual_is_suggested_and_not_sent() -> None:
    usual = ask(TAUGHT, [heard(SAID["card"], 0.88)], CODES)
    worse = ask(TAUGHT, [heard(SAID["card"], 0.6)], CODES)
    written = ask(TAUGHT, [heard(SAID["card"], None)], CODES)

    assert (usual.may_auto_submit, written.may_auto_submit) == (True, True)
    assert (worse.may_auto_submit, worse.suggestions[0].code.id) == (False, "card")
    assert worse.suggestions[0].evidence[0].kind is EvidenceKind.HEARD_BADLY


def test_what_is_usual_is_kept_with_the_model() -> None:
    loaded = StackRecommender.load(TAUGHT.export())

    assert loaded.memory.hearing.usual == pytest.approx(0.9)
    assert loaded.memory.hearing.talks == 400


def test_names_in_a_language_without_blanks_are_matched_and_named() -> None:
    ranking = ask(StackRecommender(), [heard("カードを無くしました")], JAPANESE)

    assert ranking.suggestions[0].code.id == "card"
    kinds = {each.kind: each.text for each in ranking.suggestions[0].evidence}
    assert "カ" in kinds[EvidenceKind.NAME]


def test_words_of_a_script_without_spaces_are_evidence_as_a_whole() -> None:
    codes = (WrapupCode("refund", "返金のご依頼"), WrapupCode("password", "パスワードの再設定"))

    by_name = ask(StackRecommender(), [heard("パスワードを再設定したいのですが")], codes)

    assert [(each.kind, each.text) for each in by_name.suggestions[0].evidence] == [
        (EvidenceKind.NAME, "パスワード"),
        (EvidenceKind.NAME, "再設定"),
    ]


def test_an_ending_in_kana_is_no_evidence_and_a_stem_is_shown_with_its_own() -> None:
    codes = (WrapupCode("late", "A"), WrapupCode("login", "B"))
    said = {"late": "荷物が届かない", "login": "画面がロックされない"}
    model = StackRecommender()
    for number in range(80):
        code = codes[number % 2].id
        model.learn(case_of(model, [heard(said[code])], codes), code, was_looked_at=True)

    found = ask(model, [heard("あの、先週の荷物が届かないのですが")], codes)

    assert found.suggestions[0].code.id == "late"
    shown = {
        each.text for each in found.suggestions[0].evidence if each.kind is EvidenceKind.HEARD
    }
    assert shown
    assert shown <= {"荷物", "届かないのですが"}
