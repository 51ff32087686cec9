"""Damages what a killed program left in its profile, in many ways, and says what got lost."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.adapters.sqlite_store.store_files import opened
from tests.fakes import BILLING, REFUND, a_decision, a_submission
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.submission import Submission, SubmissionState

NAME = "desk.sqlite3"
WAITING = 25
_FINISHED = 20
FRAME_BYTES = 24 + 4096
# A row of this length goes on on other pages.
_LONG_NOTE = "The caller asked twice. " * 300

Damage = Callable[[Path], None]


@dataclass
class Scene:
    """A profile as a kill left it: 25 codes wait, some in the file and some in its log only.

    Attributes:
        folder: the files, to be copied and never touched.
        earlier: the files as they were before the codes were chosen.
        waiting: what waits, by leg.
    """

    folder: Path
    earlier: Path
    waiting: dict[LegKey, Submission] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What became of the waiting codes after one damage."""

    whole: int
    told: int
    silent: tuple[str, ...]


async def make_scene(root: Path, carried_over: int = 0) -> Scene:
    """Let 25 codes wait, the first *carried_over* of them in the file itself, and kill."""
    live = root / "live" / NAME
    async with opened(live) as store:
        for number in range(_FINISHED):
            await store.save(a_submission(1000 + number, state=SubmissionState.CONFIRMED))
    scene = Scene(root / "killed", root / "earlier")
    shutil.copytree(live.parent, scene.earlier)
    for first, last in ((0, carried_over), (carried_over, WAITING)):
        async with opened(live) as store:
            for number in range(first, last):
                for each in _choices(number):
                    await store.save(each)
                    scene.waiting[each.key] = each
            if last == WAITING:  # as a kill leaves it: nothing was closed
                shutil.copytree(live.parent, scene.folder)
    return scene


def _choices(number: int) -> Iterator[Submission]:
    note = ("", f"note {number}", _LONG_NOTE)[number % 3]
    first = replace(a_submission(number), decision=a_decision(REFUND, note=note))
    yield first
    if number % 5 == 0:
        yield first.revised(a_decision(BILLING, note=note))


async def after(scene: Scene, damage: Damage, place: Path) -> Outcome:
    """Return what a start finds after *damage* to a copy of the scene at *place*."""
    shutil.copytree(scene.folder, place)
    path = place / NAME
    damage(path)
    async with opened(path) as store:
        found = {each.key: each for each in await store.unfinished()}
        recovered = store.recovered
    told = {each.submission.key for each in recovered.restored}
    silent = []
    whole = 0
    for key, wanted in scene.waiting.items():
        have = found.get(key)
        if have == wanted:
            whole += 1
        elif have is None or have.decision.code != wanted.decision.code:
            if not recovered.unreadable:
                silent.append(f"{key.conversation_id}: {have and have.decision.code.name}")
        elif key not in told:
            silent.append(f"{key.conversation_id}: its note")
    return Outcome(whole, len(told), tuple(silent))


def log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def index_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-shm")


def record_of(path: Path) -> Path:
    return path.with_name(f"{path.stem}-promised")


