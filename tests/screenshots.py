"""Renders every state of the window to PNG files, for people to look at.

`python -m tests.screenshots [DIRECTORY] [--only NAME]` paints each state light and dark, at 100 %
and 200 % text, on an ordinary and on a dense screen, and once in a pseudo language that is 40 %
longer; with `--language de` in that language, `longer` is the pseudo one. A pixel ratio is fixed when Qt starts, so each ratio has a process of its own.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The offscreen platform has no windows to raise, and says so each time.
os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QSettings
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from tests.application.desk.test_my_day import NOON, submission
from tests.application.desk.test_my_day import desk as my_day_desk
from tests.languages.pseudo import pseudo_catalogue
from tests.ui.card.note_pictures import NOTE_PICTURES
from tests.ui.code_lists import FIVE_HUNDRED, of_one_branch, of_one_leaf
from tests.ui.looks.more_pictures import AGENT_PICTURES, past_its_picture, repair_pictures
from tests.ui.looks.more_states import all_states
from tests.ui.recording_desk import RecordingDesk
from tests.ui.repair.quality.quality_snapshots import gallery as quality_gallery
from tests.ui.repair.recording_desk import RecordingRepairDesk
from tests.ui.repair.snapshots import NOW
from tests.ui.repair.snapshots import gallery as repair_gallery
from tests.ui.repair.table.long_codes import gallery as long_codes_gallery
from tests.ui.snapshots import desk, gallery
from wrapup_desk.application.base.hot_key import HotKeyReport, HotKeyState
from wrapup_desk.application.base.settings import LanguageChoice, Settings, ThemeChoice
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.application.repair.state import RepairState
from wrapup_desk.domain.language.texts import use_catalogue
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.main.apps.qt_language import use_language_in_qt
from wrapup_desk.main.language import use_language
from wrapup_desk.ui.desk.bridge import DeskBridge
from wrapup_desk.ui.desk.window import MainWindow
from wrapup_desk.ui.dialogs.help_window import HelpWindow
from wrapup_desk.ui.practice.practice_dialog import PracticeDialog
from wrapup_desk.ui.repair.bridge import RepairBridge
from wrapup_desk.ui.repair.window import RepairWindow
from wrapup_desk.ui.tokens import PANEL_MIN_WIDTH

REGIONS = (("mypurecloud.com.au", "Asia Pacific (Sydney)"), ("mypurecloud.de", "EMEA (Frankfurt)"))
# Width and height of the agent's window, as on the command line.
SIZE = [400, 800]


def open_window(state: DeskState, theme: ThemeChoice, text_percent: int) -> MainWindow:
    settings = Settings(theme=theme, text_percent=text_percent, region="mypurecloud.com.au")
    desk = RecordingDesk(state)
    window = MainWindow(DeskBridge(desk), settings, frozenset(), REGIONS)
    window.resize(*SIZE)
    window.show()
    return window


def settle() -> None:
    """Let what was asked for be laid out."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()


def _save(widget: QWidget, path: Path) -> None:
    settle()
    if not widget.grab().save(str(path)):
        raise OSError(f"could not write {path}")


def close(window: QWidget) -> None:
    """Close *window* and delete it."""
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))


def _palette(window: MainWindow) -> QWidget:
    window.list.search_requested.emit(window.list.active_id)
    window.palette_panel.field.setText("dup ch")
    return window


def _palette_empty(window: MainWindow) -> QWidget:
    window.list.search_requested.emit(window.list.active_id)
    return window


def _palette_tree(window: MainWindow) -> QWidget:
    state = of_one_branch()
    card = state.cards[0]
    area = QRect(20, 250, window.width() - 40, 40)
    window.palette_panel.open_over(area, card, state.uses_today, state.favourites)
    return window


def _palette_branch(window: MainWindow) -> QWidget:
    _palette_tree(window)
    palette = window.palette_panel
    for _ in range(2):
        palette._open(next(row for row in palette.codes.rows if row.branch is not None))
    return window


def _palette_same_leaf(window: MainWindow) -> QWidget:
    _palette_tree(window)
    window.palette_panel.field.setText("other")
    return window


def _topics(window: MainWindow) -> QWidget:
    panel = window.list.active_panel
    assert panel is not None
    assert panel.card is not None
    card = replace(panel.card, takes_topics=True)
    panel.choice.show_card(card, (), window._bridge.server_now())
    panel.choice.turn_topic_of_row(1)
    panel.choice.turn_topic(card.codes[3])
    return window


def _settings(window: MainWindow) -> QWidget:
    window.side_windows.open_settings(Settings(region="mypurecloud.de"), frozenset({"region"}))
    assert window.side_windows.settings is not None
    return window.side_windows.settings


