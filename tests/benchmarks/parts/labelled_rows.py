"""Reads labelled conversations (one JSON object a line, gzipped or not) and replays them."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wrapup_desk.application.base.ports import Case, Recommender
from wrapup_desk.domain.suggestion import CaseFacts
from wrapup_desk.domain.transcript import Speaker, Utterance
from wrapup_desk.domain.wrapup import WrapupCode

TEST_SHARE_WITHOUT_SPLIT = 5
_GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Row:
    """One conversation and the code a person gave it."""

    queue: str
    code_id: str
    split: str
    utterances: tuple[Utterance, ...]

    def text(self) -> str:
        """Return the words as one text for the yardsticks, the agent's marked."""
        return " ".join(
            " ".join(f"agent_{word}" for word in said.text.split())
            if said.speaker is Speaker.AGENT
            else said.text
            for said in self.utterances
        )


class Rows:
    """A file of conversations and its list of codes.

    Args:
        path: FILE.jsonl or FILE.jsonl.gz; the codes are in FILE.codes.json, or are what the
            rows use.
        codes_path: another file of codes.
        by_queue: whether only the codes of a row's own queue (and of no queue) are offered.
    """

    def __init__(self, path: Path, codes_path: Path | None, *, by_queue: bool) -> None:
        self.rows = [_row(path, number, raw) for number, raw in enumerate(labelled_talks(path))]
        self._by_queue = by_queue
        beside = path.with_name(
            path.name.removesuffix(".gz").removesuffix(".jsonl") + ".codes.json"
        )
        codes_path = codes_path or (beside if beside.exists() else None)
        self._codes = _listed(codes_path) if codes_path else _used(self.rows)
        self._lists: dict[str, tuple[WrapupCode, ...]] = {}

    def split(self, name: str) -> list[Row]:
        return [row for row in self.rows if row.split == name]

    def keep(self, name: str, count: int | None, queue: str | None) -> None:
        """Keep one *queue*, and *count* rows of a split, by lot and the same each time."""
        self.rows = [row for row in self.rows if queue in (None, row.queue)]
        rows = self.split(name)
        if count is not None and count < len(rows):
            random.Random(1).shuffle(rows)
            kept = [row for row in self.rows if row.split != name]
            self.rows = kept + rows[:count]

    def stream(self, order: int, limit: int | None) -> list[Row]:
        """Return the training rows in one of many orders, the same each time."""
        rows = self.split("train")
        random.Random(order).shuffle(rows)
        return rows[:limit]

    def codes_for(self, row: Row) -> tuple[WrapupCode, ...]:
        """Return what the agent could choose from."""
        if not self._by_queue:
            return tuple(code for code, _ in self._codes)
        if row.queue not in self._lists:
            self._lists[row.queue] = tuple(
                code for code, queue in self._codes if queue in (None, "", row.queue)
            )
        return self._lists[row.queue]

    def code_count(self) -> int:
        return len(self._codes)

    def case(self, model: Recommender, row: Row, turns: int | None = None) -> Case:
        """Return a case that has heard the first *turns* of *row*."""
        case = model.open_case(CaseFacts(row.queue), self.codes_for(row))
        for said in row.utterances[:turns]:
            case.hear(said)
        return case


def with_wrong_labels(
    rows: Sequence[Row], data: Rows, share: float, seed: int
) -> Iterator[tuple[Row, str]]:
    """Yield each row with the label a careless agent gives: wrong in *share* of the cases."""
    chance = random.Random(seed)
    for row in rows:
        others = [code.id for code in data.codes_for(row) if code.id != row.code_id]
        is_wrong = chance.random() < share and others
        yield row, chance.choice(others) if is_wrong else row.code_id


def long_talk(rows: Sequence[Row], turns: int) -> Row:
    """Return one conversation of *turns* utterances, sewn together from several of one queue.

    Where nothing was said in that queue, nothing is.
    """
    first = rows[0]
    said = [each for row in rows if row.queue == first.queue for each in row.utterances]
    while said and len(said) < turns:
        said += said
    sewn = tuple(
        Utterance(str(number), each.speaker, each.text) for number, each in enumerate(said[:turns])
    )
    return Row(first.queue, first.code_id, first.split, sewn)


def labelled_talks(path: Path) -> Iterator[dict[str, Any]]:
    """Yield each line's object, of a file that is gzipped or not.

    Raises:
        SystemExit: a line is no JSON object; it names the line.
    """
    with path.open("rb") as file:
        is_gzipped = file.read(len(_GZIP_MAGIC)) == _GZIP_MAGIC
    with (gzip.open if is_gzipped else open)(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                talk = json.loads(line)
            except ValueError:
                talk = None
            if not isinstance(talk, dict):
                raise SystemExit(f"{path}, line {number}: this is no JSON object.")
            yield talk


def utterances_of(raw: dict[str, Any]) -> tuple[Utterance, ...]:
    """Return what the two people said; what neither of them did (a system) is left out."""
    speakers = {speaker.value: speaker for speaker in Speaker}
    return tuple(
        Utterance(str(at), speakers[turn["speaker"]], turn["text"])
        for at, turn in enumerate(raw["turns"])
        if turn["speaker"] in speakers
    )


def _row(path: Path, number: int, raw: dict[str, Any]) -> Row:
    is_test = number % TEST_SHARE_WITHOUT_SPLIT == 0
    split = raw.get("split") or ("test" if is_test else "train")
    try:
        return Row(raw.get("queue") or "", raw["code"], split, utterances_of(raw))
    except (KeyError, TypeError) as error:
        raise SystemExit(
            f"{path}, conversation {number + 1}: it needs a code, and turns with speaker and text "
            f"({type(error).__name__}: {error})."
        ) from error


def _listed(path: Path) -> list[tuple[WrapupCode, str | None]]:
    return [
        (WrapupCode(code["id"], code["name"], code.get("description") or ""), code.get("queue"))
        for code in json.loads(path.read_text(encoding="utf-8"))
    ]


def _used(rows: Sequence[Row]) -> list[tuple[WrapupCode, str | None]]:
    """Make a list of codes from what the rows use; an id is all that is known of a name then."""
    queues: dict[str, set[str]] = {}
    for row in rows:
        queues.setdefault(row.code_id, set()).add(row.queue)
    return [
        (WrapupCode(code, code.replace("_", " ").replace(".", " ")), queue)
        for code, of in sorted(queues.items())
        for queue in (of if len(of) == 1 else {None})
    ]
