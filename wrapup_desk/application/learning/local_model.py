"""What one agent's program has learnt, as it is stored: the model, its origin, and its challenger.

The origin is the checksum of the team's model it began with. A challenger is a newer model of the
team's that is being tried beside it (see `challenge`).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from wrapup_desk.domain.language.texts import tr

VERSION = 1
_MAGIC = b"WrapUpDeskLearnt\n"
_LENGTH_BYTES = 4
_MOST_HEADER_BYTES = 1 << 16


class LocalModelError(Exception):
    """What was learnt cannot be read; the text says why."""


@dataclass(frozen=True, slots=True)
class ChallengerTrial:
    """How a challenger has done so far, on legs both have judged before learning them."""

    legs: int = 0
    own_right: int = 0
    challenger_right: int = 0


@dataclass(frozen=True, slots=True)
class LocalModel:
    """The stored state; *taught* counts the codes of this agent's it has learnt."""

    model: bytes
    origin_sha256: str = ""
    taught: int = 0
    challenger: bytes = b""
    rival_sha256: str = ""
    trial: ChallengerTrial = field(default_factory=ChallengerTrial)


def pack(own: LocalModel) -> bytes:
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
        (_MAGIC, len(head).to_bytes(_LENGTH_BYTES, "little"), head, own.model, own.challenger)
    )


def unpack(raw: bytes) -> LocalModel:
    """Return what `pack` made one piece of; a bare model file is one that knows no origin.

    Raises:
        LocalModelError: it is cut off, or was written by a newer version of the program.
    """
    if not raw.startswith(_MAGIC):
        return LocalModel(raw, taught=1)
    try:
        at = len(_MAGIC) + _LENGTH_BYTES
        length = int.from_bytes(raw[len(_MAGIC) : at], "little")
        if length > _MOST_HEADER_BYTES:
            raise LocalModelError(tr("it is damaged"))
        end = at + length
        header = json.loads(raw[at:end])
        if header["version"] != VERSION:
            raise LocalModelError(
                tr(
                    "it has version {found}; this program reads version {version}",
                    found=header["version"],
                    version=VERSION,
                )
            )
        middle = end + _count(header["model_bytes"])
        return LocalModel(
            model=raw[end:middle],
            origin_sha256=str(header["origin_sha256"]),
            taught=_count(header["taught"]),
            challenger=raw[middle:],
            rival_sha256=str(header["rival_sha256"]),
            trial=ChallengerTrial(
                **{name: _count(count) for name, count in header["trial"].items()}
            ),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as failure:
        raise LocalModelError(tr("it is damaged")) from failure


def _count(number: object) -> int:
    if type(number) is not int or number < 0:
        raise ValueError("not a count")
    return number
