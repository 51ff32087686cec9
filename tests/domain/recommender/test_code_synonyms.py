"""Other words for a code, before anything was learnt: a small check with short forms as names."""

from __future__ import annotations

from tests.domain.recommender.talk_examples import ask, ids
from wrapup_desk.domain.codes.synonyms import with_synonyms
from wrapup_desk.domain.recommender.recommender import StackRecommender
from wrapup_desk.domain.recommender.text.sentence_vectors import SentenceVectors
from wrapup_desk.domain.recommender.text.word_vectors import WordVectors
from wrapup_desk.domain.wrapup import WrapupCode

# What an administrator wrote, and what customers said: never in the same words throughout.
WORDS = {
    "BIL-REF-DUP": ("charged twice", "double charge"),
    "BIL-REF-LAT": ("refund not arrived", "waiting for money back"),
    "BIL-PAY-FAI": ("payment declined", "card rejected"),
    "BIL-INV-EXP": ("explain invoice", "question about the bill"),
    "ACC-PWD-RST": ("forgot password", "cannot log in"),
    "ACC-ADR-CHG": ("new address", "moved house"),
    "ACC-CLS-REQ": ("close account", "cancel contract"),
    "DEL-LAT-PAR": ("parcel late", "delivery delayed"),
    "DEL-DAM-PAR": ("arrived broken", "damaged parcel"),
    "TEC-NET-OUT": ("internet down", "no connection"),
    "TEC-NET-SLO": ("slow internet", "low speed"),
    "SAL-UPG-REQ": ("upgrade plan", "larger package"),
}
SAID = (
    ("you took the money twice for one order", "BIL-REF-DUP"),
    ("there are two charges for the same thing on my statement", "BIL-REF-DUP"),
    ("I still have not got my money back", "BIL-REF-LAT"),
    ("the refund you promised is not there", "BIL-REF-LAT"),
    ("the shop declined my card", "BIL-PAY-FAI"),
    ("my payment was rejected again", "BIL-PAY-FAI"),
    ("I do not understand this bill", "BIL-INV-EXP"),
    ("can you explain the amounts on my invoice", "BIL-INV-EXP"),
    ("I can't log in any more", "ACC-PWD-RST"),
    ("I do not know my password", "ACC-PWD-RST"),
    ("we moved to another street", "ACC-ADR-CHG"),
    ("please note my new address", "ACC-ADR-CHG"),
    ("I would like to cancel", "ACC-CLS-REQ"),
    ("please close my account", "ACC-CLS-REQ"),
    ("my parcel should have been here on Monday", "DEL-LAT-PAR"),
    ("the delivery is late", "DEL-LAT-PAR"),
    ("the box came and everything in it was broken", "DEL-DAM-PAR"),
    ("what you sent is damaged", "DEL-DAM-PAR"),
    ("the internet does not work since this morning", "TEC-NET-OUT"),
    ("I have no connection at all", "TEC-NET-OUT"),
    ("everything loads so slowly", "TEC-NET-SLO"),
    ("the speed is far too low", "TEC-NET-SLO"),
    ("I want a bigger package", "SAL-UPG-REQ"),
    ("can I upgrade", "SAL-UPG-REQ"),
)
PLAIN = tuple(WrapupCode(name, name) for name in WORDS)


def right_first(model: StackRecommender, codes: tuple[WrapupCode, ...]) -> float:
    right = [ids(ask(model, [said], codes))[0] == meant for said, meant in SAID]
    return sum(right) / len(right)


def test_other_words_make_a_cold_start_right_far_more_often(
    vocabulary: WordVectors, sentences: SentenceVectors
) -> None:
    without = right_first(StackRecommender(vocabulary, sentences=sentences), PLAIN)
    words = right_first(StackRecommender(vocabulary), with_synonyms(PLAIN, WORDS))
    both = right_first(
        StackRecommender(vocabulary, sentences=sentences), with_synonyms(PLAIN, WORDS)
    )

    assert without < 0.3
    assert words > 0.7
    assert both > 0.8


def test_a_code_without_other_words_is_ranked_as_before(vocabulary: WordVectors) -> None:
    named = tuple(WrapupCode(name, words[0], words[1]) for name, words in WORDS.items())
    said = [words for words, _meant in SAID[:6]]

    plain = ask(StackRecommender(vocabulary), said, named)
    given = with_synonyms(named, {"no such code": ("twice",), "BIL-REF-DUP": (" ", "")})

    assert ask(StackRecommender(vocabulary), said, given) == plain


def test_other_words_are_given_by_name_or_id_however_they_are_written() -> None:
    guid = "7FB334B0-0E9E-11E4-9191-0800200C9A66"
    codes = (WrapupCode(guid.lower(), "Refund"), WrapupCode("b", "Billing > Late"))

    found = with_synonyms(codes, {guid: ("money back",), "billing  > LATE": ("overdue ",)})

    assert [code.synonyms for code in found] == [("money back",), ("overdue",)]
    assert found == codes, "it is the same code whatever else it is called"
