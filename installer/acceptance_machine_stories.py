"""The stories of a second computer, told beside the first one's: the machine and its language."""

from __future__ import annotations

from pathlib import Path

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
    until,
)
from installer.computer import Outcome, run

# What Windows 7 is told, by the language the person has.
_TOO_OLD = {
    "en_US.UTF-8": "needs 64-bit Windows 10",
    "de_DE.UTF-8": "benötigt 64-Bit-Windows 10",
    "ja_JP.UTF-8": "以降が必要です",
}


def refuses_an_older_windows_in_the_persons_language(bench: Bench, tally: Tally) -> None:
    """On Windows 7 the setup says so, in three languages, and does nothing."""
    if bench.display is None:
        tally.not_run("this is a real Windows; it is as new as it is")
        return
    key = rf"HKCU\Software\Wine\AppDefaults\{bench.new_setup.name}"
    run(bench.computer, ["reg", "add", key, "/v", "Version", "/d", "win7", "/f"], QUERY_LIMIT_S)
    for language, words in _TOO_OLD.items():
        setup = bench.start(bench.new_setup, environment={"LC_ALL": language})
        said = _what_the_box_says(bench)
        outcome = setup.wait(SETUP_LIMIT_S)
        is_told = outcome.code == 4 and words in said
        tally.check(f"it is refused with 4, in {language[:2]}", holds=is_told, because=said)
    run(bench.computer, ["reg", "delete", key, "/f"], QUERY_LIMIT_S)
    folder = bench.installed()
    tally.check("and nothing is installed", holds=not folder.exists(), because=folder)


def _what_the_box_says(bench: Bench) -> str:
    """Wait for a message box, read it and press its button."""
    read: list[str] = []

    def is_read() -> bool:
        outcome = bench.person("read")
        read.append(outcome.output)
        return outcome.is_well

    until(is_read)
    return read[-1]


def serves_a_whole_machine(bench: Bench, tally: Tally) -> None:
    """/ALLUSERS, as an administrator's roll-out does it."""
    computer = bench.computer
    outcome = bench.set_up(bench.new_setup, "/ALLUSERS", "/AUTOSTART=1")
    folder = computer.program_files / "WrapUpDesk"
    _, console = programs(folder)
    is_there = outcome.code == 0 and console.is_file()
    tally.check("it installs for all users", holds=is_there, because=outcome)
    entry = bench.registry(rf"HKLM\{UNINSTALL_KEY}", "DisplayVersion")
    tally.check("for the machine", holds=bench.new_version in entry, because=entry)
    autostart = bench.registry(rf"HKLM\{RUN_KEY}", "WrapUp Desk")
    tally.check("starting by itself, as asked", holds=bool(autostart), because="no Run value")
    shortcut = computer.program_data / START_MENU
    tally.check("in everybody's start menu", holds=shortcut.is_file(), because=shortcut)
    outcome = run(computer, [console, "--version"], QUERY_LIMIT_S)
    tally.check("it starts", holds=bench.new_version in outcome.output, because=outcome)
    opened = bench.start_by_link("wrapup-desk:show")
    is_shown = until(bench.shows_a_window)
    tally.check("Windows opens a link with it", holds=is_shown, because=opened.output)
    bench.person("close")
    outcome = opened.wait(START_LIMIT_S)
    tally.check("and it closes with 0", holds=outcome.code == 0, because=outcome)
    bench.remove(folder)
    is_gone = until(lambda: not folder.exists())
    entry = bench.registry(rf"HKLM\{UNINSTALL_KEY}", "DisplayVersion")
    left_run = bench.registry(rf"HKLM\{RUN_KEY}", "WrapUp Desk")
    is_clean = is_gone and not entry and not left_run and not shortcut.exists()
    tally.check("and goes as a whole", holds=is_clean, because=(folder, entry, left_run))


def serves_a_whole_machine_by_msi(bench: Bench, tally: Tally) -> None:
    """The MSI of the same program: installed, replaced by a newer one, removed; all silently."""
    if bench.msis is None:
        tally.not_run("no MSI was made here")
        return
    old, new = bench.msis
    folder = bench.computer.program_files / "WrapUpDesk"
    _, console = programs(folder)
    outcome = _msiexec(bench, "/i", old)
    is_there = outcome.code == 0 and console.is_file()
    tally.check("the MSI installs", holds=is_there, because=outcome)
    link = bench.registry(rf"HKLM\{LINK_KEY}")
    tally.check("links are registered", holds='WrapUpDesk.exe" "%1"' in link, because=link)
    mine = folder / "mine.txt"
    mine.write_text("a stranger's file", encoding="utf-8")
    _msiexec(bench, "/i", new)
    version = run(bench.computer, [console, "--version"], QUERY_LIMIT_S).output.strip()
    tally.check("a newer one replaces it", holds=version == bench.new_version, because=version)
    outcome = _msiexec(bench, "/i", old)
    version = run(bench.computer, [console, "--version"], QUERY_LIMIT_S).output.strip()
    is_refused = outcome.code != 0 and version == bench.new_version
    tally.check("an older one is refused", holds=is_refused, because=(outcome, version))
    outcome = _msiexec(bench, "/x", new)
    until(lambda: not console.exists())
    left = [path.name for path in folder.iterdir()] if folder.exists() else []
    is_clean = outcome.code == 0 and left == [mine.name]
    tally.check("it goes, but for a stranger's file", holds=is_clean, because=(outcome, left))
    entries = bench.registry(rf"HKLM\{LINK_KEY}")
    tally.check("and so do its links", holds=not entries, because=entries)


def _msiexec(bench: Bench, action: str, package: Path) -> Outcome:
    return run(bench.computer, ["msiexec", action, package, "/qn"], SETUP_LIMIT_S)
