"""Says what a build leaves for the acceptance and for the pictures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from installer.packing import Setup


@dataclass(frozen=True, slots=True)
class Built:
    """What a build leaves for the acceptance."""

    setup: Setup
    # None where it was not made: on Windows, which lacks what makes it on Linux.
    msi: Path | None
    bundle: Path
    python: Path
    plain_prefix: Path | None
    work: Path
