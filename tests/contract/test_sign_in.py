import urllib.error
import urllib.parse
import urllib.request
from types import ModuleType
from typing import Any

import pytest

from tests.contract.conftest import close, sign_in_with_pkce
from tests.simulator_process import SimulatorProcess, redirect_target


def test_the_sdk_signs_in_by_client_credentials(sdk: ModuleType, service: Any) -> None:
    info = sdk.TokensApi(service).get_tokens_me()

    assert info.o_auth_client.authorized_grant_type == "CLIENT-CREDENTIALS"


def test_the_sdk_signs_in_by_pkce_and_is_the_agent(
    sdk: ModuleType, agent: Any, simulator: SimulatorProcess
) -> None:
    me = sdk.UsersApi(agent).get_users_me()

    assert me.id == simulator.ready["agents"][0]["id"]


def test_no_refresh_token_is_given_to_a_public_client(
    sdk: ModuleType, simulator: SimulatorProcess
) -> None:
    sdk.configuration.host = simulator.ready["api"]
    client = sdk.api_client.ApiClient()

    answer = sign_in_with_pkce(client, simulator.ready, simulator.ready["agents"][1]["email"])
    close(client)

    assert sorted(answer) == ["access_token", "expires_in", "token_type"]
    assert answer["expires_in"] == 86_400


def test_users_me_is_refused_to_client_credentials(sdk: ModuleType, service: Any) -> None:
    with pytest.raises(sdk.rest.ApiException) as refusal:
        sdk.UsersApi(service).get_users_me()

    assert refusal.value.status == 400
    assert '"code": "not.a.user"' in refusal.value.body


def test_a_signed_out_token_is_no_longer_good(
    sdk: ModuleType, simulator: SimulatorProcess
) -> None:
    sdk.configuration.host = simulator.ready["api"]
    client = sdk.api_client.ApiClient()
    sign_in_with_pkce(client, simulator.ready, simulator.ready["agents"][1]["email"])
    sdk.TokensApi(client).delete_tokens_me()

    with pytest.raises(sdk.rest.ApiException) as refusal:
        sdk.UsersApi(client).get_users_me()
    close(client)

    assert refusal.value.status == 401
    assert '"code": "bad.credentials"' in refusal.value.body


def test_a_wrong_verifier_gets_no_token(sdk: ModuleType, simulator: SimulatorProcess) -> None:
    ready = simulator.ready
    sdk.configuration.host = ready["api"]
    client = sdk.api_client.ApiClient()
    query = _authorize_query(ready, login_hint=ready["agents"][0]["email"], state="abc")
    query["code_challenge"] = client.compute_pkce_code_challenge("a" * 64)
    answer = _parsed(redirect_target(_authorize_url(ready, query)))

    with pytest.raises(sdk.rest.ApiException) as refusal:
        client.get_pkce_token(ready["client_id"], "b" * 64, answer["code"], query["redirect_uri"])
    close(client)

    assert answer["state"] == "abc"
    assert refusal.value.status == 400
    assert "invalid_grant" in refusal.value.body


def test_a_code_is_good_only_once(sdk: ModuleType, simulator: SimulatorProcess) -> None:
    ready = simulator.ready
    sdk.configuration.host = ready["api"]
    client = sdk.api_client.ApiClient()
    verifier = client.generate_pkce_code_verifier(64)
    query = _authorize_query(ready, login_hint=ready["agents"][0]["email"])
    query["code_challenge"] = client.compute_pkce_code_challenge(verifier)
    code = _parsed(redirect_target(_authorize_url(ready, query)))["code"]
    client.get_pkce_token(ready["client_id"], verifier, code, query["redirect_uri"])

    with pytest.raises(sdk.rest.ApiException) as refusal:
        client.get_pkce_token(ready["client_id"], verifier, code, query["redirect_uri"])
    close(client)

    assert "invalid_grant" in refusal.value.body


def test_an_unknown_client_is_an_invalid_client(
    sdk: ModuleType, simulator: SimulatorProcess
) -> None:
    sdk.configuration.host = simulator.ready["api"]
    client = sdk.api_client.ApiClient()

    with pytest.raises(sdk.rest.ApiException) as refusal:
        client.get_client_credentials_token("nobody", "nothing")
    close(client)

    assert "invalid_client" in refusal.value.body


@pytest.mark.parametrize(
    ("name", "value"), [("redirect_uri", "http://localhost:1/other"), ("client_id", "nobody")]
)
def test_a_wrong_redirect_uri_or_client_ends_on_a_page_without_a_redirect(
    simulator: SimulatorProcess, name: str, value: str
) -> None:
    query = {**_authorize_query(simulator.ready), name: value}

    with pytest.raises(urllib.error.HTTPError) as page:
        urllib.request.urlopen(_authorize_url(simulator.ready, query), timeout=10)

    with page.value:
        assert page.value.status == 400
        assert "text/html" in page.value.headers["Content-Type"]


def test_the_authorize_page_offers_every_user_and_cancelling_denies_access(
    simulator: SimulatorProcess,
) -> None:
    url = _authorize_url(simulator.ready, _authorize_query(simulator.ready, state="xyz"))
    with urllib.request.urlopen(url, timeout=10) as response:
        text = response.read().decode()
    cancel = _authorize_url(
        simulator.ready, _authorize_query(simulator.ready, state="xyz")
    ).replace("/oauth/authorize", "/oauth/approve")

    answer = _parsed(redirect_target(cancel))

    assert all(agent["email"] in text for agent in simulator.ready["agents"])
    assert answer["error"] == "access_denied"
    assert answer["state"] == "xyz"


def test_pkce_is_required(simulator: SimulatorProcess) -> None:
    query = _authorize_query(simulator.ready)
    del query["code_challenge"]

    answer = _parsed(redirect_target(_authorize_url(simulator.ready, query)))

    assert answer["error"] == "invalid_request"


def _authorize_query(ready: dict[str, Any], **more: str) -> dict[str, str]:
    return {
        "client_id": ready["client_id"],
        "response_type": "code",
        "redirect_uri": ready["redirect_uris"][0],
        "code_challenge": "x" * 43,
        "code_challenge_method": "S256",
        **more,
    }


def _authorize_url(ready: dict[str, Any], query: dict[str, str]) -> str:
    return f"{ready['login']}/oauth/authorize?{urllib.parse.urlencode(query)}"


def _parsed(location: str) -> dict[str, str]:
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(location).query))
