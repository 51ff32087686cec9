from __future__ import annotations

import argparse
import errno
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ExpectLog
from wrapup_desk.main.commands.dispatch import FAULT_OF_OURS, run_command
from wrapup_desk.main.commands.headless import Lines
from wrapup_desk.main.commands.output import NOBODY_READS


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


class _FullDisk(io.StringIO):
    """A file that what is written to has no room in, until *has_room*."""

    has_room = False

    def flush(self) -> None:
        if not self.has_room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_lines_without_room_are_lost_and_nothing_else_is(
    monkeypatch: pytest.MonkeyPatch, expect_log: ExpectLog
) -> None:
    expect_log("what happens cannot be told: No space left on device")
    disk = _FullDisk()
    monkeypatch.setattr(sys, "stdout", disk)
    lines = Lines()

    lines.tell({"event": "one"})
    lines.tell({"event": "two"})
    disk.has_room = True
    lines.tell({"event": "three"})

    assert '"three"' in disk.getvalue()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no broken pipes of this kind")
@pytest.mark.parametrize(
    ("command", "read_until"),
    [(["doctor"], "Region"), (["headless", "--demo"], '"live"')],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_whoever_reads_no_further_is_told_nothing_more(
    tmp_path: Path, command: list[str], read_until: str
) -> None:
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "wrapup_desk", "--profile", str(tmp_path), *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    ) as process:
        assert process.stdout is not None
        assert any(read_until in line for line in process.stdout)
        process.stdout.close()
        _, trouble = process.communicate(timeout=60)

    assert (process.returncode, trouble) == (NOBODY_READS, "")
