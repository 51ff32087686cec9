"""Shows the desk in its window, from the first paint to an orderly end."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from wrapup_desk.adapters.files.settings_file import SettingsFile, policy_path
from wrapup_desk.adapters.genesys.http.regions import REGIONS, UntrustedAddress
from wrapup_desk.adapters.keyring_secrets import KeyringSecrets
from wrapup_desk.adapters.log_files import stop_logs, unhandled_errors_are_logged, write_logs
from wrapup_desk.application.base.notice import Notice, NoticeAction, NoticeKind
from wrapup_desk.application.base.ports import ContactCentreError, StoreError
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk.desk import Desk
from wrapup_desk.application.desk.desk_state import DeskState
from wrapup_desk.domain.language.texts import language_in_use, tr
from wrapup_desk.main.apps.desk_app import DeskApp, open_desk_app
from wrapup_desk.main.apps.garbage_collection import collect_on_this_thread_only
from wrapup_desk.main.apps.installation_check import offer_check
from wrapup_desk.main.apps.qt_language import use_language_in_qt
from wrapup_desk.main.apps.window_commands import WindowCommands
from wrapup_desk.main.desktop.beside import stand_beside
from wrapup_desk.main.desktop.menu_entry import use_menu_entry
from wrapup_desk.main.language import use_language
from wrapup_desk.main.qt_loop import qt_runner
from wrapup_desk.main.settings_writer import PLACE, SettingsWriter
from wrapup_desk.main.system.autostart import set_autostart
from wrapup_desk.main.system.browser import SystemBrowser
from wrapup_desk.main.system.chosen_address import address_in
from wrapup_desk.main.system.error_text import error_text
from wrapup_desk.main.system.first_paint import FirstPaint
from wrapup_desk.main.system.graceful_shutdown import (
    GracefulShutdown,
    QtApplication,
    left_out_of,
)
from wrapup_desk.main.system.profile import Profile, ProfileInUse
from wrapup_desk.main.system.repair_launcher import open_repair
from wrapup_desk.main.system.second_start import NotEnded, run_alone
from wrapup_desk.main.system.shutdown_request import ShutdownRequest
from wrapup_desk.main.system.startup_error import may_end_running, show_startup_error
from wrapup_desk.main.system.window_system import (
    leave_out_a_silent_bus,
    leave_out_silent_accessibility,
    no_accessibility,
    no_bus,
    one_line_without_a_screen,
)
from wrapup_desk.main.window_memory import window_memory
from wrapup_desk.ui.desk.bridge import DeskBridge
from wrapup_desk.ui.desk.window import MainWindow
from wrapup_desk.ui.placement.window_place import WindowPlace
from wrapup_desk.ui.tokens import PANEL_WIDTH

log = logging.getLogger(__name__)

FIRST_HEIGHT, MARGIN = 840, 60
_KNOWS_THE_WAY = "knows_the_way"
# What a change of starts the desk again: its texts, whom the program talks to, and how.
_STARTS_AGAIN = ("language", *PLACE)


def run_window(
    options: argparse.Namespace, show_demo: Callable[[QApplication], int | None]
) -> int:
    """Run the agent's window until it is closed; *show_demo* follows if that was asked for.

    A demo that returns no exit code was left in order to sign in: the window comes again.
    """
    recording = options.record.absolute() if options.record else None
    profile = replace(Profile.chosen(options.profile), recording_path=recording)
    if options.platform:
        os.environ["QT_QPA_PLATFORM"] = options.platform
    elif not has_display():
        sys.stderr.write(
            tr(
                "wrapup-desk: there is no display; use wrapup-desk headless, or --platform offscreen\n"
            )
        )
        return 1
    app = make_application()
    code: int | None = None
    while code is None:
        try:
            ending = run_alone(
                profile, lambda: run_sessions(app, profile), partial(may_end_running, app)
            )
        except (ProfileInUse, NotEnded, StoreError, ContactCentreError, OSError) as error:
            show_startup_error(app, error_text(error))
            return 1
        code = show_demo(app) if ending is not None and ending.wants_demo else 0
    return code


def has_display() -> bool:
    """Whether windows can be shown to somebody."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def choose_demo_display(platform: str | None) -> bool:
    """Choose where a demo is drawn; tell whether it is alone, as nobody can watch it there."""
    is_alone = platform == "offscreen" or not has_display()
    if is_alone:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    elif platform:
        os.environ["QT_QPA_PLATFORM"] = platform
    return is_alone


def make_application() -> QApplication:
    """Return the one QApplication, named so that its files find their place."""
    QCoreApplication.setApplicationName("WrapUp Desk")
    QCoreApplication.setOrganizationName("WrapUp Desk")
    use_menu_entry()
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = _start_qt()
        collect_on_this_thread_only(app)
    app.setQuitOnLastWindowClosed(False)
    use_language_in_qt(app, language_in_use())
    return app


