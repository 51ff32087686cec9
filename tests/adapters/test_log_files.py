"""What goes into the log is redacted, whatever part of a record it came in by."""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from wrapup_desk.adapters.log_files import (
    JsonLines,
    RedactedLines,
    stop_logs,
    unhandled_errors_are_logged,
    write_logs,
)

log = logging.getLogger("wrapup_desk.tested")

SECRET = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJtaWEifQ."
CARD = "4111\u00a01111\u00a01111\u00a01111"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    handler = write_logs(tmp_path, "DEBUG")
    yield tmp_path
    stop_logs(handler)


def written(folder: Path) -> str:
    return (folder / "wrapup-desk.log").read_text("utf-8")


def entries(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written(folder).splitlines()]


def fail_with(text: str) -> None:
    raise ValueError(text)


def test_messages_values_traces_and_extras_are_redacted(folder: Path) -> None:
    log.info(f"said {SECRET}")  # noqa: G004 -- just what must not do harm
    log.info("said %s and %r", SECRET, {"card": CARD})
    log.info("said %(what)s", {"what": SECRET})
    log.info("said", extra={"token": SECRET, "card": CARD})
    try:
        fail_with(SECRET)
    except ValueError:
        log.exception("failed for %s", CARD)

    assert len(entries(folder)) == 5
    assert "eyJ" not in written(folder)
    assert "4111" not in written(folder)
    assert "ValueError: [token removed]" in entries(folder)[-1]["trace"]


def test_a_record_that_does_not_fit_its_values_says_none_of_them() -> None:
    record = log.makeRecord("x", logging.INFO, "f", 1, "%d calls", (SECRET,), None)

    assert json.loads(JsonLines().format(record))["what"] == "%d calls [does not fit its values]"


def test_half_of_a_sign_is_written_all_the_same(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log.info("name \ud83d")

    assert entries(folder)[0]["what"].startswith("name")
    assert capsys.readouterr() == ("", "")


def test_what_nobody_caught_is_in_the_log_and_redacted(folder: Path) -> None:
    with unhandled_errors_are_logged():
        thread = threading.Thread(target=fail_with, args=(SECRET,))
        thread.start()
        thread.join()
        error = ValueError(CARD)
        sys.excepthook(ValueError, error, None)

    assert [entry["what"] for entry in entries(folder)] == ["an unhandled error"] * 2
    assert "eyJ" not in written(folder)
    assert "4111" not in written(folder)


def test_standard_error_gets_the_same(folder: Path) -> None:
    record = log.makeRecord("x", logging.WARNING, "f", 1, "said %s", (SECRET,), None)

    assert RedactedLines().format(record) == "wrapup-desk: said [token removed]"
