from __future__ import annotations

import json

import pytest

from wrapup_desk.main.headless import Lines


def test_nothing_is_told_after_the_last_word(capsys: pytest.CaptureFixture[str]) -> None:
    lines = Lines()

    lines.tell({"event": "connection", "is": "live"})
    lines.tell_last({"event": "summary"})
    # Events of the last interaction may come while the program is closing.
    lines.tell({"event": "interaction"})

    told = [json.loads(line)["event"] for line in capsys.readouterr().out.splitlines()]
    assert told == ["connection", "summary"]
