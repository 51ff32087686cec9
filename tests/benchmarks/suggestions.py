"""Measures the recommender on any file of labelled conversations: right, honest, quick, small.

`python dev.py bench suggestions FILE.jsonl.gz [--queue] [--orders 3] [--json] [--codes FILE]
[--limit N] [--ask N] [--only QUEUE] [--canned] [--noise] [--drift] [--no-encoder] [--encoder PACK]`. Each order is a stream of the training split, learnt one conversation after the other;
what is reported of the test split was never learnt. Figures are means over the orders; the run with
wrong labels is the first order once more.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tests.benchmarks.parts import yardsticks
from tests.benchmarks.parts.drifts import AGENTS, FIRST_LABELS, first_labels, swap, worse_hearing
from tests.benchmarks.parts.hard_talk import canned
from tests.benchmarks.parts.labelled_rows import Row, Rows, with_wrong_labels
from tests.benchmarks.parts.replay import (
    LABEL_POINTS,
    Answers,
    acting,
    answers,
    costs,
    live_stages,
    teach,
)
from tests.benchmarks.parts.sentences_ahead import sentences_of
from wrapup_desk.domain.recommender.recommender import StackRecommender
from wrapup_desk.domain.recommender.text.sentence_vectors import no_sentence_vectors
from wrapup_desk.domain.recommender.text.word_vectors import read_word_vectors

LANGUAGE = Path(__file__).parents[2] / "resources" / "language"
TABLE = LANGUAGE / "minilm-static-256.npz"
ENCODER = LANGUAGE / "minilm-q4.npz"
WRONG_LABELS = 0.10

Report = dict[str, Any]
Build = Callable[..., StackRecommender]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit status."""
    options = _options(argv)
    if not options.file.exists():
        print(f"There is no file {options.file}.", file=sys.stderr)
        return 2
    data = Rows(options.file, options.codes, by_queue=options.queue)
    data.keep(options.on, options.ask, options.only)
    if not data.split(options.on) or not data.split("train"):
        print(f"{options.file} has no rows of split 'train' or '{options.on}'.", file=sys.stderr)
        return 2
    if not yardsticks.are_available():
        print(
            "scikit-learn is not installed: the SVM and naive-Bayes columns are left out. "
            "Install the dependency group 'bench' to have them.",
            file=sys.stderr,
        )
    if options.canned:
        data.rows = canned(data.rows, seed=0)
    report = _measured(data, options)
    report["set"] = _about(data, options)
    print(json.dumps(report, indent=1) if options.json else "\n".join(_lines(report)))
    return 0


def _measured(data: Rows, options: argparse.Namespace) -> Report:
    vocabulary = None if options.no_table else read_word_vectors(TABLE.read_bytes())
    sentences = no_sentence_vectors()
    if not options.no_encoder:
        _tell("encoding all sentences, once for all runs")
        sentences = sentences_of(_needed(data, options), options.encoder)
    build = partial(StackRecommender, vocabulary, sentences=sentences)
    orders = range(options.orders)
    report: Report = _mean([_one_order(data, options, build, order) for order in orders])
    report["wrong labels"] = _wrong_labels(data, options, build)
    _tell("the first labels of many agents")
    report["first labels"] = first_labels(data, [build(seed=at) for at in range(AGENTS)])
    if options.drift:
        report["swap of each order"] = [_swaps(data, options, build, order) for order in orders]
        report["swap"] = _mean(report["swap of each order"])
    if options.noise:
        report["noise"] = _mean([_noises(data, options, build, order) for order in orders])
    _tell("what it costs")
    report["costs"] = costs(data, options.limit, vocabulary, TABLE, sentences)
    return report


