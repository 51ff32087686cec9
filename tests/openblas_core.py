"""Prints which processor's kernels OpenBLAS runs, after trying them; nothing without OpenBLAS."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

# Where the wheels for Linux and Windows, and for a Mac, keep their libraries.
_FOLDERS = ("../numpy.libs", ".dylibs")
_NAMES = ("scipy_openblas_get_corename64_", "scipy_openblas_get_corename", "openblas_get_corename")


def core_name() -> str:
    """Return the name of the kernels in use; empty without OpenBLAS."""
    for path in _libraries():
        library = ctypes.CDLL(str(path))
        for name in _NAMES:
            if hasattr(library, name):
                function = getattr(library, name)
                function.restype = ctypes.c_char_p
                return str(function().decode())
    return ""


def _libraries() -> Iterator[Path]:
    root = Path(np.__file__).parent
    for folder in _FOLDERS:
        yield from sorted((root / folder).glob("*openblas*"))


def main() -> int:
    """Try the kernels, and say whose they are."""
    # Kernels the processor cannot run end the process here.
    square = np.eye(256, dtype=np.float32) + np.float32(0.001)
    np.linalg.inv(square @ square)
    sys.stdout.write(core_name())
    return 0


if __name__ == "__main__":
    sys.exit(main())
