"""Turns tokens and settings into the application's palette, font, style sheet and icons."""

from __future__ import annotations

import re
from dataclasses import asdict

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from wrapup_desk.application.base.settings import Settings, ThemeChoice
from wrapup_desk.domain.language.texts import language_in_use
from wrapup_desk.resource_files import resource
from wrapup_desk.ui.tokens import DARK, LIGHT, Colours, Size, Weight

_FAMILY = "Inter"
# Inter has no kana and kanji. Left to itself a system may take Chinese shapes for the latter.
_BEHIND_IT = {
    "ja": ("Yu Gothic UI", "Meiryo", "Hiragino Sans", "Noto Sans CJK JP", "Noto Sans JP"),
}
_WEIGHT_AXIS = QFont.Tag("wght")
_TABULAR_FIGURES = QFont.Tag("tnum")
_LARGE_TEXT_PERCENT = 150


def apply_theme(app: QApplication, settings: Settings) -> Theme:
    """Give *app* the look of the settings; the result is handed to every window."""
    if _FAMILY not in QFontDatabase.families():
        QFontDatabase.addApplicationFont(str(resource("fonts", "InterVariable.ttf")))
    app.setStyle("fusion")  # the same on every system, and it honours the whole palette
    # Nothing moves but what counts: menus, lists and tooltips are there at once, for everybody.
    app.setEffectEnabled(Qt.UIEffect.UI_General, enable=False)
    theme = Theme(app)
    theme.use(settings.theme, settings.text_percent)
    return theme


