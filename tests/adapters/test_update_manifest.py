"""Only what the holder of the key signed is believed."""

import base64
import json
from datetime import UTC, datetime

import httpx
import pytest
from nacl.signing import SigningKey

from wrapup_desk.adapters.update_manifest import (
    SignedManifest,
    believe,
    verify_key,
)
from wrapup_desk.application.services.update_watch import ManifestRefused, Release

SIGNER = SigningKey(b"\1" * 32)
KEY = base64.b64encode(bytes(SIGNER.verify_key)).decode()
URL = "https://updates.test/wrapup-desk.json"
FACTS = {
    "version": "1.3.0",
    "published_at": "2026-11-22T10:00:00Z",
    "page": "https://updates.test/1.3.0",
}
RELEASE = Release("1.3.0", datetime(2026, 11, 22, 10, tzinfo=UTC), "https://updates.test/1.3.0")


def signed(facts: object = FACTS, signer: SigningKey = SIGNER) -> dict[str, str]:
    text = facts if isinstance(facts, str) else json.dumps(facts)
    signature = signer.sign(text.encode()).signature
    return {"manifest": text, "signature": base64.b64encode(signature).decode()}


def test_a_signed_manifest_is_believed() -> None:
    assert believe(json.dumps(signed()).encode(), verify_key(KEY)) == RELEASE


def test_every_single_altered_byte_is_refused() -> None:
    document = signed()
    text = document["manifest"]
    for place in range(len(text)):
        altered = text[:place] + chr(ord(text[place]) ^ 1) + text[place + 1 :]
        with pytest.raises(ManifestRefused):
            believe(json.dumps({**document, "manifest": altered}).encode(), verify_key(KEY))


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (signed(signer=SigningKey(b"\2" * 32)), "signature does not fit"),
        ({"manifest": json.dumps(FACTS)}, "not a signed manifest"),
        ({"manifest": json.dumps(FACTS), "signature": ""}, "not a signed manifest"),
        ({"manifest": json.dumps(FACTS), "signature": "???"}, "not a signed manifest"),
        (FACTS, "not a signed manifest"),
        ([], "not a signed manifest"),
        (signed({"version": "1.3.0"}), "says no version"),
        (signed({**FACTS, "version": "latest"}), "says no version"),
        (signed("{"), "says no version"),
        (signed({**FACTS, "published_at": "2026-11-22T10:00:00"}), "no time zone"),
        (signed({**FACTS, "page": "http://updates.test"}), "does not begin with https"),
        (signed({**FACTS, "page": "file:///c:/x"}), "does not begin with https"),
    ],
)
def test_what_was_not_signed_or_says_nothing_is_refused(document: object, reason: str) -> None:
    with pytest.raises(ManifestRefused, match=reason):
        believe(json.dumps(document).encode(), verify_key(KEY))


@pytest.mark.parametrize("key", ["", "AAAA", "not base64", KEY + "AAAA"])
def test_a_key_that_cannot_be_one_is_refused(key: str) -> None:
    with pytest.raises(ManifestRefused, match="update_key"):
        verify_key(key)


@pytest.mark.parametrize("url", ["http://updates.test/x", "ftp://updates.test", "https://", ""])
async def test_only_https_addresses_are_asked(url: str) -> None:
    async with httpx.AsyncClient() as http:
        with pytest.raises(ManifestRefused, match="https://"):
            SignedManifest(url, KEY, http)


async def fetched(answer: httpx.Response | Exception) -> Release:
    def handle(_request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    async with httpx.AsyncClient(transport=httpx.MockTransport(handle)) as http:
        return await SignedManifest(URL, KEY, http).newest()


async def test_the_manifest_is_fetched_and_believed() -> None:
    assert await fetched(httpx.Response(200, json=signed())) == RELEASE


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (httpx.Response(404), "answered 404"),
        (httpx.Response(302, headers={"Location": "https://elsewhere.test"}), "answered 302"),
        (httpx.Response(200, content=b"x" * 70_000), "too long"),
        (httpx.Response(200, content=b"<html>"), "not a signed manifest"),
        (httpx.ConnectError("secret words of a proxy"), r"^no answer \(ConnectError\)$"),
    ],
)
async def test_any_other_answer_is_refused(
    answer: httpx.Response | Exception, reason: str
) -> None:
    with pytest.raises(ManifestRefused, match=reason):
        await fetched(answer)
