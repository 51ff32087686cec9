"""Leaves standard output where nobody reads it any more."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

# As a shell counts SIGPIPE: `wrapup-desk report | head -1` is no trouble.
NOBODY_READS = 141


def write_nowhere() -> None:
    """Let what is still to be written go nowhere, also what Python writes at its end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
