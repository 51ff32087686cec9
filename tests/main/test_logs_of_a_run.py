"""What a run logs, its libraries included, reaches one private file, and only redacted."""

from __future__ import annotations

import logging
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ExpectLog
from wrapup_desk.adapters.log_files import redact_standard_error, stop_logs, write_logs

CANARY = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJtaWEifQ."


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    former = os.umask(0)  # whatever the system would allow by itself
    handler = write_logs(tmp_path / "profile" / "logs", "DEBUG")
    yield tmp_path / "profile" / "logs"
    stop_logs(handler)
    os.umask(former)


def written(folder: Path) -> str:
    return (folder / "wrapup-desk.log").read_text("utf-8")


def test_a_librarys_warning_is_in_the_file_and_redacted(
    folder: Path, expect_log: ExpectLog
) -> None:
    expect_log("the server sent")
    logging.getLogger("httpx").warning("the server sent %s", CANARY)

    assert "the server sent [token removed]" in written(folder)


def test_what_a_library_does_in_between_is_not_logged(folder: Path) -> None:
    for name in ("httpx", "httpcore.http11", "websockets.client", "keyring.backend"):
        logging.getLogger(name).info("sent a customer's words")
        logging.getLogger(name).debug("received a customer's words")

    assert "customer" not in written(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists instead")
def test_log_and_folder_are_their_owners_alone(folder: Path) -> None:
    logging.getLogger("wrapup_desk.tested").info("begun")

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "wrapup-desk.log").stat().st_mode) == 0o600


def test_before_there_is_a_file_what_is_logged_is_redacted_as_well() -> None:
    last_resort = logging.lastResort
    assert last_resort is not None
    former = last_resort.formatter
    redact_standard_error()
    try:
        record = logging.LogRecord("x", logging.WARNING, "f", 1, "said %s", (CANARY,), None)
        assert last_resort.format(record) == "wrapup-desk: said [token removed]"
    finally:
        last_resort.setFormatter(former)
