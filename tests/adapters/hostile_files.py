"""Lets hostile listings, models and settings in, on the way the program itself takes."""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
import zlib
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from pathlib import Path
from random import Random

import httpx
import numpy as np

from tests.adapters.genesys.rest_harness import AGENT_ID, HandClock, a_leg, rest_on
from tests.adapters.hostile_readings import READINGS
from tests.domain.recommender.talk_examples import teach
from tests.hostile import as_json
from wrapup_desk.adapters.files.settings_file import SettingsFile
from wrapup_desk.adapters.genesys.conversations.codes import CodeLists
from wrapup_desk.adapters.genesys.conversations.gap_reader import GapReader
from wrapup_desk.adapters.genesys.conversations.parser import ConversationParser
from wrapup_desk.adapters.genesys.history.parser import legs_in
from wrapup_desk.adapters.genesys.history.past_wire import read_listing
from wrapup_desk.application.base.ports import ContactCentreError
from wrapup_desk.domain.events import ConversationChanged, Resynced
from wrapup_desk.domain.recommender.file.model_file import read_model, write_model
from wrapup_desk.domain.recommender.recommender import StackRecommender
from wrapup_desk.main.apps.recommender_setup import assemble
from wrapup_desk.main.apps.team_model import TeamModel

Letting = Callable[[], Awaitable[list[str]]]
_WRONG: tuple[object, ...] = (None, True, -1, 1e308, "", [], {}, [[]], {"id": {}}, "x" * 40)
_ROWS_OF = "entities", "conversations", "participants", "calls", "sessions", "segments"
_FIELDS = (
    "id", "name", "description", "conversationId", "userId", "queueId", "purpose", "wrapup", "state",
    "sessionId", "mediaType", "segmentType", "segmentStart", "conversationStart", "connectedTime",
    "attributes", "pageCount", "totalHits", "address", "code", "notes", "tags",
)  # fmt: skip
# The parts of a taught model that hold plain numbers, each a place to lie in.
_LIES = (np.nan, np.inf, -np.inf, -1.0, 1e30, 0.0)


def a_listing(text: str) -> Letting:
    """A page of codes, of conversations under way and of past ones, spoilt by *text*."""
    bodies = [
        f'{{"entities":{text},"conversations":{text}}}'.encode("utf-8", "replace"),
        as_json(_tree(Random(ascii(text)), len(text) // 1_000, text[:300])),
    ]

    async def read() -> list[str]:
        found: list[str] = []
        for body in bodies:
            for one in (_codes, _under_way, _past):
                await asyncio.sleep(
                    0.002
                )  # each is an answer of its own: the watchdog beats between
                try:
                    found += await one(body)
                except ContactCentreError as refused:
                    if len(text) > 1 and text in str(refused):
                        raise AssertionError("what a listing held is in an error") from None
        return found

    return read


def a_model(text: str) -> Letting:
    """A model file with a right checksum, spoilt by *text*: read where the program reads it."""
    raw = _spoilt_model(Random(ascii(text)), text)
    team = TeamModel(raw, hashlib.sha256(raw).hexdigest())

    async def read() -> list[str]:
        loaded = await asyncio.to_thread(assemble, None, team)
        trouble = loaded.trouble
        return [trouble] if len(trouble) < 2_000 else [text]

    return read


def settings(text: str) -> Letting:
    """A person's settings and an administrator's policy with *text* in each place of TOML."""
    forms = (text, f"theme = {text}", f'"{text}" = 1', f"[queues.{text}]", f"# {text}\nregion = 1")
    contents = [form.encode("utf-8", "replace") for form in forms]

    async def read() -> list[str]:
        found: list[str] = []
        for content in contents:
            for personal, policy in ((content, b""), (b"", content)):
                loaded = _settings_file(personal, policy).load_leniently()
                found += [*loaded.problems, *loaded.policy_problems]
                await asyncio.sleep(0.002)  # a start reads them once: the watchdog beats between
        return found

    return read


ALL_READINGS: Mapping[str, Callable[[str], Letting]] = {
    **READINGS,
    "a listing": a_listing,
    "a model": a_model,
    "settings and policy": settings,
}


async def _codes(body: bytes) -> list[str]:
    rest = rest_on(lambda _request: httpx.Response(200, content=body))
    return [code.name for code in await CodeLists(rest, HandClock()).read(a_leg(), anew=True)]


async def _under_way(body: bytes) -> list[str]:
    rest = rest_on(lambda _request: httpx.Response(200, content=body))
    resynced, held = await GapReader(rest, ConversationParser(AGENT_ID, b"salt")).read_all()
    told = [*(resynced.conversations if isinstance(resynced, Resynced) else ()), *held]
    legs = [leg for each in told if isinstance(each, ConversationChanged) for leg in each.legs]
    return [leg.customer_name for leg in legs]


async def _past(body: bytes) -> list[str]:
    return [leg.customer_name for leg in legs_in(read_listing(body, "a page").conversations)]


def _tree(random: Random, most: int, text: str, depth: int = 0) -> object:
    """Return what looks like a listing, with wrong things in right places."""
    if most <= 0 or depth > 6:
        return random.choice((text, *_WRONG))
    body: dict[str, object] = {"id": f"i{random.random()}"}
    for name in random.sample(_FIELDS, min(len(_FIELDS), 2 + most)):
        body[name] = random.choice((text[: random.choice((0, 9, 300))], *_WRONG))
    rows = random.choice((1, 3, min(most, 40)))
    for name in random.sample(_ROWS_OF, 2):
        body[name] = [_tree(random, most // rows - 1, text, depth + 1) for _ in range(rows)]
    return body


@cache
def _taught() -> bytes:
    return teach(StackRecommender(), 60).export()


def _spoilt_model(random: Random, text: str) -> bytes:
    parts = dict(read_model(_taught()))
    way = random.randrange(4)
    if way == 0:  # the list of parts
        header = text.encode("utf-8", "replace")
        return _sealed(len(header).to_bytes(4, "little") + header)
    if way == 1:  # a number that is none, or none that can be learnt
        name = random.choice([each for each, part in parts.items() if part.size])
        spoilt = parts[name].copy()
        lie = random.choice(_LIES)
        with np.errstate(all="ignore"):
            spoilt.reshape(-1)[random.randrange(spoilt.size)] = np.asarray(lie).astype(
                spoilt.dtype
            )
        return write_model(parts | {name: spoilt})
    if way == 2:  # a part of another length
        name = random.choice(list(parts))
        return write_model(parts | {name: np.repeat(parts[name], random.choice((0, 2, 50)), 0)})
    body = bytearray(zlib.decompress(_taught()[50:]))  # bits anywhere behind a right checksum
    for _ in range(random.choice((1, 1, 3, 100))):
        body[random.randrange(len(body))] ^= 1 << random.randrange(8)
    return _sealed(bytes(body))


def _sealed(body: bytes) -> bytes:
    packed = zlib.compress(body, 1)
    return _taught()[:18] + hashlib.sha256(packed).digest() + packed


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="hostile-settings-"))


def _settings_file(personal: bytes, policy: bytes) -> SettingsFile:
    own, machine = _folder() / "settings.toml", _folder() / "policy.toml"
    own.write_bytes(personal)
    machine.write_bytes(policy)
    return SettingsFile(own, machine)
