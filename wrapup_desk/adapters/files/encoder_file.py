"""Reads a sentence encoder's file, the one that ships or a pack, and encodes on a thread of its own."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.adapters.base.daemon_worker import DaemonWorker
from wrapup_desk.adapters.base.regular_file import check_regular
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.recommender.model_error import ModelError
from wrapup_desk.domain.recommender.text.averaging_encoder import AveragingEncoder
from wrapup_desk.domain.recommender.text.sentence_encoder import MiniLmEncoder, SentenceEncoder

_MOST_BYTES = 1 << 29
# A pack is any zip archive (a Python wheel is one) with these two files in one of its folders.
_WEIGHTS, _VOCABULARY = "weights.npz", "sp.model"
_UNREADABLE = (
    OSError, ValueError, KeyError, EOFError, NotImplementedError, RuntimeError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip


class EncoderFile:
    """One encoder's weights: looked at quickly, read when they are needed.

    Args:
        path: an .npz file as `MiniLmEncoder` takes it, or a pack for `AveragingEncoder`.

    Raises:
        ModelError: there is no such file, or it is none.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            check_regular(path)
            with zipfile.ZipFile(path) as packed:
                members = packed.infolist()
        except _UNREADABLE as failure:
            raise ModelError(
                tr("The sentence encoder cannot be read: {why}.", why=failure)
            ) from failure
        self._pack = _pack_among(members)
        if self._pack:
            members = [each for each in members if each.filename in self._pack]
        _check_size(members)
        self.dimensions = (AveragingEncoder if self._pack else MiniLmEncoder).dimensions
        # The checksums are checked when the parts are read, so this names the content.
        named = sorted(f"{Path(member.filename).name} {member.CRC:08x}" for member in members)
        self.fingerprint = zlib.crc32("\n".join(named).encode())

    def read(self) -> SentenceEncoder:
        """Return the encoder; takes a tenth of a second and 60 MB, a pack a second and 110 MB.

        Raises:
            ModelError: the file is damaged.
        """
        try:
            if self._pack:
                return self._read_pack(*self._pack)
            with np.load(self._path, allow_pickle=False) as arrays:
                return MiniLmEncoder(arrays)
        except _UNREADABLE as failure:
            raise ModelError(
                tr("The sentence encoder cannot be read: {why}.", why=failure)
            ) from failure

    def _read_pack(self, weights: str, vocabulary: str) -> AveragingEncoder:
        with zipfile.ZipFile(self._path) as packed:
            raw, pieces = packed.read(weights), packed.read(vocabulary)
        with zipfile.ZipFile(io.BytesIO(raw)) as inner:
            _check_size(inner.infolist())
        with np.load(io.BytesIO(raw), allow_pickle=False) as arrays:
            return AveragingEncoder(arrays, pieces)


def _pack_among(members: Sequence[zipfile.ZipInfo]) -> tuple[str, str] | None:
    """Return the names of a pack's weights and vocabulary; None where there is no pack."""
    by_name = {Path(member.filename).name: member.filename for member in members}
    if _WEIGHTS in by_name and _VOCABULARY in by_name:
        return by_name[_WEIGHTS], by_name[_VOCABULARY]
    return None


def _check_size(members: Sequence[zipfile.ZipInfo]) -> None:
    if sum(member.file_size for member in members) > _MOST_BYTES:
        raise ModelError(tr("The sentence encoder is larger than one can be."))


class EncoderThread:
    """Reads the encoder with the first sentence, and encodes off the event loop."""

    def __init__(self, file: EncoderFile) -> None:
        self._file = file
        self._encoder: SentenceEncoder | None = None
        self._worker = DaemonWorker("sentences")

    async def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector for each of *texts*.

        Raises:
            ModelError: the encoder's file is damaged.
        """
        return await self._worker.run(lambda: self.encode_here(texts))

    def encode_here(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Do the same where waiting is no harm."""
        if self._encoder is None:
            self._encoder = self._file.read()
        return self._encoder.encode(texts)
