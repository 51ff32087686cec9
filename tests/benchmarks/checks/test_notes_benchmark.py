from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.benchmarks.notes import main


def test_drafted_notes_say_more_of_the_goal_than_the_first_customer_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--json"]) == 0

    notes = json.loads(capsys.readouterr().out)["notes"]
    drafted, yardstick = notes["drafted"], notes["first customer sentence"]
    assert drafted["slot recall"] > 0.85
    assert drafted["slot recall"] > yardstick["slot recall"] + 0.3
    assert drafted["rouge 1"] > yardstick["rouge 1"]
    assert (drafted["from the talk"], drafted["short"]) == (1.0, 1.0)


def test_a_file_of_ones_own_is_measured_by_the_figures_both_sides_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    turns = [
        {"speaker": "customer", "text": "I need a table for Friday at 19:30 please."},
        {"speaker": "agent", "text": "I have booked the table for Friday at 19:30."},
    ]
    rows = [{"split": split, "turns": turns} for split in ("train", "test", "test")]
    path = tmp_path / "small.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))

    assert main([str(path)]) == 0

    printed = capsys.readouterr().out
    assert "talks 2" in printed
    assert "agreed figures" in printed
    assert "slot recall" not in printed


def test_the_benchmark_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.jsonl.gz"
    empty.write_bytes(gzip.compress(b'{"split": "train", "turns": []}'))

    assert [main([str(tmp_path / "none.gz")]), main([str(empty)])] == [2, 2]
    told = capsys.readouterr().err
    assert "There is no file" in told
    assert "no rows of split 'test'" in told
