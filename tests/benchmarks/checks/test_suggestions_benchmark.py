from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.benchmarks.parts.drifts import Swapped
from tests.benchmarks.suggestions import main

SAYINGS = {"lost": "my wallet fell into the river", "moved": "a van brought all our boxes"}
QUICK = ("--orders", "1", "--no-yardsticks", "--no-table", "--no-encoder")


@pytest.fixture
def labelled_file(tmp_path: Path) -> Path:
    """A file in which each of two codes has words of its own, and every fourth row is a test."""
    rows = []
    for number in range(120):
        code = "lost" if number % 2 else "moved"
        turns = [
            {"speaker": "agent", "text": "hello there"},
            {"speaker": "customer", "text": f"{SAYINGS[code]} {number}"},
        ]
        split = "test" if number % 8 < 2 else "train"
        rows.append(
            {"id": str(number), "queue": "q", "code": code, "split": split, "turns": turns}
        )
    path = tmp_path / "small.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(json.dumps(row) for row in rows).encode()))
    return path


def test_the_benchmark_reports_every_measure(
    labelled_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main([str(labelled_file), "--queue", "--json", *QUICK])

    report = json.loads(capsys.readouterr().out)
    assert status == 0
    assert report["labels"]["all"]["top-1"] == 1.0
    assert set(report["live"]) == {"25% of turns", "50% of turns", "75% of turns"}
    assert report["acting"]["0-90"]["coverage"] == 0.0
    assert report["wrong labels"]["all"]["top-1"] > 0.8
    assert report["state bytes"] > 0


def test_the_benchmark_prints_a_table(
    labelled_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(labelled_file), "--limit", "20", *QUICK])

    assert "all labels" in capsys.readouterr().out


def test_the_benchmark_lets_the_world_change(
    labelled_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(labelled_file), "--canned", "--noise", "--drift", *QUICK])

    printed = capsys.readouterr().out
    assert "two codes swap, what is sent alone unseen" in printed
    assert "wrong sends until right" in printed
    assert "words lost, 0-" in printed
    assert "labels 1-50, 20 agents" in printed


def test_a_swap_is_reported_of_each_order_and_as_their_mean(
    labelled_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(labelled_file), "--drift", "--json", *QUICK, "--orders", "2"])

    report = json.loads(capsys.readouterr().out)
    name = "all labels seen"
    each = [order[name]["wrong sends"] for order in report["swap of each order"]]
    assert len(each) == 2
    assert report["swap"][name]["wrong sends"] == sum(each) / 2


def test_the_benchmark_says_which_file_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "none.jsonl.gz")]) == 2
    assert "There is no file" in capsys.readouterr().err


def test_a_file_may_be_plain_and_hold_what_nobody_can_learn_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        {"code": "lost" if number % 2 else "moved", "queue": "q", "turns": turns}
        for number in range(40)
        for turns in ([], [{"speaker": "system", "text": "music"}])
    ]
    rows += [{"code": "unlisted", "queue": "nobody's", "split": "test", "turns": []}]
    path = tmp_path / "odd.jsonl"
    path.write_text("\n\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    codes = [{"id": code, "name": code, "queue": "q"} for code in SAYINGS]
    (tmp_path / "odd.codes.json").write_text(json.dumps(codes), encoding="utf-8")

    status = main([str(path), "--queue", "--json", "--orders", "1", "--no-encoder", "--no-table"])

    report = json.loads(capsys.readouterr().out)
    assert status == 0
    assert 0.0 < report["labels"]["all"]["top-1"] < 1.0


@pytest.mark.parametrize("line", ["{", "[]", '{"code": "lost"}', '{"turns": []}'])
def test_a_line_that_is_no_conversation_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_text('{"code": "lost", "turns": []}\n' + line, encoding="utf-8")

    with pytest.raises(SystemExit, match=r"broken\.jsonl, (line|conversation) 2: "):
        main([str(path)])


def test_what_a_swap_costs_are_the_wrong_sends_until_its_codes_are_right_again() -> None:
    swapped = Swapped(taught_right=[False] * 5 + [True] * 40, wrong_sends=[0, 3, 22, 23, 40])

    found = swapped.found()

    assert found["affected labels until right"] == 23
    assert found["wrong sends until right"] == 3
    assert found["wrong sends"] == 5


def test_codes_are_right_again_by_all_their_talks_not_by_those_alone_that_a_person_saw() -> None:
    unsure = [False, True] * 20
    swapped = Swapped(taught_right=unsure, talks_right=[False] * 4 + [True] * 60)

    found = swapped.found()

    assert found["affected labels until right"] is None
    assert found["affected talks until right"] == 22
