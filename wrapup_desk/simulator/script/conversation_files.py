"""Turns a file of recorded conversations into scripts that play as live interactions."""

import gzip
import json
import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from wrapup_desk.simulator.script.scenarios import speaking_seconds
from wrapup_desk.simulator.script.script import Say, Script
from wrapup_desk.simulator.world.leg_life import Prompt
from wrapup_desk.simulator.world.media import CALL, CALLBACK, EMAIL, MESSAGE
from wrapup_desk.simulator.world.organization import Code, Queue, queue_with_codes

# Share of each medium in a day made from a file
_MIX = ((CALL, 60), (MESSAGE, 25), (EMAIL, 8), (CALLBACK, 7))


DEFAULT_TIMEOUT_MS = 120_000


class BrokenConversations(ValueError):
    """The file cannot be played; the message names it and the line."""


@dataclass(frozen=True)
class Recorded:
    """One row of the file."""

    id: str
    queue: str
    code: str
    turns: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FileOptions:
    """How a file is played."""

    seed: int
    limit: int | None = None
    split: str | None = None
    # After-call work of every queue, in scripted time
    prompt: Prompt = Prompt.MANDATORY_TIMEOUT
    timeout_ms: int = DEFAULT_TIMEOUT_MS


def read_rows(path: Path, options: FileOptions) -> list[Recorded]:
    """The rows of the wanted split, in file order.

    Raises:
        BrokenConversations: Not gzip, not JSON, or a row lacks a field.
    """
    rows: list[Recorded] = []
    try:
        with _opened(path) as lines:
            for number, line in enumerate(lines, 1):
                row = _parsed(path, number, line)
                if options.split is None or row.get("split") == options.split:
                    rows.append(_recorded(path, number, row))
                if options.limit is not None and len(rows) >= options.limit:
                    break
    except (OSError, UnicodeDecodeError, EOFError) as problem:
        raise BrokenConversations(f"Cannot read conversations from {path}: {problem}") from problem
    return rows


def codes_file_of(path: Path) -> Path:
    """`NAME.codes.json` beside `NAME.jsonl` or `NAME.jsonl.gz`."""
    name = path.name.removesuffix(".gz").removesuffix(".jsonl")
    return path.with_name(f"{name}.codes.json")


def queues_of(rows: Iterable[Recorded], codes_path: Path, options: FileOptions) -> list[Queue]:
    """The queues with their codes; codes the list lacks are added by name.

    Raises:
        BrokenConversations: The codes file is not a list of codes.
    """
    codes: dict[str, dict[str, str]] = {}
    for entry in _code_entries(codes_path):
        codes.setdefault(entry["queue"], {})[entry["name"]] = entry.get("description") or ""
    by_id = {entry["id"]: entry["name"] for entry in _code_entries(codes_path)}
    for row in rows:
        codes.setdefault(row.queue, {}).setdefault(by_id.get(row.code, row.code), "")
    return [
        queue_with_codes(
            name, listed.items(), prompt=options.prompt, timeout_ms=options.timeout_ms
        )
        for name, listed in sorted(codes.items())
    ]


def scripts_of(
    rows: list[Recorded], queues: list[Queue], codes_path: Path, options: FileOptions
) -> list[Script]:
    """One script for each row, its medium drawn by the seed."""
    draw = random.Random(options.seed)
    names = {entry["id"]: entry["name"] for entry in _code_entries(codes_path)}
    by_name = {queue.name: queue for queue in queues}
    media = [medium for medium, _ in _MIX]
    weights = [weight for _, weight in _MIX]
    scripts = []
    for number, row in enumerate(rows):
        queue = by_name[row.queue]
        [medium] = draw.choices(media, weights)
        scripts.append(
            Script(
                key=f"{number}/{row.id}",
                title=row.id,
                medium=medium,
                queue=queue,
                steps=tuple(
                    Say(speaker, text, speaking_seconds(text)) for speaker, text in row.turns
                ),
                starts_after_s=draw.uniform(0.5, 5.0),
                rings_s=draw.uniform(1.0, 4.0),
                subject=f"Request {row.id}",
                expected_code=_code_named(queue, names.get(row.code, row.code)),
                completes_after_s=None,
            )
        )
    return scripts


def _opened(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def _code_named(queue: Queue, name: str) -> Code:
    return next(code for code in queue.codes if code.name == name)


def _code_entries(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        return [entry for entry in entries if entry["id"] and entry["name"] and entry["queue"]]
    except (OSError, json.JSONDecodeError, KeyError, TypeError) as problem:
        raise BrokenConversations(f"Cannot read codes from {path}: {problem!r}") from problem


def _parsed(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as problem:
        text = f"Line {number} of {path} is not JSON: {problem.msg}."
        raise BrokenConversations(text) from problem
    if not isinstance(row, dict):
        raise BrokenConversations(f"Line {number} of {path} is not an object.")
    return row


def _recorded(path: Path, number: int, row: dict[str, Any]) -> Recorded:
    try:
        turns = tuple((str(turn["speaker"]), str(turn["text"])) for turn in row["turns"])
        return Recorded(str(row["id"]), str(row["queue"]), str(row["code"]), turns)
    except (KeyError, TypeError) as problem:
        text = f"Line {number} of {path} lacks {problem} (needs id, queue, code, turns)."
        raise BrokenConversations(text) from problem
