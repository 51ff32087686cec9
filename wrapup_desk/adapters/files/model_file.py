"""Writes models to files, keeps the last ones fetched, and knows them by their checksum."""

from __future__ import annotations

import hashlib
import hmac
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from wrapup_desk.adapters.base.atomic_write import atomic_write
from wrapup_desk.adapters.base.regular_file import read_regular
from wrapup_desk.application.base.ports import StoreBroken
from wrapup_desk.domain.language.texts import tr

_KEPT_MODELS = 2


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
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Readable as other files are: a team's model may be written to where desks fetch it.
        atomic_write(path, [content], private=False)
    except OSError as error:
        why = error.strerror or tr("it cannot be written")
        raise StoreBroken(tr("{path} cannot be written: {why}.", path=path, why=why)) from None
    return WrittenModel(path, hashlib.sha256(content).hexdigest(), len(content))


def is_named_by(content: bytes, sha256: str) -> bool:
    """Whether *sha256* is the checksum of *content*."""
    found = hashlib.sha256(content).hexdigest()
    return hmac.compare_digest(found, sha256.strip().lower())


class ModelCache:
    """The models fetched so far, in a folder of the profile, by checksum."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, sha256: str) -> bytes | None:
        """Return the model of this checksum, if it is there and whole."""
        try:
            content = read_regular(self._path(sha256))
        except OSError:
            return None
        return content if is_named_by(content, sha256) else None

    def path_of(self, sha256: str) -> Path | None:
        """Return where the file of this checksum lies, if it is there and whole."""
        return None if self.read(sha256) is None else self._path(sha256)

    def keep(self, sha256: str, content: bytes) -> None:
        """Keep a model, and forget all but the last ones.

        Raises:
            StoreBroken: it cannot be written.
        """
        write_model_file(self._path(sha256), content)
        kept = sorted(self._folder.glob("*.model"), key=lambda path: path.stat().st_mtime)
        for path in kept[:-_KEPT_MODELS]:
            with suppress(OSError):
                path.unlink()

    def _path(self, sha256: str) -> Path:
        # The checksum comes from the settings: only its digits may become a name.
        digits = "".join(digit for digit in sha256.lower() if digit in "0123456789abcdef")
        return self._folder / f"{digits}.model"
