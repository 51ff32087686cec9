"""Weakens each security control in a copy of the program, and tells which weakening no test notices."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.security.privacy import PRIVACY
from tests.security.sign_in_and_network import SIGN_IN_AND_NETWORK
from tests.security.storage_and_screen import STORAGE_AND_SCREEN
from tests.security.weakening import PACKAGE, NoLongerApplies, Weakening

ROOT = Path(__file__).resolve().parents[2]
ALL: list[Weakening] = [*PRIVACY, *SIGN_IN_AND_NETWORK, *STORAGE_AND_SCREEN]

_COPIED = (PACKAGE, "tests", "resources", "pyproject.toml")
_ANSWER_WITHIN_S = 300
_ALL_ANSWER_WITHIN_S = 1800
# pytest: some tests failed. Anything else is no verdict on the control.
_PASSED, _FAILED = 0, 1


class Copy:
    """The program and its tests in a folder of their own, in which modules may be changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in _COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(
                    source, folder / name, ignore=shutil.ignore_patterns("__pycache__")
                )
            else:
                shutil.copy2(source, folder / name)

    @contextmanager
    def weakened(self, weakening: Weakening) -> Iterator[None]:
        """Apply one weakening, and take it back.

        Raises:
            NoLongerApplies: what it replaces is not there exactly once.
        """
        path = weakening.path_in(self._folder)
        before = path.read_text(encoding="utf-8")
        path.write_text(weakening.applied(before), encoding="utf-8")
        try:
            yield
        finally:
            path.write_text(before, encoding="utf-8")

    def test(self, tests: Iterable[str], within_s: float = _ANSWER_WITHIN_S) -> tuple[int, str]:
        """Run *tests* of the copy; return pytest's exit code and its last words."""
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
        command += ["-p", "no:randomly", "--timeout=60", *(f"tests/{name}" for name in tests)]
        environment = {
            **os.environ, "PYTHONPATH": str(self._folder), "PYTHONDONTWRITEBYTECODE": "1",
        }  # fmt: skip
        try:
            done = subprocess.run(
                command, cwd=self._folder, env=environment, capture_output=True,
                encoding="utf-8", errors="replace", timeout=within_s, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return _FAILED, "the tests did not end"
        lines = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
        return done.returncode, (lines or done.stdout.splitlines()[-1:] or [done.stderr[-300:]])[0]


def judge(copy: Copy, wanted: Sequence[Weakening]) -> list[str]:
    """Try each weakening; tell of each, and return the names of those that were not caught."""
    missed: list[str] = []
    for weakening in wanted:
        try:
            with copy.weakened(weakening):
                code, words = copy.test(weakening.tests)
        except NoLongerApplies as problem:
            code, words = -1, str(problem)
        verdict = {_PASSED: "SURVIVED", _FAILED: "caught"}.get(code, "NO VERDICT")
        tell(f"{verdict:10} {weakening.module}: {weakening.name}  [{words}]")
        if code != _FAILED:
            missed.append(weakening.name)
    return missed


def tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> int:
    """Print a line for each weakening; 1 if one was not caught."""
    parser = argparse.ArgumentParser(prog="dev.py mutate-security", description=__doc__)
    parser.add_argument("only", nargs="*", help="words in the module or name of a weakening")
    options = parser.parse_args(arguments)
    wanted = [
        each for each in ALL if all(word in f"{each.module} {each.name}" for word in options.only)
    ]
    with TemporaryDirectory(prefix="weakened-") as folder:
        copy = Copy(Path(folder))
        code, words = copy.test(
            sorted({test for each in wanted for test in each.tests}), _ALL_ANSWER_WITHIN_S
        )
        if code != _PASSED:
            tell(f"The tests fail before anything is weakened: {words}")
            return 2
        missed = judge(copy, wanted)
    tell(f"{len(wanted)} weakenings, {len(wanted) - len(missed)} caught, {len(missed)} not")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
