"""The facts that the stages of the build share agree with the project."""

import re
import tomllib

import pytest

from installer.places import (
    CONSOLE_EXE,
    HERE,
    ROOT,
    WINDOWED_EXE,
    WINDOWS_LOCK,
    project_version,
    version_numbers,
)
from wrapup_desk.main.system.autostart import RUN_KEY, VALUE, WINDOWED_PROGRAM
from wrapup_desk.main.system.simulator_process import CONSOLE_TWIN


def locked(path: str) -> dict[str, set[str]]:
    """Return the versions a lock has, by normalised name."""
    found: dict[str, set[str]] = {}
    text = (ROOT / path).read_text(encoding="utf-8")
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE):
        found.setdefault(normalised(name), set()).add(version)
    return found


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_windows_lock_has_every_dependency_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {
        normalised(re.split(r"[\s<>=!~;\[]", each)[0])
        for each in project["dependencies"]
        if "linux" not in each
    }

    assert wanted - locked("installer/windows.lock").keys() == set()


def test_windows_gets_the_versions_that_are_tested_everywhere() -> None:
    windows, everywhere = locked("installer/windows.lock"), locked("locks/run.txt")

    shared = windows.keys() & everywhere.keys()
    assert "pyside6-essentials" in shared
    assert {name: windows[name] for name in shared if not windows[name] <= everywhere[name]} == {}


def test_every_locked_package_is_pinned_by_hash() -> None:
    blocks = re.split(r"\n(?=\S)", WINDOWS_LOCK.read_text(encoding="utf-8").strip())

    assert [block for block in blocks if "==" not in block or "--hash=sha256:" not in block] == []


def test_the_programs_have_one_name_each_everywhere() -> None:
    script = (HERE / "setup.nsi").read_text(encoding="utf-8")

    assert CONSOLE_EXE == CONSOLE_TWIN
    assert WINDOWED_EXE == WINDOWED_PROGRAM
    assert f'!define WINDOWED "{WINDOWED_EXE}"' in script
    assert f'!define CONSOLE "{CONSOLE_EXE}"' in script
    assert f'!define RUN_KEY "{RUN_KEY}"' in script
    assert f'!define NAME "{VALUE}"' in script


def test_the_installer_speaks_three_languages_throughout() -> None:
    script = (HERE / "setup.nsi").read_text(encoding="utf-8")
    texts: dict[str, set[str]] = {}
    for name, language in re.findall(r"^LangString (\w+) \$\{LANG_(\w+)\}", script, re.MULTILINE):
        texts.setdefault(name, set()).add(language)

    assert texts
    assert all(spoken == {"ENGLISH", "GERMAN", "JAPANESE"} for spoken in texts.values())


def test_the_version_fits_a_windows_version_resource() -> None:
    assert len(version_numbers(project_version())) == 4
    assert version_numbers("1.2") == (1, 2, 0, 0)
    with pytest.raises(ValueError, match=r"a version like 1\.2\.3"):
        version_numbers("1.2.3.4")