class Theme(QObject):
    """The colours, fonts and icons in use; widgets ask it each time they paint."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app = app
        self._theme = ThemeChoice.SYSTEM
        self._text_percent = 100
        self._colours: Colours = LIGHT
        self._ink: dict[str, QColor] = {}
        self._fonts: dict[tuple[int, int, bool], QFont] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        app.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def is_dark(self) -> bool:
        return self._colours is DARK

    @property
    def colours(self) -> Colours:
        return self._colours

    @property
    def text_percent(self) -> int:
        return self._text_percent

    @property
    def has_large_text(self) -> bool:
        """Whether what stands side by side has to stand below each other."""
        return self._text_percent >= _LARGE_TEXT_PERCENT

    def use(self, theme: ThemeChoice, text_percent: int) -> None:
        """Switch to *theme* and text size; everything on screen follows at once."""
        self._theme = theme
        self._text_percent = text_percent
        self._colours = DARK if self._wants_dark() else LIGHT
        self._ink = {name: QColor(value) for name, value in asdict(self._colours).items()}
        self._fonts.clear()
        self._pixmaps.clear()
        self._app.setPalette(_palette(self._ink))
        self._app.setFont(self.words(Size.BODY))
        self._app.setStyleSheet(self._style_sheet())
        self.changed.emit()

    def ink(self, name: str) -> QColor:
        """Return the colour of a token."""
        return self._ink[name]

    def px(self, size: float) -> int:
        """Return *size*, given for 100 % text, in pixels at the text size in use."""
        return round(size * self._text_percent / 100)

    def font(self, size: Size, weight: Weight = Weight.REGULAR) -> QFont:
        """Return Inter in a token's size; figures keep their width so that seconds do not jump."""
        return self._font(size, weight, has_wide_figures=True)

    def words(self, size: Size, weight: Weight = Weight.REGULAR) -> QFont:
        """Return Inter for words: a hyphen is as wide as one, not as a figure."""
        return self._font(size, weight, has_wide_figures=False)

    def font_of(self, text: str, size: Size, weight: Weight = Weight.REGULAR) -> QFont:
        """Return Inter for *text*, which may count seconds or have hyphens."""
        return self.words(size, weight) if "-" in text else self.font(size, weight)

    def _font(self, size: Size, weight: Weight, *, has_wide_figures: bool) -> QFont:
        key = (int(size), int(weight), has_wide_figures)
        if key not in self._fonts:
            behind_it = _BEHIND_IT.get(language_in_use(), ())
            font = QFont([_FAMILY, *behind_it])
            font.setPixelSize(self.px(size))
            # The bundled file is one variable font: QFont.setWeight alone would embolden it
            # by smearing, the axis draws the real weight.
            font.setVariableAxis(_WEIGHT_AXIS, float(weight))
            if behind_it and weight >= Weight.SEMIBOLD:
                # The fonts behind it have no axis: only a bold weight makes them bold. Inter
                # is smeared then, so it begins from less.
                font.setWeight(QFont.Weight.Bold)
                font.setVariableAxis(_WEIGHT_AXIS, float(Weight.MEDIUM))
            if has_wide_figures:
                # Inter's hyphen becomes as wide as a figure, too.
                font.setFeature(_TABULAR_FIGURES, 1)
            self._fonts[key] = font
        return self._fonts[key]

    def pixmap(self, name: str, ink: str, side: int, pixel_ratio: float) -> QPixmap:
        """Return icon *name* in a token's colour, *side* pixels square, sharp at the ratio."""
        key = (name, ink, side, pixel_ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._render(name, ink, side, pixel_ratio)
        return self._pixmaps[key]

    def icon(self, name: str, ink: str) -> QIcon:
        """Return icon *name* for a menu or a dialog."""
        icon = QIcon()
        for ratio in (1.0, 2.0):
            icon.addPixmap(self.pixmap(name, ink, self.px(16), ratio))
        return icon

    def draw_icon(self, painter: QPainter, spot: QRectF, name: str, ink: str) -> None:
        """Paint icon *name* into the square *spot*."""
        ratio = painter.device().devicePixelRatioF()
        pixmap = self.pixmap(name, ink, round(spot.width()), ratio)
        painter.drawPixmap(spot.topLeft(), pixmap)

    def _render(self, name: str, ink: str, side: int, pixel_ratio: float) -> QPixmap:
        svg = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
        coloured = svg.replace("currentColor", self._ink[ink].name())
        pixmap = QPixmap(round(side * pixel_ratio), round(side * pixel_ratio))
        pixmap.setDevicePixelRatio(pixel_ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(coloured.encode())).render(painter, QRectF(0, 0, side, side))
        painter.end()
        return pixmap

    def _wants_dark(self) -> bool:
        if self._theme is ThemeChoice.SYSTEM:
            return self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self._theme is ThemeChoice.DARK

    def _follow_system(self) -> None:
        if self._theme is ThemeChoice.SYSTEM:
            self.use(self._theme, self._text_percent)

    def _style_sheet(self) -> str:
        template = resource("theme", "desk.qss").read_text(encoding="utf-8")
        coloured = re.sub(r"@(\w+)", lambda found: self._ink[found[1]].name(), template)
        grown = re.sub(r"\b(\d+)tx\b", lambda found: f"{self.px(int(found[1]))}px", coloured)
        return re.sub(r"\b(\d+)sx\b", lambda found: f"{self._shrunk(int(found[1]))}px", grown)

    def _shrunk(self, size: int) -> int:
        """Return the room around a text: large text needs less of it, and the screen is as low."""
        return round(size * 100 / max(self._text_percent, 100))


def _palette(ink: dict[str, QColor]) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for target, name in (
        (role.Window, "bg"),
        (role.Base, "surface"),
        (role.AlternateBase, "bg"),
        (role.Button, "surface"),
        (role.WindowText, "text"),
        (role.Text, "text"),
        (role.ButtonText, "text"),
        (role.PlaceholderText, "muted"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "on_accent"),
        (role.Accent, "accent"),
        (role.Link, "accent"),
        (role.ToolTipBase, "surface"),
        (role.ToolTipText, "text"),
        (role.Mid, "edge"),
        (role.Light, "line"),
    ):
        palette.setColor(target, ink[name])
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, ink["muted"])
    return palette


def running_application() -> QApplication:
    """Return the application there is.

    Raises:
        TypeError: there is none yet.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError("the window needs a QApplication")
    return app


def stressed() -> QFont:
    """Return what stands out in a document: a weight alone, which its words take over.

    A document's own bold is a weight the bundled font has no file for: Qt would smear it.
    """
    font = QFont()
    font.setWeight(QFont.Weight.Normal)
    font.setVariableAxis(_WEIGHT_AXIS, float(Weight.SEMIBOLD))
    return font
