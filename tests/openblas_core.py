"""Asks OpenBLAS, numpy's library for matrices, which processor's kernels it runs; limits its threads."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

# Where the wheels for Linux and Windows, and for a Mac, keep their libraries.
_FOLDERS = ("../numpy.libs", ".dylibs")
_NAMES = ("scipy_openblas_{}64_", "scipy_openblas_{}", "openblas_{}")


def core_name() -> str:
    """Return the name of the kernels in use; empty without OpenBLAS."""
    for function in _functions("get_corename"):
        function.restype = ctypes.c_char_p
        return str(function().decode())
    return ""


def thread_count() -> int | None:
    """Return on how many threads it works; None without OpenBLAS."""
    return next((int(function()) for function in _functions("get_num_threads")), None)


def use_one_thread() -> None:
    """Let it work on the caller's thread alone, though it has been loaded already."""
    for function in _functions("set_num_threads"):
        function.argtypes, function.restype = [ctypes.c_int], None
        function(1)


def _functions(name: str) -> Iterator[Any]:
    """Yield the function *name* of each OpenBLAS that numpy has brought along."""
    for path in _libraries():
        library = ctypes.CDLL(str(path))
        for pattern in _NAMES:
            if hasattr(library, pattern.format(name)):
                yield getattr(library, pattern.format(name))
                break


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
