"""Files that come with the program are found in a checkout, and inside an installed package."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

import pytest

from wrapup_desk import resource_files
from wrapup_desk.resource_files import ResourceMissing, resource


def module_in(package: Path) -> ModuleType:
    """Return the module as if it had been installed into *package*."""
    package.mkdir()
    copy = Path(shutil.copy(resource_files.__file__, package / "resource_files.py"))
    spec = importlib.util.spec_from_file_location("resource_files_elsewhere", copy)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("place", ["resources", "wrapup_desk/resources"])
def test_a_file_is_found_beside_the_package_or_inside_it(tmp_path: Path, place: str) -> None:
    module = module_in(tmp_path / "wrapup_desk")
    file = tmp_path / place / "icons" / "phone.svg"
    file.parent.mkdir(parents=True)
    file.write_text("<svg/>")

    assert module.resource("icons", "phone.svg") == file


def test_what_is_inside_the_package_goes_before_what_lies_beside_it(tmp_path: Path) -> None:
    package = tmp_path / "wrapup_desk"
    module = module_in(package)
    for folder in (tmp_path / "resources", package / "resources"):
        folder.mkdir()
        (folder / "some.file").write_text("x")

    assert module.resource("some.file") == package / "resources" / "some.file"


def test_a_missing_file_says_what_to_do() -> None:
    with pytest.raises(ResourceMissing, match=r"icons/none\.svg.*Install WrapUp Desk again"):
        resource("icons", "none.svg")
