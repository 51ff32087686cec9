"""Holds each way to run the program to what it may load."""

from __future__ import annotations

import subprocess
import sys

import pytest


def loaded_by(module: str) -> set[str]:
    """Return what importing *module* in a fresh process brings in."""
    code = f"import sys, {module}; print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return set(result.stdout.split())


def test_headless_runs_without_qt() -> None:
    assert not {"PySide6", "qasync", "shiboken6"} & loaded_by("wrapup_desk.main.commands.headless")


def test_the_window_shows_before_what_it_does_not_need_is_loaded() -> None:
    late = {"numpy", "rapidfuzz", "keyring", "psycopg", "starlette", "uvicorn", "xlsxwriter"}
    # What a sign-in, a second start and a search for updates need.
    late |= {"websockets", "PySide6.QtNetwork", "importlib.metadata", "nacl"}

    assert not late & loaded_by("wrapup_desk.main.apps.desk_window")


@pytest.mark.parametrize("package", ["httpx", "PySide6"])
def test_the_simulator_is_no_client(package: str) -> None:
    assert package not in loaded_by("wrapup_desk.simulator.http.server")
