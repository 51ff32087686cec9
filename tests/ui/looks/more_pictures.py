"""What is opened over the windows, to be looked at: menus, the palette, questions, the check."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtWidgets import QMenu, QWidget

from tests.ui.recording_desk import RecordingDesk
from tests.ui.repair.quality.quality_snapshots import reviewing
from tests.ui.repair.snapshots import NOW, ROBIN, gallery
from tests.ui.snapshots import MARTA, SELECTED, UNSURE, desk
from wrapup_desk.application.doctor.findings import (
    CheckId,
    CheckOutcome,
    Finding,
    not_checked,
    right,
)
from wrapup_desk.application.repair.state import RepairState
from wrapup_desk.domain.agent import Agent
from wrapup_desk.domain.language.conventions import listed
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.repair.correction import Batch, BatchKind
from wrapup_desk.domain.repair.permissions import FIND, FIX
from wrapup_desk.ui.desk.tray import DeskTray
from wrapup_desk.ui.desk.window import MainWindow
from wrapup_desk.ui.dialogs.help_window import HelpWindow
from wrapup_desk.ui.doctor.installation_check import InstallationCheck
from wrapup_desk.ui.menus.chips import MenuChip
from wrapup_desk.ui.repair.table.saved_views import SavedView, SavedViews
from wrapup_desk.ui.repair.window import RepairWindow

SUPERVISOR = Agent("agent-1", "Priya Nair", permissions=frozenset({FIND[0], *FIX}))


def _settle() -> None:
    for _ in range(3):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()


def _quit_question(window: MainWindow) -> QWidget:
    shown = window._bridge.commands
    assert isinstance(shown, RecordingDesk)
    shown.show(desk(SELECTED, UNSURE, is_demo=False, unfinished_count=2))
    _settle()
    window.header.quit_requested.emit()
    return window


def _menu(window: MainWindow) -> QWidget:
    shown = window._bridge.commands
    assert isinstance(shown, RecordingDesk)
    shown.show(desk(MARTA, agent=SUPERVISOR, is_demo=False))
    _settle()
    window.header.open_menu()
    return window.header.menu


def _demo_menu(window: MainWindow) -> QWidget:
    shown = window._bridge.commands
    assert isinstance(shown, RecordingDesk)
    shown.show(desk(MARTA, is_demo=True))
    _settle()
    window.header.open_menu()
    return window.header.menu


def _help_menu(window: MainWindow) -> QWidget:
    menu = _menu(window)
    assert isinstance(menu, QMenu)
    # On a low screen it is a menu of its own.
    return _submenu(menu, 0) if any(each.menu() for each in menu.actions()) else menu


def _tray_menu(window: MainWindow) -> QWidget:
    menu = DeskTray(window.theme, window)._menu
    menu.popup(window.mapToGlobal(window.rect().center()))
    return menu


def _check(window: MainWindow, *, is_over: bool) -> QWidget:
    window.side_windows.open_check()
    check = window.side_windows.check
    assert isinstance(check, InstallationCheck)
    check.begin()
    for finding in _findings():
        check.show_finding(finding)
    if is_over:
        check.finish()
        _settle()
    return check


def _findings() -> tuple[Finding, ...]:
    lacking = tr("the OAuth client lacks the scope {named}", named="notifications")
    return (
        right(CheckId.PROXY, tr("a proxy is set and is used"), detail="http://proxy.example:8080"),
        right(CheckId.SIGN_IN, tr("Genesys accepts the sign-in")),
        Finding(
            CheckId.REGION,
            CheckOutcome.WRONG,
            tr("App not authorized to use scope [{named}]", named="notifications"),
            tr("Choose your region in the settings; your administrator knows which it is."),
            subject="notifications",
        ),
        Finding(
            CheckId.PORTS,
            CheckOutcome.WARNING,
            tr("{free} is free; taken: {taken}", free=53_682, taken=listed(("53683", "53684"))),
            tr("Close those programs, or restart the computer."),
        ),
        Finding(CheckId.CHANNELS, CheckOutcome.NOTE, tr("{count} of {most} are open", count=3, most=20)),
        not_checked(CheckId.TOPICS, lacking, subject="v2.users.{id}.conversations"),
    )  # fmt: skip


AGENT_PICTURES: dict[str, Callable[[MainWindow], QWidget]] = {
    "41-quit-question": _quit_question,
    "41-menu": _menu,
    "41-menu-of-the-demo": _demo_menu,
    "41-menu-help": _help_menu,
    "41-menu-of-the-tray": _tray_menu,
    "42-check": lambda window: _check(window, is_over=True),
    "42-checking": lambda window: _check(window, is_over=False),
}


def _open_chip(chip: MenuChip) -> QMenu:
    chip.open_menu()
    _settle()
    return chip.menu


def _submenu(menu: QMenu, number: int) -> QMenu:
    """Open the menu that is *number* among those in *menu*."""
    actions = [each for each in menu.actions() if isinstance(each.menu(), QMenu)]
    opened = actions[number].menu()
    assert isinstance(opened, QMenu)
    opened.popup(menu.mapToGlobal(menu.actionGeometry(actions[number]).topRight()))
    _settle()
    return opened


def _with_views(window: RepairWindow) -> RepairWindow:
    folder = Path(tempfile.mkdtemp(prefix="views-"))
    views = SavedViews(QSettings(str(folder / "views.ini"), QSettings.Format.IniFormat))
    views.keep(SavedView("Billing & Refunds, last week"))
    views.keep(SavedView("Without a code"))
    window._views = views
    return window


def _view_menu(window: RepairWindow) -> QWidget:
    return _open_chip(_with_views(window).area.view_menu)


def _saved_view(window: RepairWindow) -> QWidget:
    return _submenu(_open_chip(_with_views(window).area.view_menu), 0)


def _sorts(window: RepairWindow) -> QWidget:
    return _submenu(_open_chip(_with_views(window).area.view_menu), 2)


def _change(window: RepairWindow) -> QWidget:
    return _submenu(_open_chip(window.area.changes_menu), 2)


def _columns(window: RepairWindow) -> QWidget:
    """Return the menu in which the columns are: on a low screen one of their own."""
    menu = _open_chip(_with_views(window).area.view_menu)
    return menu if any(each.isCheckable() for each in menu.actions()) else _submenu(menu, 3)


def _code_for_row(window: RepairWindow) -> QWidget:
    window.detail.search_requested.emit()
    return window


def _code_for_selection(window: RepairWindow) -> QWidget:
    window.area.fix_bar.one_code_requested.emit()
    return window


def _right_code(window: RepairWindow) -> QWidget:
    window.area.review_bar.press("w")
    return window


def past_its_picture(shown: HelpWindow) -> HelpWindow:
    """Scroll *shown* on to where its page is text: a picture has colours of its own."""
    _settle()
    bar = shown.page.verticalScrollBar()
    bar.setValue(bar.pageStep())
    return shown


def _help(window: RepairWindow) -> QWidget:
    _open_chip(window.area.view_menu).actions()[-1].trigger()
    shown = window.findChild(HelpWindow)
    assert isinstance(shown, HelpWindow)
    return past_its_picture(shown)


def _changed() -> RepairState:
    """Return a desk on which codes were changed by hand and by rules, and one change undone."""
    first = Batch("b1", BatchKind.FIX, ROBIN, NOW - timedelta(days=3), "R&D asked for it", 1_204)
    return replace(
        gallery()["40-repair"],
        batches=(
            Batch("b3", BatchKind.FIX, ROBIN, NOW - timedelta(hours=1), count=1),
            Batch(
                "b2", BatchKind.UNDO, ROBIN, NOW - timedelta(days=2), count=1_204, undoes_id="b1"
            ),
            replace(first, rule="Tidied list 2027"),
        ),
    )


def _chosen_days(window: RepairWindow) -> QWidget:
    return _open_chip(window.filters.range_chip)


RepairPicture = tuple[RepairState, Callable[[RepairWindow], QWidget]]


def repair_pictures() -> dict[str, RepairPicture]:
    """Return by the name of its picture the state to open, and what opens it."""
    states = gallery()
    shown = states["40-repair"]
    opened: dict[str, RepairPicture] = {
        "60-repair-days": (shown, _chosen_days),
        "63-repair-more-filters": (shown, lambda window: _submenu(_open_chip(window.filters.more), 0)),
        "64-repair-view-menu": (shown, _view_menu),
        "64-repair-saved-view": (shown, _saved_view),
        "64-repair-sort-menu": (shown, _sorts),
        "65-repair-queues": (shown, lambda window: _open_chip(window.filters.queues)),
        "65-repair-agents": (shown, lambda window: _open_chip(window.filters.agents)),
        "65-repair-problems": (shown, lambda window: _open_chip(window.filters.issues)),
        "66-repair-sample-menu": (shown, lambda window: _open_chip(window.area.sample_menu)),
        "66-repair-changes-menu": (_changed(), lambda window: _open_chip(window.area.changes_menu)),
        "66-repair-change-menu": (_changed(), _change),
        "64-repair-columns-menu": (shown, _columns),
        "67-repair-code-for-row": (shown, _code_for_row),
        "67-repair-code-for-selection": (shown, _code_for_selection),
        "67-repair-right-code": (reviewing(), _right_code),
        "68-repair-help": (shown, _help),
    }  # fmt: skip
    return opened
