import os
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.simulator_process import SimulatorProcess, redirect_target


@pytest.fixture(scope="session")
def sdk(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The official SDK, imported so that it neither reads nor watches the home folder."""
    home: Path = tmp_path_factory.mktemp("sdk-home")
    config = home / ".genesyscloudpython" / "config"
    config.parent.mkdir()
    # the SDK would otherwise start a thread that watches the home folder for its life
    config.write_text("[general]\nlive_reload_config = false\n", encoding="utf-8")
    names = ("HOME", "USERPROFILE")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, str(home)))
    try:
        import PureCloudPlatformClientV2

        official: ModuleType = PureCloudPlatformClientV2
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
    return official


@pytest.fixture(scope="module")
def simulator() -> Iterator[SimulatorProcess]:
    with SimulatorProcess("--idle", "--agents", "2") as process:
        yield process


@pytest.fixture
def service(sdk: ModuleType, simulator: SimulatorProcess) -> Iterator[Any]:
    """The SDK signed in by client credentials."""
    ready = simulator.ready
    sdk.configuration.host = ready["api"]
    client = sdk.api_client.ApiClient()
    client.get_client_credentials_token(ready["service_client_id"], ready["service_client_secret"])
    yield client
    close(client)


@pytest.fixture
def agent(sdk: ModuleType, simulator: SimulatorProcess) -> Iterator[Any]:
    """The SDK signed in as the first agent, by PKCE."""
    sdk.configuration.host = simulator.ready["api"]
    client = sdk.api_client.ApiClient()
    sign_in_with_pkce(client, simulator.ready, simulator.ready["agents"][0]["email"])
    yield client
    close(client)


def sign_in_with_pkce(client: Any, ready: dict[str, Any], email: str) -> dict[str, Any]:
    """The SDK's own PKCE calls; only the browser's part is done here."""
    redirect_uri = ready["redirect_uris"][0]
    verifier = client.generate_pkce_code_verifier(128)
    query = urllib.parse.urlencode(
        {
            "client_id": ready["client_id"],
            "response_type": "code",
            "redirect_uri": redirect_uri,
            "code_challenge": client.compute_pkce_code_challenge(verifier),
            "code_challenge_method": "S256",
            "login_hint": email,
        }
    )
    location = redirect_target(f"{ready['login']}/oauth/authorize?{query}")
    code = urllib.parse.parse_qs(urllib.parse.urlsplit(location).query)["code"][0]
    _, answer = client.get_pkce_token(ready["client_id"], verifier, code, redirect_uri)
    return dict(answer)


def close(client: Any) -> None:
    # the SDK never closes its pool, and a leaked socket is a warning, so an error
    if client.http_client is not None:
        client.http_client.rest_client.pool_manager.clear()
