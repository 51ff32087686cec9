"""What is shipped goes with its licence, or not at all."""

import zipfile
from pathlib import Path

import pytest

from installer.licences import LicenceMissing, shipped_components, write_licences


def wheel(
    folder: Path, name: str, version: str, files: dict[str, str], terms: str = "MIT"
) -> None:
    info = f"{name}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as archive:
        archive.writestr(f"{info}/METADATA", f"{metadata}License-Expression: {terms}\n")
        for path, text in files.items():
            archive.writestr(f"{info}/{path}", text)


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    folder = tmp_path / "wheels"
    folder.mkdir()
    return folder


@pytest.fixture
def python_licence(tmp_path: Path) -> Path:
    path = tmp_path / "LICENSE.txt"
    path.write_text("the terms of Python", encoding="utf-8")
    return path


def test_every_text_of_a_wheel_is_shipped_and_on_the_licence_page(
    wheels: Path, python_licence: Path, tmp_path: Path
) -> None:
    wheel(wheels, "one", "1.0", {"licenses/LICENSE": "terms of one", "NOTICE": "notice of one"})
    wheel(wheels, "two", "2.0", {"LICENSE.txt": "terms of two"}, terms="BSD-3-Clause")

    whole = write_licences(wheels, python_licence, tmp_path / "out").read_text("utf-8-sig")

    for text in ("terms of one", "notice of one", "terms of two", "the terms of Python"):
        assert text in whole
    assert "two 2.0: BSD-3-Clause" in whole


def test_a_component_without_a_text_stops_the_build(wheels: Path, python_licence: Path) -> None:
    wheel(wheels, "bare", "1.0", {})

    with pytest.raises(LicenceMissing, match="bare"):
        shipped_components(wheels, python_licence)


def test_qt_goes_under_the_lgpl_with_both_texts_and_where_its_source_is(
    wheels: Path, python_licence: Path, tmp_path: Path
) -> None:
    wheel(wheels, "PySide6_Essentials", "6.11.3", {"licenses/LicenseRef-Qt-Commercial.txt": "no"})
    out = tmp_path / "out"

    whole = write_licences(wheels, python_licence, out).read_text("utf-8-sig")

    assert "PySide6_Essentials 6.11.3: LGPL-3.0" in whole
    assert "version 6.11.3, are used under the GNU Lesser General Public" in whole
    assert "https://download.qt.io/official_releases/QtForPython/" in whole
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (out / "LGPL-3.0.txt").read_text("utf-8-sig")
    assert "GNU GENERAL PUBLIC LICENSE" in (out / "GPL-3.0.txt").read_text("utf-8-sig")


def test_what_only_builds_is_not_listed(wheels: Path, python_licence: Path) -> None:
    wheel(wheels, "pefile", "1.0", {"LICENSE": "x"})
    wheel(wheels, "pyinstaller_hooks_contrib", "1.0", {"LICENSE": "x"})

    names = {one.name for one in shipped_components(wheels, python_licence)}

    assert names == {
        "CPython",
        "Inter",
        "Lucide",
        "all-MiniLM-L6-v2 (token table and 4-bit weights)",
        "German hyphenation patterns",
    }
