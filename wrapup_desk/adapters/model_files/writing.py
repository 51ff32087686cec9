"""Writes and reads model files: whole or not at all, and known by their checksum."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from wrapup_desk.application.ports import StoreBroken


@dataclass(frozen=True, slots=True)
class WrittenModel:
    """A model file as it lies there; *sha256* is what the setting `model_sha256` wants."""

    path: Path
    sha256: str
    size_bytes: int


def write_model_file(path: Path, content: bytes) -> WrittenModel:
    """Write *content* to *path*, which never holds half of it.

    Raises:
        StoreBroken: it cannot be written; says why.
    """
    partial = path.with_name(f"{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        why = error.strerror or "it cannot be written"
        raise StoreBroken(f"{path} cannot be written: {why}.") from None
    return WrittenModel(path, hashlib.sha256(content).hexdigest(), len(content))
