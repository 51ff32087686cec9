"""Lets the disk have no room for a while, as far as this process is concerned."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

needs_full_disk = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows cannot limit the size of files"
)


@contextmanager
def full_disk() -> Iterator[None]:
    """Let every write fail: files may have no bytes, as no disk can be filled for a test."""
    if sys.platform == "win32":
        raise NotImplementedError("Windows cannot limit the size of files")
    import resource  # there is none on Windows

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
