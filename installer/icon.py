"""Draws from SVG the program's icon, as a Windows .ico file, and the side of the setup's pages."""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
# Twice what NSIS asks for, so that it stays sharp on a screen of 200 %.
PANEL_SIZE = (328, 628)


def main(arguments: list[str]) -> int:
    """Write both: icon.py FOLDER_OF_SVGS ICO BMP. A process of its own, for Qt's application."""
    sources, icon, panel = map(Path, arguments)
    source = sources / "icon.svg"
    icon.write_bytes(packed({size: drawn(source, (size, size), b"PNG") for size in SIZES}))
    panel.write_bytes(drawn(sources / "side_panel.svg", PANEL_SIZE, b"BMP"))
    return 0


def drawn(source: Path, size: tuple[int, int], kind: bytes) -> bytes:
    """Return the SVG *source* as a picture of *size* pixels; a PNG's ground is transparent."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication.instance() or QGuiApplication([])
    image = QImage(*size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(source), application).render(painter)
    painter.end()
    if kind == b"BMP":
        # NSIS shows no bitmap with an alpha channel.
        image = image.convertToFormat(QImage.Format.Format_RGB888)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, kind).write(image)
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
