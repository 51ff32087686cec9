"""What people outside wrote is limited and cleaned before anything else sees it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wrapup_desk.domain.outside_text import (
    LONGEST_NAME,
    LONGEST_READING,
    MOST_UTTERANCES,
    one_line,
    several_lines,
    shared_out,
    without_traces,
)
from wrapup_desk.domain.transcript import Speaker, Transcript, Utterance, shortened


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("  Mia   Larsen\n", "Mia Larsen"),
        ("Mia\0Larsen", "Mia Larsen"),
        ("Mia \u202etxt.exe", "Mia txt.exe"),
        ("\u05de\u05d9\u05d4", "\u05de\u05d9\u05d4"),
        ("Mia \ud83d", "Mia \N{REPLACEMENT CHARACTER}"),
        ("\U0001f469\u200d\U0001f4bb", "\U0001f469\u200d\U0001f4bb"),
        ("\u200b\u2060", ""),
        ("\u3164 \u2800", ""),
        ("\ufe0f\u200d", ""),
        ("\u200bMia", "\u200bMia"),
        ("x" * 1000, "x" * (LONGEST_NAME - 1) + "\N{HORIZONTAL ELLIPSIS}"),
    ],
)
def test_a_name_is_one_line_that_disturbs_nothing(given_text: str, kept: str) -> None:
    assert one_line(given_text) == kept


@given(st.text(alphabet=st.characters(codec=None), max_size=2000))
def test_any_text_can_be_kept_afterwards(text: str) -> None:
    for kept in (one_line(text), several_lines(text)):
        assert "\0" not in kept
        kept.encode()
    assert len(one_line(text)) <= LONGEST_NAME
    assert len(one_line(text).splitlines()) <= 1


@given(st.lists(st.text(alphabet="ab", max_size=50), max_size=20), st.integers(0, 200))
def test_texts_share_the_room_there_is(texts: list[str], most: int) -> None:
    cut = shared_out(texts, most)

    assert sum(map(len, cut)) == min(most, sum(map(len, texts))) or len(texts) == 0
    assert all(text.startswith(part) for text, part in zip(texts, cut, strict=True))
    longest = max(map(len, cut), default=0)
    # Nobody is cut while another one keeps more than one sign above it.
    assert all(part == text or len(part) >= longest - 1
               for text, part in zip(texts, cut, strict=True))  # fmt: skip


def test_a_short_question_stays_whole_beside_a_novel() -> None:
    said = [Utterance("1", Speaker.CUSTOMER, "Where is my parcel?"),
            Utterance("2", Speaker.CUSTOMER, "novel " * 10_000)]  # fmt: skip

    kept = shortened(said)

    assert kept[0] is said[0]
    assert sum(len(each.text) for each in kept) == LONGEST_READING


def test_of_too_many_utterances_the_newest_are_taken() -> None:
    said = [Utterance(str(number), Speaker.AGENT, "x") for number in range(MOST_UTTERANCES + 5)]

    assert shortened(said)[0].id == "5"


def test_twenty_thousand_utterances_are_taken_in_at_once() -> None:
    said = [Utterance(str(number), Speaker.AGENT, "x") for number in range(20_000)]
    began_s = time.thread_time()

    transcript = Transcript().with_utterances(said).with_utterances(said)

    assert len(transcript.utterances) == 20_000
    assert time.thread_time() - began_s < 2  # in the square of their number it was a minute


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (
            "Genesys does not permit this (missing permission a:b:c): 403 missing.permission,"
            " correlation id 5f2a9c1e-77b1-4c1e-9a53-5a4d55a0c0de.",
            "Genesys does not permit this (missing permission a:b:c).",
        ),
        ("Genesys reported an internal error: 500.", "Genesys reported an internal error."),
        (
            "Genesys erlaubt das nicht (fehlende Berechtigung a:b:c): 403 missing.permission,"
            " Korrelations-ID 5f2a9c1e-77b1-4c1e-9a53-5a4d55a0c0de.",
            "Genesys erlaubt das nicht (fehlende Berechtigung a:b:c).",
        ),
        (
            "Genesysでは許可されていません\uff1a403 missing.permission、相関ID 5f2a9c1e-77b1。連絡",
            "Genesysでは許可されていません。連絡",
        ),
        ("Not now: 403 x.y, correlation id 5f2a9c1e. Later.", "Not now. Later."),
        ("Called at: 300 people", "Called at: 300 people"),
        (
            "Proxy: 192.168.1.1 could not be reached. Later.",
            "Proxy: 192.168.1.1 could not be reached. Later.",
        ),
        ("no answer from Genesys", "no answer from Genesys"),
        ("", ""),
    ],
)
def test_a_reason_is_told_without_what_only_support_can_use(reason: str, said: str) -> None:
    assert without_traces(reason) == said
