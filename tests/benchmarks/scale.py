"""Measures what learning costs for each 1,000 conversations, and what a million would.

`python dev.py bench scale [--most 8000] [--legs 3000] [--skip-recommender] [--skip-command] [--json]`. Three parts, each
at growing sizes with a straight line through them: the recommender alone on invented conversations,
`wrapup-desk learn` as a process against a simulator process, and the store of outcomes. A figure
for a million is the line's; only what is called measured was.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

# As the program does: threads that spin while they wait would be counted.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from tests.simulator_process import SimulatorProcess
from wrapup_desk.adapters.learning.outcome_store import SqliteOutcomes
from wrapup_desk.application.learning.outcomes import Outcome, Seen
from wrapup_desk.domain.recommender.recommender import StackRecommender
from wrapup_desk.domain.recommender.text.word_vectors import WordVectors, read_word_vectors
from wrapup_desk.domain.suggestion import CaseFacts
from wrapup_desk.domain.transcript import Speaker, Utterance
from wrapup_desk.domain.wrapup import WrapupCode

TABLE = Path(__file__).parents[2] / "resources" / "language" / "minilm-static-256.npz"
MILLION = 1_000_000
STEPS = 8
QUEUES, CODES_EACH, TURNS, WORDS_EACH = 3, 20, 20, 12
COMMON_WORDS, WORDS_OF_A_CODE, SHARE_OF_ITS_OWN = 8_000, 40, 0.15
OUTCOMES_PER_STEP = 5_000
LONGEST_COMMAND_S = 1800.0
_SYLLABLES = [a + b for a in "bcdfghklmnprstvw" for b in ("a", "e", "i", "o", "u", "ay", "er")]

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Measurement:
    """A straight line through measured points: what each more costs, and how straight it is."""

    start: float
    per_conversation: float
    r_squared: float

    def at(self, conversations: int) -> float:
        return self.start + self.per_conversation * conversations

    @classmethod
    def through(cls, sizes: Sequence[float], values: Sequence[float]) -> Measurement:
        slope, start = np.polyfit(sizes, values, 1)
        residue = np.asarray(values) - (start + slope * np.asarray(sizes))
        spread = float(np.var(values))
        return cls(
            float(start), float(slope), 1 - float(np.var(residue)) / spread if spread else 1
        )


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit status."""
    options = _options(argv)
    report: Figures = {"outcomes": outcome_store()}
    if not options.skip_recommender:
        report["recommender"] = recommender_alone(options.most)
    if not options.skip_command:
        report["command"] = learn_command(options.legs)
    report["machine"] = f"{os.cpu_count()} cores, Python {sys.version.split()[0]}"
    print(json.dumps(report, indent=1) if options.json else "\n".join(_lines(report)))
    return 0


# The recommender alone


