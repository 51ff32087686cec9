"""Writes the log: one JSON object a line, in rotating files, without secrets or customer data."""

from __future__ import annotations

import json
import logging
import logging.handlers
import re
import sys
import traceback
from contextlib import suppress
from pathlib import Path

# What must never be read in a log, even when it got into a message by mistake.
_SECRETS = (
    (re.compile(r"(?i)\b(bearer|basic)\s+[a-z0-9._~+/=-]{6,}"), r"\1 [removed]"),
    (
        re.compile(
            r"(?i)\b(access_token|refresh_token|client_secret|code_verifier|code|token|password)"
            r"([\"']?\s*[=:]\s*[\"']?)[^\s&\"',}]{6,}"
        ),
        r"\1\2[removed]",
    ),
    (re.compile(r"wss?://[^\s\"']+"), "[stream address removed]"),
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "[mail removed]"),
)
# Digits that belong to a person: at least seven, perhaps grouped, but no part of an id.
_DIGITS = re.compile(r"(?<![\w-])\+?\d[\d ().-]{5,}\d(?![\w-])")

MOST_BYTES = 2_000_000
MOST_FILES = 5


def redact(text: str) -> str:
    """Return *text* without tokens, mail addresses, phone and card numbers."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return _DIGITS.sub(_number, text)


def _number(match: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", match.group())
    return "[number removed]" if len(digits) >= 7 else match.group()


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON, redacted, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "where": record.name,
            "what": redact(record.getMessage()),
        }
        if record.exc_info and record.exc_info[0] is not None:
            entry["trace"] = redact("".join(traceback.format_exception(*record.exc_info)))
        return json.dumps(entry, ensure_ascii=False)


class _LogFile(logging.handlers.RotatingFileHandler):
    """Goes on without what a full disk does not take, and writes again when there is room."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 -- its name in logging
        if isinstance(sys.exception(), OSError):
            self.close()  # the next record opens the file anew
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
    return handler


def _file_handler(folder: Path) -> logging.Handler:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return _LogFile(
            folder / "wrapup-desk.log",
            maxBytes=MOST_BYTES,
            backupCount=MOST_FILES,
            encoding="utf-8",
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