def _start_qt() -> QtApplication:
    left_out = [no_bus()] if leave_out_a_silent_bus() else []
    with one_line_without_a_screen():
        app = QtApplication(sys.argv[:1])
    if leave_out_silent_accessibility(app.platformName()):
        left_out.append(no_accessibility())
    app.left_out = tuple(left_out)
    return app


def run_sessions(app: QApplication, profile: Profile) -> ShutdownRequest:
    """Show the window until it is closed for good; some settings start the desk again."""
    keeper = SettingsWriter(SettingsFile(profile.settings_path, policy_path()))
    handler = write_logs(profile.log_folder, keeper.settings.log_level)
    try:
        with unhandled_errors_are_logged(), qt_runner(app) as runner:
            while True:
                use_language_in_qt(app, use_language(keeper.settings.language).language)
                keeper.word_again()
                ending = runner.run(_session(app, profile, keeper))
                if not ending.starts_again:
                    break
    finally:
        stop_logs(handler)
    return ending


async def _session(app: QApplication, profile: Profile, keeper: SettingsWriter) -> ShutdownRequest:
    ending = ShutdownRequest()
    with GracefulShutdown(app, ending):
        await _work(app, profile, keeper, ending)
    return ending


async def _work(
    app: QApplication, profile: Profile, keeper: SettingsWriter, ending: ShutdownRequest
) -> None:
    settings, notice = _usable(keeper)
    comes_from_settings, keeper.was_language_chosen = keeper.was_language_chosen, False
    was_sign_in_asked, keeper.was_sign_in_asked = keeper.was_sign_in_asked, False
    browser = SystemBrowser()
    async with open_desk_app(settings, profile, KeyringSecrets(), browser) as core:
        browser.on_failure = core.sign_in.tell_no_browser
        core.sign_in.why_not = partial(_why_nobody_signs_in, core, settings)
        if notice is not None:
            core.desk.notify(notice)
        for missing in left_out_of(app):
            core.desk.notify(missing)
        window = show_window(core, keeper, ending)
        window.repair_requested.connect(partial(_open_repair, core, profile))
        offer_check(core, window, lambda: keeper.settings)
        place = place_window(window, profile)
        is_led = lead_newcomer(window, profile, is_signing_in=was_sign_in_asked)
        if settings.starts_with_windows:
            # A policy may say so; what the installer wrote is never taken back here.
            _start_with_windows(core.desk, wanted=True)
        painted = FirstPaint(window)
        beginning = begin(
            core,
            painted,
            is_configured=settings.is_connected_to_an_org,
            opens_browser=was_sign_in_asked or not is_led,
            before=keeper.take_left(),
        )
        core.background.start(beginning, "begin")
        await painted.wait(core.clock)
        if comes_from_settings:
            window.open_settings(at_language=True)
        if settings.update_url and settings.update_key:
            _watch_for_updates(core, settings, profile)
        await _serve_until_end(window, profile, ending)
        place.keep()
        keeper.leave(settings, core.desk.state)
        window.hide()
        window.deleteLater()


async def _serve_until_end(window: MainWindow, profile: Profile, ending: ShutdownRequest) -> None:
    """Come forward whenever the program is started once more, until it is to end."""
    # Qt's network module is not loaded before the window shows.
    from wrapup_desk.main.system.single_instance import SingleInstanceServer

    with SingleInstanceServer(profile) as door:
        door.knocked.connect(window.come_forward)
        await ending.happened.wait()


def _usable(keeper: SettingsWriter) -> tuple[Settings, Notice | None]:
    """Return settings the desk can start with, and what is wrong with the file."""
    settings = keeper.settings
    problem = keeper.problem
    try:
        address_in(settings)
    except UntrustedAddress as error:
        problem = str(error)
        settings = replace(settings, region="", api_url="", login_url="")
    if not problem:
        return settings, None
    return settings, Notice(
        "settings", NoticeKind.ERROR, problem, NoticeAction.OPEN_SETTINGS, can_dismiss=False
    )


def show_window(core: DeskApp, keeper: SettingsWriter, ending: ShutdownRequest) -> MainWindow:
    """Build and show the window of a running core."""

    def keep(settings: Settings) -> None:
        before = keeper.settings
        problem = keeper.keep(settings)
        if problem:
            core.desk.notify(Notice("settings", NoticeKind.ERROR, problem))
        core.desk.use_settings(settings)
        window.use_settings(settings, keeper.loaded.locked)
        if before.starts_with_windows != settings.starts_with_windows:
            _start_with_windows(core.desk, wanted=settings.starts_with_windows)
        if any(getattr(before, name) != getattr(settings, name) for name in _STARTS_AGAIN):
            ending.restart()

    desk = WindowCommands(core.desk, core.sign_in, keep, QApplication.clipboard().setText)
    bridge = DeskBridge(desk)
    regions = [(region.id, region.label) for region in REGIONS]
    window = MainWindow(bridge, keeper.settings, keeper.loaded.locked, regions)
    window.settings_changed.connect(keep)
    window.sign_in_requested.connect(partial(_sign_in_to, core, keeper, keep))
    _let_leave(window, ending)
    window.notice_acted.connect(partial(_act_on_notice, core.profile))
    window.practice_requested.connect(partial(_open_practice, window, bridge))
    # Left to itself, Qt makes a first window no higher than two thirds of the screen.
    window.resize(
        PANEL_WIDTH, min(FIRST_HEIGHT, window.screen().availableSize().height() - MARGIN)
    )
    window.show()
    stand_beside(core.background, core.clock, window, bridge, lambda: keeper.settings)
    return window


