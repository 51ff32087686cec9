from __future__ import annotations

import argparse
import json

import pytest

from tests.conftest import ExpectLog
from wrapup_desk.main.commands.dispatch import FAULT_OF_OURS, run_command
from wrapup_desk.main.commands.headless import Lines


def test_nothing_is_told_after_the_last_word(capsys: pytest.CaptureFixture[str]) -> None:
    lines = Lines()

    lines.tell({"event": "connection", "is": "live"})
    lines.tell_last({"event": "summary"})
    # Events of the last interaction may come while the program is closing.
    lines.tell({"event": "interaction"})

    told = [json.loads(line)["event"] for line in capsys.readouterr().out.splitlines()]
    assert told == ["connection", "summary"]


def test_a_fault_of_the_program_prints_nothing_that_went_through_its_hands(
    capsys: pytest.CaptureFixture[str], expect_log: ExpectLog
) -> None:
    expect_log("the program failed")
    secret = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJtaWEifQ."

    def fail(_options: argparse.Namespace) -> int:
        raise RuntimeError(secret)

    code = run_command(argparse.Namespace(command="fails"), {"fails": fail})

    assert code == FAULT_OF_OURS
    assert capsys.readouterr().err == "wrapup-desk: a fault of the program: RuntimeError\n"
