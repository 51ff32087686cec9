"""The stories of the acceptance, in their order: each goes on where the one before ended."""

from __future__ import annotations

import shutil
import time
from functools import partial
from pathlib import Path
from typing import Any

from installer.acceptance_bench import (
    LINK_KEY,
    QUERY_LIMIT_S,
    RUN_KEY,
    SETUP_LIMIT_S,
    START_LIMIT_S,
    START_MENU,
    UNINSTALL_KEY,
    Bench,
    Tally,
    programs,
    read_report,
    until,
    write_settings,
)
from installer.computer import run

OLD_VERSION = "0.0.9"
# What windows and pages are called where Windows speaks another language than English.
TITLES = {"de_DE.UTF-8": "Codes korrigieren", "ja_JP.UTF-8": "コードを修正"}
HELP_TITLES = {"de": "WrapUp Desk für Agenten", "ja": "WrapUp Desk エージェント向けガイド"}


def installs_silently(bench: Bench, tally: Tally) -> None:
    """The older version, for the one user, with everything a person would look for."""
    outcome = bench.set_up(bench.old_setup)
    tally.check("a silent installation ends with 0", holds=outcome.code == 0, because=outcome)
    folder = bench.installed()
    for program in programs(folder):
        tally.check(f"{program.name} is there", holds=program.is_file(), because=program)
    entry = bench.registry(rf"HKCU\{UNINSTALL_KEY}", "DisplayVersion")
    tally.check("the version is registered", holds=OLD_VERSION in entry, because=entry)
    quiet = bench.registry(rf"HKCU\{UNINSTALL_KEY}", "QuietUninstallString")
    tally.check("a silent removal is registered", holds="uninstall.exe" in quiet, because=quiet)
    link = bench.registry(rf"HKCU\{LINK_KEY}")
    tally.check("links are registered", holds='WrapUpDesk.exe" "%1"' in link, because=link)
    shortcut = bench.computer.app_data / START_MENU
    tally.check("the start menu has it", holds=shortcut.is_file(), because=shortcut)
    autostart = bench.registry(rf"HKCU\{RUN_KEY}", "WrapUp Desk")
    tally.check("it does not start by itself", holds=not autostart, because=autostart)
    texts = [folder / "licences" / name for name in ("LGPL-3.0.txt", "GPL-3.0.txt")]
    texts += [folder / "licences/THIRD-PARTY.txt", folder / "lib/PySide6/Qt6Core.dll"]
    missing = [path.name for path in texts if not path.is_file()]
    tally.check("licences and exchangeable Qt DLLs", holds=not missing, because=missing)


def starts_in_every_way(bench: Bench, tally: Tally) -> None:
    """As a command, as a windowed program, from the start menu; and tests itself each time."""
    _, console = programs(bench.installed())
    outcome = run(bench.computer, [console, "--version"], QUERY_LIMIT_S)
    tally.check("commands print", holds=outcome.output.strip() == OLD_VERSION, because=outcome)
    outcome = run(bench.computer, [console, "nonsense"], QUERY_LIMIT_S)
    told = outcome.code == 2 and "usage" in outcome.output
    tally.check("a wrong command is told, with 2", holds=told, because=outcome)
    report = bench.self_test(console)
    _check_report(tally, "the installed program passes its self-test", report)
    keyring = report.get("facts", {}).get("keyring")
    tally.check("it can keep a sign-in", holds=keyring == "durable", because=report)
    shortcut = bench.computer.app_data / START_MENU
    target = bench.folder / "shortcut.json"
    target.unlink(missing_ok=True)
    opening = bench.computer.open_command
    options: list[str | Path] = ["--platform", "windows", "self-test", "--report", target]
    outcome = run(bench.computer, [*opening, shortcut, *options], START_LIMIT_S)
    # A shortcut gives no process to wait for.
    until(lambda: target.is_file() and target.read_text(encoding="utf-8").endswith("}\n"))
    name = "the start menu starts it, without a console and on Qt's Windows platform"
    _check_report(tally, name, read_report(target, outcome))


def speaks_the_language_of_windows(bench: Bench, tally: Tally) -> None:
    """In German and in Japanese: the windows, and the help that was installed with them."""
    windowed, console = programs(bench.installed())
    facts = bench.self_test(console).get("facts", {})
    pages = str(facts.get("help in each language"))
    has_pages = all(title in pages for title in HELP_TITLES.values())
    tally.check("the help opens, with its pictures, in each", holds=has_pages, because=facts)
    if bench.display is None:
        tally.not_run("a real Windows speaks one language only")
        return
    for language, title in TITLES.items():
        desk = bench.start(windowed, "repair", "--demo", environment={"LC_ALL": language})
        is_shown = until(partial(_is_found, bench, title))
        bench.take_picture(f"repair-{language[:2]}.png")
        name = f"a window speaks the language of Windows, {language[:2]}"
        tally.check(name, holds=is_shown, because=desk.output)
        bench.person("close", title)
        desk.wait(START_LIMIT_S)


