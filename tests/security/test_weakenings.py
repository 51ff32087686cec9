"""The list of weakenings follows the code: each still applies, and names tests that are there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.security.mutate import ALL, ROOT
from tests.security.weakening import NoLongerApplies, Weakening


def test_each_weakening_applies_exactly_once_and_is_still_python() -> None:
    outdated: list[str] = []
    for each in ALL:
        try:
            ast.parse(each.applied(each.path_in(ROOT).read_text(encoding="utf-8")))
        except (NoLongerApplies, SyntaxError, OSError) as problem:
            outdated.append(str(problem))

    # The code was changed: change the edit in tests/security/ with it, so that it is still tried.
    assert outdated == []


def test_each_names_tests_that_are_there_and_no_two_are_alike() -> None:
    missing = {name for each in ALL for name in each.tests if not (ROOT / "tests" / name).exists()}

    assert missing == set()
    assert len({(each.module, each.name) for each in ALL}) == len(ALL)


def test_what_is_no_longer_in_the_code_is_told() -> None:
    weakening = Weakening("a check left out", "main.py", "if checked:", "if True:", ("x.py",))

    assert weakening.applied("if checked: pass") == "if True: pass"
    for source in ("nothing", "if checked: pass\nif checked: pass"):
        with pytest.raises(NoLongerApplies, match="a check left out"):
            weakening.applied(source)


def test_the_list_covers_each_part_of_the_program_that_outsiders_reach() -> None:
    touched = {Path(each.module).parts[0] for each in ALL}

    assert {"adapters", "domain", "main", "ui"} <= touched
    assert len(ALL) >= 100
