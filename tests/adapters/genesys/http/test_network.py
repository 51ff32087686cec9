import asyncio
import ssl
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

import httpx
import pytest

from tests.adapters.genesys.rest_harness import HandClock, local_address, signed_in
from wrapup_desk.adapters.genesys.channel.socket import SocketRefused, open_socket
from wrapup_desk.adapters.genesys.http.network import (
    Network,
    NetworkSettingsError,
    open_network,
    tls_context,
    unreachable,
)
from wrapup_desk.adapters.genesys.http.regions import ServiceAddress, address_of
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.application.base.ports import Unreachable

pytest.importorskip("cryptography.x509", reason="comes with keyring on Linux only")
from tests.faults.certificates import Authority

# Truststore asks Windows and macOS themselves, which no test may teach a new root.
CAN_TRUST = sys.platform.startswith("linux")


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """A root the machine trusts for the length of a test."""
    made = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    return made


class Server:
    """Answers `{}` to anything, over TLS, and counts what got through."""

    def __init__(self) -> None:
        self.port = 0
        self.requests = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            self.requests += 1
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def tls_server(context: ssl.SSLContext) -> AsyncIterator[Server]:
    made = Server()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0, ssl=context)
    made.port = server.sockets[0].getsockname()[1]
    async with server:
        yield made


def address_at(port: int) -> ServiceAddress:
    url = f"https://localhost:{port}"
    return ServiceAddress(api=url, login=url, label="test", domain="localhost")


@asynccontextmanager
async def client_of(server: Server) -> AsyncIterator[RestClient]:
    address = address_at(server.port)
    http = Network(tls=tls_context()).http_client(address)
    rest = RestClient(address, signed_in(), http, HandClock(), Random(1))
    try:
        yield rest
    finally:
        await rest.close()


@pytest.mark.skipif(not CAN_TRUST, reason="the system's own store cannot be taught here")
async def test_a_certificate_of_a_root_the_system_trusts_is_accepted(authority: Authority) -> None:
    async with tls_server(authority.server("localhost")) as server, client_of(server) as rest:
        assert await rest.get("/x") == b"{}"


REFUSED: dict[str, Callable[[Authority], ssl.SSLContext]] = {
    "wrong host": lambda authority: authority.server("elsewhere.test"),
    "expired": lambda authority: authority.server("localhost", days=-1),
    "self-signed": lambda authority: authority.server("localhost", is_self_signed=True),
}


@pytest.mark.parametrize("kind", REFUSED)
async def test_a_server_with_a_bad_certificate_gets_no_request(
    authority: Authority, kind: str
) -> None:
    context = REFUSED[kind](authority)
    async with tls_server(context) as server, client_of(server) as rest:
        with pytest.raises(Unreachable, match="certificate this computer does not trust"):
            await rest.get("/x")

        assert server.requests == 0


@pytest.mark.parametrize("kind", REFUSED)
async def test_a_stream_with_a_bad_certificate_is_not_opened(
    authority: Authority, kind: str
) -> None:
    async with tls_server(REFUSED[kind](authority)) as server:
        uri = f"wss://localhost:{server.port}/channels/secret"
        with pytest.raises(SocketRefused, match="does not trust") as caught:
            await open_socket(uri, address_at(server.port), Network(tls=tls_context()))

        assert server.requests == 0
        assert "secret" not in str(caught.value)


@pytest.mark.parametrize("host", ["x" * 300, "[", "a..b", "\u00e4" * 80])
async def test_a_stream_address_that_is_no_name_is_refused_in_words(host: str) -> None:
    for uri in (f"wss://{host}/channels/secret", f"wss://{host}.mypurecloud.de/channels/secret"):
        with pytest.raises(SocketRefused) as caught:
            await open_socket(uri, address_of("Frankfurt"), Network(tls=tls_context()))

        assert "secret" not in str(caught.value)


def test_a_proxy_that_wants_a_sign_in_is_told_by_its_number() -> None:
    told = unreachable("api.test", httpx.ProxyError("407 Proxy Authentication Required"))

    assert "407" in str(told)


def test_nothing_older_than_tls_1_2_is_spoken_and_certificates_are_always_checked() -> None:
    context = tls_context()

    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_no_source_file_switches_the_certificate_check_off() -> None:
    package = Path(__file__).parents[4] / "wrapup_desk"
    offenders = [
        path.name
        for path in package.rglob("*.py")
        for needle in ("verify=False", "CERT_NONE", "_create_unverified", "check_hostname = False")
        if needle in path.read_text("utf-8")
    ]

    assert offenders == []


# --- settings ------------------------------------------------------------------------------------


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_a_certificate_setting_that_points_nowhere_is_named(variable: str) -> None:
    with pytest.raises(NetworkSettingsError, match=f"{variable} names /no/where"):
        open_network({variable: "/no/where"})


def test_certificate_settings_that_exist_are_fine(tmp_path: Path) -> None:
    assert open_network({"SSL_CERT_DIR": str(tmp_path)}).proxies.https == ""


async def test_the_simulator_is_never_asked_for_through_a_proxy() -> None:
    network = open_network({"ALL_PROXY": "http://127.0.0.1:1"})
    server = await asyncio.start_server(Server().serve, "127.0.0.1", 0)
    address = local_address(server.sockets[0].getsockname()[1])

    async with server, network.http_client(address) as http:
        assert (await http.get(address.api)).content == b"{}"
    assert network.proxy_for(f"{address.api}/channels/1", address) is None


async def test_genesys_is_asked_for_through_the_systems_proxy() -> None:
    network, sydney = open_network({"HTTPS_PROXY": "http://127.0.0.1:1"}), address_of("Sydney")

    async with network.http_client(sydney) as http:
        with pytest.raises(httpx.ConnectError):
            await http.get("https://api.mypurecloud.com.au/api/v2/users/me")
    assert (
        network.proxy_for("wss://streaming.mypurecloud.com.au/1", sydney) == "http://127.0.0.1:1"
    )


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (httpx.ProxyError("407 secret"), "NTLM"),
        (httpx.ReadTimeout("secret"), "did not answer in time"),
        (TimeoutError("secret"), "did not answer in time"),
        (httpx.ConnectError("secret"), "could not be reached"),
        (httpx.RemoteProtocolError("secret"), "dropped the connection"),
        (OSError("secret"), "dropped the connection"),
    ],
)
def test_each_way_to_fail_is_said_without_the_errors_own_words(
    error: Exception, words: str
) -> None:
    text = str(unreachable("api.example", error))

    assert words in text
    assert text.startswith("api.example ")
    assert "secret" not in text
