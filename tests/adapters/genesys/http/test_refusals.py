"""Of a refusal only what cannot be anybody's words goes on: codes, permissions, ids."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from wrapup_desk.adapters.genesys.http.errors import read_refusal

NOW = datetime(2026, 11, 22, tzinfo=UTC)
WORDS = "Mia Larsen asked for a new boiler"


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, {"message": WORDS}),
        ({}, {"code": WORDS, "message": WORDS}),
        ({}, {"contextId": WORDS}),
        ({"inin-correlation-id": WORDS}, {}),
        ({}, {"message": f"missing the permission {WORDS}: conversation:call:view of {WORDS}"}),
        ({}, {"message": f"not authorized to use scope [{WORDS}, analytics]"}),
    ],
)
def test_the_servers_own_words_go_no_further(
    headers: dict[str, str], body: dict[str, str]
) -> None:
    refusal = read_refusal(403, headers, msgspec.json.encode(body), NOW)

    for text in (refusal.message, repr(refusal), str(refusal.as_error())):
        assert "Mia" not in text
        assert "boiler" not in text


def test_no_server_stops_anything_for_longer_than_an_hour() -> None:
    for asked in ("99999999", "Mon, 22 Nov 2027 00:00:00 GMT"):
        refusal = read_refusal(429, {"retry-after": asked}, b"", NOW)

        assert refusal.retry_after == timedelta(hours=1)
