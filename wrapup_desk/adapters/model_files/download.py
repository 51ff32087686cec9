"""Fetches a team's model from an https address, once, and keeps it by its checksum.

A model is data of the administrator's, named by address and checksum together: neither a
redirect, nor a proxy's sign-in page, nor somebody on the line can put another one in its place.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from wrapup_desk.adapters.model_files.writing import write_model_file
from wrapup_desk.application.ports import StoreBroken

MOST_BYTES = 64 * 2**20
_KEPT_MODELS = 2


class ModelRefused(Exception):
    """The model cannot be had or must not be used; the text is fit for a person."""


class ModelCache:
    """The models fetched so far, in a folder of the profile, by checksum."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, sha256: str) -> bytes | None:
        """Return the model of this checksum, if it is there and whole."""
        try:
            content = self._path(sha256).read_bytes()
        except OSError:
            return None
        return content if is_named_by(content, sha256) else None

    def keep(self, sha256: str, content: bytes) -> None:
        """Keep a model, and forget all but the last ones.

        Raises:
            StoreBroken: it cannot be written.
        """
        write_model_file(self._path(sha256), content)
        kept = sorted(self._folder.glob("*.model"), key=lambda path: path.stat().st_mtime)
        for path in kept[:-_KEPT_MODELS]:
            with suppress(OSError):
                path.unlink()

    def _path(self, sha256: str) -> Path:
        # The checksum comes from the settings: only its digits may become a name.
        digits = "".join(digit for digit in sha256.lower() if digit in "0123456789abcdef")
        return self._folder / f"{digits}.model"


async def fetch_model(
    url: str,
    sha256: str,
    open_http: Callable[[], httpx.AsyncClient],
    most_bytes: int = MOST_BYTES,
) -> bytes:
    """Fetch the model at *url*, if it is the one *sha256* names.

    *open_http* returns a client with the system's certificates and proxy that follows no
    redirects and has never seen a token.

    Raises:
        ModelRefused: no answer, another file, or one too large.
    """
    host = urlsplit(url).hostname or ""
    if urlsplit(url).scheme != "https" or not host:
        raise ModelRefused("The address of the team's model has to begin with https://.")
    if not sha256:
        raise ModelRefused(
            "The team's model is not used: an address needs model_sha256 beside it."
        )
    content = bytearray()
    try:
        async with open_http() as http, http.stream("GET", url) as answer:
            if answer.status_code != httpx.codes.OK:
                raise ModelRefused(
                    f"The team's model could not be fetched: {host} answered {answer.status_code}."
                )
            async for piece in answer.aiter_bytes():
                content += piece
                if len(content) > most_bytes:
                    raise ModelRefused(
                        f"The team's model on {host} is larger than {most_bytes >> 20} MB."
                    )
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        # The address may hold a secret, and so may the error's text.
        raise ModelRefused(
            f"The team's model could not be fetched from {host} ({type(error).__name__})."
        ) from None
    if not is_named_by(bytes(content), sha256):
        raise ModelRefused(
            f"The team's model from {host} is not the file model_sha256 names; it is not used."
        )
    return bytes(content)


def is_named_by(content: bytes, sha256: str) -> bool:
    """Whether *sha256* is the checksum of *content*."""
    found = hashlib.sha256(content).hexdigest()
    return hmac.compare_digest(found, sha256.strip().lower())


def keep_quietly(cache: ModelCache, sha256: str, content: bytes) -> str:
    """Keep a fetched model; return what stood in the way: then it is fetched again next time."""
    try:
        cache.keep(sha256, content)
    except (StoreBroken, OSError) as error:
        return str(error)
    return ""
