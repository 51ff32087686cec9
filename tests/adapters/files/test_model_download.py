"""Only the file the checksum names is used."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import httpx
import pytest

from wrapup_desk.adapters.files.model_download import ModelRefused, fetch_model

URL = "https://models.test/team.model?key=SECRET"
MODEL = b"a model" * 1000
SHA256 = hashlib.sha256(MODEL).hexdigest()


def http(answer: Callable[[httpx.Request], httpx.Response]) -> Callable[[], httpx.AsyncClient]:
    return lambda: httpx.AsyncClient(transport=httpx.MockTransport(answer))


def serving(content: bytes, status: int = 200) -> Callable[[], httpx.AsyncClient]:
    return http(lambda _: httpx.Response(status, content=content))


async def test_the_named_file_is_fetched_without_any_token() -> None:
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, content=MODEL)

    assert await fetch_model(URL, SHA256.upper(), http(answer)) == MODEL
    assert "authorization" not in requests[0].headers


@pytest.mark.parametrize(
    ("client", "why"),
    [
        (serving(MODEL + b"!"), "does not match model_sha256"),
        (serving(b"<html>Sign in to the proxy</html>"), "does not match model_sha256"),
        (serving(b"", 404), "answered 404"),
        (http(lambda _: httpx.Response(302, headers={"location": "http://models.test/"})), "302"),
    ],
)
async def test_anything_else_is_refused_and_said_without_the_address(
    client: Callable[[], httpx.AsyncClient], why: str
) -> None:
    with pytest.raises(ModelRefused, match=why) as refused:
        await fetch_model(URL, SHA256, client)

    assert "SECRET" not in str(refused.value)
    assert "models.test" in str(refused.value)


async def test_a_server_that_does_not_answer_is_named_without_the_address() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError(f"no route to {request.url}")

    with pytest.raises(
        ModelRefused, match=r"could not be downloaded from models\.test"
    ) as refused:
        await fetch_model(URL, SHA256, http(answer))

    assert "SECRET" not in str(refused.value)


async def test_a_file_without_end_is_left_at_the_limit() -> None:
    with pytest.raises(ModelRefused, match="larger than"):
        await fetch_model(URL, SHA256, serving(MODEL), most_bytes=1000)


@pytest.mark.parametrize(
    "url", ["http://models.test/m", "https://", "ftp://models.test/m", "https://["]
)
async def test_only_https_is_asked(url: str) -> None:
    with pytest.raises(ModelRefused, match="https://"):
        await fetch_model(url, SHA256, serving(MODEL))


async def test_an_address_without_a_checksum_is_not_asked() -> None:
    with pytest.raises(ModelRefused, match="model_sha256"):
        await fetch_model(URL, "", serving(MODEL))


async def test_a_host_that_is_no_name_is_refused_in_words() -> None:
    with pytest.raises(ModelRefused, match="could not be downloaded"):
        await fetch_model(f"https://{'x' * 300}.test/m", SHA256, httpx.AsyncClient)
