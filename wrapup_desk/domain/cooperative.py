"""Drives work that is written as a generator: it yields where others may have their turn."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Generic, TypeVar

Step = TypeVar("Step")
Result = TypeVar("Result")


class Steps(Generic[Step, Result]):
    """The steps of *work*, to be iterated once; afterwards `result` holds what it returned."""

    result: Result

    def __init__(self, work: Generator[Step, None, Result]) -> None:
        self._work = work

    def __iter__(self) -> Iterator[Step]:
        self.result = yield from self._work


def run_now(work: Generator[object, None, Result]) -> Result:
    """Return what *work* returns, without a pause: for work that is known to be short."""
    steps = Steps(work)
    for _ in steps:
        pass
    return steps.result
