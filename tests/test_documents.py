"""What the documents say is so: their commands, their links, and the messages they explain."""

from __future__ import annotations

import importlib
import re
import shlex
from pathlib import Path

import pytest

import dev
from wrapup_desk.__main__ import _parser
from wrapup_desk.adapters.genesys.http import oauth
from wrapup_desk.application.base.notice import Notice
from wrapup_desk.application.desk import notices
from wrapup_desk.resource_files import HELP_PAGES, help_page
from wrapup_desk.ui.shortcuts import overview

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
_FENCED = re.compile(r"^```[a-z]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")
_PROGRAM = re.compile(r"wrapup-desk(?:\.exe)?(?=\s|$)(.*)")
_TASK = re.compile(r"python3? dev\.py (\w+)|py dev\.py (\w+)")
_LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def _commands(text: str) -> list[str]:
    """Return the arguments of each command of the program that *text* shows."""
    fenced = "\n".join(_FENCED.findall(text)).replace("\\\n", " ").splitlines()
    inline = _INLINE.findall(_FENCED.sub("", text))
    found = [_PROGRAM.match(each.strip()) for each in (*fenced, *inline)]
    # What stands behind three blanks explains the command; brackets hold what may be left out.
    lines = [re.split(r" {3}", each.group(1).strip())[0] for each in found if each]
    return [line.replace("[", "").replace("]", "") for line in lines]


def _shown() -> list[tuple[str, str]]:
    return [(each.name, line) for each in DOCUMENTS for line in _commands(each.read_text("utf-8"))]


@pytest.mark.parametrize(("document", "line"), sorted(set(_shown())))
def test_each_command_shown_is_one_the_program_takes(document: str, line: str) -> None:
    given = shlex.split(line, comments=True)
    if len(given) == 1:  # named in a sentence, without what it needs to run
        given.append("--help")

    assert _exit_code(given) == 0, f"{document} shows: wrapup-desk {line}"


def _exit_code(given: list[str]) -> int | str | None:
    try:
        _parser().parse_args(given)
    except SystemExit as end:  # help ends so, with 0
        return end.code
    return 0


def test_a_command_that_does_not_exist_would_be_found() -> None:
    (line,) = _commands("Run `wrapup-desk tidy --all` now.")

    with pytest.raises(SystemExit):
        _parser().parse_args(shlex.split(line))


def test_each_task_of_the_task_runner_exists() -> None:
    shown = {
        name
        for each in DOCUMENTS
        for found in _TASK.findall(each.read_text("utf-8"))
        for name in found
        if name
    }

    assert shown
    assert shown <= dev.TASKS.keys()


def test_each_link_and_picture_is_there() -> None:
    missing = [
        f"{each.name}: {link}"
        for each in DOCUMENTS
        for link in _LINK.findall(each.read_text("utf-8"))
        if not (each.parent / link).exists()
    ]

    assert missing == []


def test_each_page_of_the_help_comes_with_the_program() -> None:
    assert all(help_page(name).is_file() for name in HELP_PAGES)


def test_the_help_names_the_keys_as_the_window_does() -> None:
    text = help_page("agents").read_text("utf-8")

    assert [said for _key, said in overview() if said not in text] == []


# Messages

TROUBLES = help_page("troubleshooting").read_text("utf-8")
# What stands for a name, a number or a reason.
_VARIABLE = "…"


def _is_explained(message: str) -> bool:
    rows = [line.split("|")[1].strip() for line in TROUBLES.splitlines() if line.startswith("| ")]
    patterns = (".*".join(map(re.escape, row.split(_VARIABLE))) for row in rows)
    return any(re.match(pattern, message) for pattern in patterns)


def _refusals_of_choices() -> list[str]:
    names = ("NOT_ANSWERED", "NOT_VALID", "NOT_LOADED", "NO_CODES", "NOT_YOURS", "COMPLETED")
    return [getattr(notices, name) for name in names]


def _notices() -> list[Notice]:
    return [
        notices.not_saved("disk full"),
        notices.not_restored("no such table"),
        notices.codes_of_others(1),
        notices.proposal_unclear("Sold", 2),
        notices.not_readable(["c-1"]),
        notices.not_readable(["c-1", "c-2"]),
        notices.second_desk(),
        notices.suggestions_paused(),
    ]


@pytest.mark.parametrize(
    "message",
    [
        *oauth._WHAT_TO_DO.values(),
        *_refusals_of_choices(),
        *(each.text for each in _notices()),
    ],
)
def test_each_message_is_explained(message: str) -> None:
    assert _is_explained(message)


def test_a_message_nobody_explained_would_be_found() -> None:
    assert not _is_explained("The program has met a thing that is in no document.")


@pytest.mark.parametrize(
    ("module", "family"),
    [
        ("wrapup_desk.ui.desk.notices", "Offline."),
        ("wrapup_desk.ui.desk.notices", "Your sign-in has ended."),
        ("wrapup_desk.main.apps.recovery_notice", "This PC's database was damaged."),
        ("wrapup_desk.main.apps.desk_window", "The window to fix codes did not start."),
        ("wrapup_desk.ui.repair.notices", "New problems do not appear automatically:"),
        ("wrapup_desk.ui.repair.notices", "The search stopped early; what was found is kept."),
        ("wrapup_desk.application.repair.core.changes", "Another bulk change is still running."),
        ("wrapup_desk.application.repair.core.changes", "A reason is needed for this change."),
    ],
)
def test_a_message_that_is_explained_still_exists(module: str, family: str) -> None:
    source = Path(str(importlib.import_module(module).__file__)).read_text("utf-8")

    assert family in source
    assert family in TROUBLES
