"""Runs Windows programs under Debian's 64-bit Wine, in a prefix that Qt and Python can live in."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from installer.computer import CommandFailed, Running, ending_with_us, run_well
from installer.wine.ucrt import complete_ucrt

HERE = Path(__file__).resolve().parent
# Debian puts neither into the search path.
WINE = Path("/usr/lib/wine/wine64")
WINESERVER = Path("/usr/lib/wine/wineserver")

_WINE_PROGRAMS = (".dll", ".exe", ".drv", ".sys", ".ocx", ".cpl", ".acm", ".ax")
# No Mono, no HTML engine, no menu entries on the host. Wine's WMI ends any program that asks it
# (propsys.VariantToString is missing), and platform.platform() asks; without it Python falls back.
# ucrtbase.dll is the completed one of the prefix (see ucrt.py).
_OVERRIDES = "mscoree=;mshtml=;winemenubuilder.exe=;wbemprox=;ucrtbase=n,b"


class WinePrefix:
    """One Windows installation of its own in *folder*; a `Computer`."""

    def __init__(self, folder: Path, display: str = "") -> None:
        self.folder = folder
        self._display = display

    def start(
        self, command: Sequence[str | Path], environment: Mapping[str, str] | None = None
    ) -> Running:
        words = [self.windows_path(part) if isinstance(part, Path) else part for part in command]
        process = subprocess.Popen(
            ending_with_us([str(WINE), *words]),
            env={**self._environment(), **(environment or {})},
            # Nothing of the checkout may be found by chance.
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            # A pipe: Python under Wine 8.0 dies at once when its output is a file.
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        return Running(process)

    def windows_path(self, path: Path) -> str:
        absolute = path if path.is_absolute() else path.resolve()
        drive = self.system_drive
        if absolute.is_relative_to(drive):
            return "C:\\" + str(absolute.relative_to(drive)).replace("/", "\\")
        return "Z:" + str(absolute).replace("/", "\\")

    @property
    def system_drive(self) -> Path:
        return self.folder / "drive_c"

    @property
    def open_command(self) -> list[str]:
        return ["start", "/wait"]

    @property
    def credentials_command(self) -> list[str]:
        # Where Wine keeps what Windows has in its Credential Manager.
        return ["reg", "query", r"HKCU\Software\Wine\Credential Manager", "/s"]

    @property
    def local_app_data(self) -> Path:
        return self._user / "AppData/Local"

    @property
    def app_data(self) -> Path:
        return self._user / "AppData/Roaming"

    @property
    def program_data(self) -> Path:
        return self.system_drive / "ProgramData"

    @property
    def program_files(self) -> Path:
        return self.system_drive / "Program Files"

    @property
    def _user(self) -> Path:
        users = self.system_drive / "users"
        return next(folder for folder in users.iterdir() if folder.name != "Public")

    def stay_up(self) -> None:
        """Keep Wine's server between two programs: starting it costs two seconds each time."""
        subprocess.run(
            [str(WINESERVER), "--persistent"], env=self._environment(), check=True, timeout=60
        )

    def shut_down(self) -> None:
        """End every program that still runs in this prefix."""
        subprocess.run([str(WINESERVER), "-k"], env=self._environment(), check=False, timeout=30)

    def _environment(self) -> dict[str, str]:
        # Nothing of the host's: Wine would hand SSL_CERT_FILE and the like to the program.
        return {
            "PATH": "/usr/bin:/bin",
            "HOME": str(self.folder.parent),
            "DISPLAY": self._display,
            "LC_ALL": "C.UTF-8",
            "WINEPREFIX": str(self.folder),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": _OVERRIDES,
        }


def recipe_key() -> str:
    """Return what changes when the way a prefix is made does; names the cache."""
    sources = sorted([*HERE.glob("*.py"), *HERE.glob("*.c")])
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]


def make_prefix(folder: Path) -> WinePrefix:
    """Make a fresh prefix, with what Wine 8.0 lacks for Qt 6.

    Raises:
        CommandFailed: Wine or the C compiler does not work.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    prefix = WinePrefix(folder)
    run_well(prefix, ["wineboot", "--init"], 180)
    # A fresh prefix of Wine 8.0 says it is Windows 7.
    version = ["reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f"]
    run_well(prefix, version, 60)
    system = prefix.system_drive / "windows/system32"
    _compile_icu_stand_in(system / "icuuc.dll")
    # With a colour profile Qt calls mscms.WcsCreateIccProfile, which Wine lacks, and dies.
    for profile in (system / "spool/drivers/color").glob("*.icm"):
        profile.unlink()
    # Every running program has ucrtbase.dll open.
    prefix.shut_down()
    complete_ucrt(system)
    told = run_well(prefix, ["cmd", "/c", "ver"], 60)
    if "10.0" not in told:
        raise CommandFailed(f"Wine does not pass for Windows 10: {told.strip()}")
    prefix.shut_down()
    return prefix


def copy_prefix(source: Path, folder: Path, display: str) -> WinePrefix:
    """Return a prefix like *source*, on the given display, with its server running to stay."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source, folder, symlinks=True, copy_function=_copy_or_link)
    prefix = WinePrefix(folder, display)
    prefix.stay_up()
    return prefix


def _copy_or_link(source: str, target: str) -> str:
    """Share Wine's own programs, most of a gigabyte, which nothing here ever writes into."""
    if "/drive_c/windows/" in source and source.endswith(_WINE_PROGRAMS):
        os.link(source, target)
        return target
    return shutil.copy2(source, target)


def _compile_icu_stand_in(target: Path) -> None:
    compiler = "x86_64-w64-mingw32-gcc"
    subprocess.run(
        [compiler, "-O2", "-shared", "-s", "-o", str(target), str(HERE / "icuuc.c")], check=True
    )
