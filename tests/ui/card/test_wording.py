from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.ui import snapshots as s
from wrapup_desk.domain.interaction import Joined, Media, Phase
from wrapup_desk.domain.modes import HiddenReason
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.domain.suggestion import Evidence, EvidenceKind, Ranking, Source, Suggestion
from wrapup_desk.domain.wrapup import Decider
from wrapup_desk.ui.card.appearance import CardState, Option
from wrapup_desk.ui.card.evidence import evidence_text, uses_text
from wrapup_desk.ui.card.wording import (
    clock_text,
    coded_text,
    customer_text,
    leading_text,
    outcome_text,
    percent_text,
    place_text,
    plan_text,
    seconds_up,
    unclear_text,
)


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (402, "6:42"), (3730, "1:02:10"), (-5, "0:00")]
)
def test_spans_read_like_a_clock(seconds: int, text: str) -> None:
    assert clock_text(timedelta(seconds=seconds)) == text


@pytest.mark.parametrize(("share", "text"), [(0.914, "91%"), (0.999, "99%"), (0.0001, "1%")])
def test_certainty_is_never_claimed(share: float, text: str) -> None:
    assert percent_text(share) == text


@pytest.mark.parametrize(("seconds", "shown"), [(18.0, 18), (17.2, 18), (0.4, 1), (0.0, 0)])
def test_a_countdown_shows_0_only_when_it_is_over(seconds: float, shown: int) -> None:
    assert seconds_up(seconds) == shown


def test_what_an_earlier_run_left_is_told_by_queue_and_time() -> None:
    at = s.NOW.astimezone()
    nameless = [
        replace(s.leg("left", phase), customer_name="", disconnected_at=s.NOW)
        for phase in (Phase.COMPLETED, Phase.CONNECTED)
    ]

    assert [customer_text(leg) for leg in nameless] == [f"Billing · {at:%H:%M}"] * 2
    assert customer_text(replace(nameless[0], customer_name="Eva Lind")) == "Eva Lind"
    assert customer_text(s.leg("now", Phase.AFTER_CALL)) == "Unknown customer"
    assert customer_text(s.leg("now", Phase.CONNECTED)) == "Unknown customer"


@pytest.mark.parametrize("media", Media)
def test_every_medium_has_a_word(media: Media) -> None:
    text = place_text(replace(s.MARTA.leg, media=media), CardState.LIVE)

    assert text.startswith("Billing · ")


def test_evidence_reads_in_one_line() -> None:
    first = s.CLEAR.suggestions[0]

    text = evidence_text(Option(first.code, first))

    assert text == "“charged twice” · “refund” · Billing queue"


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("media: calls", "call"),
        ("media: chats", "web chat"),
        ("media: telepathy", ""),
        ("direction: inbound", "inbound"),
        ("transferred: yes", "transferred to you"),
        ("language: de-DE", "language: de-DE"),
        ("skill: 0c4f", ""),
        ("utterances: 8", ""),
        ("contract: new", "contract: new"),
    ],
)
def test_what_is_known_is_said_as_an_agent_would(fact: str, said: str) -> None:
    evidence = (Evidence(EvidenceKind.FACT, fact),)
    given = Suggestion(s.code("Refund"), 0.5, Source.MODEL, evidence)

    assert evidence_text(Option(given.code, given)) == said


@pytest.mark.parametrize("kind", EvidenceKind)
def test_every_kind_of_evidence_has_words(kind: EvidenceKind) -> None:
    given = Suggestion(s.code("Refund"), 0.5, Source.MODEL, (Evidence(kind, "thing"),))

    assert evidence_text(Option(given.code, given))


def test_a_recent_code_is_said_to_be_one_once() -> None:
    recent = (Evidence(EvidenceKind.RECENT, ""), Evidence(EvidenceKind.QUEUE, "Billing"))
    given = Suggestion(s.code("Refund"), 0.5, Source.HISTORY, recent)

    assert evidence_text(Option(given.code, given)) == "One of your recent codes · Billing queue"


def test_an_outside_proposal_names_its_origin() -> None:
    assert leading_text(s.BACKEND) == "Proposed by your company's system: Order cancelled"
    assert leading_text(s.COPILOT) == "Predicted by Genesys Copilot: Refund"


