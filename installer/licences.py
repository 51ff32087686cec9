"""Collects the licence texts of everything the installer ships into one folder and one text."""

from __future__ import annotations

import email
import email.message
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from installer.places import LICENCE_TEXTS, PROGRAM, ROOT

# In the lock for the build alone; nothing of them is in the bundle but PyInstaller's starter,
# whose licence has an exception for that.
BUILD_ONLY = {
    "altgraph",
    "packaging",
    "pefile",
    "pycparser",
    "pyinstaller-hooks-contrib",
    "setuptools",
    "tzdata",
}
# The wheels of Qt hold no text of the LGPL, so it comes from here.
_QT = {"pyside6-essentials", "shiboken6"}
_QT_NOTICE = f"""\
Qt, PySide6 and Shiboken6, version {{version}}, are used under the GNU Lesser General Public
License, version 3 (LGPL-3.0.txt; it refers to GPL-3.0.txt; both are in this folder). They are
dynamically linked: the files in {PROGRAM}\\lib\\PySide6 and {PROGRAM}\\lib\\shiboken6 may be
exchanged for your own build of the same version, and nothing in the program checks or prevents it.
You may study and change the program for that, and debug your changes.
Their complete source is at https://download.qt.io/official_releases/qt/ and
https://download.qt.io/official_releases/QtForPython/ (pyside-setup), and at https://code.qt.io/.
Qt contains code of others; https://doc.qt.io/qt-6/licenses-used-in-qt.html lists it.
"""
_PSYCOPG_NOTICE = f"""\
psycopg and psycopg-binary, version {{version}}, are used under the GNU Lesser General Public
License, version 3, too. The files in {PROGRAM}\\lib\\psycopg and {PROGRAM}\\lib\\psycopg_binary may
be exchanged for your own build. Their source is at https://github.com/psycopg/psycopg and
https://pypi.org/project/psycopg/.
"""


@dataclass(frozen=True, slots=True)
class Component:
    """One thing that is shipped: its name, its terms, and the texts that have to go with it."""

    name: str
    version: str
    terms: str
    texts: dict[str, str]


class LicenceMissing(Exception):
    """A shipped component has no licence text, so it must not be shipped."""


def write_licences(wheels: Path, python_licence: Path, folder: Path) -> Path:
    """Fill *folder*: one file that has every text and is returned, and the LGPL by itself.

    Raises:
        LicenceMissing: a wheel brings no text.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    components = shipped_components(wheels, python_licence)
    for name in ("LGPL-3", "GPL-3"):
        text = (LICENCE_TEXTS / f"{name}.txt").read_text(encoding="utf-8")
        _write(folder / f"{name}.0.txt", text)
    whole = folder / "THIRD-PARTY.txt"
    _write(whole, as_one_text(components))
    return whole


def shipped_components(wheels: Path, python_licence: Path) -> list[Component]:
    """Return what is shipped, by name, from the wheels and this checkout."""
    found = [_of_wheel(path) for path in sorted(wheels.glob("*.whl"))]
    components = [one for one in found if _key(one) not in BUILD_ONLY]
    without = [one.name for one in components if not one.texts and _key(one) not in _QT]
    if without:
        raise LicenceMissing(f"no licence text in the wheels of: {', '.join(without)}")
    python = {"LICENSE.txt": python_licence.read_text(encoding="utf-8")}
    components.append(Component("CPython", "3.13", "PSF-2.0, and those of its parts", python))
    components += _of_resources()
    return sorted(components, key=lambda one: one.name.lower())


def as_one_text(components: list[Component]) -> str:
    """Return the text of the licence page: ours, the list, the notice on Qt, and every text."""
    parts = [
        "WrapUp Desk\n\n" + (ROOT / "LICENSE").read_text(encoding="utf-8"),
        "It contains the following components of others; their texts follow.\n\n"
        + "\n".join(f"{one.name} {one.version}: {one.terms}" for one in components),
        *_lgpl_notices({_key(one): one.version for one in components}),
    ]
    for component in components:
        for name, text in component.texts.items():
            parts.append(f"{component.name} {component.version} - {name}\n\n{text.strip()}")
    for name in ("LGPL-3", "GPL-3"):
        parts.append((LICENCE_TEXTS / f"{name}.txt").read_text(encoding="utf-8").strip())
    return ("\n\n" + "=" * 72 + "\n\n").join(part.strip() for part in parts) + "\n"


def _lgpl_notices(versions: dict[str, str]) -> list[str]:
    known = {"pyside6-essentials": _QT_NOTICE, "psycopg": _PSYCOPG_NOTICE}
    return [
        notice.format(version=versions[name]) for name, notice in known.items() if name in versions
    ]


def _key(component: Component) -> str:
    return component.name.lower().replace("_", "-")


def _of_wheel(path: Path) -> Component:
    with zipfile.ZipFile(path) as wheel:
        names = wheel.namelist()
        metadata_name = next(name for name in names if name.endswith(".dist-info/METADATA"))
        metadata = email.message_from_bytes(wheel.read(metadata_name))
        texts = {
            _flat(name): wheel.read(name).decode("utf-8", "replace")
            for name in names
            if not name.endswith("/") and _is_licence(PurePosixPath(name))
        }
    name, version = str(metadata["Name"]), str(metadata["Version"])
    if name.lower().replace("_", "-") in _QT:
        # The wheel names three licences to choose from, and brings the text of another one.
        return Component(name, version, "LGPL-3.0, see the notice", {})
    return Component(name, version, _terms(metadata), texts)


def _is_licence(name: PurePosixPath) -> bool:
    if not name.parts[0].endswith(".dist-info"):
        return False
    if len(name.parts) > 2 and name.parts[1] in ("licenses", "license_files"):
        return True
    return name.name.lower().startswith(("licen", "copying", "notice"))


def _flat(name: str) -> str:
    inner = [part for part in name.split("/")[1:] if part not in ("licenses", "license_files")]
    return "_".join(inner)


def _terms(metadata: email.message.Message) -> str:
    short: str | None = metadata.get("License-Expression") or metadata.get("License")
    if short and "\n" not in short:
        return short
    classifiers = metadata.get_all("Classifier", [])
    named = [line.split("::")[-1].strip() for line in classifiers if line.startswith("License")]
    return "; ".join(named) or "see its text"


def _of_resources() -> list[Component]:
    wanted = {
        "Inter": ("OFL-1.1", "fonts/LICENSE-Inter-OFL.txt"),
        "Lucide": ("ISC", "icons/LICENSE-Lucide-ISC.txt"),
        "all-MiniLM-L6-v2 (token table and 4-bit weights)": (
            "Apache-2.0",
            "language/LICENSE-Apache-2.0.txt",
        ),
        "German hyphenation patterns": ("MIT", "languages/LICENSE-hyph-de-1996-MIT.txt"),
    }
    return [
        Component(
            name,
            "",
            terms,
            {"LICENSE.txt": (ROOT / "resources" / file).read_text(encoding="utf-8")},
        )
        for name, (terms, file) in wanted.items()
    ]


def _write(path: Path, text: str) -> None:
    # Windows' own editor, and the installer's licence page, want both.
    path.write_text(text, encoding="utf-8-sig", newline="\r\n")
