from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QFontInfo,
    QFontMetricsF,
    QImage,
    QPainter,
    QPalette,
)
from PySide6.QtWidgets import QApplication, QMenu, QStyle

from tests.languages.speaking import speaking
from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from wrapup_desk.application.base.settings import LanguageChoice, Settings, ThemeChoice
from wrapup_desk.ui.theme import Theme, apply_theme
from wrapup_desk.ui.tokens import DARK, LIGHT, Size, Weight


def test_the_bundled_typeface_is_used(theme: Theme) -> None:
    assert QFontInfo(theme.font(Size.BODY)).family() == "Inter"


def test_a_hyphen_is_as_wide_as_one_and_figures_that_count_have_one_width(theme: Theme) -> None:
    def width(text: str, drawn: str) -> float:
        return QFontMetricsF(theme.font_of(text, Size.BODY)).horizontalAdvance(drawn)

    assert width("Client-ID", "-") < width("in 11 s", "-")
    assert width("in 11 s", "in 11 s") == width("in 28 s", "in 28 s")


def test_japanese_is_drawn_heavier_where_latin_letters_are(qapp: QApplication) -> None:
    with speaking(LanguageChoice.JAPANESE):
        theme = apply_theme(qapp, Settings(theme=ThemeChoice.LIGHT))
        regular, strong = (
            theme.font(Size.LEAD, each) for each in (Weight.REGULAR, Weight.SEMIBOLD)
        )
        assert strong.weight() > regular.weight()
        if "Noto Sans CJK JP" in QFontDatabase.families():
            assert ink(strong, "今日の記録") > 1.2 * ink(regular, "今日の記録")
        # Without a screen Windows has no font but the bundled one, and makes none bold by itself.
        if sys.platform != "win32":
            assert ink(strong, "Genesys") > 1.2 * ink(regular, "Genesys")
    assert apply_theme(qapp, Settings()).font(Size.LEAD, Weight.SEMIBOLD).weight() == 400


def ink(font: QFont, text: str) -> int:
    image = QImage(200, 30, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    painter.setFont(font)
    painter.drawText(4, 20, text)
    painter.end()
    return sum(255 - value for value in bytes(image.constBits()))


def test_a_heavier_weight_is_really_drawn_heavier(theme: Theme) -> None:
    inks = [ink(theme.font(Size.LEAD, each), "Duplicate charge") for each in Weight]

    assert inks == sorted(set(inks))


def test_light_and_dark_reach_the_whole_application(qapp: QApplication, theme: Theme) -> None:
    theme.use(ThemeChoice.DARK, 100)
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.bg
    theme.use(ThemeChoice.LIGHT, 100)

    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == LIGHT.bg


def test_the_style_sheet_has_no_token_left_over(qapp: QApplication, theme: Theme) -> None:
    sheet = qapp.styleSheet()

    assert "@" not in sheet.split("*/", 1)[1]
    assert "tx;" not in sheet


def test_text_grows_with_the_setting(theme: Theme) -> None:
    theme.use(ThemeChoice.LIGHT, 200)

    assert theme.font(Size.BODY).pixelSize() == 28
    theme.use(ThemeChoice.LIGHT, 100)


def test_icons_take_the_colour_of_the_theme(theme: Theme) -> None:
    def colours(ink: str) -> set[str]:
        image = theme.pixmap("phone", ink, 24, 1.0).toImage()
        spots = ((x, y) for x in range(24) for y in range(24))
        return {
            image.pixelColor(x, y).name().upper()
            for x, y in spots
            if image.pixelColor(x, y).alpha() == 255
        }

    assert colours("accent") == {LIGHT.accent}
    assert colours("bad") == {LIGHT.bad}


def test_no_icon_is_bundled_that_the_program_does_not_use() -> None:
    root = Path(__file__).resolve().parents[2]
    code = "\n".join(
        path.read_text(encoding="utf-8") for path in (root / "wrapup_desk/ui").rglob("*.py")
    )
    bundled = {path.stem for path in (root / "resources/icons").glob("*.svg")}

    assert {name for name in bundled if f'"{name}"' not in code} == set()


def test_the_window_follows_a_new_text_size_at_once(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    before = driver.panel("marta").sizeHint().height()

    larger = Settings(theme=ThemeChoice.LIGHT, text_percent=150)
    driver.window.use_settings(larger, frozenset())

    assert driver.panel("marta").sizeHint().height() > before
    driver.window.use_settings(Settings(theme=ThemeChoice.LIGHT), frozenset())


def test_applying_a_theme_twice_loads_the_typeface_once(qapp: QApplication) -> None:
    from PySide6.QtGui import QFontDatabase

    apply_theme(qapp, Settings(theme=ThemeChoice.LIGHT))
    before = QFontDatabase.families().count("Inter")
    apply_theme(qapp, Settings(theme=ThemeChoice.LIGHT))

    assert QFontDatabase.families().count("Inter") == before == 1


def test_what_stands_before_a_menus_texts_grows_with_them(qapp: QApplication) -> None:
    def side(percent: int) -> int:
        apply_theme(qapp, Settings(theme=ThemeChoice.LIGHT, text_percent=percent))
        menu = QMenu()
        menu.ensurePolished()
        return menu.style().pixelMetric(QStyle.PixelMetric.PM_SmallIconSize, None, menu)

    assert (side(100), side(200)) == (16, 32)
