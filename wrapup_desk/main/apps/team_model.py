"""Knows where a team's model is to be had: a file, an https address, or the team's store."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx

from wrapup_desk.adapters.base.atomic_write import atomic_write
from wrapup_desk.adapters.base.daemon_threads import DaemonThreads
from wrapup_desk.adapters.base.regular_file import read_regular
from wrapup_desk.adapters.files.model_download import ModelRefused, fetch_model
from wrapup_desk.adapters.files.model_file import ModelCache, is_named_by
from wrapup_desk.adapters.genesys.http.network import Network
from wrapup_desk.adapters.genesys.http.regions import ServiceAddress
from wrapup_desk.adapters.sql_ledger.factory import team_store_for
from wrapup_desk.application.base.ports import StoreError
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.main.system.profile import Profile

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TeamModel:
    """A model file's content and its checksum."""

    content: bytes
    sha256: str


# Reading some megabytes over a slow line takes less.
FILE_ANSWERS_WITHIN_S = 30.0
NO_TEAM = TeamModel(b"", "")
Found = tuple[TeamModel, str]


@dataclass(frozen=True, slots=True)
class TeamModelPlace:
    """How to get the model: *at_hand* without a network, *fetch* when it has to come over one.

    Both return the model, or none, and what was wrong, fit for a person.
    """

    at_hand: Callable[[], Found]
    fetch: Callable[[], Awaitable[Found]] | None = None

    @classmethod
    def of_file(cls, settings: Settings) -> TeamModelPlace:
        """Return the place of a model that is a file; an address needs a profile, too."""
        if not settings.model or settings.model.startswith("https://"):
            return cls(_nothing)
        return cls(partial(_read_file, settings.model, settings.model_sha256))


def team_model_place(
    settings: Settings, profile: Profile, address: ServiceAddress, network: Network
) -> TeamModelPlace:
    """Return where the settings say the team's model is; *network* is the one all else uses."""
    cache = ModelCache(profile.root / "models")
    if settings.model.startswith("https://"):
        sha256 = settings.model_sha256.strip().lower()
        return TeamModelPlace(
            partial(_cached, cache, sha256),
            partial(
                _fetched, settings.model, sha256, cache, lambda: network.storage_client(address)
            ),
        )
    if not settings.model and settings.store:
        newest = profile.root / "models" / "newest"
        return TeamModelPlace(
            partial(_last_of_team, cache, newest), partial(_of_team, settings, cache, newest)
        )
    return TeamModelPlace.of_file(settings)


def _nothing() -> Found:
    return NO_TEAM, ""


def _read_file(name: str, sha256: str) -> Found:
    try:
        content = content_of(Path(name))
    except OSError as error:
        return NO_TEAM, tr(
            "The team's model {name} cannot be read: {reason}.", name=name, reason=error.strerror
        )
    if sha256 and not is_named_by(content, sha256):
        return NO_TEAM, tr("The team's model {name} does not match its checksum.", name=name)
    return TeamModel(content, hashlib.sha256(content).hexdigest()), ""


def content_of(path: Path) -> bytes:
    """Return a file's content; one on a share that does not answer is given up.

    Raises:
        OSError: it cannot be read, or not in time.
    """
    reading = DaemonThreads().submit(partial(read_regular, path))
    try:
        return reading.result(FILE_ANSWERS_WITHIN_S)
    except TimeoutError:
        raise OSError(None, tr("it does not answer")) from None


def _cached(cache: ModelCache, sha256: str) -> Found:
    content = cache.read(sha256) if sha256 else None
    return (TeamModel(content, sha256), "") if content else (NO_TEAM, "")


async def _fetched(
    url: str, sha256: str, cache: ModelCache, open_http: Callable[[], httpx.AsyncClient]
) -> Found:
    found = await asyncio.to_thread(_cached, cache, sha256)
    if found != (NO_TEAM, ""):
        return found
    try:
        content = await fetch_model(url, sha256, open_http)
    except ModelRefused as refused:
        return NO_TEAM, tr(
            "{why} Suggestions continue with what is on this computer.", why=refused
        )
    team = TeamModel(content, sha256)
    await asyncio.to_thread(_keep, cache, team)
    return team, ""


def _last_of_team(cache: ModelCache, newest: Path) -> Found:
    """Return what the team's store had last time."""
    try:
        sha256 = read_regular(newest).decode("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return NO_TEAM, ""
    return _cached(cache, sha256)


async def _of_team(settings: Settings, cache: ModelCache, newest: Path) -> Found:
    """Return the newest model of the team's store; without the store it is not missed."""
    store = team_store_for(settings.store, newest.with_name("none.sqlite3"))
    try:
        try:
            published = await store.latest_model()
            if published is None:
                return NO_TEAM, ""
            cached = await asyncio.to_thread(cache.read, published.sha256)
            content = cached or await store.model_content(published)
        finally:
            await store.close()
    except StoreError as error:
        log.warning("the team's model could not be read: %s", error)
        return NO_TEAM, ""
    team = TeamModel(content, published.sha256)
    is_kept = cached is not None or await asyncio.to_thread(_keep, cache, team)
    if is_kept:
        await asyncio.to_thread(_remember, newest, team.sha256)
    return team, ""


def _keep(cache: ModelCache, team: TeamModel) -> bool:
    """Keep a fetched model, or fetch it again next time; tell whether it is kept."""
    try:
        cache.keep(team.sha256, team.content)
    except (StoreError, OSError) as error:
        log.warning("the team's model was not kept: %s", error)
        return False
    return True


def _remember(newest: Path, sha256: str) -> None:
    try:
        atomic_write(newest, [sha256.encode("ascii")])
    except OSError as error:
        log.warning("the newest model is not remembered: %s", error.strerror)
