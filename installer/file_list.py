"""Writes the NSIS macros that install, and later remove, exactly the files of the bundle."""

from __future__ import annotations

from pathlib import Path


def write_file_list(bundle: Path, target: Path) -> int:
    """Write INSTALL_FILES and REMOVE_FILES for *bundle*; return its size in bytes.

    Removal goes file by file, so that nothing a person put beside the program is lost.
    """
    files = [path for path in bundle.rglob("*") if path.is_file()]
    # The two programs one after the other: they hold the same code, which is then packed once.
    files.sort(key=lambda path: (path.parent != bundle, path))
    size = sum(path.stat().st_size for path in files)
    lines = [f"!define INSTALLED_KB {size // 1024}", *_install(bundle, files)]
    lines += _remove(bundle, files)
    # NSIS takes UTF-8 by its byte order mark.
    target.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return size


def _install(bundle: Path, files: list[Path]) -> list[str]:
    lines = ["!macro INSTALL_FILES"]
    folder: Path | None = None
    for path in files:
        if path.parent != folder:
            folder = path.parent
            lines.append(f'  SetOutPath "{_installed(bundle, folder)}"')
        lines.append(f'  File "{_quoted(str(path))}"')
    return [*lines, "!macroend"]


def _remove(bundle: Path, files: list[Path]) -> list[str]:
    lines = ["!macro REMOVE_FILES"]
    lines += [f'  Delete "{_installed(bundle, path)}"' for path in files]
    folders = {parent for path in files for parent in path.relative_to(bundle).parents}
    # The deepest first; one that is not empty stays.
    for folder in sorted(folders, key=lambda each: (-len(each.parts), str(each))):
        if folder.parts:
            lines.append(f'  RMDir "{_installed(bundle, bundle / folder)}"')
    return [*lines, "!macroend"]


def _installed(bundle: Path, path: Path) -> str:
    inner = path.relative_to(bundle).as_posix()
    return "$INSTDIR" if inner == "." else "$INSTDIR\\" + _quoted(inner).replace("/", "\\")


def _quoted(text: str) -> str:
    return text.replace("$", "$$")
