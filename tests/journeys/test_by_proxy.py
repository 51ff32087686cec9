"""By a real proxy, however it is written down: sign-in, stream and code go through it alike."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.faults.desks import signed_in_desk
from tests.faults.simulator_harness import SimulatorHarness
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.domain.interaction import Phase

pytest.importorskip("cryptography.x509", reason="comes with keyring on Linux only")
from tests.faults.certificates import Authority
from tests.faults.connect_proxy import connect_proxy

# Truststore asks Windows and macOS themselves, which no test may teach a new root.
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="no root of a test")

API = "api.mypurecloud.de"


@pytest.mark.parametrize(
    ("variables", "sign_in"),
    [
        ({"HTTPS_PROXY": "http://127.0.0.1:{port}"}, ""),
        ({"HTTPS_PROXY": "127.0.0.1:{port}"}, ""),
        ({"https_proxy": " http://127.0.0.1:{port}/path "}, ""),
        ({"HTTPS_PROXY": "http://[::1]:{port}"}, ""),
        ({"HTTPS_PROXY": "https://localhost:{tls_port}"}, ""),
        ({"HTTPS_PROXY": "http://u:p#s@127.0.0.1:{port}"}, "u:p#s"),
        ({"HTTPS_PROXY": "http://u@127.0.0.1:{port}"}, "u:"),
        ({"ALL_PROXY": "127.0.0.1:{port}"}, ""),
        ({"ALL_PROXY": "http://127.0.0.1:{port}", "NO_PROXY": "localhost,[::1],10.0.0.0/8"}, ""),
        ({"HTTPS_PROXY": "socks4://127.0.0.1:9", "ALL_PROXY": "http://127.0.0.1:{port}"}, ""),
    ],
)
async def test_a_code_gets_onto_the_record_through_it(
    variables: dict[str, str], sign_in: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    with SimulatorHarness(1) as stage:
        port = urlsplit(stage.api).port or 0
        async with connect_proxy(port, API, authority, sign_in) as proxy:
            for name, value in variables.items():
                monkeypatch.setenv(name, value.format(port=proxy.port, tls_port=proxy.tls_port))
            settings = Settings(region="eu-central-1")
            async with signed_in_desk("", stage.token, tmp_path / "profile", settings) as desk:
                leg_id = stage.new_leg()["communication_id"]
                await desk.until_card(
                    leg_id, lambda card: card.leg.phase is Phase.AFTER_CALL and bool(card.codes)
                )
                desk.desk.choose_code(leg_id, stage.codes[0])
                await desk.until_confirmed(leg_id)

        (row,) = [row for row in stage.record() if row["communication_id"] == leg_id]
        assert stage.codes[0] in str(row)
    assert set(proxy.targets) == {f"{API}:443"}
    assert proxy.streams >= 1
