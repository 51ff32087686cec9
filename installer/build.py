"""Builds the Windows installer, and with --test proves it; on Linux under Wine."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Started by path, as dev.py does: the project's root is not on Python's path then.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from installer import bundle, bundle_check, downloads, licences, msi, packing, sbom, tables
from installer.built import Built
from installer.computer import CommandFailed, Computer
from installer.places import PROGRAM, ROOT, project_version

MOST_SETUP_BYTES = 50_000_000
MOST_INSTALLED_BYTES = 140_000_000
IS_WINDOWS = os.name == "nt"


def main(arguments: list[str]) -> int:
    """Build, test if asked to, and return the exit code."""
    options = _parser().parse_args(arguments)
    work: Path = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    try:
        if options.lock:
            downloads.make_lock()
            return 0
        built = as_built(work) if options.as_built else build(work, is_fast=options.fast)
        if options.pictures:
            from installer.pictures import take_pictures

            return take_pictures(built)
        if not options.test:
            return 0
        from installer.acceptance import accept

        return accept(built, runs=options.runs)
    except (CommandFailed, licences.LicenceMissing) as error:
        sys.stderr.write(f"installer: {error}\n")
        return 1


def build(work: Path, *, is_fast: bool) -> Built:
    """Go through all stages and return what came of them.

    Raises:
        CommandFailed: a stage did not work; nothing after it was tried.
    """
    cache = work / "cache"
    cache.mkdir(exist_ok=True)
    with stage("system packages"):
        require_tools()
    with stage("locked downloads"):
        wheels = downloads.fetch_wheels(cache)
        wheel = downloads.build_project_wheel(work / "project")
    with stage("a Windows computer"):
        computer, plain_prefix = windows_computer(cache)
    with stage("a Windows Python with the locked wheels"):
        plain = Path(sys.base_prefix) if IS_WINDOWS else downloads.fetch_windows_python(cache)
        python = bundle.install_wheels(computer, plain, wheels, cache)
        bundle.install_project(computer, python, wheel)
    with stage("PyInstaller"):
        folder = bundle.freeze(computer, python, work)
        tables.store_for_packing(folder)
    with stage("licences, check, signature"):
        licences.write_licences(wheels, plain / "LICENSE.txt", folder / "licences")
        refuse_broken(folder, wheels)
        is_signed = packing.sign_programs(folder)
    with stage("bill of materials"):
        print(f"   {sbom.write_bill(work).name}")
    with stage("NSIS"):
        setup = packing.pack(folder, project_version(), work, is_fast=is_fast)
    with stage("MSI"):
        package = None if IS_WINDOWS else msi.pack_msi(folder, project_version(), work)
        print("   not made on Windows" if package is None else f"   {package.name}")
    tell_sizes(setup, is_signed=is_signed, is_fast=is_fast)
    return Built(setup, package, folder, python, plain_prefix, work)


def as_built(work: Path) -> Built:
    """Return what the last build left, to accept it once more.

    Raises:
        CommandFailed: there is none.
    """
    cache = work / "cache"
    python = bundle.ready_python(cache)
    folder = work / "dist" / PROGRAM
    path = packing.setup_path(work, project_version())
    for needed in (python, folder, path):
        if not needed.exists():
            raise CommandFailed(f"there is no {needed}: build it first, without --as-built")
    _, plain_prefix = windows_computer(cache)
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    package = msi.msi_path(work, project_version())
    made = package if package.is_file() else None
    return Built(packing.Setup(path, size), made, folder, python, plain_prefix, work)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Say what is done now, and how long it took."""
    print(f"== {name}", flush=True)
    began = time.monotonic()
    yield
    print(f"   {time.monotonic() - began:.0f} s", flush=True)


def require_tools() -> None:
    """Install the Debian packages that are missing, or say which."""
    if IS_WINDOWS:
        return
    if missing := downloads.missing_debian_packages():
        # The task runner installs its own needs the same way, and says so.
        from dev import apt_install

        apt_install(missing)


def windows_computer(cache: Path) -> tuple[Computer, Path | None]:
    """Return where Windows programs run, and the plain Wine prefix if it is Wine."""
    if IS_WINDOWS:
        from installer.real_windows import RealWindows

        return RealWindows(), None
    from installer.wine.prefix import WinePrefix, make_prefix, recipe_key

    plain = cache / f"prefix-{recipe_key()}"
    if not plain.exists():
        half = plain.with_suffix(".part")
        make_prefix(half)
        half.rename(plain)
    return WinePrefix(plain), plain


def refuse_broken(folder: Path, wheels: Path) -> None:
    """Stop the build when the bundle would not run on a plain Windows."""
    if found := bundle_check.problems(folder, wheels):
        raise CommandFailed("the bundle is not fit to ship:\n" + "\n".join(found))


def tell_sizes(setup: packing.Setup, *, is_signed: bool, is_fast: bool) -> None:
    """Print the sizes, and stop the build when one is over its limit.

    Raises:
        CommandFailed: the installer or what it installs is too large.
    """
    size = setup.path.stat().st_size
    print(f"{setup.path.relative_to(ROOT) if setup.path.is_relative_to(ROOT) else setup.path}")
    print(
        f"   installer {size / 1e6:.1f} MB, installed {setup.installed_bytes / 1e6:.1f} MB, "
        f"{'signed' if is_signed else 'not signed'}{', compressed for speed' * is_fast}"
    )
    if size > MOST_SETUP_BYTES and not is_fast:
        raise CommandFailed(f"the installer is over {MOST_SETUP_BYTES / 1e6:.0f} MB")
    if setup.installed_bytes > MOST_INSTALLED_BYTES:
        raise CommandFailed(f"the program is over {MOST_INSTALLED_BYTES / 1e6:.0f} MB")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 dev.py installer", description=__doc__)
    parser.add_argument("--test", action="store_true", help="run the acceptance afterwards")
    parser.add_argument(
        "--lock", action="store_true", help="only make installer/windows.lock anew"
    )
    parser.add_argument("--runs", type=int, default=1, help="how often the acceptance runs")
    parser.add_argument("--pictures", action="store_true", help="take pictures, to be looked at")
    parser.add_argument(
        "--as-built", action="store_true", help="with --test or --pictures: build nothing anew"
    )
    parser.add_argument("--fast", action="store_true", help="compress less: sooner, but larger")
    parser.add_argument(
        "--work", type=Path, default=ROOT / "build" / "windows", help="where everything is made"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
