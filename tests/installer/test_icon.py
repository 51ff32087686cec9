"""The icon is a valid .ico in every size Windows asks for."""

import struct
import subprocess
import sys
from pathlib import Path

from installer.icon import SIZES
from installer.places import HERE


def test_the_icon_has_a_picture_of_each_size(tmp_path: Path) -> None:
    target = tmp_path / "program.ico"
    # A process of its own, as in the build: it makes a Qt application of another kind than ours.
    command = [sys.executable, str(HERE / "icon.py"), str(HERE / "icon.svg"), str(target)]
    subprocess.run(command, check=True, timeout=60)
    content = target.read_bytes()

    reserved, kind, count = struct.unpack_from("<HHH", content)
    assert (reserved, kind, count) == (0, 1, len(SIZES))
    for number, size in enumerate(SIZES):
        entry = struct.unpack_from("<BBBBHHII", content, 6 + 16 * number)
        length, offset = entry[6:]
        png = content[offset : offset + length]
        assert png.startswith(b"\x89PNG\r\n\x1a\n")
        assert struct.unpack_from(">II", png, 16) == (size, size)
        assert (entry[0] or 256) == size
