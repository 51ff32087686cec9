from __future__ import annotations

import re

import pytest

from tests.languages.extraction import SourceText, fields_of, texts_of
from tests.languages.ts_files import (
    TRANSLATED,
    Translations,
    compact,
    json_path,
    read_ts,
    ts_path,
    write_ts,
)
from wrapup_desk.main.language import read_catalogue

# One word for one thing, from the table in docs/translating.md.
WORDS = {
    "customer": {"de": "Kund", "ja": "お客様"},
    "supervisor": {"de": "Supervisor", "ja": "スーパーバイザー"},
    "administrator": {"de": "Administrator", "ja": "管理者"},
    "audit trail": {"de": "Prüfprotokoll", "ja": "監査証跡"},
}
ADVICE = "run python3 dev.py translations, and translate what it lists"


@pytest.fixture(scope="module")
def texts() -> list[SourceText]:
    return texts_of()


@pytest.fixture(scope="module", params=sorted(TRANSLATED))
def translations(request: pytest.FixtureRequest) -> Translations:
    return read_ts(request.param)


def test_every_text_of_the_program_is_in_the_file_and_none_that_is_gone(
    texts: list[SourceText], translations: Translations
) -> None:
    assert set(translations.forms) == {each.text for each in texts}, ADVICE


def test_the_apostrophe_is_the_same_in_all_texts(texts: list[SourceText]) -> None:
    assert [each.text for each in texts if "\N{RIGHT SINGLE QUOTATION MARK}" in each.text] == []


def test_every_text_is_translated(texts: list[SourceText], translations: Translations) -> None:
    assert [each.text for each in texts if not translations.is_finished(each.text)] == [], ADVICE


def test_what_counts_has_as_many_forms_as_the_language(
    texts: list[SourceText], translations: Translations
) -> None:
    wrong = [
        each.text
        for each in texts
        if each.text in translations.forms  # that all are there is another test
        and len(translations.forms[each.text]) != (translations.form_count if each.one else 1)
    ]

    assert wrong == []


def test_a_translation_has_the_fields_of_its_source(
    texts: list[SourceText], translations: Translations
) -> None:
    wrong = [
        (form, sorted(each.fields))
        for each in texts
        for place, form in enumerate(translations.forms.get(each.text, ()))
        # "one code" needs no figure where the language has a form for one.
        if fields_of(form) | ({"count"} if each.one and place == 0 else set())
        != each.fields | ({"count"} if each.one and place == 0 else set())
    ]

    assert wrong == []


def test_a_translation_keeps_the_spaces_around_and_the_end_of_its_source(
    texts: list[SourceText], translations: Translations
) -> None:
    def edges(text: str) -> tuple[bool, bool, bool, bool]:
        bare = text.rstrip()
        return (
            text[:1].isspace(),
            text[-1:].isspace(),
            bare.endswith((".", "\N{IDEOGRAPHIC FULL STOP}")) and not bare.endswith(".csv"),
            bare.endswith((":", "\N{FULLWIDTH COLON}")),
        )

    wrong = [
        (each.text, form)
        for each in texts
        for form in translations.forms.get(each.text, ())
        if len(each.text) > 3 and edges(form) != edges(each.text)  # "No." is no sentence
    ]

    assert wrong == []


@pytest.mark.parametrize("word", WORDS)
def test_one_thing_has_one_word(translations: Translations, word: str) -> None:
    wanted = WORDS[word][translations.language].casefold()
    named = re.compile(rf"\b{word}s?\b", re.IGNORECASE)
    others = {
        source: forms
        for source, forms in translations.forms.items()
        if named.search(re.sub(r"{\w+}", "", source))
        and not all(wanted in form.casefold() for form in forms)
    }

    assert others == {}


def test_the_file_is_as_the_tool_writes_it(
    texts: list[SourceText], translations: Translations
) -> None:
    path = ts_path(translations.language)
    before = path.read_text(encoding="utf-8")

    write_ts(texts, translations)
    after = path.read_text(encoding="utf-8")
    path.write_text(before, encoding="utf-8", newline="\n")

    assert after == before, ADVICE


def test_what_the_program_reads_is_what_was_translated(
    texts: list[SourceText], translations: Translations
) -> None:
    kept = json_path(translations.language).read_text(encoding="utf-8")

    assert kept == compact(texts, translations), ADVICE
    assert read_catalogue(translations.language).texts


_JAPANESE = r"[\u3001-\u3002\u300c-\u300f\u3041-\u30fa\u30fc\u4e00-\u9fff\uff01-\uff5e]"
_NARROW = re.compile(rf"{_JAPANESE}[:;,()]|[:;,()]{_JAPANESE}")
# Addresses, commands and ids stand apart: they are typed as they are. Columns are set by two.
_GAP = re.compile(rf"{_JAPANESE} (?:[A-Z0-9]|{{(?!id}}))|(?<=[A-Z0-9}}]) {_JAPANESE}")
_TYPED = re.compile(r"https?://\S+ ?|postgresql://\S+ ?| [0-9a-f-]{36} ")


def test_japanese_has_wide_punctuation_and_no_spaces_around_figures_and_latin_words() -> None:
    said = [form for forms in read_ts("ja").forms.values() for form in forms]

    assert [form for form in said if _NARROW.search(form)] == []
    assert [form for form in said if _GAP.search(_TYPED.sub("", form))] == []
