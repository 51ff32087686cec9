"""Fetches a team's model from an https address, if it is the one its checksum names.

A model is data of the administrator's, named by address and checksum together: neither a
redirect, nor a proxy's sign-in page, nor somebody on the line can put another one in its place.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import httpx

from wrapup_desk.adapters.files.model_file import is_named_by
from wrapup_desk.domain.language.texts import tr

MOST_BYTES = 64 * 2**20


class ModelRefused(Exception):
    """The model cannot be had or must not be used; the text is fit for a person."""


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
    host = _host_in(url)
    if not host:
        raise ModelRefused(tr("The address of the team's model has to begin with https://."))
    if not sha256:
        raise ModelRefused(
            tr("The team's model is not used: an address needs model_sha256 beside it.")
        )
    content = bytearray()
    try:
        async with open_http() as http, http.stream("GET", url) as answer:
            if answer.status_code != httpx.codes.OK:
                raise ModelRefused(
                    tr(
                        "The team's model could not be downloaded: {host} answered {status}.",
                        host=host,
                        status=answer.status_code,
                    )
                )
            async for piece in answer.aiter_bytes():
                content += piece
                if len(content) > most_bytes:
                    raise ModelRefused(
                        tr(
                            "The team's model on {host} is larger than {count} MB.",
                            host=host,
                            count=most_bytes >> 20,
                        )
                    )
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        # The address may hold a secret, and so may the error's text.
        raise ModelRefused(
            tr(
                "The team's model could not be downloaded from {host} ({error}).",
                host=host,
                error=type(error).__name__,
            )
        ) from None
    if not is_named_by(bytes(content), sha256):
        raise ModelRefused(
            tr(
                "The team's model from {host} does not match model_sha256; it is not used.",
                host=host,
            )
        )
    return bytes(content)


def _host_in(url: str) -> str:
    """Return the host of an https address; "" if it is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return (parts.hostname or "") if parts.scheme == "https" else ""