def _settings_hot_key_taken(window: MainWindow) -> QWidget:
    window.side_windows.open_settings(Settings(hot_key="Ctrl+Alt+W"), frozenset())
    window.side_windows.show_hot_key(HotKeyReport(HotKeyState.TAKEN))
    assert window.side_windows.settings is not None
    return window.side_windows.settings


def _settings_no_hot_key(window: MainWindow) -> QWidget:
    window.side_windows.show_hot_key(HotKeyReport(HotKeyState.NOT_OFFERED))
    return _settings(window)


def _keys(window: MainWindow) -> QWidget:
    window.side_windows.open_keys()
    assert window.side_windows.keys is not None
    return window.side_windows.keys


def _about(window: MainWindow) -> QWidget:
    window.side_windows.open_about()
    assert window.side_windows.about is not None
    return window.side_windows.about


def _help(window: MainWindow) -> QWidget:
    window.side_windows.open_help()
    assert window.side_windows.help is not None
    return window.side_windows.help


def _help_page(window: MainWindow, page: str) -> QWidget:
    shown = _help(window)
    assert isinstance(shown, HelpWindow)
    shown.buttons[page].click()
    return past_its_picture(shown)


def _practice(window: MainWindow) -> QWidget:
    practice = PracticeDialog(window.theme, window, lambda: NOW)
    practice.open_again()
    return practice


def _show(window: MainWindow, state: DeskState) -> None:
    shown = window._bridge.commands
    assert isinstance(shown, RecordingDesk)
    shown.show(state)
    settle()


def _first_run_begins(window: MainWindow) -> QWidget:
    _show(window, DeskState())
    window.first_run.begin()
    return window


def _first_run_signs_in(window: MainWindow) -> QWidget:
    _first_run_begins(window)
    window.first_run.go_on.click()
    return window


def _first_run_practises(window: MainWindow) -> QWidget:
    _show(window, desk())
    window.first_run.begin()
    return window


def _compact(state: DeskState, theme: ThemeChoice, text_percent: int) -> MainWindow:
    window = open_window(state, theme, text_percent)
    window.resize(PANEL_MIN_WIDTH, 560)
    window.header.show_form(is_compact=True)
    window.list.use_compact(is_compact=True)
    return window


def _note_focus(window: MainWindow) -> QWidget:
    window.activateWindow()
    panel = window.list.active_panel
    assert panel is not None
    panel.choice.note.setFocus()
    panel.choice.note.put("Refund over 12.90 promised for Friday")
    return window


def _note_with_card(window: MainWindow) -> QWidget:
    panel = window.list.active_panel
    assert panel is not None
    panel.choice.note.put("Paid with 4111 1111 1111 1111")
    return window


def open_repair(
    name: str, state: RepairState, theme: ThemeChoice, text_percent: int
) -> RepairWindow:
    """Open the supervisor's window on one of its states."""
    settings = Settings(theme=theme, text_percent=text_percent)
    # No file: a view saved on this computer has no business in a picture.
    bridge = RepairBridge(RecordingRepairDesk(state), lambda: NOW)
    window = RepairWindow(bridge, settings, QSettings(), "mypurecloud.com.au")
    window.resize(window.sizeHint())
    window.show()
    if state.reports is not None:
        window.reports_button.click()
    if "quality" in name:
        settle()
        for area in window.reports.findChildren(QScrollArea):
            area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    if "rules" in name:
        window.rules_button.click()
        rules = state.rule_lists[0]
        window.rules.use(rules)
        if state.preview is not None:
            window.rules.run.click()
            window.rules.show_state(state)
    elif "preview" in name:
        window.area.fix_bar.preview.more.click()
    if "outcome" in name:
        window.area.fix_bar.outcome.more.click()
    return window


def _my_day(window: MainWindow) -> QWidget:
    failed = submission(5, SubmissionState.REFUSED)
    failed = replace(failed, reason="Genesys does not permit this: 403 missing.permission.")
    waiting = submission(6, SubmissionState.WAITING)
    state = my_day_desk(*map(submission, (1, 2, 3, 4)), failed, waiting)
    window.side_windows.open_day(state, NOON)
    assert window.side_windows.day is not None
    return window.side_windows.day


def _my_long_day(window: MainWindow) -> QWidget:
    made = []
    for number, code in enumerate(FIVE_HUNDRED[::7][:12], start=1):
        one = submission(number)
        made.append(replace(one, decision=replace(one.decision, code=code)))
    window.side_windows.open_day(my_day_desk(*made), NOON)
    assert window.side_windows.day is not None
    return window.side_windows.day


