"""What is copied for support helps, and holds no words, names or secrets."""

from __future__ import annotations

from dataclasses import replace

from tests.ui import snapshots as s
from wrapup_desk.application.base.notice import Notice, NoticeKind
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.application.services.support_details import desk_states, support_details

CORRELATION = "0a1b2c3d-1111-2222-3333-444455556666"


def _refused() -> DeskState:
    """Return a desk with a name or a word of somebody's wherever there is room for one."""
    state = s.gallery()["04-sending"]
    card = next(each for each in state.cards if each.submission is not None)
    assert card.submission is not None
    reason = f"canary-reason said Anna ({CORRELATION})"
    submission = replace(card.submission, reason=reason)
    leg = replace(card.leg, customer_name="canary-customer", queue_name="canary-queue")
    settings = Settings(
        client_id="canary-client",
        store="postgresql://canary:canary-password@db/x",
        attributes=("canary-attribute",),
        favourites=("canary-favourite",),
        code_synonyms={"canary-code": ("canary-word",)},
    )
    refused = replace(card, leg=leg, submission=submission)
    return replace(state, cards=(refused,), settings=settings)


def _details(text: str = "Genesys refused “canary-code”: 403.") -> str:
    state = _refused()
    notice = Notice("refused", NoticeKind.ERROR, text)
    return support_details({"program": "1.2.3"}, notice, state.settings, desk_states(state))


def test_versions_states_and_ids_are_told() -> None:
    text = _details()

    assert "program 1.2.3" in text
    assert "connection: live" in text
    assert f"correlation {CORRELATION}" in text
    assert _refused().cards[0].leg.key.conversation_id in text
    assert "store is set" in text


def test_the_id_of_what_stopped_the_line_is_told_though_no_bar_shows_it() -> None:
    note = f"Anna may not: 403 missing.permission, correlation id {CORRELATION}."
    state = replace(DeskState(), connection_note=note)

    [line, *_] = desk_states(state)

    assert line == f"connection: signed out, not current, correlation {CORRELATION}"


def test_no_word_name_or_secret_is_told() -> None:
    text = _details("“canary-code” of canary@example.com, Bearer canary-token-0123456789abcdef")

    assert "canary" not in text
    assert "Anna" not in text
    assert (s.AGENT.name in text) is False
