"""Measures drafted notes: is what was wanted and agreed in them, in few words, and in the talk's own?

`python dev.py bench notes [FILE.jsonl.gz] [--on test] [--limit N] [--json]`. Each row of a file has
`turns` (`speaker`, `text`), a `split`, and what to judge by: `summaries` that people wrote, `slots` of
the goal, each by the ways in which it was said, or neither; figures that both sides named are looked
for in any case. Without a file it runs on a few talks of its own, in three languages. The same is
said of the first customer sentence, and of others that cost nothing, as a yardstick.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.parts.labelled_rows import labelled_talks, utterances_of
from tests.benchmarks.parts.note_measures import WAYS, Talk, marked
from wrapup_desk.domain.notes.drafter import TalkReader

OWN_TALKS = Path(__file__).parent / "parts" / "noted_talks.json"
# A slot that says no more than this is not written down by those words.
_WITHOUT_WORDS = {"yes", "no", "true", "false", "dontcare", "none"}

Report = dict[str, Any]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit status."""
    options = _options(argv)
    if options.file is not None and not options.file.exists():
        print(f"There is no file {options.file}.", file=sys.stderr)
        return 2
    talks = list(_talks(options))[: options.limit]
    if not talks:
        print(f"{options.file} has no rows of split '{options.on}'.", file=sys.stderr)
        return 2
    report: Report = {
        "set": {
            "file": options.file.name if options.file else OWN_TALKS.name,
            "split": options.on if options.file else "all",
            "talks": len(talks),
        },
        "notes": {name: marked(talks, make).summary() for name, make in WAYS.items()},
        "ms": _costs(talks),
    }
    print(json.dumps(report, indent=1) if options.json else "\n".join(_lines(report)))
    return 0


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py bench notes", description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", help="FILE.jsonl or FILE.jsonl.gz")
    parser.add_argument("--on", default="test", help="the split to measure on (test)")
    parser.add_argument("--limit", type=int, help="at most so many talks")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser.parse_args(argv)


def _talks(options: argparse.Namespace) -> Iterator[Talk]:
    if options.file is None:
        yield from map(_talk, json.loads(OWN_TALKS.read_text(encoding="utf-8")))
        return
    for row in labelled_talks(options.file):
        if row.get("split") == options.on:
            yield _talk(row)


def _talk(row: dict[str, Any]) -> Talk:
    slots = (tuple(str(way) for way in ways) for ways in row.get("slots", ()))
    return Talk(
        utterances_of(row),
        tuple(ways for ways in slots if not _WITHOUT_WORDS.issuperset(map(str.casefold, ways))),
        tuple(row.get("summaries", ())),
    )


def _costs(talks: Sequence[Talk]) -> dict[str, float]:
    """Return what each new utterance costs, with the draft that follows it."""
    spent = []
    for talk in talks:
        reader = TalkReader()
        for utterance in talk.utterances:
            began = time.perf_counter()
            reader.hear((utterance,))
            reader.draft()
            spent.append((time.perf_counter() - began) * 1000)
    spent.sort()
    return {
        "an utterance and its draft, p50": spent[len(spent) // 2],
        "an utterance and its draft, p95": spent[int(len(spent) * 0.95)],
    }


def _lines(report: Report) -> list[str]:
    columns = list(dict.fromkeys(key for found in report["notes"].values() for key in found))
    lines = [", ".join(f"{key} {value}" for key, value in report["set"].items()), ""]
    lines.append(f"{'':26}" + "".join(f"{name:>16}" for name in columns))
    for name, found in report["notes"].items():
        cells = "".join(f"{found.get(column, 0.0):>16.3f}" for column in columns)
        lines.append(f"{name:26}{cells}")
    lines.append("")
    return [*lines, *(f"ms, {name}: {spent:.2f}" for name, spent in report["ms"].items())]


if __name__ == "__main__":
    sys.exit(main())
