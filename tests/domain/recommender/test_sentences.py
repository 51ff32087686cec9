"""What sentences mean reaches the recommender late, and from one encoder only."""

from __future__ import annotations

import pytest

from tests.domain.recommender.talk_examples import CODES, ask, case_of, customer, teach
from wrapup_desk.domain.recommender.file.model_file import read_model, write_model
from wrapup_desk.domain.recommender.recommender import StackRecommender
from wrapup_desk.domain.recommender.text.sentence_encoder import MiniLmEncoder
from wrapup_desk.domain.recommender.text.sentence_vectors import SentenceVectors
from wrapup_desk.domain.wrapup import WrapupCode

FINGERPRINT = 4711
LOST = WrapupCode("lost", "Card lost or stolen")
LIMIT = WrapupCode("limit", "Raise the spending limit")


def reading(encoder: MiniLmEncoder, fingerprint: int = FINGERPRINT) -> SentenceVectors:
    return SentenceVectors(encoder.dimensions, fingerprint, encoder.encode)


def read_all(sentences: SentenceVectors, encoder: MiniLmEncoder) -> list[str]:
    texts = sentences.take_wanted(100)
    sentences.put(texts, encoder.encode(texts))
    return texts


def test_a_sentence_without_a_word_of_the_name_finds_its_code(encoder: MiniLmEncoder) -> None:
    model = StackRecommender(sentences=reading(encoder))

    found = ask(model, ["somebody took my wallet and the visa in it"], (LIMIT, LOST))

    assert found.suggestions[0].code == LOST


def test_sentences_encoded_later_say_the_same_as_those_encoded_at_once(
    encoder: MiniLmEncoder,
) -> None:
    said = ["hello there", "somebody took my wallet and the visa in it"]
    at_once = ask(StackRecommender(sentences=reading(encoder)), said, (LIMIT, LOST))
    later = SentenceVectors(encoder.dimensions, FINGERPRINT)
    model = StackRecommender(sentences=later)
    case = case_of(model, said, (LIMIT, LOST))
    before = model.suggest(case, has_ended=True)

    texts = read_all(later, encoder)
    after = model.suggest(case, has_ended=True)

    assert set(texts) == {LOST.name, LIMIT.name, *said}
    assert before.suggestions[0].probability < after.suggestions[0].probability
    assert [each.probability for each in after.suggestions] == pytest.approx(
        [each.probability for each in at_once.suggestions], abs=1e-4
    )


def test_what_is_still_being_said_is_not_encoded_and_a_final_sentence_once(
    encoder: MiniLmEncoder,
) -> None:
    later = SentenceVectors(encoder.dimensions, FINGERPRINT)
    model = StackRecommender(sentences=later)
    case = case_of(model, [], (LIMIT, LOST))
    read_all(later, encoder)

    for words in ("my", "my card", "my card is"):
        case.hear(customer(words, 1, is_final=False))
    assert not later.has_wanted
    case.hear(customer("my card is gone", 1))
    assert read_all(later, encoder) == ["my card is gone"]
    model.suggest(case, has_ended=False)
    case.hear(customer("really", 2))

    assert read_all(later, encoder) == ["really"]


def test_a_name_met_late_takes_nothing_from_what_sentences_meant(encoder: MiniLmEncoder) -> None:
    later = SentenceVectors(encoder.dimensions, FINGERPRINT)
    model = StackRecommender(sentences=later)
    case = case_of(model, ["my card is gone"], (LIMIT,))
    read_all(later, encoder)
    model.suggest(case, has_ended=False)
    meant = case.text.sense.copy()

    case.note_codes((LIMIT, LOST))
    model.suggest(case, has_ended=False)

    assert meant.any()
    assert case.text.sense == pytest.approx(meant)
    assert case.text.utterance_senses().any()


def test_nothing_is_sent_alone_while_a_sentence_is_being_read(encoder: MiniLmEncoder) -> None:
    later = SentenceVectors(encoder.dimensions, FINGERPRINT)
    model = StackRecommender(sentences=later)
    case = case_of(model, ["my card is gone"], CODES)
    before = model.suggest(case, has_ended=True).may_auto_submit
    read_all(later, encoder)

    assert (before, case.awaits_sentences) == (False, True)
    model.suggest(case, has_ended=True)
    assert not case.awaits_sentences


def test_what_sentences_taught_comes_back_from_the_file(encoder: MiniLmEncoder) -> None:
    taught = teach(StackRecommender(sentences=reading(encoder)), 60)

    loaded = StackRecommender.load(taught.export(), sentences=reading(encoder))

    assert loaded.is_of_same_encoder
    said = ["the river took my purse"]
    before, after = ask(taught, said), ask(loaded, said)
    assert [each.probability for each in after.suggestions] == pytest.approx(
        [each.probability for each in before.suggestions], abs=0.02
    )
    assert loaded.export() == taught.export()


def test_a_model_of_another_encoder_keeps_what_words_taught_and_reads_anew(
    encoder: MiniLmEncoder,
) -> None:
    taught = teach(StackRecommender(sentences=reading(encoder)), 150)

    other = StackRecommender.load(taught.export(), sentences=reading(encoder, FINGERPRINT + 1))

    assert not other.is_of_same_encoder
    assert other.labels == taught.labels
    assert not other.memory.experts.sense_whole.weights.any()
    assert not other.memory.thresholds.by_place
    assert ask(other, ["the toaster burnt my bread"]).suggestions[0].code.id == "refund"
    assert other.memory.sentences.fingerprint == FINGERPRINT + 1
    assert StackRecommender.load(
        other.export(), sentences=reading(encoder, FINGERPRINT + 1)
    ).is_of_same_encoder


LATER_PARTS = (
    "sense ", "usual/sense", "shares/offered", "encoder", "breakers/", "meant", "hearing",
    "known words/",
)  # fmt: skip


def test_a_model_from_before_sentences_were_read_goes_on_with_its_words(
    encoder: MiniLmEncoder,
) -> None:
    parts = read_model(teach(StackRecommender(), 60).export())
    old = {name: part for name, part in parts.items() if not name.startswith(LATER_PARTS)}
    raw = bytearray(write_model(old))
    raw[16:18] = (3).to_bytes(2, "little")

    model = StackRecommender.load(bytes(raw), sentences=reading(encoder))

    assert model.labels == 60
    assert not model.is_of_same_encoder
    assert ask(model, ["the toaster burnt my bread"]).suggestions[0].code.id == "refund"


def test_a_model_loaded_without_an_encoder_loses_nothing_of_what_sentences_taught(
    encoder: MiniLmEncoder,
) -> None:
    raw = teach(StackRecommender(sentences=reading(encoder)), 60).export()

    assert StackRecommender.load(raw).export() == raw
