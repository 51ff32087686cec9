"""The demo goes on in another language when one is chosen, as the program itself does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from wrapup_desk.application.base.settings import LanguageChoice
from wrapup_desk.domain.language.texts import Catalogue, language_in_use, use_catalogue
from wrapup_desk.main.apps.desk_window import make_application
from wrapup_desk.main.apps.qt_language import use_language_in_qt
from wrapup_desk.main.demo.desk_demo import show_demo
from wrapup_desk.ui.desk.window import MainWindow


class Visitor:
    """A person at the demo, who does one thing after the other as soon as it can be done."""

    def __init__(self, app: QApplication, steps: list[Callable[[MainWindow], bool]]) -> None:
        self._app, self._steps = app, steps
        self._timer = QTimer(interval=50)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def go(self) -> None:
        self._timer.stop()

    def _look(self) -> None:
        shown = [one for one in self._app.topLevelWidgets() if isinstance(one, MainWindow)]
        window = next((one for one in shown if one.isVisible()), None)
        if window is not None and self._steps and self._steps[0](window):
            del self._steps[0]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_choosing_a_language_does_not_leave_the_demo(qapp: QApplication) -> None:
    names: list[set[str]] = []

    def note_names(window: MainWindow) -> bool:
        found = {card.leg.customer_name for card in window._bridge.state.cards}
        if found:
            names.append(found)
        return bool(found)

    def choose_german(window: MainWindow) -> bool:
        if note_names(window):
            window.settings_changed.emit(replace(window._settings, language=LanguageChoice.GERMAN))
        return len(names) == 1

    def quit_in_german(window: MainWindow) -> bool:
        if language_in_use() == "de" and note_names(window):
            window.quit_requested.emit()
        return len(names) == 2

    visitor = Visitor(qapp, [choose_german, quit_in_german])
    try:
        code = show_demo(make_application(), speed=6)
    finally:
        visitor.go()
        use_catalogue(Catalogue())
        use_language_in_qt(qapp, "en")

    assert code == 0
    assert names[0] <= names[1]
