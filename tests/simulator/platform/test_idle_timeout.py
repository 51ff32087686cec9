"""The organisation's idle time-out: requests keep a user's token, silence ends it."""

from datetime import UTC, datetime, timedelta

from wrapup_desk.simulator.platform.oauth import (
    PUBLIC_CLIENT_ID,
    REDIRECT_URIS,
    SERVICE_CLIENT_ID,
    SERVICE_CLIENT_SECRET,
    OAuth,
    challenge_of,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
IDLE = timedelta(minutes=5)


def a_token(oauth: OAuth) -> str:
    verifier, where = "v" * 43, REDIRECT_URIS[0]
    client = oauth.clients[PUBLIC_CLIENT_ID]
    code = oauth.issue_code(client, "agent-1", where, challenge_of(verifier), NOON)
    form = {"client_id": client.id, "code": code, "code_verifier": verifier, "redirect_uri": where}
    return oauth.exchange_code(form, NOON).value


def test_a_token_without_requests_ends_after_the_time_out_and_stays_ended() -> None:
    oauth = OAuth(timedelta(days=1))
    value = a_token(oauth)

    assert oauth.used_token(value, NOON + timedelta(minutes=6), IDLE) is None
    assert oauth.token(value, NOON) is None


def test_each_request_begins_the_time_out_anew() -> None:
    oauth = OAuth(timedelta(days=1))
    value = a_token(oauth)

    for minutes in range(4, 60, 4):
        assert oauth.used_token(value, NOON + timedelta(minutes=minutes), IDLE) is not None


def test_services_have_no_idle_time_out_and_zero_is_none() -> None:
    oauth = OAuth(timedelta(days=1))
    service = oauth.client_credentials(SERVICE_CLIENT_ID, SERVICE_CLIENT_SECRET, NOON).value
    later = NOON + timedelta(hours=9)

    assert oauth.used_token(service, later, IDLE) is not None
    assert oauth.used_token(a_token(oauth), later, timedelta()) is not None
