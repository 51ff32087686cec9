"""Knows where the sentence encoder is: the one that ships, a pack's file, or an https address."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx

from wrapup_desk.adapters.files.model_download import ENCODER, ModelRefused, fetch_model
from wrapup_desk.adapters.files.model_file import ModelCache, is_named_by
from wrapup_desk.adapters.genesys.http.network import Network
from wrapup_desk.adapters.genesys.http.regions import ServiceAddress
from wrapup_desk.application.base.ports import StoreError
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.main.apps.team_model import content_of
from wrapup_desk.resource_files import ResourceMissing, resource

log = logging.getLogger(__name__)

# The encoder's file, or None, and what is wrong, fit for a person.
FoundEncoder = tuple[Path | None, str]


@dataclass(frozen=True, slots=True)
class EncoderPlace:
    """How to get the encoder: *at_hand* without a network, *fetch* when it comes over one."""

    at_hand: Callable[[], FoundEncoder]
    fetch: Callable[[], Awaitable[FoundEncoder]] | None = None

    @classmethod
    def shipped(cls) -> EncoderPlace:
        """Return the place of the encoder that comes with the program."""
        return cls(_shipped)

    async def made_ready(self) -> EncoderPlace:
        """Return the place once what it names has been fetched, for work that can wait."""
        path, trouble = await asyncio.to_thread(self.at_hand)
        if path is None and self.fetch is not None:
            path, trouble = await self.fetch()
        return EncoderPlace(lambda: (path, trouble))


def encoder_place(
    settings: Settings, root: Path, address: ServiceAddress, network: Network
) -> EncoderPlace:
    """Return where the settings say the encoder is; *root* is the profile's folder."""
    if not settings.encoder:
        return EncoderPlace.shipped()
    cache = ModelCache(root / "encoders")
    sha256 = settings.encoder_sha256.strip().lower()
    if settings.encoder.startswith("https://"):
        open_http = partial(network.storage_client, address)
        return EncoderPlace(
            partial(_cached, cache, sha256),
            partial(_fetched, settings.encoder, sha256, cache, open_http),
        )
    return EncoderPlace(partial(_of_file, Path(settings.encoder), sha256, cache))


def _shipped() -> FoundEncoder:
    try:
        return resource("language", "minilm-q4.npz"), ""
    except ResourceMissing as error:
        return None, str(error)


def _cached(cache: ModelCache, sha256: str) -> FoundEncoder:
    return (cache.path_of(sha256) if sha256 else None), ""


def _of_file(path: Path, sha256: str, cache: ModelCache) -> FoundEncoder:
    """Return this computer's copy of a pack: its share may be gone when sentences are read."""
    copied = cache.path_of(sha256) if sha256 else None
    if copied is not None:
        return copied, ""
    try:
        content = content_of(path)
    except OSError as error:
        return None, tr(
            "The sentence encoder {path} cannot be read: {reason}.",
            path=path,
            reason=error.strerror,
        )
    if sha256 and not is_named_by(content, sha256):
        return None, tr(
            "The sentence encoder {path} does not match encoder_sha256; it is not used.", path=path
        )
    return _kept(cache, hashlib.sha256(content).hexdigest(), content)


async def _fetched(
    url: str, sha256: str, cache: ModelCache, open_http: Callable[[], httpx.AsyncClient]
) -> FoundEncoder:
    try:
        content = await fetch_model(url, sha256, open_http, wanted=ENCODER)
    except ModelRefused as refused:
        return None, f"{refused} " + tr("Suggestions rest on single words until it is there.")
    return await asyncio.to_thread(_kept, cache, sha256, content)


def _kept(cache: ModelCache, sha256: str, content: bytes) -> FoundEncoder:
    try:
        cache.keep(sha256, content)
    except (StoreError, OSError) as error:
        log.warning("the sentence encoder was not kept: %s", error)
        return None, tr("The sentence encoder cannot be kept in the profile; it is not used.")
    return cache.path_of(sha256), ""
