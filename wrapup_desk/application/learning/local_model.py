"""What one agent's program has learnt, as it is stored: the model, its origin, and its rival.

The origin is the checksum of the team's model it began with. A rival is a newer model of the
team's that is being tried beside it (see `challenge`).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

VERSION = 1
_MAGIC = b"WrapUpDeskLearnt\n"
_LENGTH_BYTES = 4
_MOST_HEADER_BYTES = 1 << 16


class OwnModelError(Exception):
    """What was learnt cannot be read; the text says why."""


@dataclass(frozen=True, slots=True)
class Trial:
    """How a rival has done so far, on legs both have judged before learning them."""

    legs: int = 0
    own_right: int = 0
    rival_right: int = 0


@dataclass(frozen=True, slots=True)
class OwnModel:
    """The stored state; *taught* counts the codes of this agent's it has learnt."""

    model: bytes
    origin_sha256: str = ""
    taught: int = 0
    rival: bytes = b""
    rival_sha256: str = ""
    trial: Trial = field(default_factory=Trial)


def pack(own: OwnModel) -> bytes:
    """Return *own* as one piece."""
    header = {
        "version": VERSION,
        "origin_sha256": own.origin_sha256,
        "taught": own.taught,
        "rival_sha256": own.rival_sha256,
        "trial": asdict(own.trial),
        "model_bytes": len(own.model),
    }
    head = json.dumps(header, separators=(",", ":")).encode()
    return b"".join(
        (_MAGIC, len(head).to_bytes(_LENGTH_BYTES, "little"), head, own.model, own.rival)
    )


def unpack(raw: bytes) -> OwnModel:
    """Return what `pack` made one piece of; a bare model file is one that knows no origin.

    Raises:
        OwnModelError: it is cut off, or was written by a newer version of the program.
    """
    if not raw.startswith(_MAGIC):
        return OwnModel(raw, taught=1)
    try:
        at = len(_MAGIC) + _LENGTH_BYTES
        length = int.from_bytes(raw[len(_MAGIC) : at], "little")
        if length > _MOST_HEADER_BYTES:
            raise OwnModelError("it is damaged")
        end = at + length
        header = json.loads(raw[at:end])
        if header["version"] != VERSION:
            raise OwnModelError(
                f"it has version {header['version']}; this program reads version {VERSION}"
            )
        middle = end + _count(header["model_bytes"])
        return OwnModel(
            model=raw[end:middle],
            origin_sha256=str(header["origin_sha256"]),
            taught=_count(header["taught"]),
            rival=raw[middle:],
            rival_sha256=str(header["rival_sha256"]),
            trial=Trial(**{name: _count(count) for name, count in header["trial"].items()}),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as failure:
        raise OwnModelError("it is damaged") from failure


def _count(number: object) -> int:
    if type(number) is not int or number < 0:
        raise ValueError("not a count")
    return number
