from __future__ import annotations

from wrapup_desk.domain.transcript import Speaker, Transcript, Utterance


def said(id_: str, text: str, *, is_final: bool = True) -> Utterance:
    return Utterance(id_, Speaker.CUSTOMER, text, is_final=is_final)


def texts(transcript: Transcript) -> list[str]:
    return [each.text for each in transcript.utterances]


def test_a_better_text_takes_the_place_of_the_first() -> None:
    transcript = Transcript().with_utterances(
        [said("1", "I want", is_final=False), said("2", "yes"), said("1", "I want a refund")]
    )

    assert texts(transcript) == ["I want a refund", "yes"]


def test_a_late_partial_text_never_replaces_the_final_one() -> None:
    transcript = Transcript((said("1", "a refund"),))

    assert transcript == transcript.with_utterance(said("1", "a re", is_final=False))


def test_an_utterance_shows_no_words_in_its_text() -> None:
    assert "refund" not in repr(said("1", "refund"))
