"""Lets Qt's own texts and its calendars follow the language in use."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

_NAME = "wrapup-desk-qt"


def use_language_in_qt(app: QCoreApplication, language: str) -> None:
    """Say Qt's own words (menus of text fields, buttons of boxes) in *language*.

    Formats stay the system's where it speaks that language; else they are the language's own.
    """
    system = QLocale.system()
    wanted = QLocale(language)
    QLocale.setDefault(system if system.language() == wanted.language() else wanted)
    for former in app.findChildren(QTranslator, _NAME):
        app.removeTranslator(former)
        former.deleteLater()
    if language == "en":
        return
    translator = QTranslator(app)
    translator.setObjectName(_NAME)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{language}", folder):
        app.installTranslator(translator)
