"""The icon is a valid .ico in every size Windows asks for; the side of the pages is a bitmap."""

import struct
import subprocess
import sys
from pathlib import Path

import pytest

from installer.icon import PANEL_SIZE, SIZES
from installer.places import HERE


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drawn")
    # A process of its own, as in the build: it makes a Qt application of another kind than ours.
    targets = [folder / "program.ico", folder / "panel.bmp"]
    command = [sys.executable, HERE / "icon.py", HERE, *targets]
    subprocess.run([str(word) for word in command], check=True, timeout=60)
    return folder


def test_the_side_of_the_pages_is_an_opaque_bitmap(drawn: Path) -> None:
    content = (drawn / "panel.bmp").read_bytes()

    assert content[:2] == b"BM"
    assert struct.unpack_from("<ii", content, 18) == PANEL_SIZE
    assert struct.unpack_from("<H", content, 28) == (24,)


def test_the_icon_has_a_picture_of_each_size(drawn: Path) -> None:
    content = (drawn / "program.ico").read_bytes()

    reserved, kind, count = struct.unpack_from("<HHH", content)
    assert (reserved, kind, count) == (0, 1, len(SIZES))
    for number, size in enumerate(SIZES):
        entry = struct.unpack_from("<BBBBHHII", content, 6 + 16 * number)
        length, offset = entry[6:]
        png = content[offset : offset + length]
        assert png.startswith(b"\x89PNG\r\n\x1a\n")
        assert struct.unpack_from(">II", png, 16) == (size, size)
        assert (entry[0] or 256) == size
