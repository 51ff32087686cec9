"""Encodes all sentences of a set before it is measured, and keeps them for the next run."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.parts.labelled_rows import Row
from wrapup_desk.adapters.files.encoder_file import EncoderFile
from wrapup_desk.domain.recommender.text.sentence_vectors import SentenceVectors

Vectors = NDArray[np.float32]
_AT_ONCE = 256


def sentences_of(rows: Iterable[Row], path: Path) -> SentenceVectors:
    """Return what a recommender knows of sentences, those of *rows* encoded already.

    Args:
        rows: what will be said.
        path: the encoder's file.
    """
    file = EncoderFile(path)
    texts = sorted({said.text for row in rows for said in row.utterances})
    digest = hashlib.sha256("\n".join(texts).encode("utf-8", "replace")).hexdigest()[:16]
    kept = Path(tempfile.gettempdir()) / f"wrapup-desk-{file.fingerprint:08x}-{digest}.npy"
    encoder = file.read()
    if kept.exists():
        vectors = np.load(kept)
    else:
        parts = [
            encoder.encode(texts[at : at + _AT_ONCE]) for at in range(0, len(texts), _AT_ONCE)
        ]
        vectors = np.concatenate(parts).astype(np.float16)
        np.save(kept, vectors)
    place = {text: at for at, text in enumerate(texts)}

    def encode(wanted: Sequence[str]) -> Vectors:
        rows = [vectors[place[t]] if t in place else encoder.encode([t])[0] for t in wanted]
        return np.array(rows, np.float32)

    return SentenceVectors(file.dimensions, file.fingerprint, encode)
