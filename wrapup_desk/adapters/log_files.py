"""Writes the log: one JSON object a line, in rotating files, without secrets or customer data."""

from __future__ import annotations

import json
import logging
import logging.handlers
import os
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType

from wrapup_desk.adapters.base.regular_file import open_regular
from wrapup_desk.adapters.crash_log import keep_crashes, take_crashes
from wrapup_desk.domain.privacy.redaction import redact

log = logging.getLogger(__name__)

MOST_BYTES = 2_000_000
MOST_FILES = 5


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON, redacted, tracebacks included; nothing else of it."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "where": record.name,
            "what": redact(_message(record)),
        }
        if record.exc_info and record.exc_info[0] is not None:
            entry["trace"] = _trace(record)
        return json.dumps(entry, ensure_ascii=False)


class RedactedLines(logging.Formatter):
    """Formats a record as text for standard error, redacted like the file."""

    def format(self, record: logging.LogRecord) -> str:
        text = f"wrapup-desk: {redact(_message(record))}"
        if record.exc_info and record.exc_info[0] is not None:
            text += f"\n{_trace(record)}"
        return text


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        # By itself, logging would print the values of such a record to standard error.
        return f"{record.msg} [does not fit its values]"


def _trace(record: logging.LogRecord) -> str:
    if record.exc_info is None or record.exc_info[0] is None:
        return ""
    return redact("".join(traceback.format_exception(*record.exc_info)))


class _LogFile(logging.handlers.RotatingFileHandler):
    """Its owner's alone; goes on without what a full disk does not take until there is room."""

    def _open(self) -> TextIOWrapper:
        os.close(open_regular(Path(self.baseFilename), os.O_WRONLY | os.O_CREAT))
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 -- its name in logging
        if isinstance(sys.exception(), OSError):
            self.close()  # the next record opens the file again
        else:
            super().handleError(record)

    def close(self) -> None:
        with suppress(OSError):
            super().close()


def write_logs(folder: Path, level: str) -> logging.Handler:
    """Send the program's own log records to rotating files in *folder*.

    Where no file can be written they go to standard error: no log keeps the program from starting.
    """
    handler = _file_handler(folder)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("wrapup_desk")
    logger.setLevel(level)
    logger.addHandler(handler)
    # Libraries may log whole requests; only their warnings are wanted, through the same filter.
    root = logging.getLogger()
    root.setLevel(logging.WARNING)
    root.addHandler(handler)
    logger.propagate = False
    keep_crashes(folder)
    if crashes := take_crashes(folder):
        log.error("an earlier run crashed:\n%s", crashes)
    return handler


def _file_handler(folder: Path) -> logging.Handler:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return _LogFile(
            folder / "wrapup-desk.log",
            maxBytes=MOST_BYTES,
            backupCount=MOST_FILES,
            encoding="utf-8",
            errors="backslashreplace",
        )
    except OSError:
        # A windowed program on Windows has no standard error.
        return logging.StreamHandler() if sys.stderr is not None else logging.NullHandler()


def stop_logs(handler: logging.Handler) -> None:
    """Flush and close what `write_logs` opened."""
    for logger in (logging.getLogger("wrapup_desk"), logging.getLogger()):
        logger.removeHandler(handler)
    logging.getLogger("wrapup_desk").propagate = True
    handler.close()


def redact_standard_error() -> None:
    """Redact what is logged where no log file is open: by default it goes out as it is."""
    if logging.lastResort is not None:
        logging.lastResort.setFormatter(RedactedLines())


@contextmanager
def unhandled_errors_are_logged() -> Iterator[None]:
    """Log what nobody caught, in any thread; Python itself would print it as it is."""

    def report(
        kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None and not issubclass(kind, KeyboardInterrupt | SystemExit):
            log.error("an unhandled error", exc_info=(kind, error, trace))

    former = sys.excepthook, threading.excepthook, sys.unraisablehook
    sys.excepthook = report
    threading.excepthook = lambda args: report(args.exc_type, args.exc_value, args.exc_traceback)
    sys.unraisablehook = lambda args: report(args.exc_type, args.exc_value, args.exc_traceback)
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook, sys.unraisablehook = former
