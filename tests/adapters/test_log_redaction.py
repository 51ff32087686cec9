"""Nothing that could be a secret or a customer's is in the log, whatever got into a message."""

from __future__ import annotations

import json
import logging

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wrapup_desk.adapters.log_files import JsonLines
from wrapup_desk.domain.privacy.redaction import redact

LETTERS = st.text("abcdefghijkLMNOPQRSTUVWXYZ0123456789_-", min_size=12, max_size=40)
AROUND = st.text("abc xyz.,;:()\n", max_size=20)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Authorization: Bearer q8Z-token_1234567", "Authorization: [removed] [removed]"),
        ("POST access_token=q8Z1234567&x=1", "POST access_token=[removed]&x=1"),
        ('{"code_verifier": "q8Z1234567"}', '{"code_verifier": [removed]}'),
        ("open wss://streaming.mypurecloud.de/channels/abc", "open [stream address removed]"),
        ("from marta.diaz@example.com today", "from [mail removed] today"),
        ("called +49 (30) 123456-78 back", "called [number removed] back"),
        ("card 4111 1111 1111 1111.", "card [number removed]."),
    ],
)
def test_a_secret_or_a_persons_number_is_taken_out(text: str, kept: str) -> None:
    assert redact(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "conversation 0f8fad5b-d9cb-469f-a165-70867728950e is completed",
        "PATCH /participants/7c9e6679-7425-40de-944b-e07fc1f90ae7/wrapup: 409",
        "waited 1234 ms of 30000",
    ],
)
def test_ids_and_times_stay(text: str) -> None:
    assert redact(text) == text


@given(AROUND, LETTERS, AROUND)
@example("", "aaaaaaaaaaaa", "")
def test_no_token_gets_through(before: str, token: str, after: str) -> None:
    for carrier in (f"Bearer {token}", f"access_token={token}", f'"token": "{token}"'):
        assert token not in redact(f"{before} {carrier} {after}")


@given(AROUND, st.from_regex(r"\+?[1-9][0-9]{2}([ .-]?[0-9]{2,3}){2,4}", fullmatch=True), AROUND)
def test_no_phone_number_gets_through(before: str, number: str, after: str) -> None:
    assert number not in redact(f"{before} {number} {after}")


def test_an_exceptions_text_is_redacted_too_and_a_record_is_one_line() -> None:
    error = ValueError("Bearer q8Z-token_1234567\nsecond line")
    told = ("failed for %s", ("a@b.example",), (ValueError, error, None))
    record = logging.LogRecord("desk", logging.ERROR, __file__, 1, *told)

    line = JsonLines().format(record)

    assert "q8Z" not in line
    assert "\n" not in line
    assert json.loads(line)["what"] == "failed for [mail removed]"
