"""Holds each way to run the program to what it may load."""

from __future__ import annotations

import subprocess
import sys

import pytest


def loaded_by(module: str) -> set[str]:
    """Return the top-level packages that importing *module* in a fresh process brings in."""
    code = f"import sys, {module}; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return set(result.stdout.split())


def test_headless_runs_without_qt() -> None:
    assert not {"PySide6", "qasync", "shiboken6"} & loaded_by("wrapup_desk.main.commands.headless")


def test_the_window_shows_before_the_recommender_and_the_palette_are_loaded() -> None:
    late = {"numpy", "rapidfuzz", "keyring", "psycopg", "starlette", "uvicorn"}

    assert not late & loaded_by("wrapup_desk.main.apps.desk_window")


@pytest.mark.parametrize("package", ["httpx", "PySide6"])
def test_the_simulator_is_no_client(package: str) -> None:
    assert package not in loaded_by("wrapup_desk.simulator.http.server")
