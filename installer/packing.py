"""Packs a bundle into a setup program with NSIS, signed where a signing command is given."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from installer.computer import CommandFailed
from installer.file_list import write_file_list
from installer.places import HERE, PROGRAM, version_numbers

IS_WINDOWS = os.name == "nt"
# Called with one file to sign in place, as `COMMAND FILE`; see installer/README.md.
SIGN_VARIABLE = "WRAPUP_DESK_SIGN"


@dataclass(frozen=True, slots=True)
class Setup:
    """A finished setup program and the sizes that matter."""

    path: Path
    installed_bytes: int


def pack(bundle: Path, version: str, work: Path, *, is_fast: bool = False) -> Setup:
    """Return the setup program of *bundle*; *is_fast* compresses less, for tests.

    Raises:
        CommandFailed: NSIS is not there or refused the script.
    """
    file_list = work / f"files-{version}.nsh"
    size = write_file_list(bundle, file_list)
    target = setup_path(work, version)
    target.unlink(missing_ok=True)
    values = {
        "VERSION": version,
        "NUMBERS": ".".join(map(str, version_numbers(version))),
        "FILELIST": file_list,
        "LICENCE": bundle / "licences" / "THIRD-PARTY.txt",
        "ICON": work / "wrapup-desk.ico",
        "PANEL": work / "side_panel.bmp",
        "OUTFILE": target,
    }
    definitions = [f"-D{name}={value}" for name, value in values.items()]
    if is_fast:
        definitions.append("-DFAST")
    if IS_WINDOWS:
        definitions.append("-DTARGET=x86-unicode")
    if command := os.environ.get(SIGN_VARIABLE):
        definitions.append(f"-DSIGN={command}")
    call = [makensis(), "-V2", "-WX", "-INPUTCHARSET", "UTF8", *definitions]
    done = subprocess.run(
        [*call, str(HERE / "setup.nsi")], capture_output=True, text=True, check=False
    )
    if done.returncode or not target.is_file():
        raise CommandFailed(f"makensis failed:\n{done.stdout[-4000:]}{done.stderr[-2000:]}")
    return Setup(target, size)


def setup_path(work: Path, version: str) -> Path:
    """Return where the setup program of *version* is made."""
    return work / f"{PROGRAM}-{version}-setup.exe"


def sign_programs(bundle: Path) -> bool:
    """Sign the two programs, if a signing command is given; tell whether it was done.

    Raises:
        CommandFailed: the signing command failed.
    """
    command = os.environ.get(SIGN_VARIABLE)
    if not command:
        return False
    for program in sorted(bundle.glob("*.exe")):
        # The command is the builder's own, with arguments of its own: the shell takes it apart.
        done = subprocess.run(f'{command} "{program}"', shell=True, check=False)
        if done.returncode:
            raise CommandFailed(f"signing {program.name} failed with {done.returncode}")
    return True


def makensis() -> str:
    """Return the NSIS compiler."""
    if not IS_WINDOWS:
        return "makensis"
    return str(Path(os.environ["PROGRAMFILES(X86)"]) / "NSIS" / "makensis.exe")
