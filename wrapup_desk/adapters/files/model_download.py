"""Fetches a team's model, or an encoder, from an https address, if its checksum names it.

Both are data of the administrator's, named by address and checksum together: neither a redirect,
nor a proxy's sign-in page, nor somebody on the line can put another file in their place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from wrapup_desk.adapters.files.model_file import is_named_by
from wrapup_desk.domain.language.texts import mark, tr, tr_marked

MOST_BYTES = 64 * 2**20


class ModelRefused(Exception):
    """The model cannot be had or must not be used; the text is fit for a person."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is fetched: how people call it, and the setting that holds its checksum."""

    name: str
    setting: str


TEAM_MODEL = Wanted(mark("The team's model"), "model_sha256")
ENCODER = Wanted(mark("The sentence encoder"), "encoder_sha256")


async def fetch_model(
    url: str,
    sha256: str,
    open_http: Callable[[], httpx.AsyncClient],
    most_bytes: int = MOST_BYTES,
    wanted: Wanted = TEAM_MODEL,
) -> bytes:
    """Fetch what is *wanted* at *url*, if it is the one *sha256* names.

    *open_http* returns a client with the system's certificates and proxy that follows no
    redirects and has never seen a token.

    Raises:
        ModelRefused: no answer, another file, or one too large.
    """
    name, setting = tr_marked(wanted.name), wanted.setting
    host = _host_in(url)
    if not host:
        raise ModelRefused(
            tr("{name} cannot be fetched: its address has to begin with https://.", name=name)
        )
    if not sha256:
        raise ModelRefused(
            tr(
                "{name} is not used: an address needs {setting} beside it.",
                name=name,
                setting=setting,
            )
        )
    content = bytearray()
    try:
        async with open_http() as http, http.stream("GET", url) as answer:
            if answer.status_code != httpx.codes.OK:
                raise ModelRefused(
                    tr(
                        "{name} could not be downloaded: {host} answered {status}.",
                        name=name,
                        host=host,
                        status=answer.status_code,
                    )
                )
            async for piece in answer.aiter_bytes():
                content += piece
                if len(content) > most_bytes:
                    raise ModelRefused(
                        tr(
                            "{name} on {host} is larger than {count} MB.",
                            name=name,
                            host=host,
                            count=most_bytes >> 20,
                        )
                    )
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        # The address may hold a secret, and so may the error's text.
        raise ModelRefused(
            tr(
                "{name} could not be downloaded from {host} ({error}).",
                name=name,
                host=host,
                error=type(error).__name__,
            )
        ) from None
    if not is_named_by(bytes(content), sha256):
        raise ModelRefused(
            tr(
                "{name} from {host} does not match {setting}; it is not used.",
                name=name,
                host=host,
                setting=setting,
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
