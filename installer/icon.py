"""Draws the program's icon from its SVG and packs it as a Windows .ico file."""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)


def main(arguments: list[str]) -> int:
    """Write the icon: icon.py SVG ICO. A process of its own, for it needs a QGuiApplication."""
    source, target = map(Path, arguments)
    target.write_bytes(packed({size: drawn(source, size) for size in SIZES}))
    return 0


def drawn(source: Path, size: int) -> bytes:
    """Return the SVG *source* as a PNG of *size* pixels on a transparent ground."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication.instance() or QGuiApplication([])
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(source), application).render(painter)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"PNG").write(image)
    return bytes(content.data())


def packed(pictures: dict[int, bytes]) -> bytes:
    """Return an .ico file with PNG *pictures* by size; Windows reads those since Vista."""
    offset = 6 + 16 * len(pictures)
    entries, content = b"", b""
    for size, png in pictures.items():
        # 0 stands for 256 in the one byte there is.
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(png), offset)
        offset += len(png)
        content += png
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + content


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
