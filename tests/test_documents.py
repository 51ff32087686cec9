"""What the documents say is so: their commands and their links."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from pathlib import Path

import pytest

import dev
from tests.languages.ts_files import TRANSLATED
from wrapup_desk.__main__ import _parser
from wrapup_desk.resource_files import HELP_PAGES, help_page
from wrapup_desk.ui.shortcuts import overview

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
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


def test_a_translated_page_shows_pictures_of_its_own_language() -> None:
    pages = [each for each in DOCUMENTS if each.parent.name in TRANSLATED]
    shown = {
        (each.parent.name, each.parent / link)
        for each in pages
        for link in _LINK.findall(each.read_text("utf-8"))
        if link.endswith(".png")
    }

    assert Counter(language for language, _picture in shown) == dict.fromkeys(TRANSLATED, 7)
    for language, picture in shown:
        english = ROOT / "docs" / "pictures" / picture.name
        assert picture.parent == ROOT / "docs" / language / "pictures"
        assert picture.read_bytes() != english.read_bytes()


def test_the_pictures_are_small_enough_to_come_with_the_program() -> None:
    pictures = sorted((ROOT / "docs").rglob("*.png"))

    # The setup has to stay below 50 MB, and packs no picture any smaller.
    assert sum(each.stat().st_size for each in pictures) < 800_000


def test_each_page_of_the_help_comes_with_the_program() -> None:
    assert all(help_page(name).is_file() for name in HELP_PAGES)


def test_the_help_names_the_keys_as_the_window_does() -> None:
    text = help_page("agents").read_text("utf-8")

    assert [said for _key, said in overview() if said not in text] == []