def _needed(data: Rows, options: argparse.Namespace) -> list[Row]:
    """Return the rows that some run will teach or ask."""
    streams = [(order, options.limit) for order in range(options.orders)]
    streams += [(agent, FIRST_LABELS) for agent in range(AGENTS)]
    taught = [row for order, limit in streams for row in data.stream(order, limit)]
    return taught + data.split(options.on)


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py bench suggestions", description=__doc__)
    parser.add_argument("file", type=Path, help="FILE.jsonl or FILE.jsonl.gz")
    parser.add_argument("--queue", action="store_true", help="offer the codes of the row's queue")
    parser.add_argument("--orders", type=int, default=3, help="orders of the stream (3)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--codes", type=Path, help="the list of codes, else FILE.codes.json")
    parser.add_argument("--limit", type=int, help="learn at most so many rows")
    parser.add_argument("--ask", type=int, help="measure on so many rows at most, drawn by lot")
    parser.add_argument("--only", metavar="QUEUE", help="leave out what is of other queues")
    parser.add_argument("--on", default="test", help="the split to measure on (test)")
    parser.add_argument("--no-table", action="store_true", help="do without the language table")
    parser.add_argument("--encoder", type=Path, default=ENCODER, help="another encoder's file")
    parser.add_argument("--no-encoder", action="store_true", help="do without sentences")
    parser.add_argument("--canned", action="store_true", help="talk as it is: phrases, mishearing")
    parser.add_argument("--noise", action="store_true", help="words get lost from half-way on")
    parser.add_argument("--drift", action="store_true", help="two codes swap half-way")
    parser.add_argument("--no-yardsticks", action="store_true", help="leave scikit-learn out")
    return parser.parse_args(argv)


def _one_order(data: Rows, options: argparse.Namespace, build: Build, order: int) -> Report:
    asked = data.split(options.on)
    stream = data.stream(order, options.limit)
    model = build(seed=order)
    report: Report = {"cold": answers(data, model, asked).summary(), "labels": {}}

    def measure(count: int) -> None:
        _tell(f"order {order + 1} of {options.orders}: {count:,} of {len(stream):,} labels")
        found = answers(data, model, asked).summary()
        if yardsticks.are_available() and not options.no_yardsticks:
            found |= yardsticks.accuracies(data, stream[:count], asked)
        report["labels"][count if count in LABEL_POINTS else "all"] = found

    taught = teach(data, model, [(row, row.code_id) for row in stream], measure)
    report["acting"] = acting(taught)
    report["ms to suggest on arrival, p95"] = taught.percentile_ms(taught.suggest_seconds, 95)
    report["ms to learn, p50"] = taught.percentile_ms(taught.learn_seconds, 50)
    report["ms to learn, p95"] = taught.percentile_ms(taught.learn_seconds, 95)
    report["state bytes"] = len(model.export())
    report["live"] = live_stages(data, model, asked)
    return report


def _wrong_labels(data: Rows, options: argparse.Namespace, build: Build) -> Report:
    """Teach the first order once more, by an agent who errs in a tenth of the cases."""
    _tell(f"the first order again, {WRONG_LABELS:.0%} of its labels wrong")
    asked = data.split(options.on)
    stream = data.stream(0, options.limit)
    model = build()
    labelled = list(with_wrong_labels(stream, data, WRONG_LABELS, seed=0))
    taught = teach(data, model, labelled, _ignore)
    return {"all": answers(data, model, asked).summary(), "acting": acting(taught)}


def _swaps(data: Rows, options: argparse.Namespace, build: Build, order: int) -> Report:
    _tell(f"order {order + 1} of {options.orders}: two codes swap their meaning")
    stream = data.stream(order, options.limit)
    return {
        name: swap(data, build(seed=order), stream, sees_sent=sees)
        for name, sees in (("all labels seen", True), ("what is sent alone unseen", False))
    }


def _noises(data: Rows, options: argparse.Namespace, build: Build, order: int) -> Report:
    _tell(f"order {order + 1} of {options.orders}: words are dropped and misheard")
    return worse_hearing(data, build(seed=order), data.stream(order, options.limit))


def _ignore(_: int) -> None:
    """Measure nothing on the way."""


