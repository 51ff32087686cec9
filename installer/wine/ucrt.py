"""Gives a Wine prefix the complex functions that numpy needs and Wine 8.0 lacks."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
_MARK = b"Wine builtin DLL"
_ROW = re.compile(r"^\s*\[\s*\d+\](?: \+base\[\s*\d+\])?\s+(?:[0-9a-f]+\s+)?(\S+)$")


def complete_ucrt(system: Path) -> None:
    """Replace *system*/ucrtbase.dll by one that passes all else on to Wine's own."""
    ours, wines = system / "ucrtbase.dll", system / "ucrtwine.dll"
    content = ours.read_bytes()
    # Without its mark Wine takes the copy for a DLL of Windows, and loads it by its new name.
    wines.write_bytes(content.replace(_MARK, b"\0" * len(_MARK), 1))
    own = set(re.findall(r"(?:COMPLEX|REAL)\((c\w+)\)", (HERE / "ucrt_complex.c").read_text()))
    own |= {"cpow"}
    own_names = {name + ending for name in own for ending in ("", "f", "l")}
    lines = ["LIBRARY ucrtbase", "EXPORTS"]
    for name in exported_names(ours):
        target = f"x_{name}" if name in own_names else f"ucrtwine.{name}"
        lines.append(f'  "{name}"="{target}"')
    definition = system / "ucrtbase.def"
    definition.write_text("\n".join(lines) + "\n")
    ours.unlink()
    command = [
        "x86_64-w64-mingw32-gcc",
        "-O2",
        "-w",
        "-shared",
        "-s",
        "-static-libgcc",
        "-o",
        str(ours),
    ]
    subprocess.run([*command, str(HERE / "ucrt_complex.c"), str(definition)], check=True)


def exported_names(library: Path) -> list[str]:
    """Return the names a DLL exports."""
    command = ["x86_64-w64-mingw32-objdump", "-p", str(library)]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    table = text.partition("[Ordinal/Name Pointer] Table")[2].partition("\n\n")[0]
    return [row[1] for line in table.splitlines() if (row := _ROW.match(line))]
