"""Reads the sentence encoder's file, and encodes on a thread of its own."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.adapters.base.daemon_worker import DaemonWorker
from wrapup_desk.domain.recommender.model_error import ModelError
from wrapup_desk.domain.recommender.text.sentence_encoder import MiniLmEncoder, SentenceEncoder

_MOST_BYTES = 1 << 29
_UNREADABLE = (
    OSError, ValueError, KeyError, EOFError, NotImplementedError, RuntimeError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip


class EncoderFile:
    """One encoder's weights: looked at quickly, read when they are needed.

    Args:
        path: an .npz file as `MiniLmEncoder` takes it.

    Raises:
        ModelError: there is no such file, or it is none.
    """

    dimensions = MiniLmEncoder.dimensions

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            with zipfile.ZipFile(path) as packed:
                members = packed.infolist()
        except _UNREADABLE as failure:
            raise ModelError(f"The sentence encoder cannot be read: {failure}.") from failure
        if sum(member.file_size for member in members) > _MOST_BYTES:
            raise ModelError("The sentence encoder is larger than one can be.")
        # The checksums are checked when the parts are read, so this names the content.
        named = sorted(f"{member.filename} {member.CRC:08x}" for member in members)
        self.fingerprint = zlib.crc32("\n".join(named).encode())

    def read(self) -> SentenceEncoder:
        """Return the encoder; takes a tenth of a second and 60 MB.

        Raises:
            ModelError: the file is damaged.
        """
        try:
            with np.load(self._path, allow_pickle=False) as arrays:
                return MiniLmEncoder(arrays)
        except _UNREADABLE as failure:
            raise ModelError(f"The sentence encoder cannot be read: {failure}.") from failure


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