def shows_its_window_and_is_not_replaced_meanwhile(bench: Bench, tally: Tally) -> None:
    """A person starts it, a link brings it forward, the person closes it; no setup between."""
    windowed, _ = programs(bench.installed())
    write_settings(bench, "starts_with_windows = true\n")
    began = time.monotonic()
    first = bench.start(windowed)
    is_shown = until(bench.shows_a_window)
    took = time.monotonic() - began
    tally.check(f"its window shows (after {took:.1f} s)", holds=is_shown, because=first.output)
    hostile = 'wrapup-desk:show" --profile C:\\elsewhere'
    again = run(bench.computer, [windowed, hostile], START_LIMIT_S)
    came_forward = again.code == 0 and first.process.poll() is None
    tally.check("a link brings it forward, and does no more", holds=came_forward, because=again)
    autostart = bench.registry(rf"HKCU\{RUN_KEY}", "WrapUp Desk")
    wanted = windowed.name in autostart
    tally.check("it starts with Windows once set", holds=wanted, because=autostart)
    _is_refused_meanwhile(bench, tally, windowed)
    bench.take_picture("window.png")
    bench.person("close")
    outcome = first.wait(START_LIMIT_S)
    tally.check("closing the window ends it with 0", holds=outcome.code == 0, because=outcome)


def _is_found(bench: Bench, title: str) -> bool:
    return bench.person("find", title).is_well


def _is_refused_meanwhile(bench: Bench, tally: Tally, windowed: Path) -> None:
    outcome = bench.set_up(bench.new_setup)
    tally.check("a setup is refused meanwhile, with 5", holds=outcome.code == 5, because=outcome)
    folder = bench.installed()
    in_place = f"_?={bench.computer.windows_path(folder)}"
    uninstaller = folder / "uninstall.exe"
    outcome = run(bench.computer, [uninstaller, "/S", in_place], SETUP_LIMIT_S)
    refused = outcome.code == 5 and windowed.is_file()
    tally.check("so is a removal, with 5", holds=refused, because=outcome)


def leaves_nothing_but_the_data(bench: Bench, tally: Tally) -> None:
    """Removal takes what was installed, and keeps what is the user's."""
    folder = bench.installed()
    outcome = bench.remove(folder)
    tally.check("a silent removal ends with 0", holds=outcome.code == 0, because=outcome)
    is_gone = until(lambda: not folder.exists())
    rest = [str(path) for path in folder.rglob("*")] if folder.exists() else []
    tally.check("its folder is gone", holds=is_gone, because=rest)
    shortcut = bench.computer.app_data / START_MENU
    tally.check("so is the start-menu entry", holds=not shortcut.exists(), because=shortcut)
    values = [(UNINSTALL_KEY, "DisplayName"), (LINK_KEY, ""), (RUN_KEY, "WrapUp Desk")]
    left = [key for key, value in values if bench.registry(rf"HKCU\{key}", value)]
    tally.check("so are its registry entries", holds=not left, because=left)
    database = bench.data() / "desk.sqlite3"
    tally.check("the user's data is kept", holds=database.is_file(), because=database)


def goes_where_it_is_told_and_takes_the_data_along_when_asked(bench: Bench, tally: Tally) -> None:
    """Another folder, with letters that are not English."""
    folder = bench.computer.system_drive / "Grüße"
    outcome = bench.set_up(bench.new_setup, r"/D=C:\Grüße")
    _, console = programs(folder)
    tally.check("it installs into another folder", holds=console.is_file(), because=outcome)
    _check_report(tally, "and works there", bench.self_test(console))
    had_token = _has_token(bench)
    tally.check("the sign-in was kept so far", holds=had_token, because="no credential")
    bench.remove(folder, "/PURGE=1")
    is_gone = until(lambda: not folder.exists())
    tally.check("it goes from there", holds=is_gone, because=folder)
    data = bench.data()
    tally.check("with the data, when asked", holds=not data.exists(), because=data)
    tally.check("and with the sign-in", holds=not _has_token(bench), because="still there")


def refuses_when_damaged(bench: Bench, tally: Tally) -> None:
    """One byte of the setup program is wrong."""
    damaged = bench.folder / "damaged-setup.exe"
    shutil.copy(bench.new_setup, damaged)
    with damaged.open("r+b") as file:
        file.seek(damaged.stat().st_size // 2)
        byte = file.read(1)
        file.seek(-1, 1)
        file.write(bytes([byte[0] ^ 0xFF]))
    outcome = bench.set_up(damaged)
    tally.check("a damaged setup does not end with 0", holds=outcome.code != 0, because=outcome)
    folder = bench.installed()
    tally.check("and installs nothing", holds=not folder.exists(), because=folder)


def _check_report(tally: Tally, name: str, report: dict[str, Any]) -> None:
    holds = report.get("ok") is True and report.get("exit code") == 0
    tally.check(name, holds=holds, because=report)


def _has_token(bench: Bench) -> bool:
    told = run(bench.computer, bench.computer.credentials_command, QUERY_LIMIT_S)
    return "WrapUp Desk" in told.output
