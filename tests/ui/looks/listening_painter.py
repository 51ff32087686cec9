"""A painter that says which texts were painted, and where each of them ends."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPixmap


class ListeningPainter(QPainter):
    """Paints, and keeps each text with where it ends."""

    def __init__(self, onto: QPixmap) -> None:
        super().__init__(onto)
        self._onto = onto  # has to outlive the painter
        self.texts: list[tuple[str, float]] = []

    def drawText(self, *given: Any) -> Any:  # noqa: N802 -- Qt calls it so
        where, text = given[0], given[-1]
        assert isinstance(where, QPointF | QRectF | QRect)
        assert isinstance(text, str)
        left = where.x() if isinstance(where, QPointF) else where.left()
        self.texts.append((text, left + QFontMetricsF(self.font()).horizontalAdvance(text)))
