"""The rules of the design that a reader cannot check by eye, checked by a test each."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "wrapup_desk"
MODULES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

MOST_LINES = 400
MOST_MODULES = 15
LONGEST_DOCSTRING = 100
LONGEST_ARCHITECTURE = 150
# Public classes that share a name, and why they may.
SAME_NAME_ON_PURPOSE = {
    # The simulator imports nothing of the program: it says the same of the same thing, from the other side.
    "CodesPredicted",
    "ConversationChanged",
    "Prompt",
    "RoutingStatusChanged",
}
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def first_docstring_line(path: Path) -> str:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (ast.get_docstring(tree) or "").partition("\n")[0]


def calls_in(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the last name of each call, and its line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(name) | ast.Attribute(attr=name):
                    yield name, node.lineno


def places_of_call(paths: list[Path], *names: str) -> list[str]:
    return [
        f"{name_of(path)}:{line}"
        for path in paths
        for name, line in calls_in(path)
        if name in names
    ]


def in_ui() -> list[Path]:
    return [path for path in MODULES if path.is_relative_to(PACKAGE / "ui")]


@pytest.mark.slow
def test_the_layers_import_only_inward_and_in_no_circle() -> None:
    command = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert command, "import-linter is a development dependency"

    result = subprocess.run(
        [command, "--no-logo", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stdout + result.stderr


def test_the_task_runner_needs_nothing_but_python() -> None:
    # It makes the environment, so nothing of that environment is there when it starts.
    tree = ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"))
    names = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or "."]
            if isinstance(node, ast.ImportFrom)
            else [each.name for each in node.names]
        )
    }

    assert {"subprocess", "venv"} <= names
    assert not {name for name in names if name.partition(".")[0] not in sys.stdlib_module_names}


def test_the_architecture_is_read_in_one_go() -> None:
    lines = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines()

    assert len(lines) <= LONGEST_ARCHITECTURE


@pytest.mark.parametrize("page", ["SECURITY.md", "CONTRIBUTING.md", "RELEASING.md", "README.md"])
def test_a_page_names_only_files_that_are_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = re.findall(r"`((?:tests|wrapup_desk|installer|docs)/[\w/]+\.(?:py|md))`", text)

    assert not [name for name in named if not (ROOT / name).exists()]


def test_every_folder_is_described_in_the_architecture_table() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    found = re.findall(r"^\| `(wrapup_desk/\S*)` \| .* \|$", text, re.MULTILINE)
    folders = {f"{name_of(path.parent)}/": path for path in MODULES if path.name == "__init__.py"}
    rows = [f"| `{name}` | {first_docstring_line(path)} |" for name, path in folders.items()]

    missing = [row for row in rows if row not in text]
    gone = sorted(set(found) - set(folders))

    advice = ["Put these rows into the table of ARCHITECTURE.md:", *missing, "Take out:", *gone]
    assert not missing, "\n".join(advice)
    assert not gone, "\n".join(advice)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_in_one_line_what_it_does(path: Path) -> None:
    line = first_docstring_line(path)

    assert line.endswith("."), f"{name_of(path)}: {line!r}"
    assert 0 < len(line) <= LONGEST_DOCSTRING, f"{name_of(path)}: {line!r}"


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=name_of)
def test_a_file_is_short_enough_to_be_read(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())

    assert lines <= MOST_LINES, f"{name_of(path)} has {lines} lines"


def test_no_folder_holds_more_modules_than_a_person_can_overlook() -> None:
    count: dict[str, int] = defaultdict(int)
    for path in (*MODULES, *TESTS):
        count[name_of(path.parent)] += path.name != "__init__.py"

    assert {folder: held for folder, held in count.items() if held > MOST_MODULES} == {}


def test_no_two_classes_share_a_name() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(f"{name_of(path)}:{node.lineno}")

    shared = {name: found for name, found in places.items() if len(found) > 1}

    assert {
        name: found for name, found in shared.items() if name not in SAME_NAME_ON_PURPOSE
    } == {}
    assert set(shared) == SAME_NAME_ON_PURPOSE


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=name_of)
def test_no_file_is_empty_and_a_file_of_tests_has_some(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert path.name == "__init__.py" or text.strip()
    assert not path.name.startswith("test_") or re.search(r"def test_|\.TestCase", text)


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert not [name_of(path) for path in MODULES if path.stem in SAYS_NOTHING]


def test_widgets_never_wait() -> None:
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in in_ui()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.AsyncFunctionDef | ast.Await)
    ]

    assert in_ui()
    assert not found


def test_nothing_is_modal() -> None:
    # A modal exec() inside a coroutine stops every other task of the program for good.
    assert not places_of_call(in_ui(), "exec", "exec_")


def test_the_program_never_prints() -> None:
    assert not places_of_call(MODULES, "print")


def test_files_are_written_whole_by_one_module_only() -> None:
    # The simulator is a stand-in for a server and shares no code with the program.
    program = [path for path in MODULES if not path.is_relative_to(PACKAGE / "simulator")]
    found = places_of_call(program, "write_text", "write_bytes", "fdopen")

    writer = name_of(PACKAGE / "adapters" / "base" / "atomic_write.py")
    assert [place for place in found if not place.startswith(writer)] == []
    assert found, "the one that writes is seen"


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    place = re.compile("/" + r"work/(main|shared|\.library)")

    assert not [
        name_of(path)
        for path in (*MODULES, *TESTS)
        if place.search(path.read_text(encoding="utf-8"))
    ]
