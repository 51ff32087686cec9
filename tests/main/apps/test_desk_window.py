"""Where windows are drawn, and who can watch them there."""

from __future__ import annotations

import os
import sys

import pytest

from wrapup_desk.main.apps.desk_window import choose_demo_display


@pytest.fixture(autouse=True)
def display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":9")
    monkeypatch.setenv("QT_QPA_PLATFORM", "none yet")


def test_on_a_display_a_demo_is_watched_and_the_platform_is_qts_own_choice() -> None:
    assert not choose_demo_display(None)
    assert os.environ["QT_QPA_PLATFORM"] == "none yet"


def test_a_platform_that_was_asked_for_is_used() -> None:
    assert not choose_demo_display("vnc")
    assert os.environ["QT_QPA_PLATFORM"] == "vnc"


def test_asked_to_be_drawn_nowhere_a_demo_is_alone() -> None:
    assert choose_demo_display("offscreen")
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_without_a_display_a_demo_is_alone_and_drawn_nowhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)

    assert choose_demo_display("xcb")
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
