"""Fetches the signed manifest of the newest version and believes it only if the signature fits.

The document is JSON: `{"manifest": TEXT, "signature": BASE64}`. TEXT is JSON itself, and the
signature (Ed25519) is over exactly its UTF-8 bytes:
`{"version": "1.2.0", "published_at": "2026-11-22T10:00:00Z", "page": "https://…"}`.
"""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from urllib.parse import urlsplit

import httpx
import msgspec
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from wrapup_desk.application.services.update_watch import ManifestRefused, Release, Version
from wrapup_desk.domain.language.texts import tr

_MOST_BYTES = 65_536


class _Document(msgspec.Struct):
    manifest: str
    signature: str


class _Manifest(msgspec.Struct):
    version: str
    published_at: datetime
    page: str = ""


class SignedManifest:
    """The manifest at a fixed https address (`ManifestSource`).

    Args:
        url: where it is; https only, and redirects are not followed.
        key: the publisher's public key, 32 bytes in base64.
        http: a client with the system's certificates and proxy.

    Raises:
        ManifestRefused: the address or the key cannot be right.
    """

    def __init__(self, url: str, key: str, http: httpx.AsyncClient) -> None:
        if urlsplit(url).scheme != "https" or not urlsplit(url).hostname:
            raise ManifestRefused(
                tr("update_url has to begin with https://, found {url}", url=repr(url))
            )
        self._url = url
        self._key = verify_key(key)
        self._http = http

    async def newest(self) -> Release:
        """Fetch and verify.

        Raises:
            ManifestRefused: no answer, or none that may be believed.
        """
        return believe(await self._fetch(), self._key)

    async def _fetch(self) -> bytes:
        content = b""
        try:
            async with self._http.stream("GET", self._url) as answer:
                if answer.status_code != 200:
                    raise ManifestRefused(
                        tr("the server answered {status}", status=answer.status_code)
                    )
                async for piece in answer.aiter_bytes():
                    content += piece
                    if len(content) > _MOST_BYTES:
                        raise ManifestRefused(tr("it is too long"))
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            raise ManifestRefused(tr("no answer ({error})", error=type(error).__name__)) from None
        return content


def verify_key(text: str) -> VerifyKey:
    """Read a public key.

    Raises:
        ManifestRefused: it is not 32 bytes in base64.
    """
    try:
        return VerifyKey(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        raise ManifestRefused(tr("update_key is not a public key: 32 bytes in base64")) from None


def believe(content: bytes, key: VerifyKey) -> Release:
    """Return what a document says, if it was signed with the private half of *key*.

    Raises:
        ManifestRefused: unsigned, altered, or not a manifest.
    """
    try:
        document = msgspec.json.decode(content, type=_Document)
        signature = base64.b64decode(document.signature, validate=True)
        key.verify(document.manifest.encode(), signature)
    except BadSignatureError:
        raise ManifestRefused(tr("its signature does not fit")) from None
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise ManifestRefused(tr("it is not a signed manifest")) from None
    return _read(document.manifest)


def _read(text: str) -> Release:
    try:
        manifest = msgspec.json.decode(text, type=_Manifest)
        Version.parse(manifest.version)
    except (msgspec.MsgspecError, ValueError):
        raise ManifestRefused(tr("it is signed, but says no version")) from None
    if manifest.published_at.tzinfo is None:
        raise ManifestRefused(tr("its date has no time zone"))
    if manifest.page and not manifest.page.startswith("https://"):
        raise ManifestRefused(tr("its page does not begin with https://"))
    return Release(manifest.version, manifest.published_at, manifest.page)