def _tell(progress: str) -> None:
    """Say how far the run has come, beside what it prints in the end."""
    print(f"{time.strftime('%H:%M:%S')} {progress}", file=sys.stderr, flush=True)


def _about(data: Rows, options: argparse.Namespace) -> Report:
    return {
        "file": options.file.name,
        "codes": data.code_count(),
        "offered": "codes of the row's queue" if options.queue else "all codes",
        "learnt rows": len(data.stream(0, options.limit)),
        f"{options.on} rows": len(data.split(options.on)),
        "orders": options.orders,
        "language table": not options.no_table,
        "encoder": "none" if options.no_encoder else options.encoder.name,
        "canned": options.canned,
    }


def _mean(reports: Sequence[Any]) -> Any:
    """Return the mean of equally built reports; missing figures are left out of it."""
    first = reports[0]
    if isinstance(first, dict):
        return {key: _mean([each[key] for each in reports if key in each]) for key in first}
    known = [each for each in reports if each is not None]
    return sum(known) / len(known) if known else None


def _lines(report: Report) -> list[str]:
    about = ", ".join(f"{key} {value}" for key, value in report["set"].items())
    header = f"{'':24}" + "".join(f"{name:>12}" for name in Answers.COLUMNS)
    names = [name for name in yardsticks.NAMES if name in next(iter(report["labels"].values()))]
    lines = [about, "", header + "".join(f"{name:>20}" for name in names)]
    lines.append(_line("cold", report["cold"], names))
    for count, found in report["labels"].items():
        lines.append(_line(f"{count} labels", found, names))
    lines.append(_line("all, 10 % wrong labels", report["wrong labels"]["all"], []))
    lines.append(_line(f"labels 1-{FIRST_LABELS}, {AGENTS} agents", report["first labels"], []))
    lines += [_line(f"live at {stage}", found, []) for stage, found in report["live"].items()]
    lines += ["", f"{'acting alone':24}{'coverage':>12}{'precision':>12}{'right at all':>14}"]
    for name, blocks in (
        ("", report["acting"]),
        ("wrong labels, ", report["wrong labels"]["acting"]),
    ):
        for block, found in blocks.items():
            cells = [_cell(found[key], width) for key, width in _ACTING_COLUMNS]
            lines.append(f"{name + 'labels ' + block:24}" + "".join(cells))
    return [*lines, *_change_lines(report), "", *_cost_lines(report)]


def _change_lines(report: Report) -> list[str]:
    lines = []
    for name, found in report.get("swap", {}).items():
        lines.append(f"two codes swap, {name}: mean (of each order)")
        for key, mean in found.items():
            each = " ".join(_cell(order[name][key], 9) for order in report["swap of each order"])
            lines.append(f"  {key:42}{_cell(mean, 9)} ({each.strip()})")
    for block, found in report.get("noise", {}).items():
        cells = [_cell(found[key], width) for key, width in _ACTING_COLUMNS]
        lines.append(f"{'words lost, ' + block:24}" + "".join(cells))
    return lines


_ACTING_COLUMNS = (("coverage", 12), ("precision", 12), ("top-1", 14))


def _line(name: str, found: Report, yardstick_names: Sequence[str]) -> str:
    cells = "".join(_cell(found.get(column), 12) for column in Answers.COLUMNS)
    return f"{name:24}" + cells + "".join(_cell(found.get(each), 20) for each in yardstick_names)


def _cell(value: float | None, width: int) -> str:
    return f"{'-' if value is None else f'{value:.3f}':>{width}}"


def _cost_lines(report: Report) -> list[str]:
    figures: dict[str, float] = {
        name: report[name]
        for name in (
            "ms to suggest on arrival, p95",
            "ms to learn, p50",
            "ms to learn, p95",
        )
    } | report["costs"]
    lines = [f"{name:44}{value:>10.2f}" for name, value in figures.items()]
    return [*lines, f"{'state, MB (compressed file)':44}{report['state bytes'] / 1e6:>10.2f}"]


if __name__ == "__main__":
    sys.exit(main())
