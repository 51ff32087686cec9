from __future__ import annotations

import pytest

from wrapup_desk.domain.notes.drafter import MOST_SIGNS, TalkReader
from wrapup_desk.domain.outside_text import MOST_UTTERANCES
from wrapup_desk.domain.transcript import Speaker, Utterance

REQUEST = "I was charged twice for my order, 42 dollars each time."
PROMISE = "I will refund 42 dollars to your account by Friday."


def talk(*turns: str) -> list[Utterance]:
    """Utterances whose first sign says who spoke: c for the customer, a for the agent."""
    speakers = {"c": Speaker.CUSTOMER, "a": Speaker.AGENT}
    return [Utterance(str(at), speakers[turn[0]], turn[2:]) for at, turn in enumerate(turns)]


def note_of(*turns: str) -> str:
    reader = TalkReader()
    reader.hear(talk(*turns))
    return reader.draft().text


def test_a_note_has_the_request_and_what_was_agreed() -> None:
    note = note_of(
        "a Good morning, this is Sam. How can I help you?",
        f"c Hi Sam, um, {REQUEST}",
        f"a I am sorry about that. {PROMISE} Is that all right?",
        "c Yes, perfect, thank you.",
        "a You are welcome. Have a nice day!",
    )

    assert note == f"{REQUEST} {PROMISE}"


def test_what_was_said_so_far_is_drafted_while_the_talk_goes_on() -> None:
    reader = TalkReader()
    assert reader.draft().text == ""

    assert reader.hear(talk(f"c {REQUEST}"))

    assert reader.draft().text == REQUEST


def test_words_that_may_still_change_are_not_drafted() -> None:
    reader = TalkReader()

    assert not reader.hear([Utterance("1", Speaker.CUSTOMER, "I was charged", is_final=False)])
    assert reader.draft().text == ""

    assert reader.hear([Utterance("1", Speaker.CUSTOMER, REQUEST)])
    assert not reader.hear([Utterance("1", Speaker.CUSTOMER, REQUEST)])
    assert reader.draft().text == REQUEST


def test_what_the_customer_refused_is_not_what_was_agreed() -> None:
    note = note_of(
        "c My internet is down since Tuesday.",
        "a I can send the technician on Monday at 8:00 am.",
        "c No, that is impossible.",
        "a Then I have booked the technician for Thursday at 9:30 am.",
        "c Great, thank you.",
    )

    assert "Thursday at 9:30 am" in note
    assert "Monday" not in note


def test_small_talk_leads_to_no_note() -> None:
    assert note_of("a Good morning, how are you?", "c Fine, thanks.", "a Have a nice day!") == ""


@pytest.mark.parametrize(
    "turns",
    [
        ("a Can you give me your card number?", "c 4111 1111 1111 1111"),
        ("a Your card number please?", "c 4111 1111", "a okay", "c 1111 1111"),
        ("a And the security code on the back?", "c it is seven three seven, I think"),
        ("a What is your password?", "c My favourite place, Sunshine12 with a big S"),
        ("c The cvv is 737 by the way and it does not work.",),
        ("c My card number is four one one one one one one one and it is refused.",),
        ("a Wie lautet Ihr Geburtsdatum?", "c Das ist der 3. März 1970, glaube ich."),
        ("a 暗証番号をお願いします。", "c 1234です、たぶんそうだと思います。"),
    ],
)
def test_secrets_are_never_drafted(turns: tuple[str, ...]) -> None:
    note = note_of(f"c {REQUEST}", *turns, f"a {PROMISE}")

    assert note == f"{REQUEST} {PROMISE}"


def test_digits_of_a_secret_are_not_drafted_where_they_are_repeated() -> None:
    note = note_of(
        f"c {REQUEST}",
        "a May I have the card number?",
        "c 4111 1111 1111 1234",
        "a I have refunded 42 dollars to the card that ends with 1234.",
    )

    assert note == REQUEST


def test_two_sentences_are_not_drafted_that_make_a_card_number_together() -> None:
    halves = (
        "c I want to know why the order 4111 1111",
        "a 1111 1111 has been sent to your new address.",
    )
    assert "4111 1111" in note_of(halves[0])
    assert "1111 1111" in note_of(halves[1])

    assert note_of(*halves) == ""


def test_a_note_is_short_however_long_the_talk() -> None:
    turns = [
        f"{'ca'[at % 2]} I need to know about the delivery {at} to Bristol number {at * 7}, and also "
        f"about invoice {at} of customer {at}, which was never paid by anybody at all"
        for at in range(200)
    ]

    note = note_of(*turns)

    assert 0 < len(note) <= MOST_SIGNS + 6


def test_of_a_very_long_talk_the_beginning_and_the_end_are_kept() -> None:
    noise = [f"c Something about number {at} that says little" for at in range(MOST_UTTERANCES)]

    note = note_of(f"c {REQUEST}", "a I see.", *noise, f"a {PROMISE}", "c Yes.")

    assert REQUEST in note
    assert PROMISE in note


def test_the_amount_and_the_day_that_were_named_last_are_known() -> None:
    reader = TalkReader()

    reader.hear(
        talk("c It cost 99 euros on Monday, I think.", "a No, it was €42.50 on March 3rd.")
    )

    drafted = reader.draft()
    assert (drafted.amount, drafted.date) == ("€42.50", "March 3rd")


def test_no_words_show_in_what_a_draft_looks_like_to_a_log() -> None:
    reader = TalkReader()
    reader.hear(talk(f"c {REQUEST}"))

    assert "charged" not in repr(reader.draft())
    assert "charged" not in repr(reader)
