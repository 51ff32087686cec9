#!/usr/bin/env python3
"""The project's one task runner: sets everything up by itself, with the standard library only."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
# Benchmarks that live with what they measure.
BENCHES_ELSEWHERE = {"journeys": "tests.hand"}
NOT_AUDITED = 3
LOCKS = ROOT / "locks"
IS_WINDOWS = os.name == "nt"
LOWEST, HIGHEST = (3, 11), (3, 13)
# With AVX2 (two makers) and with SSE only; most build machines have AVX-512.
OTHER_KERNELS = ("Haswell", "Zen", "Nehalem")
RECOMMENDER_TESTS = "tests/domain/recommender"

# What Qt loads at run time and a bare Debian does not have: library → Debian package.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
# Only needed with a display.
XCB_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def main(arguments: list[str]) -> int:
    """Run one task; without one, list them."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        return list_tasks()
    name, *rest = arguments
    task = TASKS.get(name)
    if task is None:
        print(f"dev.py: there is no task {name!r}\n", file=sys.stderr)
        list_tasks()
        return 2
    if not LOWEST <= sys.version_info[:2] <= HIGHEST:
        found = ".".join(map(str, sys.version_info[:3]))
        print(f"dev.py: Python 3.11 to 3.13 is needed, this is {found}", file=sys.stderr)
        return 2
    return task(rest)


def list_tasks() -> int:
    """Print what can be done."""
    print("Usage: python3 dev.py TASK [ARGUMENTS]\n")
    for name, task in TASKS.items():
        line = (task.__doc__ or "").partition("\n")[0]
        print(f"  {name:<16} {line}")
    print("\nEach task sets up what it needs: .venv, the locked packages, missing libraries.")
    return 0


def demo(rest: list[str]) -> int:
    """Show the main job on the embedded simulator; without a display it leaves pictures."""
    return run_program(["demo", *rest])


def start(rest: list[str]) -> int:
    """Start the program itself: dev.py start [COMMAND …], as wrapup-desk would."""
    return run_program(rest)


def test(rest: list[str]) -> int:
    """Run all tests and measure their coverage; with arguments, which go to pytest, only run."""
    python = set_up("dev")
    if rest:
        return call([python, "-m", "pytest", *rest], offscreen=True)
    if failed := test_other_kernels(python):
        return failed
    return run_measured(python, ["-m", "pytest", "-p", "tests.coverage_floor"])


def run_measured(python: Path, arguments: list[str]) -> int:
    """Run Python under coverage; what an earlier run left, killed perhaps, does not count."""
    call([python, "-m", "coverage", "erase"])
    return call([python, "-m", "coverage", "run", *arguments], offscreen=True)


def test_other_kernels(python: Path) -> int:
    """Run the recommender's tests as on other processors: none may round it into another answer.

    Quiet unless something fails. What this processor cannot run is skipped and said.
    """
    tested = {openblas_core(python, "")}
    if tested <= {"", None}:
        say("numpy runs without OpenBLAS here: its kernels for other processors are not tested")
        return 0
    for kernel in OTHER_KERNELS:
        core = openblas_core(python, kernel)
        if core is None:
            say(f"OpenBLAS for {kernel} is not tested: this processor cannot run it")
        elif core in tested:
            say(f"OpenBLAS for {kernel} is not tested apart: here that is {core}, tested anyway")
        else:
            tested.add(core)
            result = run_with_kernel([python, "-m", "pytest", "-q", RECOMMENDER_TESTS], kernel)
            if result.returncode:
                print(result.stdout + result.stderr, flush=True)
                say(f"the recommender's tests fail with OpenBLAS for {kernel}; see above")
                return result.returncode
            say(f"the recommender's tests pass with OpenBLAS for {kernel}")
    return 0


def openblas_core(python: Path, kernel: str) -> str | None:
    """Return whose kernels OpenBLAS takes if told *kernel*; None if the processor cannot."""
    result = run_with_kernel([python, "-m", "tests.openblas_core"], kernel)
    return result.stdout.strip() if result.returncode == 0 else None