def all_damages(scene: Scene) -> dict[str, Damage]:
    """Return every damage by its name."""
    length = log_of(scene.folder / NAME).stat().st_size
    found: dict[str, Damage] = {}
    for offset in _offsets(length):
        found[f"log cut at {offset}"] = _on(log_of, _cut_at(offset))
    for offset in (0, 32, 32 + 24, length // 4, length // 2, length - FRAME_BYTES, length - 100):
        found[f"log zeroed from {offset}"] = _on(log_of, _zeroed_from(offset))
    for offset in (0, 4, 8, 12, 16, 24, 31):
        found[f"log header {offset} flipped"] = _on(log_of, _flip_at(offset))
    last = (length - 32) // FRAME_BYTES - 1
    for frame in (0, 1, last // 2, last - 1, last):
        for part in (0, 4, 8, 16, 24, 27, 33, 24 + 2000, 24 + 4000):
            name = f"log frame {frame} byte {part} flipped"
            found[name] = _on(log_of, _flip_at(32 + frame * FRAME_BYTES + part))
    found |= _whole_file_damages(scene, length)
    return found


def flips(scene: Scene, count: int, seed: int = 1) -> dict[str, Damage]:
    """Return *count* flips of one bit each, at random places of the log."""
    chance = random.Random(seed)
    length = log_of(scene.folder / NAME).stat().st_size
    places = [chance.randrange(length) for _ in range(count)]
    return {
        f"bit at {place} flipped": _on(log_of, _flip_at(place, 1 << chance.randrange(8)))
        for place in places
    }


def _whole_file_damages(scene: Scene, length: int) -> dict[str, Damage]:
    garbage = random.Random(1).randbytes(length)
    return {
        "log deleted": _deleting(log_of),
        "index deleted": _deleting(index_of),
        "log and index deleted": _deleting(log_of, index_of),
        "index is garbage": _on(index_of, lambda _: garbage[:32_768]),
        "log is garbage": _on(log_of, lambda _: garbage),
        "garbage after the log": _on(log_of, lambda data: data + garbage[:5000]),
        "another file's log": _on(log_of, lambda _: b"\x37\x7f\x06\x82" + garbage),
        "log of an earlier day": _restoring(scene, log_of),
        "file deleted": _deleting(itself),
        "file emptied": _on(itself, _cut_at(0)),
        "file zeroed": _on(itself, _zeroed_from(0)),
        "file is garbage": _on(itself, lambda data: garbage[: len(data)]),
        "file cut to one page": _on(itself, _cut_at(4096)),
        "file cut in half": _on(itself, lambda data: data[: len(data) // 2]),
        "file header flipped": _on(itself, _flip_at(0)),
        "file page size flipped": _on(itself, _flip_at(16)),
        "file schema flipped": _on(itself, _flip_at(40)),
        "file of an earlier day": _restoring(scene, itself),
        "file and log of an earlier day": _restoring(scene, itself, log_of),
        "file and log deleted": _deleting(itself, log_of),
        "file, log and index deleted": _deleting(itself, log_of, index_of),
        "file emptied, log deleted": _both(_deleting(log_of), _on(itself, _cut_at(0))),
        "record deleted": _deleting(record_of),
        "record emptied": _on(record_of, _cut_at(0)),
        "record is garbage": _on(record_of, lambda data: garbage[: len(data)]),
        "record cut": _on(record_of, lambda data: data[: len(data) // 3]),
        "record flipped, log deleted": _both(_on(record_of, _flip_at(200)), _deleting(log_of)),
    }


def itself(path: Path) -> Path:
    return path


def _offsets(length: int) -> list[int]:
    sixteenths = [length * part // 16 for part in range(1, 16)]
    second = 32 + FRAME_BYTES
    edges = [0, 1, 31, 32, 33, 55, 56, 57, second - 1, second, second + 1]
    return [*edges, *sixteenths, length - FRAME_BYTES, length - 4096, length - 1]


def _on(which: Callable[[Path], Path], change: Callable[[bytes], bytes]) -> Damage:
    def damage(path: Path) -> None:
        part = which(path)
        part.write_bytes(change(part.read_bytes()))

    return damage


def _deleting(*parts: Callable[[Path], Path]) -> Damage:
    def damage(path: Path) -> None:
        for part in parts:
            part(path).unlink(missing_ok=True)

    return damage


def _flip_at(offset: int, bits: int = 0x10) -> Callable[[bytes], bytes]:
    def flipped(data: bytes) -> bytes:
        return data[:offset] + bytes([data[offset] ^ bits]) + data[offset + 1 :]

    return flipped


def _cut_at(offset: int) -> Callable[[bytes], bytes]:
    return lambda data: data[:offset]


def _zeroed_from(offset: int) -> Callable[[bytes], bytes]:
    return lambda data: data[:offset] + bytes(len(data) - offset)


def _both(first: Damage, second: Damage) -> Damage:
    def damage(path: Path) -> None:
        first(path)
        second(path)

    return damage


def _restoring(scene: Scene, *parts: Callable[[Path], Path]) -> Damage:
    def damage(path: Path) -> None:
        for part in parts:
            earlier = scene.earlier / part(path).name
            if earlier.exists():
                shutil.copy(earlier, part(path))
            else:
                part(path).unlink(missing_ok=True)

    return damage