EXTRA: dict[str, Callable[[MainWindow], QWidget]] = {
    "30-palette": _palette,
    "31-palette-empty": _palette_empty,
    "31-palette-tree": _palette_tree,
    "31-palette-tree-branch": _palette_branch,
    "31-palette-tree-same": _palette_same_leaf,
    "31-topics": _topics,
    "32-settings": _settings,
    "32-settings-hot-key-taken": _settings_hot_key_taken,
    "32-settings-no-hot-key": _settings_no_hot_key,
    "33-keys": _keys,
    "34-about": _about,
    "35-note": _note_focus,
    "36-my-day": _my_day,
    "36-my-day-levels": _my_long_day,
    "37-help": _help,
    "37-help-for-supervisors": lambda window: _help_page(window, "supervisors"),
    "37-help-with-troubles": lambda window: _help_page(window, "troubleshooting"),
    "38-practice": _practice,
    "39-note-with-card": _note_with_card,
    "40-first-run-1": _first_run_begins,
    "40-first-run-2": _first_run_signs_in,
    "40-first-run-3": _first_run_practises,
    **NOTE_PICTURES,
    **AGENT_PICTURES,
}


def render(directory: Path, suffix: str, only: str) -> int:
    """Paint every state in every theme and text size into *directory*."""
    count = 0
    for theme in (ThemeChoice.LIGHT, ThemeChoice.DARK):
        for percent in (100, 200):
            tail = f"{theme.value}-{percent}{suffix}.png"
            for name, open_it in pictures(theme, percent):
                if only in name:
                    window, shown = open_it()
                    _save(shown, directory / f"{name}-{tail}")
                    close(window)
                    count += 1
    return count


Opened = tuple[QWidget, QWidget]  # the window to close, and what of it is pictured


def _over_repair(name: str, theme: ThemeChoice, percent: int) -> Opened:
    state, prepare = repair_pictures()[name]
    window = open_repair(name, state, theme, percent)
    settle()
    return window, prepare(window)


def pictures(theme: ThemeChoice, percent: int) -> Iterator[tuple[str, Callable[[], Opened]]]:
    """Yield the name of each picture, and what opens its window."""
    levelled = {"16-levels": of_one_branch(), "16-levels-same-leaf": of_one_leaf()}
    for name, state in {**all_states(), **levelled}.items():
        yield name, partial(_whole, open_window, state, theme, percent)
        yield f"compact-{name}", partial(_whole, _compact, state, theme, percent)
    repairs = {**repair_gallery(), **quality_gallery(), **long_codes_gallery()}
    for name, repair in repairs.items():
        yield name, partial(_whole, partial(open_repair, name), repair, theme, percent)
    for name in repair_pictures():
        yield name, partial(_over_repair, name, theme, percent)
    for name, prepare in EXTRA.items():
        yield name, partial(_prepared, prepare, theme, percent)


def _whole(open_it: Callable[..., QWidget], *given: object) -> Opened:
    window = open_it(*given)
    return window, window


def _prepared(
    prepare: Callable[[MainWindow], QWidget], theme: ThemeChoice, percent: int
) -> Opened:
    window = open_window(gallery()["01-agent"], theme, percent)
    settle()
    return window, prepare(window)


def main() -> None:
    """Start one process for each pixel ratio and language, or paint in this one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", nargs="?", default="screenshots", type=Path)
    parser.add_argument("--only", default="", help="a part of the names to paint")
    parser.add_argument("--width", type=int, default=SIZE[0], help="of the agent's window")
    parser.add_argument("--height", type=int, default=SIZE[1])
    parser.add_argument("--language", default="en", choices=["en", "de", "ja", "longer"])
    parser.add_argument("--suffix", default=None, help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.directory.mkdir(parents=True, exist_ok=True)
    if given.suffix is None:
        kinds: tuple[tuple[str, str], ...] = (("1", ""), ("2", "@2x"), ("1", "-pseudo"))
        if given.language != "en":
            kinds = (("1", f"-{given.language}"),)
        for ratio, suffix in kinds:
            command = [sys.executable, "-m", "tests.screenshots", str(given.directory)]
            command += [f"--only={given.only}", f"--suffix={suffix}"]
            command += [f"--language={given.language}"]
            command += [f"--width={given.width}", f"--height={given.height}"]
            environment = {**os.environ, "QT_SCALE_FACTOR": ratio}
            subprocess.run(command, check=True, env=environment)
        return
    SIZE[:] = given.width, given.height
    app = QApplication([])
    if given.suffix == "-pseudo" or given.language == "longer":
        use_catalogue(pseudo_catalogue())
    else:
        language = use_language(LanguageChoice(given.language)).language
        use_language_in_qt(app, language)
    count = render(given.directory, given.suffix, given.only)
    sys.stdout.write(f"{count} pictures in {given.directory}\n")


if __name__ == "__main__":
    main()
