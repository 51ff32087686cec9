"""Lets the parts of a bundle share what several of them brought: OpenSSL, Microsoft's run time."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

# (name in the bundle, where the file is, PyInstaller's kind)
Entry = tuple[str, str, str]

_RUN_TIME = re.compile(r"(vcruntime|msvcp)140(_\d)?\.dll")
# What psycopg brings a second time, under names of its own, for its libpq alone.
_SECOND_OPENSSL = re.compile(r"(libssl-3|libcrypto-3)-x64-[0-9a-f]+\.dll")


def one_run_time(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Keep of each DLL of Microsoft's run time only the newest, in the folder all search.

    Windows takes a DLL that is loaded already for any of the same name, so the others would
    never be loaded; and a newer one serves what was built with an older one.
    """
    newest: dict[str, Entry] = {}
    for entry in entries:
        name = _name(entry)
        if not _RUN_TIME.fullmatch(name):
            yield entry
        elif name not in newest or _version(entry[1]) > _version(newest[name][1]):
            newest[name] = entry
    for name, source, kind in newest.values():
        yield PurePosixPath(name.replace("\\", "/")).name, source, kind


def one_openssl(entries: Iterable[Entry], work: Path) -> list[Entry]:
    """Let libpq use Python's OpenSSL, if that has every function libpq calls.

    So there is one OpenSSL to keep up to date, and five megabytes less.
    """
    every = list(entries)
    of_python = {_name(each): each[1] for each in every}
    second = {_name(each): _SECOND_OPENSSL.fullmatch(_name(each)) for each in every}
    to_name = {old: f"{match[1]}.dll" for old, match in second.items() if match}
    libpq = next((each for each in every if _name(each).startswith("libpq-")), None)
    if libpq is None or not all(new in of_python for new in to_name.values()):
        return every
    image = _open(libpq[1])
    for table in image.DIRECTORY_ENTRY_IMPORT:
        new = to_name.get(table.dll.decode().lower())
        if new is not None:
            wanted = {each.name for each in table.imports}
            if not wanted <= _exports(of_python[new]):
                return every
    target = work / _name(libpq)
    target.write_bytes(_with_other_imports(image, to_name))
    kept = [each for each in every if each is not libpq and _name(each) not in to_name]
    return [*kept, (libpq[0], str(target), libpq[2])]


def _with_other_imports(image: Any, to_name: Mapping[str, str]) -> bytes:
    """Return the DLL with the names of what it loads exchanged; each new one is shorter."""
    content = bytearray(image.__data__)
    for table in image.DIRECTORY_ENTRY_IMPORT:
        old = table.dll
        new = to_name.get(old.decode().lower())
        if new is not None:
            start = image.get_offset_from_rva(table.struct.Name)
            content[start : start + len(old)] = new.encode().ljust(len(old), b"\0")
    return bytes(content)


def _name(entry: Entry) -> str:
    return PurePosixPath(entry[0].replace("\\", "/")).name.lower()


def _open(path: str) -> Any:
    # It comes with PyInstaller, so it is there where this runs: in the Windows Python.
    return importlib.import_module("pefile").PE(data=Path(path).read_bytes())


def _exports(path: str) -> set[bytes]:
    return {each.name for each in _open(path).DIRECTORY_ENTRY_EXPORT.symbols}


def _version(path: str) -> tuple[int, int]:
    info = _open(path).VS_FIXEDFILEINFO[0]
    return info.FileVersionMS, info.FileVersionLS
