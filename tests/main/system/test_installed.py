"""What differs once the program is installed on Windows: links, its twin, kept sign-ins."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wrapup_desk.main.commands.forget_sign_ins import forget_sign_ins, is_ours
from wrapup_desk.main.system.simulator_process import CONSOLE_TWIN, own_command


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
@pytest.mark.parametrize("link", ["wrapup-desk:", "wrapup-desk://x/y?z", "WRAPUP-DESK:demo"])
def test_a_link_is_a_plain_start_whatever_else_it_says(link: str) -> None:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    command = [sys.executable, "-m", "wrapup_desk", link, "simulate", "--profile", "/elsewhere"]

    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, check=False
    )

    assert done.returncode == 1
    assert "there is no display" in done.stderr


def test_from_source_the_program_starts_itself_by_its_python() -> None:
    assert own_command() == [sys.executable, "-m", "wrapup_desk"]


def test_installed_it_starts_the_twin_that_has_standard_streams(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    windowed, twin = tmp_path / "WrapUpDesk.exe", tmp_path / CONSOLE_TWIN
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(windowed))
    assert own_command() == [str(windowed)]

    twin.touch()

    assert own_command() == [str(twin)]


@pytest.mark.parametrize(
    ("target", "ours"),
    [
        ("WrapUp Desk", True),
        ("api.mypurecloud.de/client@WrapUp Desk", True),
        ("WrapUp Desk self-test", False),
        ("git:https://github.com", False),
        ("somebody@WrapUp Desktop", False),
    ],
)
def test_only_our_own_credentials_are_forgotten(target: str, *, ours: bool) -> None:
    assert is_ours(target) is ours


@pytest.mark.skipif(
    sys.platform == "win32", reason="the acceptance of the installer shows it there"
)
def test_elsewhere_forgetting_says_where_to_sign_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert forget_sign_ins() == 1
    assert "sign out in the window" in capsys.readouterr().err
