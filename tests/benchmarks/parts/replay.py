"""Replays conversations through a recommender and counts what came of it."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from tests.benchmarks.parts.labelled_rows import Row, Rows, long_talk
from wrapup_desk.domain.recommender.recommender import StackRecommender
from wrapup_desk.domain.recommender.text.sentence_vectors import SentenceVectors
from wrapup_desk.domain.recommender.text.word_vectors import WordVectors, read_word_vectors
from wrapup_desk.domain.suggestion import Ranking

LABEL_POINTS = (100, 500, 1_000, 5_000)
BLOCK = 500
BLOCKS_SHOWN = 4
STAGES = (0.25, 0.50, 0.75)
LONG_TURNS = 120
_ECE_BINS = 15
_SURE = 0.95

Found = dict[str, float | None]


@dataclass(slots=True)
class Answers:
    """What was suggested for some rows, and whether it was right."""

    COLUMNS: ClassVar = ("top-1", "top-3", "ECE", "right > .95", "share > .95")

    probabilities: list[float] = field(default_factory=list)
    is_right: list[bool] = field(default_factory=list)
    is_among_three: list[bool] = field(default_factory=list)

    def note(self, ranking: Ranking, row: Row) -> None:
        """Note what was suggested for *row*."""
        ids = [suggestion.code.id for suggestion in ranking.suggestions[:3]]
        self.probabilities.append(ranking.suggestions[0].probability if ids else 0.0)
        self.is_right.append(ids[:1] == [row.code_id])
        self.is_among_three.append(row.code_id in ids)

    def summary(self) -> Found:
        count = len(self.is_right)
        sure = [
            right
            for probability, right in zip(self.probabilities, self.is_right, strict=True)
            if probability > _SURE
        ]
        return {
            "top-1": sum(self.is_right) / count,
            "top-3": sum(self.is_among_three) / count,
            "ECE": self._calibration_error(),
            "right > .95": sum(sure) / len(sure) if sure else None,
            "share > .95": len(sure) / count,
        }

    def _calibration_error(self) -> float:
        """Return the expected calibration error over 15 equally wide bins."""
        bins: dict[int, list[tuple[float, bool]]] = {}
        for pair in zip(self.probabilities, self.is_right, strict=True):
            bins.setdefault(min(_ECE_BINS - 1, int(pair[0] * _ECE_BINS)), []).append(pair)
        gaps = (
            abs(sum(p for p, _ in each) - sum(right for _, right in each))
            for each in bins.values()
        )
        return sum(gaps) / len(self.is_right)


def answers(
    data: Rows, model: StackRecommender, rows: Sequence[Row], stage: float | None = None
) -> Answers:
    """Ask for each row: at its end, or live after a share *stage* of its turns."""
    found = Answers()
    for row in rows:
        turns = None if stage is None else max(1, math.ceil(stage * len(row.utterances)))
        ranking = model.suggest(data.case(model, row, turns), has_ended=stage is None)
        found.note(ranking, row)
    return found


def live_stages(data: Rows, model: StackRecommender, rows: Sequence[Row]) -> dict[str, Found]:
    """Ask during the talk, by the live head; nothing where talks are single messages."""
    if all(len(row.utterances) < 2 for row in rows):
        return {}
    return {
        f"{stage:.0%} of turns": answers(data, model, rows, stage).summary() for stage in STAGES
    }


@dataclass(slots=True)
class Taught:
    """One pass over a stream: what would have been done alone, and how long things took."""

    acted: list[bool] = field(default_factory=list)
    was_right: list[bool] = field(default_factory=list)
    suggest_seconds: list[float] = field(default_factory=list)
    learn_seconds: list[float] = field(default_factory=list)

    @staticmethod
    def percentile_ms(seconds: Sequence[float], percent: int) -> float:
        ordered = sorted(seconds)
        return 1_000 * ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def teach(
    data: Rows,
    model: StackRecommender,
    labelled: Sequence[tuple[Row, str]],
    measure: Callable[[int], None],
) -> Taught:
    """Suggest, then learn, each row in turn; *measure* is told the count at the label points."""
    taught = Taught()
    for count, (row, label) in enumerate(labelled, start=1):
        case = data.case(model, row)
        started = time.perf_counter()
        ranking = model.suggest(case, has_ended=True)
        taught.suggest_seconds.append(time.perf_counter() - started)
        taught.acted.append(ranking.may_auto_submit)
        first = ranking.first
        # Right is what is true, not what a careless agent said.
        taught.was_right.append(first is not None and first.code.id == row.code_id)
        started = time.perf_counter()
        model.learn(case, label, was_looked_at=True)
        taught.learn_seconds.append(time.perf_counter() - started)
        if count in LABEL_POINTS or count == len(labelled):
            measure(count)
    return taught


def acting(taught: Taught) -> dict[str, Found]:
    """Return, per block of 500 labels, what acting above the threshold would have covered."""
    blocks: dict[str, Found] = {}
    for start in range(0, min(len(taught.acted), BLOCKS_SHOWN * BLOCK), BLOCK):
        part = slice(start, start + BLOCK)
        acted, right = taught.acted[part], taught.was_right[part]
        done = [was for did, was in zip(acted, right, strict=True) if did]
        blocks[f"{start:,}-{start + len(acted):,}"] = {
            "coverage": len(done) / len(acted),
            "precision": sum(done) / len(done) if done else None,
            "top-1": sum(right) / len(right),
        }
    return blocks


def costs(
    data: Rows,
    limit: int | None,
    vocabulary: WordVectors | None,
    table: Path,
    sentences: SentenceVectors,
) -> dict[str, float]:
    """Return what time and memory the recommender takes, on a talk of 120 turns too."""
    model = StackRecommender(vocabulary, sentences=sentences)
    stream = data.stream(0, limit)[:1_000]
    teach(data, model, [(row, row.code_id) for row in stream], lambda _: None)
    raw = model.export()
    started = time.perf_counter()
    fresh = StackRecommender.load(
        raw,
        read_word_vectors(table.read_bytes()) if vocabulary else None,
        sentences=sentences,
    )
    ready = time.perf_counter() - started
    seconds: list[float] = []
    for number in range(20):
        talk = long_talk(stream[number * 7 :] + stream[: number * 7], LONG_TURNS)
        seconds += _last_turns(data, fresh, talk)
    # Nothing is heard in a file without words.
    heard = {
        f"ms to hear and suggest at {LONG_TURNS} turns, p{percent}": Taught.percentile_ms(
            seconds, percent
        )
        for percent in (50, 95)
        if seconds
    }
    started = time.perf_counter()
    model.export()
    return {
        **heard,
        "s until ready (table and model read)": ready,
        "ms to write the model": 1_000 * (time.perf_counter() - started),
        **_peak_megabytes(),
    }


def _last_turns(data: Rows, model: StackRecommender, talk: Row) -> list[float]:
    """Return how long each of the last ten turns took, from its words to the new ranking."""
    case = data.case(model, talk, LONG_TURNS - 10)
    model.suggest(case, has_ended=False)
    seconds = []
    for said in talk.utterances[LONG_TURNS - 10 :]:
        started = time.perf_counter()
        case.hear(said)
        model.suggest(case, has_ended=False)
        seconds.append(time.perf_counter() - started)
    return seconds


def _peak_megabytes() -> dict[str, float]:
    if sys.platform == "win32":
        return {}  # the standard library does not tell it there
    import resource  # there is none on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    return {"MB of memory at most (the benchmark included)": peak}
