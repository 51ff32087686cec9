"""Paints the documents' pictures anew: `python -m tests.ui.looks.document_pictures`.

Each page has its pictures in the language it is written in. They come with the program, so each
has no more than the colours it needs.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QApplication, QWidget

from tests import screenshots
from tests.languages.ts_files import TRANSLATED
from wrapup_desk.application.base.settings import LanguageChoice, ThemeChoice
from wrapup_desk.main.apps.qt_language import use_language_in_qt
from wrapup_desk.main.language import use_language

DOCS = Path(__file__).resolve().parents[3] / "docs"
# By the name of the state: what it is called in the documents.
SHOWN = {
    "01-agent": "agent",
    "12-sign-in": "sign-in",
    "30-palette": "palette",
    "40-repair": "repair",
    "46-repair-preview": "repair-preview",
    "61-repair-rules": "repair-rules",
    "55-repair-reports": "report",
}
ALSO_DARK = ("agent", "repair", "report")
SIZE = (400, 700)
_MOST_COLOURS = 64


def folder_of(language: str) -> Path:
    """Return where the pictures of the documents in *language* are."""
    return DOCS / "pictures" if language == "en" else DOCS / language / "pictures"


def paint_all(app: QApplication) -> int:
    """Paint every picture of the documents, and return how many there are."""
    screenshots.SIZE[:] = SIZE
    count = 0
    for language in ("en", *TRANSLATED):
        use_language_in_qt(app, use_language(LanguageChoice(language)).language)
        folder = folder_of(language)
        folder.mkdir(exist_ok=True)
        for theme in (ThemeChoice.LIGHT, ThemeChoice.DARK):
            count += _paint(folder, theme, _wanted(language, theme))
    return count


def _wanted(language: str, theme: ThemeChoice) -> dict[str, str]:
    if theme is ThemeChoice.LIGHT:
        return SHOWN
    dark = ALSO_DARK if language == "en" else ()
    return {state: f"{name}-dark" for state, name in SHOWN.items() if name in dark}


def _paint(folder: Path, theme: ThemeChoice, wanted: dict[str, str]) -> int:
    for state, open_it in screenshots.pictures(theme, 100):
        if state in wanted:
            window, shown = open_it()
            _save(shown, folder / f"{wanted[state]}.png")
            screenshots.close(window)
    return len(wanted)


def _save(shown: QWidget, path: Path) -> None:
    screenshots.settle()
    writer = QImageWriter(str(path), b"png")
    writer.setCompression(100)
    if not writer.write(with_few_colours(shown.grab().toImage())):
        raise OSError(f"could not write {path}: {writer.errorString()}")


def with_few_colours(image: QImage) -> QImage:
    """Return *image* in the colours it has most of; the rest are shades at the edges of letters."""
    flat = image.convertToFormat(QImage.Format.Format_RGB32)
    seen = Counter(flat.pixel(x, y) for y in range(flat.height()) for x in range(flat.width()))
    colours = [colour for colour, _count in seen.most_common(_MOST_COLOURS)]
    exact = Qt.ImageConversionFlag.ThresholdDither
    return flat.convertToFormat(QImage.Format.Format_Indexed8, colours, exact)


if __name__ == "__main__":
    sys.stdout.write(f"{paint_all(QApplication([]))} pictures\n")
