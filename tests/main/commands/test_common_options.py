"""The options of the whole program, before a command's name and after it."""

from __future__ import annotations

from pathlib import Path

import pytest

from wrapup_desk.__main__ import _parser

COMMANDS = [
    ["doctor"],
    ["fix", "plan", "--from", "rules.csv", "--out", "plan.csv"],
    ["forget", "--all"],
    ["headless"],
    ["learn"],
    ["report"],
    ["self-test"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_the_profile_may_be_given_before_a_command_and_after_it(command: list[str]) -> None:
    profile = ["--profile", "elsewhere"]

    before = _parser().parse_args([*profile, *command])
    after = _parser().parse_args([*command, *profile])

    assert before.profile == after.profile == Path("elsewhere")
    assert vars(before) == vars(after)


def test_what_is_given_before_a_command_stands_unless_it_is_given_again() -> None:
    options = _parser().parse_args(["--profile", "a", "--platform", "offscreen", "report"])
    again = _parser().parse_args(["--profile", "a", "report", "--profile", "b"])

    assert (options.profile, options.platform) == (Path("a"), "offscreen")
    assert again.profile == Path("b")
