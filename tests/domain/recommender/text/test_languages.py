from __future__ import annotations

import pytest

from wrapup_desk.domain.recommender.text.languages import (
    detected,
    is_function_word,
    language_in,
)
from wrapup_desk.domain.recommender.text.words import split_words

SAID = {
    "en": "I was charged twice and I would like to have my money back for the order",
    "de": "Ich habe meine Rechnung nicht bekommen und ich möchte wissen, wo sie ist",
    "fr": "Je n'ai pas reçu ma facture et je ne sais pas pour qui elle est",
    "es": "No me ha llegado la factura y quiero saber por qué es tan alta",
    "it": "Non ho ricevuto la fattura e vorrei sapere perché il conto è così alto",
    "pt": "Eu não recebi a minha fatura e queria saber se já foi enviada para mim",
    "nl": "Ik heb mijn factuur niet gekregen en ik wil weten waar het is",
    "pl": "Nie mam faktury i nie wiem czy jest już u mnie na koncie",
    "tr": "Ben bu fatura çok yüksek buluyorum ama daha ne kadar var",
    "ja": "請求書がまだ届いていないのですが",
    "zh": "我的发票还没有收到请帮我查一下",
}


def detected_in(text: str) -> str:
    return detected(word.norm for word in split_words(text))


@pytest.mark.parametrize("language", SAID)
def test_a_sentence_tells_its_language(language: str) -> None:
    assert detected_in(SAID[language]) == language


@pytest.mark.parametrize("text", ["", "hm", "Kundennummer 4711", "die die", "12 34 56 78"])
def test_a_few_words_tell_no_language(text: str) -> None:
    assert detected_in(text) == ""


@pytest.mark.parametrize(
    ("dialect", "language"),
    [
        ("de-DE", "de"),
        ("en_US", "en"),
        ("JA", "ja"),
        ("", ""),
        ("-", ""),
        ("Deutsch", ""),
        ("d3-X", ""),
    ],
)
def test_a_dialect_names_its_language(dialect: str, language: str) -> None:
    assert language_in(dialect) == language


def test_what_holds_a_sentence_together_depends_on_its_language() -> None:
    assert is_function_word("und", "de")
    assert not is_function_word("und", "en")
    assert not is_function_word("die", "en")
    assert is_function_word("the", "xx")