def _sign_in_to(
    core: DeskApp,
    keeper: SettingsWriter,
    keep: Callable[[Settings], None],
    region: str,
    client_id: str,
) -> None:
    wanted = replace(keeper.settings, region=region, client_id=client_id.strip())
    if wanted == keeper.settings:
        core.sign_in.sign_in()
    else:
        keeper.was_sign_in_asked = True
        keep(wanted)


def _let_leave(window: MainWindow, ending: ShutdownRequest) -> None:
    """Join the ways out of the window with the end of the run."""
    window.quit_requested.connect(ending.quit)
    window.demo_requested.connect(ending.demo)
    window.demo_left.connect(ending.restart)
    _when_closed(ending.quit)


def _start_with_windows(desk: Desk, *, wanted: bool) -> None:
    try:
        set_autostart(wanted=wanted)
    except OSError as error:
        text = tr(
            "Windows did not let WrapUp Desk change whether it starts at sign-in: {reason}.",
            reason=error.strerror,
        )
        desk.notify(Notice("autostart", NoticeKind.WARNING, text))


def _watch_for_updates(core: DeskApp, settings: Settings, profile: Profile) -> None:
    # Only for those who use it: the signature's library takes time to load.
    from wrapup_desk.main.apps.update_check import watch_for_updates

    core.background.start(watch_for_updates(core, settings, profile), "updates")


async def _why_nobody_signs_in(core: DeskApp, settings: Settings) -> str:
    # Only who cannot sign in needs the checks.
    from wrapup_desk.main.doctor.window_check import why_nobody_signs_in

    return await why_nobody_signs_in(core.rest, core.network, core.profile, core.clock, settings)


def _open_repair(core: DeskApp, profile: Profile) -> None:
    if not open_repair(profile):
        text = tr("The window to fix codes did not start. Start it with: wrapup-desk repair")
        core.desk.notify(Notice("repair", NoticeKind.ERROR, text))


def _when_closed(quit_: Callable[[], None]) -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        app.lastWindowClosed.connect(quit_)


def _open_practice(window: MainWindow, bridge: DeskBridge) -> None:
    # Loaded when it is first wanted: few ask, and once.
    from wrapup_desk.ui.practice.practice_dialog import PracticeDialog

    practice = window.findChild(PracticeDialog)
    if practice is None:
        practice = PracticeDialog(window.theme, window, bridge.server_now)
    practice.open_again()


def _act_on_notice(profile: Profile, _key: str, action: NoticeAction) -> None:
    if action is NoticeAction.OPEN_LOGS:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(profile.log_folder)))


async def begin(
    core: DeskApp,
    painted: FirstPaint,
    *,
    is_configured: bool,
    opens_browser: bool = True,
    before: DeskState | None = None,
) -> None:
    """Start what the window shows, most urgent first: waiting codes, sign-in, suggestions.

    Where no sign-in is kept the browser is opened, unless that waits until it is asked for.
    *before* is the end of the desk that this one takes the place of, within one run.
    """
    await core.desk.start(before)
    core.background.start(_suggest(core, painted), "suggest and measure")
    if is_configured and not await core.sign_in.restore() and opens_browser:
        core.sign_in.sign_in()


async def _suggest(core: DeskApp, painted: FirstPaint) -> None:
    await painted.wait(core.clock)
    from wrapup_desk.main.apps.recommender_setup import run_recommender

    await run_recommender(core)


def place_window(window: MainWindow, profile: Profile) -> WindowPlace:
    """Put the window where it was, in the form it had; the result keeps it there."""
    place = WindowPlace(window, window_memory(profile))
    place.restore()
    return place


def lead_newcomer(window: MainWindow, profile: Profile, *, is_signing_in: bool = False) -> bool:
    """Begin the first run's steps, until they were gone through or skipped once; tell whether.

    Who *is_signing_in* has read what this is: before the desk started again, for the sign-in.
    """
    file = window_memory(profile)
    # Who had a window before there were steps needs none.
    is_old_hand = file.value("geometry") is not None and not file.contains(_KNOWS_THE_WAY)
    if is_old_hand or file.value(_KNOWS_THE_WAY, type=bool):
        return False

    def note(*, knows_the_way: bool) -> None:
        file.setValue(_KNOWS_THE_WAY, knows_the_way)
        file.sync()

    note(knows_the_way=False)
    window.first_run.finished.connect(partial(note, knows_the_way=True))
    window.first_run.begin(is_signing_in=is_signing_in)
    return True
