"""Stores the language's tables as the setup packs them smallest."""

from __future__ import annotations

import lzma
import zipfile
from pathlib import Path

# As NSIS packs the whole bundle (see setup.nsi).
_AS_THE_SETUP = [{"id": lzma.FILTER_LZMA1, "dict_size": 1 << 26}]


def store_for_packing(bundle: Path) -> None:
    """Take the tables' own compression away wherever the setup's does better.

    What is compressed already cannot be packed further, and deflate is the weaker of the two for
    words and their numbers. The arrays stay the same.
    """
    for path in sorted(bundle.rglob("*.npz")):
        half = path.with_suffix(".part")
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(half, "w") as new:
            for member in old.infolist():
                content = old.read(member)
                is_better_raw = _packed_size(content) < member.compress_size
                way = zipfile.ZIP_STORED if is_better_raw else member.compress_type
                new.writestr(member, content, way, 9)
        half.replace(path)


def _packed_size(content: bytes) -> int:
    return len(lzma.compress(content, lzma.FORMAT_RAW, filters=_AS_THE_SETUP))
