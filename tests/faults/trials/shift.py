"""Works a whole shift at sixty times its speed: every interaction coded, and memory level."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.faults.report import Report

SPEED = 60
_INTERACTIONS_PER_HOUR = 120
_MEASURED_EVERY_S = 1.0
# Memory is compared with what it was once the program had warmed up.
_WARM_SHARE = 0.2
MOST_GROWTH_MB = 20.0
MOST_GROWTH_FILES = 5
# What runs when nothing happens; a task left by each leg would be hundreds more.
MOST_TASKS = 40

_CODES = ("Charge disputed", "Delivery delayed", "Password reset", "Plan changed", "Wrong number")
_WORDS = ("charge", "delivery", "password", "plan", "number", "card", "late", "change", "twice")


@dataclass(frozen=True)
class Size:
    """What the process holds at one moment."""

    resident_mb: float
    open_files: int
    threads: int


class ShiftTrial:
    """The program as it is, headless on its own simulator, for some hours of work."""

    def __init__(self, hours: float) -> None:
        self._hours = hours

    def run(self) -> Report:
        report = Report(f"a shift of {self._hours:g} hours at {SPEED}x, one process")
        begun_s = time.monotonic()
        with TemporaryDirectory(prefix="shift-") as folder:
            file = self._write_conversations(Path(folder))
            summary, measured = self._work(file)
        handled, coded = summary.get("interactions", 0), summary.get("coded_before_complete", 0)
        report.trials = report.verdict.legs = report.verdict.accepted = handled
        report.verdict.lost = ["not coded before Complete"] * (handled - coded)
        if not handled:
            report.verdict.failed_starts.append("the shift was not worked to its end")
        tasks = summary.get("tasks", 0)
        report.notes["tasks at the end"] = tasks
        if tasks > MOST_TASKS:
            report.verdict.failed_starts.append(f"{tasks} tasks are left")
        if measured:
            _judge_growth(measured, report)
        report.seconds = time.monotonic() - begun_s
        return report

    def _work(self, file: Path) -> tuple[dict[str, int], list[Size]]:
        command = [sys.executable, "-m", "wrapup_desk", "headless", "--demo"]
        command += ["--conversations", str(file), "--limit", "1000000", "--speed", str(SPEED)]
        sizes: list[Size] = []
        with TemporaryDirectory() as folder, (Path(folder) / "lines").open("w+") as lines:
            program = subprocess.Popen(command, stdout=lines)
            while program.poll() is None:
                time.sleep(_MEASURED_EVERY_S)
                sizes += _measured(program.pid)
            lines.seek(0)
            told = [json.loads(line) for line in lines]
        summaries = [each for each in told if each["event"] == "summary"]
        return (summaries[-1] if summaries else {}), sizes

    def _write_conversations(self, folder: Path) -> Path:
        random = Random(7)
        file = folder / "shift.jsonl"
        with file.open("w", encoding="utf-8") as rows:
            for number in range(round(self._hours * _INTERACTIONS_PER_HOUR)):
                row = {
                    "id": f"shift-{number}",
                    "queue": "Shift",
                    "code": f"shift-{random.randrange(len(_CODES))}",
                    "split": "test",
                    "turns": [
                        {
                            "speaker": random.choice(("customer", "agent")),
                            "text": " ".join(random.choices(_WORDS, k=random.randint(4, 30))),
                        }
                        for _ in range(random.randint(4, 14))
                    ],
                }
                rows.write(json.dumps(row) + "\n")
        codes = [
            {"id": f"shift-{index}", "name": name, "queue": "Shift", "description": name}
            for index, name in enumerate(_CODES)
        ]
        (folder / "shift.codes.json").write_text(json.dumps(codes), encoding="utf-8")
        return file


def _judge_growth(measured: list[Size], report: Report) -> None:
    warm, last = measured[int(len(measured) * _WARM_SHARE)], measured[-1]
    for name, size in (("first", measured[0]), ("warm", warm), ("last", last)):
        report.notes[f"MB {name}"] = round(size.resident_mb, 1)
        report.notes[f"open files {name}"] = size.open_files
        report.notes[f"threads {name}"] = size.threads
    grown_mb = last.resident_mb - warm.resident_mb
    if grown_mb > MOST_GROWTH_MB:
        report.verdict.failed_starts.append(f"memory grew by {grown_mb:.0f} MB")
    if last.open_files > warm.open_files + MOST_GROWTH_FILES:
        report.verdict.failed_starts.append(f"{last.open_files} files are open")


def _measured(pid: int) -> list[Size]:
    """Return what the process holds as one entry, or none where the system does not tell."""
    process = Path(f"/proc/{pid}")
    try:
        lines = (process / "status").read_text(encoding="ascii").splitlines()
        open_files = len(list((process / "fd").iterdir()))
    except OSError:
        return []
    figures = {line.split(":")[0]: line.split()[1] for line in lines if len(line.split()) > 1}
    if "VmRSS" not in figures:
        return []
    return [Size(int(figures["VmRSS"]) / 1024, open_files, int(figures["Threads"]))]