def run_with_kernel(command: list[str | Path], kernel: str) -> subprocess.CompletedProcess[str]:
    """Run *command* with OpenBLAS told which processor this is; its own choice if *kernel* is ""."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    if kernel:
        environment["OPENBLAS_CORETYPE"] = kernel
    return subprocess.run(
        [str(part) for part in command],
        cwd=ROOT, env=environment, check=False, capture_output=True, encoding="utf-8",
        errors="replace",
    )  # fmt: skip


def check(_rest: list[str]) -> int:
    """Check formatting, lint, types and import contracts."""
    python = set_up("dev")
    scripts = python.parent
    targets = ["wrapup_desk", "tests", "installer", "dev.py"]
    # What one system lacks is seen on the other.
    elsewhere = "linux" if sys.platform == "win32" else "win32"
    steps: tuple[list[str | Path], ...] = (
        [python, "-m", "ruff", "format", "--check", *targets],
        [python, "-m", "ruff", "check", *targets],
        [python, "-m", "mypy"],
        [python, "-m", "mypy", "--platform", elsewhere, "--cache-dir", f".mypy_cache/{elsewhere}"],
        [scripts / "lint-imports"],
    )
    return max(call(step) for step in steps)


def fix(_rest: list[str]) -> int:
    """Format, and mend what lint can mend by itself."""
    python = set_up("dev")
    left = call([python, "-m", "ruff", "check", "--fix", "."])
    return max(left, call([python, "-m", "ruff", "format", "."]))


def bench(rest: list[str]) -> int:
    """Measure: dev.py bench NAME [--json]; without a name, list them."""
    modules = {
        path.stem: ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in (ROOT / "tests/benchmarks").rglob("*.py")
        if "\ndef main(" in path.read_text(encoding="utf-8")
    } | BENCHES_ELSEWHERE
    names = sorted(modules)
    if not rest or rest[0] not in names:
        print("Usage: python3 dev.py bench NAME [ARGUMENTS]; NAME is one of: " + ", ".join(names))
        return 0 if not rest else 2
    python = set_up("bench" if rest[0] in ("suggestions", "tokens") else "dev")
    return call([python, "-m", modules[rest[0]], *rest[1:]], offscreen=True)


def mutate_security(rest: list[str]) -> int:
    """Weaken each security control in a copy, and tell which weakening no test notices."""
    python = set_up("dev")
    return call([python, "-m", "tests.security.mutate", *rest], offscreen=True)


def screenshots(rest: list[str]) -> int:
    """Render every window and state to PNG: dev.py screenshots [DIRECTORY]."""
    python = set_up("dev")
    return call([python, "-m", "tests.screenshots", *rest], offscreen=True)


def translations(_rest: list[str]) -> int:
    """Find new and gone texts, and write what the program reads; lists what is to translate."""
    python = set_up("dev")
    return call([python, "-m", "tests.languages"])


def installer(rest: list[str]) -> int:
    """Build the Windows installer; --test runs its acceptance too."""
    python = set_up("dev")
    return call([python, ROOT / "installer" / "build.py", *rest])


def audit(rest: list[str]) -> int:
    """Ask whether any locked package has a known vulnerability (needs PyPI or OSV)."""
    folder = ROOT / ".venv-audit"
    python = folder / ("Scripts/python.exe" if IS_WINDOWS else "bin/python")
    if not python.exists():
        make_venv(folder)
    pip: list[str | Path] = [python, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    if call([*pip, "install", "--require-hashes", "--requirement", LOCKS / "audit.txt"]):
        return say_not_audited("pip-audit itself could not be installed; the reason is above")
    verdicts = []
    # Each for itself: the second has what only Windows gets, the third what only developers do.
    for path in (LOCKS / "run.txt", ROOT / "installer" / "windows.lock", LOCKS / "dev.txt"):
        code, lines = audit_one(python, path, rest)
        print("\n".join((f"== {path.relative_to(ROOT)}", *lines)))
        verdicts.append(code)
    return 1 if 1 in verdicts else max(verdicts)


def audit_one(python: Path, requirements: Path, rest: list[str]) -> tuple[int, list[str]]:
    """Ask the package index about each package of a lock, and OSV where the index tells nothing."""
    code: int = NOT_AUDITED
    lines: list[str] = []
    for service in ("pypi", "osv"):
        command: list[str | Path] = [python, "-m", "pip_audit", "--requirement", requirements]
        command += ["--require-hashes", "--disable-pip", "--progress-spinner", "off"]
        command += ["--format", "json", "--vulnerability-service", service, *rest]
        texts = [str(part) for part in command]
        result = subprocess.run(texts, cwd=ROOT, capture_output=True, text=True, check=False)
        code, lines = audit_verdict(result.stdout, result.stderr)
        if code != NOT_AUDITED:
            break
    return code, lines


def audit_verdict(output: str, trouble: str) -> tuple[int, list[str]]:
    """Return what pip-audit's answer means: 0 nothing known, 1 vulnerable, 3 not all was asked.

    pip-audit itself calls it well when an index knows none of the packages, as mirrors do.
    """
    try:
        packages = json.loads(output)["dependencies"]
    except (ValueError, KeyError, TypeError):
        reason = (trouble.strip().splitlines() or ["no answer"])[-1]
        return say_not_audited(reason[:300]), []
    lines = [
        f"{each['name']} {each['version']}: {found['id']},"
        f" mended in {', '.join(found['fix_versions']) or 'no version yet'}"
        for each in packages
        for found in each.get("vulns", ())
    ]
    skipped = [each["name"] for each in packages if "skip_reason" in each]
    if skipped:
        lines.append(f"not asked about: {', '.join(skipped)}")
    if not lines:
        lines.append(f"{len(packages)} packages, no known vulnerability")
    if any(each.get("vulns") for each in packages):
        return 1, lines
    if skipped or not packages:
        return say_not_audited("the index does not tell of vulnerabilities"), lines
    return 0, lines


def say_not_audited(reason: str) -> int:
    """Say that nothing is known, which is neither well nor bad, and return the exit code for it."""
    say(f"NOT AUDITED: {reason}. Try again where pypi.org or api.osv.dev can be reached.")
    return NOT_AUDITED


def lock(rest: list[str]) -> int:
    """Resolve the dependencies again into locks/ (needs uv); --upgrade: to the newest."""
    uv = shutil.which("uv")
    if uv is None:
        print("dev.py: uv is needed to make the locks: pip install uv", file=sys.stderr)
        return 1
    common = [uv, "pip", "compile", "--universal", "--python-version", "3.11"]
    common += ["--generate-hashes", "--no-header", "--no-annotate", "--quiet"]
    common += ["--no-emit-index-url", "--no-emit-find-links", *rest]
    wanted = {"run": ["build"], "dev": ["build", "dev"], "bench": ["build", "dev", "bench"]}
    for name, groups in wanted.items():
        options = [option for group in groups for option in ("--group", group)]
        if call([*common, "pyproject.toml", *options, "-o", f"locks/{name}.txt"]):
            return 1
    return call([*common, "locks/audit.in", "-o", "locks/audit.txt"])


TASKS: dict[str, Callable[[list[str]], int]] = {
    "demo": demo,
    "start": start,
    "test": test,
    "check": check,
    "fix": fix,
    "bench": bench,
    "mutate-security": mutate_security,
    "screenshots": screenshots,
    "translations": translations,
    "installer": installer,
    "audit": audit,
    "lock": lock,
}


def run_program(arguments: list[str]) -> int:
    """Run the program in the environment this script keeps."""
    python = set_up("run")
    command = [str(python), "-m", "wrapup_desk", *arguments]
    if not IS_WINDOWS:
        # In this process' place: whoever ends this script, by force too, ends the program.
        os.chdir(ROOT)
        sys.stdout.flush()
        os.execv(command[0], command)
    return call([*command])


def call(command: list[str | Path], *, offscreen: bool = False) -> int:
    """Run *command* in the project's root and return its exit code."""
    environment = dict(os.environ)
    if offscreen:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    try:
        return subprocess.run(
            [str(part) for part in command], cwd=ROOT, env=environment, check=False
        ).returncode
    except KeyboardInterrupt:
        return 130


