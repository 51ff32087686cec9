"""One deliberate weakening of a security control, and the tests that have to notice it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PACKAGE = "wrapup_desk"


class NoLongerApplies(AssertionError):
    """What an edit replaces is not there exactly once: the list has to follow the code."""


@dataclass(frozen=True)
class Weakening:
    """An exact edit of one module.

    Attributes:
        name: what is weaker afterwards.
        module: the file, below the package.
        old: text that is there exactly once.
        new: what is put in its place.
        tests: what fails then, as pytest names it, below `tests/`.
    """

    name: str
    module: str
    old: str
    new: str
    tests: tuple[str, ...]

    def applied(self, source: str) -> str:
        """Return *source* with the edit.

        Raises:
            NoLongerApplies: the old text is not there exactly once.
        """
        count = source.count(self.old)
        if count != 1:
            raise NoLongerApplies(f"{self.name}: {self.module} has {self.old!r} {count} times")
        return source.replace(self.old, self.new)

    def path_in(self, root: Path) -> Path:
        return root / PACKAGE / self.module


def weakenings(module: str, tests: str, *edits: tuple[str, str, str]) -> list[Weakening]:
    """Return the *edits* (name, old, new) of one module; *tests* are separated by blanks."""
    named = tuple(tests.split())
    return [Weakening(name, module, old, new, named) for name, old, new in edits]