class Talk:
    """Invented conversations: common words by Zipf's law, and some that belong to the code."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._common = [self._word() for _ in range(COMMON_WORDS)]
        self._weights = np.cumsum(1.0 / np.arange(1, COMMON_WORDS + 1)).tolist()
        self.codes = {
            f"queue-{queue}": tuple(
                WrapupCode(f"code-{queue}-{code}", f"{self._word()} {self._word()}")
                for code in range(CODES_EACH)
            )
            for queue in range(QUEUES)
        }
        self._own = {
            code.id: [self._word() for _ in range(WORDS_OF_A_CODE)]
            for codes in self.codes.values()
            for code in codes
        }

    def conversations(self, count: int) -> Iterator[tuple[str, WrapupCode, list[Utterance]]]:
        for _ in range(count):
            queue = f"queue-{self._random.randrange(QUEUES)}"
            code = self._random.choice(self.codes[queue])
            yield queue, code, [self._utterance(turn, code) for turn in range(TURNS)]

    def _utterance(self, turn: int, code: WrapupCode) -> Utterance:
        words = self._random.choices(self._common, cum_weights=self._weights, k=WORDS_EACH)
        own = self._own[code.id]
        words = [
            self._random.choice(own) if self._random.random() < SHARE_OF_ITS_OWN else word
            for word in words
        ]
        speaker = Speaker.AGENT if turn % 2 else Speaker.CUSTOMER
        return Utterance(str(turn), speaker, " ".join(words))

    def _word(self) -> str:
        return "".join(self._random.choices(_SYLLABLES, k=self._random.randint(2, 4)))


def recommender_alone(most: int) -> Figures:
    """Learn invented conversations, and take stock at eight sizes."""
    vocabulary = read_word_vectors(TABLE.read_bytes())
    recommender, talk = StackRecommender(vocabulary), Talk(seed=1)
    step = max(1, most // STEPS)
    _say(f"learning {step * STEPS:,} invented conversations")
    sizes, seconds, model_bytes, memory = [], [], [], []
    spent_s = 0.0
    for number in range(1, STEPS + 1):
        rows = list(talk.conversations(step))
        # Of the processor, not of the clock: others may use the machine, too.
        began_s = time.process_time()
        for queue, code, utterances in rows:
            _teach(recommender, talk, queue, code, utterances)
        spent_s += time.process_time() - began_s
        del rows
        sizes.append(number * step)
        seconds.append(spent_s)
        model_bytes.append(len(recommender.export()))
        memory.append(_memory_mb())
        _say(f"  {number * step:,}: {spent_s:.1f} s")
    return {
        "conversations": sizes,
        "learning_cpu_s": _figures(sizes, seconds),
        "model_mb": _figures(sizes, [each / 1e6 for each in model_bytes]),
        "memory_mb": _figures(sizes, memory),
        "load_s": _time_to_load(recommender.export(), vocabulary),
    }


def _teach(
    recommender: StackRecommender,
    talk: Talk,
    queue: str,
    code: WrapupCode,
    utterances: list[Utterance],
) -> None:
    case = recommender.open_case(CaseFacts(queue), talk.codes[queue])
    for utterance in utterances:
        case.hear(utterance)
    recommender.suggest(case, has_ended=True)
    recommender.learn(case, code.id, was_looked_at=True)


def _time_to_load(model: bytes, vocabulary: WordVectors) -> float:
    began_s = time.perf_counter()
    StackRecommender.load(model, vocabulary)
    return round(time.perf_counter() - began_s, 3)


# The command


def learn_command(most: int) -> Figures:
    """Run `wrapup-desk learn` against simulators with a third, two thirds and all of the legs."""
    sizes = [most // 3, 2 * most // 3, most]
    runs = [_one_command(size) for size in sizes]
    learnt = [float(run["legs"]) for run in runs]
    return {
        "legs": [run["legs"] for run in runs],
        "wall_s": _figures(learnt, [run["wall_s"] for run in runs]),
        "cpu_s": _figures(learnt, [run["cpu_s"] for run in runs]),
        "peak_memory_mb": _figures(learnt, [run["peak_memory_mb"] for run in runs]),
        "working_file_mb": _figures(learnt, [run["working_file_mb"] for run in runs]),
        "requests": _figures(learnt, [run["requests"] for run in runs]),
    }


def _one_command(legs: int) -> Figures:
    _say(f"wrapup-desk learn with a past of {legs:,} legs")
    past = ("--idle", "--history", str(legs), "--set", "requests_per_minute=1000000")
    with SimulatorProcess(*past) as simulator, tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "team.model"
        command = [sys.executable, "-m", "wrapup_desk", "--profile", folder, "learn", "--json"]
        command += ["--api-url", simulator.api, "--out", str(out)]
        command += ["--requests-per-minute", "100000"]
        environment = {
            **os.environ,
            "WRAPUP_DESK_CLIENT_ID": simulator.ready["service_client_id"],
            "WRAPUP_DESK_CLIENT_SECRET": simulator.ready["service_client_secret"],
        }
        began_s = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        watch = _Watch(process, out.with_name(f"{out.name}.unfinished"))
        told, _ = process.communicate(timeout=LONGEST_COMMAND_S)
        wall_s = time.perf_counter() - began_s
        watch.stop()
        events = [json.loads(line) for line in told.splitlines()]
        learnt = next(event["legs"] for event in events if event["event"] == "learnt")
        counted = simulator.record()["requests"].values()
        requests = sum(times for route in counted for times in route.values())
    _say(f"  {learnt:,} learnt in {wall_s:.1f} s")
    return {
        "legs": learnt,
        "wall_s": wall_s,
        "cpu_s": watch.cpu_s,
        "peak_memory_mb": watch.peak_mb,
        "working_file_mb": watch.largest_mb,
        "requests": requests,
    }


class _Watch:
    """Looks at a process and a file every now and then, and remembers the largest it saw."""

    def __init__(self, process: subprocess.Popen[str], file: Path) -> None:
        self.peak_mb = self.largest_mb = self.cpu_s = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, args=(process.pid, file))
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self, pid: int, file: Path) -> None:
        while not self._ended.wait(0.1):
            self.peak_mb = max(self.peak_mb, _memory_mb(pid))
            self.cpu_s = max(self.cpu_s, _processor_s(pid))
            parts = [Path(f"{file}{ending}") for ending in ("", "-wal")]
            size = sum(part.stat().st_size for part in parts if part.exists())
            self.largest_mb = max(self.largest_mb, size / 1e6)


# The store of outcomes


def outcome_store() -> Figures:
    """Write outcomes as a busy agent's desk would in years, and read them for a report."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_outcomes_in(Path(folder) / "learning.sqlite3"))