def test_uses_are_counted_in_words() -> None:
    assert [uses_text(count) for count in (0, 1, 6)] == [
        "",
        "used once today",
        "used 6 times today",
    ]


def test_a_code_says_how_long_after_the_hang_up_it_came() -> None:
    assert s.AISHA.submission is not None
    assert coded_text(s.AISHA.submission) == "coded 1.2 s after hang-up"


def test_a_written_conversation_does_not_hang_up() -> None:
    written = s.decided(
        s.card("mail", Phase.COMPLETED, media=Media.EMAIL), "Refund", SubmissionState.CONFIRMED
    )

    assert written.submission is not None
    assert coded_text(written.submission) == "coded 1.2 s after it ended"


def test_a_code_sent_without_the_agent_says_so() -> None:
    by_guard = s.decided(
        s.card("g", Phase.COMPLETED), "Refund", SubmissionState.CONFIRMED, decider=Decider.GUARD
    )

    assert outcome_text(by_guard, CardState.CODED) == (
        "Refund · coded 1.2 s after hang-up, by the guard"
    )


def test_the_plan_counts_down_or_names_the_guards_second() -> None:
    assert plan_text(s.MARTA, s.AUTO_PLAN, s.NOW) == "Submits automatically in 8 s"
    later = replace(s.AUTO_PLAN, at=s.NOW + timedelta(minutes=9, seconds=50))
    assert plan_text(s.MARTA, later, s.NOW) == "Submits automatically in 9:50"
    assert plan_text(s.MARTA, s.GUARD_PLAN, s.NOW) == "Guard: sends the first code with 5 s left"


def test_a_plan_for_another_code_than_the_first_names_it() -> None:
    other = replace(s.AUTO_PLAN, code=s.code("Refund"))

    assert plan_text(s.MARTA, other, s.NOW) == "Submits “Refund” automatically in 8 s"


def test_a_refusal_says_what_and_why() -> None:
    assert outcome_text(s.REFUSED, CardState.REFUSED) == (
        "“Contract ended” was refused. Genesys does not permit this"
        " (missing permission conversation:participant:wrapup)."
    )


@pytest.mark.parametrize(
    ("joined", "is_required", "words"),
    [
        (Joined.MONITORING, False, "monitoring · no code needed"),
        (Joined.COACHING, False, "coaching · no code needed"),
        (Joined.BARGED_IN, False, "barged in · no code needed"),
        (Joined.BARGED_IN, True, "barged in"),
    ],
)
def test_who_joined_anothers_interaction_reads_how(
    joined: Joined, *, is_required: bool, words: str
) -> None:
    live = replace(s.MARTA.leg, phase=Phase.CONNECTED, acw_started_at=None)
    leg = replace(live, joined=joined, is_wrapup_required=is_required)

    assert place_text(leg, CardState.LIVE).endswith(words)


def test_a_parked_mail_is_not_called_on_hold() -> None:
    leg = replace(s.MARTA.leg, media=Media.EMAIL, phase=Phase.HELD, is_parked=True)

    assert "parked" in place_text(leg, CardState.HELD)
    assert "hold" not in place_text(leg, CardState.HELD)


def test_a_refused_code_that_the_queue_has_no_more_is_called_so() -> None:
    assert outcome_text(s.CODE_GONE, CardState.REFUSED) == (
        "“Contract ended” is no longer a code of this queue. Choose another."
    )


def test_a_queue_without_codes_says_what_to_do() -> None:
    assert "has no wrap-up codes" in unclear_text(s.WITHOUT_CODES)
    assert "administrator" in leading_text(s.WITHOUT_CODES)


def test_a_code_chosen_in_genesys_is_kept_and_named() -> None:
    assert outcome_text(s.CHANGED, CardState.CHANGED) == (
        "You chose “Refund” in Genesys; it is kept"
    )


@pytest.mark.parametrize(
    ("hidden_reason", "words"),
    [(HiddenReason.BLIND, "without suggestions"), (HiddenReason.SHADOW, "No code chosen")],
)
def test_a_card_that_is_silent_on_purpose_says_what_is_to_be_done(
    hidden_reason: HiddenReason, words: str
) -> None:
    silent = replace(s.MARTA, ranking=Ranking(), hidden_reason=hidden_reason)

    assert words in unclear_text(silent)
    assert words in leading_text(silent)
