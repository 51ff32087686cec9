"""Makes a small pack for the multilingual encoder: the right sizes, made-up weights."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

PIECES = (
    "<unk>", "<s>", "</s>", "\u2581", "\u2581book", "\u2581a", "\u2581table", "s", "b", "o", "k", "a", "t", "e",
    "\u2581Tisch", "\u4e88\u7d04", "\u3059\u308b", "\u4e88", "\u7d04", "bo", "ok",
)  # fmt: skip
_ROWS, _DIMENSIONS, _WIDTH = 2, 512, 256


def vocabulary(pieces: Mapping[str, float] | None = None) -> bytes:
    """Return a vocabulary as SentencePiece writes it: pieces with their log-probabilities."""
    scores = pieces or {piece: -1.0 - 0.1 * at for at, piece in enumerate(PIECES)}
    return b"".join(_field(1, _field(1, p.encode()) + _float(2, s)) for p, s in scores.items())


def weights(seed: int = 0) -> dict[str, NDArray[Any]]:
    """Return weights of the sizes that the encoder wants."""
    chance = np.random.default_rng(seed)
    wide = _DIMENSIONS + 3 * _WIDTH
    shapes: dict[str, tuple[int, ...]] = {
        "d0": (512, 320), "d1": (320, 320), "p1": (512, 320), "d2": (320, 512), "p3": (320, 512),
        "d3": (512, 512), "cnn_W": (wide, 512), "cnn_b": (512,), "ln_g": (wide,), "ln_b": (wide,),
        "scale": (17,), "lo": (17,),
    }  # fmt: skip
    for together in (2, 3, 5):
        shapes[f"proj{together}"] = (_DIMENSIONS, _WIDTH)
        shapes |= {f"{name}{together}": (_WIDTH,) for name in ("proj_b", "ln_g", "ln_b")}
        for number in (1, 2):
            shapes[f"w{number}_{together}"] = (together * _WIDTH, _WIDTH)
            shapes[f"b{number}_{together}"] = (_WIDTH,)
    made: dict[str, NDArray[Any]] = {
        name: chance.normal(0, 0.05, shape).astype(np.float32) for name, shape in shapes.items()
    }
    for part in range(1, 18):
        made[f"q{part}"] = chance.integers(0, 64, (_ROWS, _DIMENSIONS)).astype(np.uint8)
    return made | {"eps": np.array(1e-6)}


def write_pack(
    path: Path, seed: int = 0, folder: str = "encoder/resources/", **more: bytes
) -> Path:
    """Write a pack to *path* as a wheel holds it, with *more* files beside it."""
    packed = io.BytesIO()
    np.savez_compressed(packed, **weights(seed))  # type: ignore[arg-type]  # a keyword of savez
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(folder + "weights.npz", packed.getvalue())
        archive.writestr(folder + "sp.model", vocabulary())
        for name, content in more.items():
            archive.writestr(name, content)
    return path


def _field(number: int, content: bytes) -> bytes:
    return bytes([number << 3 | 2, len(content)]) + content


def _float(number: int, value: float) -> bytes:
    return bytes([number << 3 | 5]) + struct.pack("<f", value)
