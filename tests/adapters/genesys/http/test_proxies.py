"""A real proxy on this machine: REST and the stream reach it alike, and say what it wants."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random

import httpx
import pytest

from tests.adapters.genesys.rest_harness import HandClock, signed_in
from wrapup_desk.adapters.files.model_download import ModelRefused, fetch_model
from wrapup_desk.adapters.genesys.channel.socket import SocketRefused, open_socket
from wrapup_desk.adapters.genesys.http.network import Network, open_network
from wrapup_desk.adapters.genesys.http.regions import address_of
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.application.base.ports import Unreachable
from wrapup_desk.main.selftest.parts import try_proxy

SYDNEY = address_of("Sydney")
STREAM = "wss://streaming.mypurecloud.com.au/channels/secret"


class ForbiddingProxy:
    """Answers every CONNECT with one refusal, and keeps what it was asked."""

    def __init__(self, answer: str) -> None:
        self.answer = answer
        self.port = 0
        self.targets: list[str] = []
        self.sign_ins: list[str] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            self.targets.append(lines[0].split()[1])
            for line in lines:
                if line.lower().startswith("proxy-authorization: basic "):
                    self.sign_ins.append(base64.b64decode(line.split()[2]).decode())
            writer.write(f"HTTP/1.1 {self.answer}\r\nContent-Length: 0\r\n\r\n".encode())
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def proxy_that_answers(answer: str) -> AsyncIterator[ForbiddingProxy]:
    made = ForbiddingProxy(answer)
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    async with server:
        yield made


async def words_of_rest(network: Network) -> str:
    rest = RestClient(SYDNEY, signed_in(), network.http_client(SYDNEY), HandClock(), Random(1))
    try:
        with pytest.raises(Unreachable) as caught:
            await rest.request("GET", "/users/me")
    finally:
        await rest.close()
    return str(caught.value)


async def words_of_the_stream(network: Network) -> str:
    with pytest.raises(SocketRefused) as caught:
        await open_socket(STREAM, SYDNEY, network)
    assert "secret" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("variable", "written", "sign_in"),
    [
        ("HTTPS_PROXY", "http://127.0.0.1:{port}", ""),
        ("https_proxy", "127.0.0.1:{port}", ""),
        ("ALL_PROXY", "http://127.0.0.1:{port}/path", ""),
        ("all_proxy", " http://127.0.0.1:{port} ", ""),
        ("HTTPS_PROXY", "http://ann@127.0.0.1:{port}", "ann:"),
        ("HTTPS_PROXY", "http://ann:p#s@127.0.0.1:{port}", "ann:p#s"),
        ("HTTPS_PROXY", "http://ann:p%23s@127.0.0.1:{port}", "ann:p#s"),
    ],
)
async def test_rest_stream_and_downloads_ask_the_same_proxy_with_the_same_sign_in(
    variable: str, written: str, sign_in: str
) -> None:
    async with proxy_that_answers("403 Forbidden") as proxy:
        network = open_network({variable: written.format(port=proxy.port)})

        rest = await words_of_rest(network)
        stream = await words_of_the_stream(network)
        with pytest.raises(ModelRefused):
            await fetch_model(
                "https://models.test/m", "0" * 64, lambda: network.storage_client(SYDNEY)
            )

    assert proxy.targets == [
        "api.mypurecloud.com.au:443",
        "streaming.mypurecloud.com.au:443",
        "models.test:443",
    ]
    assert proxy.sign_ins == ([sign_in] * 3 if sign_in else [])
    assert "it answered 403" in rest
    assert "it answered 403" in stream
    assert "NTLM" not in rest + stream


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        (("Negotiate", "NTLM"), "by Negotiate, NTLM). If the proxy wants a Windows sign-in"),
        (('Basic realm="secret"',), "by Basic). Put the name and password"),
        (('Digest realm="secret", nonce="x"',), "by Digest)."),
        ((), "407: it wants a sign-in)."),
    ],
)
async def test_a_proxys_407_says_which_kind_of_sign_in_it_wants(
    headers: tuple[str, ...], words: str
) -> None:
    offers = "".join(f"\r\nProxy-Authenticate: {offer}" for offer in headers)
    async with proxy_that_answers(f"407 Proxy Authentication Required{offers}") as proxy:
        network = open_network({"HTTPS_PROXY": f"127.0.0.1:{proxy.port}"})

        told = [await words_of_rest(network), await words_of_the_stream(network)]

    for text in told:
        assert words in text
        assert "realm" not in text


async def test_the_environment_is_not_asked_a_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks5://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "socks4://127.0.0.1:1")
    async with proxy_that_answers("403 Forbidden") as proxy:
        network = open_network({"HTTPS_PROXY": f"127.0.0.1:{proxy.port}"})

        await words_of_rest(network)
        await words_of_the_stream(network)

    assert len(proxy.targets) == 2


async def test_a_program_with_an_unusable_proxy_starts_without_it() -> None:
    network = open_network({"HTTPS_PROXY": "socks4://127.0.0.1:1", "NO_PROXY": "localhost,[::1]"})

    assert len(network.proxies.problems) == 1
    async with network.http_client(SYDNEY) as http:
        assert isinstance(http, httpx.AsyncClient)
    assert network.proxy_for(STREAM, SYDNEY) is None


def test_the_self_test_does_not_pass_a_proxy_that_cannot_be_used() -> None:
    with pytest.raises(RuntimeError, match="HTTPS_PROXY names no usable proxy"):
        try_proxy({"HTTPS_PROXY": "socks5://127.0.0.1:1"})

    assert try_proxy({"HTTPS_PROXY": "127.0.0.1:1"}) == "one for Genesys"
    assert try_proxy({"HTTPS_PROXY": "127.0.0.1:1", "NO_PROXY": ".mypurecloud.com"}) == "none"