def set_up(lock_name: str) -> Path:
    """Make .venv hold what *lock_name* lists, and return its Python.

    Installs again only when the lock or the project's own metadata changed; a larger lock
    contains the smaller ones, so a full environment is never reduced.
    """
    install_system_libraries()
    folder = Path(os.environ.get("WRAPUP_DESK_VENV", ROOT / ".venv"))
    python = folder / ("Scripts/python.exe" if IS_WINDOWS else "bin/python")
    if not python.exists():
        say(f"making {folder.name}")
        make_venv(folder)
    stamps = {name: fingerprint(name) for name in ("run", "dev", "bench")}
    larger = {"run": ("run", "dev", "bench"), "dev": ("dev", "bench"), "bench": ("bench",)}
    stamp = folder / "installed-lock"
    installed = stamp.read_text() if stamp.exists() else ""
    if installed in {stamps[name] for name in larger[lock_name]}:
        return python
    say(f"installing locks/{lock_name}.txt (once)")
    pip: list[str | Path] = [python, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    wanted = [*pip, "install", "--require-hashes", "--requirement", LOCKS / f"{lock_name}.txt"]
    # Editable, so that the checkout runs as it is; hatchling comes from the lock, too.
    project = [*pip, "install", "--no-deps", "--no-build-isolation", "--editable", ROOT]
    if call(wanted) or call(project):
        raise SystemExit("dev.py: the packages could not be installed; the reason is above")
    stamp.write_text(stamps[lock_name])
    return python


def make_venv(folder: Path) -> None:
    """Make a virtual environment with pip, installing Debian's missing part of Python first."""
    try:
        import ensurepip  # noqa: F401 -- Debian keeps it in a package of its own
    except ImportError:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        apt_install(["python3-venv", f"python{version}-venv"])
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        return
    venv.create(folder, with_pip=True, clear=True)


def fingerprint(lock_name: str) -> str:
    """Return what changes when the lock changes."""
    content = (LOCKS / f"{lock_name}.txt").read_bytes()
    return hashlib.sha256(content + str(ROOT).encode()).hexdigest()


def install_system_libraries() -> None:
    """Install what Qt needs and Linux may lack, after saying which."""
    if not sys.platform.startswith("linux"):
        return
    wanted = dict(QT_LIBRARIES)
    if os.environ.get("DISPLAY"):
        wanted |= XCB_LIBRARIES
    missing = sorted(package for library, package in wanted.items() if not can_load(library))
    if missing:
        apt_install(missing)


def can_load(library: str) -> bool:
    """Tell whether the system finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def apt_install(packages: list[str]) -> None:
    """Install Debian packages as root or through sudo; otherwise print the one command."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    prefix: list[str] = []
    if sys.platform == "win32":
        raise NotImplementedError("Windows has no apt-get")
    if shutil.which("apt-get") is None:
        raise SystemExit(f"dev.py: please install these system libraries: {' '.join(packages)}")
    if os.geteuid() != 0:
        if (
            shutil.which("sudo") is None
            or subprocess.run(
                ["sudo", "-n", "true"], check=False, stderr=subprocess.DEVNULL
            ).returncode
        ):
            raise SystemExit(
                "dev.py: please run this once, then try again:\n  sudo " + " ".join(command)
            )
        prefix = ["sudo", "-n"]
    say(f"installing system packages: {' '.join(packages)}")
    quiet = subprocess.DEVNULL
    subprocess.run([*prefix, "apt-get", "update"], check=False, stdout=quiet)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if subprocess.run([*prefix, *command], check=False, env=environment, stdout=quiet).returncode:
        raise SystemExit("dev.py: this failed, please run it by hand:\n  " + " ".join(command))


def say(text: str) -> None:
    """Tell what the set-up does, apart from a task's own output."""
    print(f"dev.py: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
