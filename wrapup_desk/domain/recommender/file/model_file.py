"""Writes and reads a model as one versioned, checksummed file of plain arrays (no pickle).

What an attacker who has the file learns: how many conversations and codes it was taught with, how
codes are shared out, and, for a guessed word or pair of words, whether something in its bucket was
said in conversations of a code (see `features`). The mean meaning per code is a vector of the
public language table: while a code has very few conversations, it hints at what they were about.
A model for others (`wrapup-desk learn`) answers for no bucket that fewer than three conversations
met: a name that was spoken once or twice has no place of its own in it. Only for how much had been
said so far it answers also where no whole conversation is so short.
Ids of codes, queues and customers are keyed hashes: guessable for whoever knows the ids. There is
no text, no name, and nothing about a single conversation once a code has several.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wrapup_desk.domain.recommender.model_checks import (
    Index,
    check_parts,
    checked_index,
    size_of,
)
from wrapup_desk.domain.recommender.model_error import ModelError

Parts = Mapping[str, NDArray[Any]]

VERSION = 4
# Of a model from before sentences were read, everything else is still good.
_VERSION_WITHOUT_SENSE = 3
_MAGIC = b"WrapUpDeskModel\n"
_DIGEST_BYTES = 32
_VERSION_BYTES = 2
_LENGTH_BYTES = 4
# The fast level: the file is written often, and the slow ones save a tenth.
_COMPRESSION = 1
MOST_PACKED_BYTES = 1 << 28
_MOST_HEADER_BYTES = 1 << 16


def write_model(parts: Parts) -> bytes:
    """Return *parts* as the bytes of a model file."""
    arrays = {name: np.ascontiguousarray(part) for name, part in sorted(parts.items())}
    index = [[name, part.dtype.name, list(part.shape)] for name, part in arrays.items()]
    header = json.dumps(index, separators=(",", ":")).encode()
    body = len(header).to_bytes(_LENGTH_BYTES, "little") + header
    body += b"".join(_planes(part) for part in arrays.values())
    packed = zlib.compress(body, _COMPRESSION)
    version = VERSION.to_bytes(_VERSION_BYTES, "little")
    return _MAGIC + version + hashlib.sha256(packed).digest() + packed


def read_model(raw: bytes, most_bytes: int = MOST_PACKED_BYTES) -> dict[str, NDArray[Any]]:
    """Return the parts of the model file *raw*.

    Raises:
        ModelError: it is no model file, of another version, damaged, too large, or it holds
            numbers that no model can have learnt.
    """
    if len(raw) > most_bytes:
        raise ModelError("The model file is larger than a model can be.")
    packed, version = _packed(raw)
    unpacker = zlib.decompressobj()
    try:
        start = unpacker.decompress(packed, _LENGTH_BYTES + _MOST_HEADER_BYTES)
        header = int.from_bytes(start[:_LENGTH_BYTES], "little")
        at = _LENGTH_BYTES + header
        if at > len(start):
            raise ModelError("The model file is damaged: its list of parts is cut off.")
        listed = json.loads(start[_LENGTH_BYTES:at])
        index = checked_index(listed, has_sense=version > _VERSION_WITHOUT_SENSE)
        # No more is unpacked than what was listed, and found fit, before.
        size = at + sum(size_of(kind, shape) for _, kind, shape in index)
        body = start + unpacker.decompress(unpacker.unconsumed_tail, size - len(start) + 1)
    except zlib.error as failure:
        raise ModelError(f"The model file is damaged: {failure}.") from failure
    except (ValueError, RecursionError) as failure:
        raise ModelError("The model file is damaged: its list of parts is wrong.") from failure
    if not unpacker.eof or len(body) != size:
        raise ModelError("The model file is cut off, or larger than its list of parts says.")
    parts = _parts(memoryview(body)[at:], index)
    check_parts(parts)
    return parts


def fingerprint(raw: bytes) -> str:
    """Return the checksum of the model file *raw* as an administrator would write it down."""
    return hashlib.sha256(raw).hexdigest()


def _packed(raw: bytes) -> tuple[bytes, int]:
    """Return what is packed in the file *raw*, checked, and its version."""
    if not raw.startswith(_MAGIC):
        raise ModelError("This is not a WrapUp Desk model file.")
    at = len(_MAGIC)
    version = int.from_bytes(raw[at : at + _VERSION_BYTES], "little")
    if version not in (VERSION, _VERSION_WITHOUT_SENSE):
        remedy = "Update the program" if version > VERSION else "Build the model again"
        raise ModelError(
            f"The model file has version {version}; this program reads version {VERSION}. "
            f"{remedy}."
        )
    at += _VERSION_BYTES
    digest, packed = raw[at : at + _DIGEST_BYTES], raw[at + _DIGEST_BYTES :]
    if hashlib.sha256(packed).digest() != digest:
        raise ModelError("The model file is damaged: its checksum is wrong. Fetch it again.")
    return packed, version


def _parts(body: memoryview, index: Index) -> dict[str, NDArray[Any]]:
    parts: dict[str, NDArray[Any]] = {}
    at = 0
    for name, kind, shape in index:
        dtype = np.dtype(kind)
        end = at + size_of(kind, shape)
        planes = np.frombuffer(body[at:end], np.uint8).reshape(dtype.itemsize, -1)
        parts[name] = np.ascontiguousarray(planes.T).view(dtype).reshape(shape)
        at = end
    return parts


def _planes(part: NDArray[Any]) -> bytes:
    """Return the first bytes of all numbers, then the second ones: that compresses better."""
    flat = part.reshape(-1).view(np.uint8).reshape(-1, part.dtype.itemsize)
    return flat.T.tobytes()