async def _outcomes_in(path: Path) -> Figures:
    _say("writing outcomes")
    store = SqliteOutcomes(path)
    sizes, bytes_mb, read_s = [], [], []
    began_at = datetime(2026, 1, 1, tzinfo=UTC)
    codes = tuple(WrapupCode(f"code-{number}", f"Code {number}") for number in range(CODES_EACH))
    for step in range(1, 5):
        first = (step - 1) * OUTCOMES_PER_STEP
        await store.add([_outcome(first + at, began_at, codes) for at in range(OUTCOMES_PER_STEP)])
        sizes.append(step * OUTCOMES_PER_STEP)
        bytes_mb.append(sum(part.stat().st_size for part in path.parent.iterdir()) / 1e6)
        start_s = time.perf_counter()
        await store.since(began_at)
        read_s.append(time.perf_counter() - start_s)
    await store.close()
    return {
        "outcomes": sizes,
        "file_mb": _figures(sizes, bytes_mb),
        "read_s": _figures(sizes, read_s),
    }


def _outcome(number: int, began_at: datetime, codes: tuple[WrapupCode, ...]) -> Outcome:
    code, queue = codes[number % len(codes)], f"queue-{number % QUEUES}"
    return Outcome(
        id=f"{number:032x}",
        at=began_at + timedelta(seconds=number),
        queue_id=queue,
        queue_name=queue,
        chosen_code_id=code.id,
        suggested_code_id=code.id,
        probability=0.9,
        would_have_acted=True,
        seen=Seen.SHOWN,
        codes=codes,
    )


# Figures


def _figures(sizes: Sequence[float], values: Sequence[float]) -> Figures:
    """Return the values and the line through the later half: tables fill up at the beginning."""
    later = len(sizes) // 2 if len(sizes) > 4 else 0
    line = Measurement.through(sizes[later:], values[later:])
    return {
        "measured": [round(value, 3) for value in values],
        "per_1000": round(1000 * line.per_conversation, 4),
        "r_squared": round(line.r_squared, 4),
        "at_a_million": round(line.at(MILLION), 1),
    }


def _memory_mb(pid: int | None = None) -> float:
    """Return the memory in use, where the system tells (Linux)."""
    try:
        status = Path(f"/proc/{pid or 'self'}/status").read_text("ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    except (OSError, StopIteration):
        return 0.0
    return int(line.split()[1]) / 1000


def _processor_s(pid: int) -> float:
    """Return what a process has used of the processor, where the system tells (Linux)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    if sys.platform == "win32":
        raise NotImplementedError("Windows has no /proc")
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _lines(report: Figures) -> Iterator[str]:
    units = {"_s": "s", "_mb": "MB"}
    for part, figures in report.items():
        if not isinstance(figures, dict):
            yield f"{part}: {figures}"
            continue
        sizes = next(value for value in figures.values() if isinstance(value, list))
        yield f"{part}: measured at {', '.join(f'{size:,.0f}' for size in sizes)}"
        yield f"  {'':<20}{'last measured':>16}{'per 1,000':>12}{'R²':>8}{'a million':>14}"
        for name, value in figures.items():
            unit = next((unit for end, unit in units.items() if name.endswith(end)), "")
            if isinstance(value, dict):
                last, million = value["measured"][-1], value["at_a_million"]
                yield (
                    f"  {name:<20}{last:>13,.1f} {unit:<2}{value['per_1000']:>12,.3f}"
                    f"{value['r_squared']:>8.3f}{million:>11,.0f} {unit}"
                )
            elif not isinstance(value, list):
                yield f"  {name:<20}{value:>13,.2f} {unit}"
    yield "A million is the straight line's value, not measured."


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py bench scale", description=__doc__)
    parser.add_argument("--most", type=int, default=8000, help="invented conversations")
    parser.add_argument("--legs", type=int, default=3000, help="legs of the simulated past")
    parser.add_argument("--skip-recommender", action="store_true")
    parser.add_argument("--skip-command", action="store_true", help="without wrapup-desk learn")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
